import type { Installation, Repository } from "../ports.ts";
import { fine, problem, warning, type Seen } from "./finding.ts";

const GIT_LEAST = [2, 30] as const;
const NODE_LEAST = 24;

export async function checkGit(installation: Installation): Promise<readonly Seen[]> {
  const version = await installation.gitVersion();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const enough = major > GIT_LEAST[0] || (major === GIT_LEAST[0] && minor >= GIT_LEAST[1]);
  return [enough ? fine(`git ${version}`) : problem(`git ${version} is too old`, "install git 2.30 or later")];
}

export async function checkNode(installation: Installation): Promise<readonly Seen[]> {
  const version = installation.nodeVersion;
  const enough = Number(version.split(".")[0]) >= NODE_LEAST;
  return [enough ? fine(`node ${version}`) : problem(`node ${version} is too old`, "install Node.js 24 or later")];
}

/** Who signs releases, and with what. Nobody needs an identity to plan. */
export async function checkIdentity(repository: Repository): Promise<readonly Seen[]> {
  const [name, email] = await Promise.all([repository.setting("user.name"), repository.setting("user.email")]);
  if (name !== undefined && email !== undefined) return [fine(`tags are made by ${name} <${email}>`)];
  const missing = [...(name === undefined ? ["user.name"] : []), ...(email === undefined ? ["user.email"] : [])];
  return [
    warning(
      `${missing.join(" and ")} not set: tags cannot be made`,
      `git config ${missing[0]} "…"   (--global for all repositories)`,
    ),
  ];
}

/** A signing key is only asked for where git is told to sign. */
export async function checkSigning(repository: Repository): Promise<readonly Seen[]> {
  const names = ["tag.gpgsign", "tag.forcesignannotated", "gpg.format", "user.signingkey"];
  const [sign, force, format = "openpgp", key] = await Promise.all(names.map((name) => repository.setting(name)));
  const wanted = [sign, force].some((value) => value !== undefined && /^(?:true|yes|on|1)$/i.test(value));
  if (!["openpgp", "ssh", "x509"].includes(format))
    return [problem(`gpg.format is "${format}"`, "git config gpg.format ssh   (or openpgp, x509)")];
  if (key !== undefined) return [fine(`tags can be signed with ${format}${wanted ? ", and are by default" : ""}`)];
  if (!wanted) return [fine("tags are not signed by default, and no key is configured")];
  if (format === "openpgp") return [fine("tags are signed with the OpenPGP key of the committer's address")];
  return [
    problem(`tags are to be signed with ${format}, but user.signingkey is not set`, "git config user.signingkey PATH"),
  ];
}
