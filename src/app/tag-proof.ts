import type { TagObject } from "../domain/tag/tag-object.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { NewTag, TagReader } from "./ports.ts";

export type TagWanted = NewTag;

/** A tag as somebody expects it; without a message, whatever it says. */
type TagExpected = Omit<NewTag, "message"> & { readonly message?: string | undefined };

/**
 * Whether a tag that exists is the one that was asked for. Returns who signed it; anything else than an equal tag is
 * refused, since a version is never used twice and a tag never moves.
 */
export async function settledTag(tags: TagReader, object: string, wanted: TagExpected): Promise<string | null> {
  const content = (await tags.read([object])).get(object);
  const differences = differencesOf(content, wanted);
  if (differences.length > 0) throw new SlipwayError(versionUsed(wanted.name, differences));
  return signer(tags, object, content, wanted);
}

/**
 * Reads a tag that was just made and compares it with what was asked for. `git verify-tag` is content with a tag object
 * under any name, so the name inside is compared as well.
 */
export async function readBack(tags: TagReader, object: string, wanted: TagWanted): Promise<string | null> {
  const content = (await tags.read([object])).get(object);
  const differences = differencesOf(content, wanted);
  if (differences.length > 0) throw new SlipwayError(notAsAsked(wanted.name, differences));
  return signer(tags, object, content, wanted);
}

function differencesOf(content: TagObject | undefined, { name, commit, message, sign }: TagExpected): string[] {
  if (content === undefined) return ["it is no annotated tag"];
  const differences: string[] = [];
  if (content.name !== name) differences.push(`the tag object calls itself ${content.name}`);
  if (content.target !== commit)
    differences.push(`it points at ${content.target.slice(0, 12)}, not ${commit.slice(0, 12)}`);
  if (message !== undefined && content.message !== message) differences.push("its message is another one");
  if (sign && content.signature === null) differences.push("it is not signed");
  return differences;
}

async function signer(
  tags: TagReader,
  object: string,
  content: TagObject | undefined,
  { name, sign }: TagExpected,
): Promise<string | null> {
  if (content?.signature == null) return null;
  const { holds, says } = await tags.verify(object);
  if (!holds && sign) throw new SlipwayError(notVerified(name, says));
  return holds ? says : null;
}

function versionUsed(name: string, differences: readonly string[]): Problem {
  return {
    code: "version-used",
    kind: "refused",
    found: `the tag ${name} exists already, and it is another one: ${differences.join("; ")}`,
    expected: "a version that no tag holds; a tag is never moved and a version never used twice",
    action: "release another version; `slipway next` tells which",
  };
}

function notAsAsked(name: string, differences: readonly string[]): Problem {
  return {
    code: "tag-read-back",
    kind: "failed",
    found: `the tag ${name} was made, but read back ${differences.join("; ")}; it was removed again`,
    expected: "a tag that says what it was told to say",
    action: "look for hooks and settings that change tags (`git config --list --show-origin`)",
  };
}

function notVerified(name: string, says: string): Problem {
  return {
    code: "signature-not-verified",
    kind: "failed",
    found: `the signature of ${name} is not accepted, so the tag does not count: ${says}`,
    expected: "a signature that `git verify-tag` accepts",
    action:
      "let git know whose keys count: gpg.ssh.allowedSignersFile for ssh, the public key in the key ring for OpenPGP",
  };
}
