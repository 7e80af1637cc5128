import { relative } from "node:path";
import type { Product } from "../../config/product.ts";
import { parseMessage } from "../../domain/commit/message.ts";
import { firstLine } from "../../domain/commit/commit.ts";
import { isReleaseFile } from "../clean-tree.ts";
import type { Installation, Repository } from "../ports.ts";
import { fine, problem, warning, type Seen } from "./finding.ts";

const RECENT_COMMITS = 200;
const LEFTOVER_AGE_S = 3_600;

export async function checkKind(repository: Repository): Promise<readonly Seen[]> {
  const { root, gitFolder, branch, head } = await repository.state();
  const where = root === undefined ? `bare repository ${gitFolder}` : `working tree ${root}`;
  if (head === undefined)
    return [warning(`${where}, without a commit`, "commit something: there is nothing to release yet")];
  const on = branch === undefined ? "detached HEAD" : `on ${branch}`;
  if (root === undefined)
    return [warning(`${where}, ${on}`, "plan here; commands that write need a clone with a working tree")];
  return [
    branch === undefined
      ? warning(`${where}, ${on}`, "git switch BRANCH, unless this is meant")
      : fine(`${where}, ${on}`),
  ];
}

export async function checkDepth(repository: Repository): Promise<readonly Seen[]> {
  const { shallow } = await repository.state();
  if (!shallow) return [fine("the whole history is here")];
  return [problem("this is a shallow clone: part of the history is missing", "git fetch --unshallow --tags")];
}

/** How many of the newest commits say what kind of change they are. */
export async function checkConventions(repository: Repository): Promise<readonly Seen[]> {
  const { head } = await repository.state();
  if (head === undefined) return [fine("no commit yet")];
  const headers: string[] = [];
  for await (const batch of repository.log({ to: head })) {
    for (const { parents, message } of batch) if (parents.length < 2) headers.push(firstLine(message));
    if (headers.length >= RECENT_COMMITS) break;
  }
  const recent = headers.slice(0, RECENT_COMMITS);
  const conventional = recent.filter((header) => parseMessage(header).type !== null).length;
  const found = `${conventional} of the last ${recent.length} commits follow Conventional Commits`;
  if (conventional * 2 >= recent.length) return [fine(found)];
  const other = recent.find((header) => parseMessage(header).type === null) ?? "";
  return [
    warning(
      `${found}; for example "${other.slice(0, 80)}" does not`,
      "`versioning.fallback: patch` lets the others count too",
    ),
  ];
}

export async function checkTree(repository: Repository, product: Product | undefined): Promise<readonly Seen[]> {
  if ((await repository.state()).root === undefined) return [fine("no working tree to keep clean")];
  const dirty = (await repository.changedPaths()).filter(
    (path) => product === undefined || !isReleaseFile(path, product),
  );
  if (dirty.length === 0) return [fine("the working tree is clean")];
  const named = dirty.slice(0, 3).join(", ");
  return [
    warning(
      `${dirty.length} files differ from HEAD: ${named}${dirty.length > 3 ? ", …" : ""}`,
      "commit or stash them before a command that writes",
    ),
  ];
}

/** Unfinished writes of runs that were killed. A young one may belong to a run that goes on. */
export async function checkLeftovers(repository: Repository, installation: Installation): Promise<readonly Seen[]> {
  const { gitFolder, root } = await repository.state();
  const files = await installation.leftovers(gitFolder);
  const old = files.filter(({ ageSeconds }) => ageSeconds >= LEFTOVER_AGE_S);
  if (files.length === 0) return [fine("no leftovers of killed runs")];
  if (old.length === 0) return [fine(`${files.length} unfinished writes, less than an hour old`)];
  const paths = old.map(({ path }) => (root === undefined ? path : relative(root, path)));
  return [warning(`${old.length} leftovers of killed runs: ${paths.slice(0, 3).join(", ")}`, `rm ${paths.join(" ")}`)];
}
