import type { Corrections } from "../domain/plan/change.ts";
import { firstLine } from "../domain/commit/commit.ts";
import { SlipwayError } from "../kernel/problem.ts";
import type { Repository } from "./ports.ts";

/** Reads the correction files of a commit: `<hash>.md`, holding the message to use instead of that commit's own. */
export async function readCorrections(repository: Repository, revision: string, folder: string): Promise<Corrections> {
  const paths = (await repository.list(revision, folder)).filter((path) => path.endsWith(".md"));
  if (paths.length === 0) return new Map();
  const files = await repository.files(revision, paths);
  return new Map(
    paths.flatMap((path) => {
      const hash = path.slice(path.lastIndexOf("/") + 1, -".md".length);
      if (hash.toLowerCase() === "readme") return [];
      const message = files.get(path)?.toString() ?? "";
      if (!/^[0-9a-f]{7,40}$/.test(hash) || firstLine(message) === "") throw new SlipwayError(badCorrection(path));
      return [[hash, { file: path, message }]];
    }),
  );
}

function badCorrection(path: string) {
  return {
    code: "correction-file",
    kind: "input",
    found: `${path} is no correction: ${/[0-9a-f]{7,40}\.md$/.test(path) ? "it is empty" : "its name is no commit hash"}`,
    expected:
      "a file named after a commit (at least 7 characters of its hash, then .md) that holds the corrected message",
    action: "rename, fill or remove the file",
  } as const;
}
