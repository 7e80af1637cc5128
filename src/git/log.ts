import type { LogQuery } from "../app/ports.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { gitRecords } from "./run.ts";

/** Each commit is one record of lines, the message last; an empty record stands before it. */
const FIELDS = ["%H", "%P", "%an", "%ae", "%at", "%cn", "%ce", "%ct", "%B"];
const FORMAT = `%x00${FIELDS.join("%n")}%x00`;

/** Streams `git log`, newest first. Messages are re-encoded to UTF-8; bytes that are none become U+FFFD. */
export async function* readLog(folder: string, query: LogQuery): AsyncGenerator<readonly Commit[]> {
  const args = ["log", "-z", "--no-show-signature", "--encoding=UTF-8", `--format=${FORMAT}`];
  if (query.paths === true) args.push("--name-only", "--no-renames", "--no-ext-diff");
  const not = (query.not ?? []).map((revision) => `^${revision}`);
  const several = typeof query.to !== "string";
  if (several) args.push("--date-order", "--stdin");
  else args.push(query.to, ...not, "--");
  const input = several ? [...query.to, ...not, ""].join("\n") : undefined;
  let current: { commit: Commit; paths: string[] } | undefined;
  let inPaths = false;
  for await (const records of gitRecords(args, input === undefined ? { folder } : { folder, input })) {
    const batch: Commit[] = [];
    for (const record of records) {
      if (record === "") inPaths = false;
      else if (inPaths) current!.paths.push(record);
      else if (record.startsWith("\n")) {
        inPaths = true;
        current!.paths.push(record.slice(1));
      } else {
        if (current !== undefined) batch.push(finish(current, query));
        current = { commit: parseCommit(record), paths: [] };
      }
    }
    yield batch;
  }
  if (current !== undefined) yield [finish(current, query)];
}

function finish({ commit, paths }: { commit: Commit; paths: string[] }, query: LogQuery): Commit {
  return query.paths === true ? { ...commit, paths } : commit;
}

function parseCommit(record: string): Commit {
  let offset = 0;
  const line = (): string => {
    const end = record.indexOf("\n", offset);
    const text = record.slice(offset, end);
    offset = end + 1;
    return text;
  };
  const hash = line();
  const parents = line();
  const author = { name: line(), email: line() };
  const authoredAt = Number(line());
  const committer = { name: line(), email: line() };
  const committedAt = Number(line());
  return {
    hash,
    parents: parents === "" ? [] : parents.split(" "),
    author,
    authoredAt,
    committer,
    committedAt,
    message: record.slice(offset),
  };
}
