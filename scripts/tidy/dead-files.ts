import { isTestFile, type SourceFile, type Violation } from "./source-file.ts";

/** Files that something other than an import starts: the program, and the commands that scripts/build.ts bundles. */
function isEntryPoint(path: string): boolean {
  return (
    /^src\/cli\/(?:start|entry)\.ts$/.test(path) || path.startsWith("src/cli/commands/") || /\.test\.tsx?$/.test(path)
  );
}

/** Files of src that nothing imports. What only tests import is dead too: it serves nobody. */
export function checkDeadFiles(files: readonly SourceFile[]): Violation[] {
  const targets = (importers: readonly SourceFile[]): Set<string | undefined> =>
    new Set(
      importers.flatMap((file) => file.references.flatMap(({ target }) => (target === file.path ? [] : [target]))),
    );
  const used = targets(files.filter((file) => !isTestFile(file.path) && !file.path.startsWith("test/")));
  const tested = targets(files.filter((file) => isTestFile(file.path) || file.path.startsWith("test/")));
  return files
    .filter(({ path }) => path.startsWith("src/") && !isEntryPoint(path))
    .filter(({ path }) => !used.has(path) && !(isTestFile(path) && tested.has(path)))
    .map(({ path }) => ({ path, line: 1, message: "dead file: nothing outside the tests imports it" }));
}
