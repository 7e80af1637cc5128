import type { SignatureCheck, TagReader } from "../app/ports.ts";
import { parseTagObject, type TagObject } from "../domain/tag/tag-object.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { gitTime } from "./git-time.ts";
import { git, tryGit } from "./run.ts";

/** Reads tag objects with the git binary. */
export function openTagReader(folder: string): TagReader {
  return {
    read: (objects) => readObjects(folder, objects),
    verify: async (object) => {
      const { code, stderr, stdout } = await tryGit(["verify-tag", object], { folder });
      return signatureCheck(code === 0, `${stderr}\n${stdout.toString()}`);
    },
    createdAt: async () => {
      const format = "--format=%(creatordate:unix) %(refname:lstrip=2)"; // trees and blobs have no date
      const lines = (await git(["for-each-ref", format, "refs/tags"], { folder })).toString().split("\n");
      return new Map(
        lines.map((line) => [line.slice(line.indexOf(" ") + 1), gitTime(line.slice(0, line.indexOf(" ")))]),
      );
    },
    remote: (name) => readRemote(folder, name),
  };
}

async function readObjects(folder: string, objects: readonly string[]): Promise<Map<string, TagObject>> {
  const found = new Map<string, TagObject>();
  if (objects.length === 0) return found;
  const output = await git(["cat-file", "--batch"], { folder, input: objects.map((id) => `${id}\n`).join("") });
  for (let offset = 0; offset < output.length;) {
    const end = output.indexOf(10, offset);
    const [id, type, size] = output.subarray(offset, end).toString().split(" ");
    const start = end + 1;
    if (size === undefined) {
      offset = start; // a missing object is told in one line
      continue;
    }
    if (type === "tag") found.set(id!, parseTagObject(output.subarray(start, start + Number(size)).toString()));
    offset = start + Number(size) + 1;
  }
  return found;
}

function signatureCheck(holds: boolean, words: string): SignatureCheck {
  const ssh = /Good "git" signature for (.+)/.exec(words)?.[1];
  const openpgp = /Good signature from "(.+?)"/.exec(words)?.[1];
  if (holds) return { holds, says: ssh ?? openpgp ?? "git accepts it" };
  const lines = words.split("\n").map((line) => line.trim());
  return { holds, says: lines.find((line) => /error|bad|can't|cannot|no /i.test(line)) ?? lines[0] ?? "" };
}

async function readRemote(folder: string, name: string): Promise<Map<string, string>> {
  const { code, stdout, stderr } = await tryGit(["ls-remote", "--tags", "--refs", "--end-of-options", name], {
    folder,
  });
  if (code !== 0) throw new SlipwayError(remoteSilent(name, stderr));
  const lines = stdout.toString().split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [object, ref] = line.split("\t");
      return ref === undefined ? [] : [[ref.slice("refs/tags/".length), object!]];
    }),
  );
}

function remoteSilent(name: string, stderr: string) {
  return {
    code: "remote",
    kind: "input",
    found: `the remote "${name}" could not be asked for its tags: ${stderr.trim().split("\n")[0]}`,
    expected: "a remote of this repository, or an address, that can be read from here",
    action: "list the remotes with `git remote -v`, and check the connection",
  } as const;
}
