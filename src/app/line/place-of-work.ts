import { dirname } from "node:path";
import type { Product } from "../../config/product.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Job } from "../engine-ports.ts";
import type { Checkout } from "../line-ports.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import type { Services } from "../services.ts";
import { branchOf, commitOf, type LineRelease } from "./release-line.ts";

/** Where the files of a release are worked on. */
export interface Place {
  readonly folder: string;
  /** `null` where the branch is gone and its commit was checked out. */
  readonly branch: string | null;
  /** Whether it is Slipway's own checkout, and not somebody's. */
  readonly own: boolean;
  readonly services: Services;
  readonly product: Product;
}

/**
 * The checkout of a release's line: whoever has the branch checked out, otherwise one that Slipway makes for itself in the
 * git folder. So releases on different branches never meet, and nobody's checkout changes its branch.
 */
export async function placeOfWork(tools: KindTools, release: LineRelease): Promise<Place> {
  const { making } = tools;
  const ownFolder = await tools.services.lines.ownFolder(release.id);
  const before = making.get(ownFolder);
  const found = (before ?? Promise.resolve()).then(() => findPlace(tools, release, ownFolder));
  const settled = found.catch(() => undefined);
  making.set(ownFolder, settled);
  try {
    return await found;
  } finally {
    if (making.get(ownFolder) === settled) making.delete(ownFolder);
  }
}

async function findPlace(tools: KindTools, release: LineRelease, ownFolder: string): Promise<Place> {
  const { lines } = tools.services;
  const branch = branchOf(release);
  const tip = branch === undefined ? undefined : await lines.tip(branch);
  const checkouts = await lines.checkouts();
  if (branch !== undefined && tip !== undefined) {
    const found = checkouts.find((checkout) => checkout.branch === branch);
    if (found !== undefined) return at(tools, { folder: found.folder, branch, own: found.folder === ownFolder });
  }
  const isFree = checkouts.some((checkout) => checkout.folder === ownFolder && checkout.branch === null);
  if (branch !== undefined && tip !== undefined && isFree && (await lines.takeBranch(ownFolder, branch)))
    return at(tools, { folder: ownFolder, branch, own: true });
  const commit = commitOf(release);
  const target = branch !== undefined && tip !== undefined ? { branch } : commit === undefined ? undefined : { commit };
  if (target === undefined) throw new SlipwayError(nowhere(release, branch));
  if ("commit" in target && (await isDetachedAt(tools, checkouts, ownFolder, target.commit)))
    return at(tools, { folder: ownFolder, branch: null, own: true });
  await lines.removeCheckout(ownFolder); // of another line the release was on before
  await lines.checkOut(ownFolder, target);
  return at(tools, { folder: ownFolder, branch: "branch" in target ? target.branch : null, own: true });
}

/** Services for the folder in which the release of a job is worked on; the repository, while it has no line. */
export async function servicesFor(tools: KindTools, { release }: Job): Promise<Services> {
  const hasLine = branchOf(release) !== undefined || commitOf(release) !== undefined;
  return hasLine ? (await placeOfWork(tools, release)).services : freshServices(tools);
}

async function isDetachedAt(
  tools: KindTools,
  checkouts: readonly Checkout[],
  folder: string,
  commit: string,
): Promise<boolean> {
  const isThere = checkouts.some((checkout) => checkout.folder === folder && checkout.branch === null);
  return isThere && (await tools.at(folder).repository.resolve("HEAD")) === commit;
}

/** Removes Slipway's own checkout of a release. What was made from the tag there can be made again at any time. */
export async function leavePlace({ services: { lines } }: KindTools, { id }: Pick<LineRelease, "id">): Promise<void> {
  await lines.removeCheckout(await lines.ownFolder(id));
}

/**
 * Leaves the branches of releases to people, who are asked to change them. What is not committed yet keeps its branch. Git is
 * asked which checkouts are Slipway's own: steps are bundled apart, so they share no variable of a module.
 */
export async function leaveBranches({ services: { lines } }: KindTools): Promise<void> {
  const ownFolders = dirname(await lines.ownFolder("any"));
  for (const { folder, branch } of await lines.checkouts())
    if (branch !== null && dirname(folder) === ownFolders) await lines.leaveBranch(folder);
}

/** The repository as it is now; services remember what they read. */
export async function freshServices({ services, at: servicesAt }: KindTools): Promise<Services> {
  const { root, gitFolder } = await services.repository.state();
  return servicesAt(root ?? gitFolder);
}

async function at(tools: KindTools, place: Pick<Place, "folder" | "branch" | "own">): Promise<Place> {
  const services = tools.at(place.folder);
  return { ...place, services, product: await services.product() };
}

function nowhere({ id }: LineRelease, branch: string | undefined): Problem {
  return {
    code: "no-line",
    kind: "failed",
    found:
      branch === undefined ? `${id} has no branch to work on` : `the branch ${branch} of ${id} does not exist here`,
    expected: "the branch that was cut for the release, or the one that was checked out when it began",
    action: branch === undefined ? "add a step `cut-branch`" : `git fetch, then git branch ${branch} origin/${branch}`,
  };
}
