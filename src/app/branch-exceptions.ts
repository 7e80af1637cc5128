import { exceptCommit, type BranchException } from "../domain/branch/exception.ts";
import type { Branch } from "../domain/branch/scene.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { readExceptions } from "./branch-records.ts";
import { changeStream, type ChangeRequest } from "./engine/change-stream.ts";
import { PRODUCT_STREAM } from "./engine/product-stream.ts";
import type { BranchContext } from "./read-branches.ts";
import type { Services } from "./services.ts";

interface ExceptRequest extends Pick<ChangeRequest, "as" | "role"> {
  /** Absent: the commit at the tip, which stands for the size of a hotfix. */
  readonly commit: string | undefined;
  readonly reason: string;
}

/** Records that a branch may hold a commit, or be as large as it is, although its rules speak against it. */
export async function exceptBranch(
  services: Services,
  { scene, repository }: BranchContext,
  { name, tip, role }: Branch,
  { commit: revision, reason, ...who }: ExceptRequest,
): Promise<BranchException> {
  if (role?.name !== "hotfix" && (role?.name !== "release" || revision === undefined))
    throw new SlipwayError(notExcepted(name, role?.name));
  const commit = revision === undefined ? tip : await repository.resolve(revision);
  if (!scene.graph.has(commit) || !scene.graph.contains(tip, commit)) throw new SlipwayError(notOnBranch(name, commit));
  const request = { ...who, what: "what branches may hold" };
  const about = { branch: name, commit, reason };
  await changeStream(services, PRODUCT_STREAM, request, ({ state, by }) =>
    exceptCommit(state.exceptions, { ...about, by }),
  );
  const known = (await readExceptions(services.ledger, await services.product())).find(
    (each) => each.branch === name && each.commit === commit,
  );
  if (known === undefined) throw new SlipwayError(notOnBranch(name, commit));
  return known;
}

function notExcepted(name: string, role: string | undefined): Problem {
  return {
    code: "branch-role",
    kind: "input",
    found: `${name} is ${role === undefined ? "a branch without a role" : `a ${role} branch`}`,
    expected: "a release branch and a commit on it, or a hotfix branch whose size is justified",
    action: "`slipway branch check` shows what can be excepted",
  };
}

function notOnBranch(name: string, commit: string): Problem {
  return {
    code: "commit-elsewhere",
    kind: "input",
    found: `${name} does not hold ${commit.slice(0, 12)}`,
    expected: "a commit of the branch",
    action: `\`git log ${name}\` shows them`,
  };
}
