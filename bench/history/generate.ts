import { execFileSync } from "node:child_process";
import { join } from "node:path";

export interface GeneratedHistory {
  readonly commits: number;
  /** A release tag every so many commits; the last stretch is unreleased. */
  readonly releaseEvery: number;
  /** Components whose folders the commits touch in turn; 0: one product. */
  readonly components: number;
}

const KINDS = ["feat", "fix", "fix", "fix", "chore", "docs", "perf", "refactor", "test", "ci"];
const BODY =
  "The reader keeps one buffer for each stream now, so that a slow writer no longer\nholds back the others. Measured on four streams.\n\nCloses #";

/** Makes a bare repository with a long history in a second or two, by git's own bulk import. The same input, the same hashes. */
export function generateHistory(folder: string, { commits, releaseEvery, components }: GeneratedHistory): string {
  const path = join(folder, `history-${commits}-${components}`);
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", path]);
  const lines: string[] = [];
  for (let index = 1; index <= commits; index++) {
    const kind = KINDS[index % KINDS.length]!;
    const part = components === 0 ? "src" : `packages/c${index % components}`;
    const message = `${kind}(part${index % 23}): make step ${index} of the reader better (#${index})\n\n${BODY}${index % 997}\n`;
    const when = `Ada Example <ada@example.org> ${1_500_000_000 + index * 600} +0000`;
    lines.push(
      "commit refs/heads/main",
      `mark :${index}`,
      `author ${when}`,
      `committer ${when}`,
      `data ${Buffer.byteLength(message)}`,
    );
    lines.push(
      message,
      `M 100644 inline ${part}/file${index % 50}.txt`,
      "data 8",
      index.toString().padStart(8, "0"),
      "",
    );
    const round = index / releaseEvery;
    if (!Number.isInteger(round) || index === commits) continue;
    const names =
      components === 0 ? [`v1.${round}.0`] : Array.from({ length: components }, (_, part) => `c${part}-v1.${round}.0`);
    for (const name of names) lines.push(`reset refs/tags/${name}`, `from :${index}`, "");
  }
  execFileSync("git", ["fast-import", "--quiet"], { cwd: path, input: lines.join("\n") });
  return path;
}
