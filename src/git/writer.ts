import type { NewTag, Repository, RepositoryWriter } from "../app/ports.ts";
import { parseTagObject } from "../domain/tag/tag-object.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { whenUnlocked } from "./locked.ts";
import { withMessageFile } from "./message-file.ts";
import { git, tryGit, type GitCall, type GitResult } from "./run.ts";
import { shorten } from "./shorten.ts";

/** A guessed identity (user at this machine) is worth nothing on a release, so git is told not to guess. */
const NO_GUESS = ["-c", "user.useConfigOnly=true"];

/** Writes commits and tags with the git binary, hooks and signing keys of the user included. */
export function openWriter(folder: string, repository: Repository, environment: Environment = {}): RepositoryWriter {
  return {
    at: (time) => openWriter(folder, repository, datedAt(time)),
    tag: (tag) => makeTag({ folder, environment }, tag),
    removeTag: (name, object) => removeTag(folder, name, object),
    commit: async (paths, message) => {
      const at = { folder: (await repository.state()).root ?? folder, environment };
      const added = await whenUnlocked(() => tryGit(["--literal-pathspecs", "add", "--", ...paths], at));
      if (added.code !== 0) throw new SlipwayError(writeProblem("commit", added));
      const result = await withMessageFile(message, (file) => {
        const args = ["commit", "--quiet", "--only", "--cleanup=verbatim", "-F", file, "--", ...paths];
        return whenUnlocked(() => tryGit(["--literal-pathspecs", ...NO_GUESS, ...args], at));
      });
      if (result.code !== 0 && !(await isMeanwhileDone(paths, message, at)))
        throw new SlipwayError(writeProblem("commit", result));
      return (await git(["rev-parse", "HEAD"], at)).toString().trim();
    },
  };
}

type Environment = Readonly<Record<string, string>>;

function datedAt(time: number): Environment {
  return { GIT_AUTHOR_DATE: `${time} +0000`, GIT_COMMITTER_DATE: `${time} +0000` };
}

/** Some versions of git make an unsigned tag and report success when an ssh key is missing, so the object is asked. */
async function makeTag(call: GitCall, tag: NewTag): Promise<string> {
  const { folder } = call;
  const kind = tag.sign ? "--sign" : "--no-sign";
  const result = await withMessageFile(tag.message, (file) => {
    const args = [
      "tag",
      "--annotate",
      kind,
      "--cleanup=verbatim",
      "-F",
      file,
      "--end-of-options",
      tag.name,
      tag.commit,
    ];
    return whenUnlocked(() => tryGit([...NO_GUESS, ...args], call));
  });
  if (result.code !== 0) {
    const made = await sameTag({ folder }, tag); // by the git of an earlier run, which was killed while git went on
    if (made !== undefined) return made;
    throw new SlipwayError(tagProblem(tag, result));
  }
  const object = (await git(["rev-parse", "--verify", `refs/tags/${tag.name}`], { folder })).toString().trim();
  if (!tag.sign) return object;
  const { signature } = parseTagObject((await git(["cat-file", "tag", object], { folder })).toString());
  if (signature !== null) return object;
  await removeTag(folder, tag.name, object);
  throw new SlipwayError(cannotSign(result.stderr));
}

/** Whether the git of an earlier run, which was killed while git went on, made the same commit in between. */
async function isMeanwhileDone(paths: readonly string[], message: string, call: GitCall): Promise<boolean> {
  const last = (await tryGit(["log", "-1", "--format=%B"], call)).stdout.toString().trimEnd();
  if (last !== message.trimEnd()) return false;
  return (await tryGit(["--literal-pathspecs", "diff", "--quiet", "HEAD", "--", ...paths], call)).code === 0;
}

/** The tag object of that name, when it is the one that was to be made. */
async function sameTag(call: GitCall, { name, commit, message, sign }: NewTag): Promise<string | undefined> {
  const found = await tryGit(["rev-parse", "--verify", "--quiet", `refs/tags/${name}`], call);
  const object = found.stdout.toString().trim();
  const content = await tryGit(["cat-file", "tag", object], call);
  if (found.code !== 0 || content.code !== 0) return undefined;
  const tag = parseTagObject(content.stdout.toString());
  const isSame = tag.name === name && tag.target === commit && tag.message === message;
  return isSame && (tag.signature !== null) === sign ? object : undefined;
}

async function removeTag(folder: string, name: string, object: string): Promise<void> {
  await git(["update-ref", "-d", `refs/tags/${name}`, object], { folder });
}

function tagProblem({ name }: NewTag, result: GitResult): Problem {
  if (/already exists/i.test(result.stderr)) return tagExists(name);
  if (/not a valid tag name|not a valid ref/i.test(result.stderr)) return badTagName(name);
  return writeProblem("tag", result);
}

function writeProblem(act: "tag" | "commit", { stderr, stdout }: GitResult): Problem {
  const words = `${stderr}\n${stdout.toString()}`;
  if (/tell me who you are|empty ident|auto-detect email|no (?:email|name) was given/i.test(words))
    return noIdentity(act);
  if (/failed to sign|unable to sign|no secret key|signingkey|load public key|gpg failed|ssh-keygen/i.test(words))
    return cannotSign(words);
  return {
    code: "git-refused",
    kind: "refused",
    found: `git refuses the ${act}: ${shorten(words)}`,
    expected: "a repository whose hooks and permissions allow it",
    action: "do what git or the hook says, then run the same command again",
  };
}

function noIdentity(act: string): Problem {
  return {
    code: "no-identity",
    kind: "input",
    found: `git does not know who makes the ${act}`,
    expected: "a name and an e-mail address in git's configuration",
    action: 'git config user.name "Your Name" && git config user.email you@example.org',
  };
}

function cannotSign(words: string): Problem {
  return {
    code: "cannot-sign",
    kind: "input",
    found: `git cannot sign the tag: ${shorten(words)}`,
    expected: "a signing key that git can use",
    action:
      "git config gpg.format ssh && git config user.signingKey ~/.ssh/id_ed25519.pub   (or name an OpenPGP key in user.signingKey)",
  };
}

function tagExists(name: string): Problem {
  return {
    code: "tag-exists",
    kind: "refused",
    found: `the tag ${name} exists already`,
    expected: "a version that was never used",
    action: "release another version",
  };
}

function badTagName(name: string): Problem {
  return {
    code: "tag-name",
    kind: "input",
    found: `"${name}" cannot be the name of a tag`,
    expected: "a name that `git check-ref-format` accepts",
    action: "correct `tag` in slipway.yaml",
  };
}
