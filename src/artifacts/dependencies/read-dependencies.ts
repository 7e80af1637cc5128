import { basename, dirname } from "node:path/posix";
import type { DependencyReader } from "../../app/manifest-ports.ts";
import type { Dependency } from "../../domain/dependency/dependency.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { DEPENDENCY_FORMATS } from "./dependency-formats.ts";
import type { DependencyFormat } from "./dependency-format.ts";

/** Reads the dependency files of package managers. Where a lock stands, what only asks beside it or below it does not count. */
export const dependencyReader: DependencyReader = {
  reads: (path) => formatOf(path) !== undefined,
  read(files) {
    const known = [...files].flatMap(([path, text]) => {
      const format = formatOf(path);
      return format === undefined ? [] : [{ path, text, format }];
    });
    const locks = known.filter(({ format }) => format.isLock);
    const counted = known.filter((file) =>
      locks.every((lock) => lock === file || lock.format.group !== file.format.group || !isCoveredBy(file, lock)),
    );
    const problems: Problem[] = [];
    const found = counted.flatMap((file) => readFile(file, problems));
    if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
    return found;
  },
};

interface KnownFile {
  readonly path: string;
  readonly text: string;
  readonly format: DependencyFormat;
}

function formatOf(path: string): DependencyFormat | undefined {
  return DEPENDENCY_FORMATS.find((format) => format.reads(basename(path)));
}

/** A workspace has one lock at its top. Of two locks in one folder, the format that is listed first counts. */
function isCoveredBy(file: KnownFile, lock: KnownFile): boolean {
  const [folder, top] = [dirname(file.path), dirname(lock.path)];
  if (file.format.isLock) {
    const isFirst = DEPENDENCY_FORMATS.indexOf(lock.format) < DEPENDENCY_FORMATS.indexOf(file.format);
    return folder === top && isFirst;
  }
  return top === "." || folder === top || folder.startsWith(`${top}/`);
}

function readFile({ path, text, format }: KnownFile, problems: Problem[]): readonly Dependency[] {
  try {
    return format.read(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    problems.push({
      code: "dependency-file",
      kind: "input",
      found: `${path} cannot be read: ${(error as Error).message.split("\n", 1)[0]}`,
      expected: "a file as its package manager writes it",
      action: "let the package manager write it again, or leave its folder out with `manifest.ignore` in slipway.yaml",
    });
    return [];
  }
}
