import { roleOf, versionIn } from "../domain/branch/branch-rules.ts";
import type { BranchException } from "../domain/branch/exception.ts";
import type { Live } from "../domain/branch/main-branch.ts";
import type { RecordedRelease } from "../domain/branch/scene.ts";
import { liveIn } from "../domain/environment/environment-state.ts";
import type { ProductState } from "../domain/product/product-state.ts";
import { branchOf } from "./line/release-line.ts";
import { ENVIRONMENT_STREAM } from "./engine/environment-stream.ts";
import { productId } from "./engine/product-id.ts";
import { PRODUCT_STREAM } from "./engine/product-stream.ts";
import { RELEASE_STREAM } from "./engine/release-stream.ts";
import { openStreams, type Streams } from "./engine/streams.ts";
import type { LedgerAccess } from "./ledger-ports.ts";
import { NO_RECORDS, type BranchRecords } from "./read-branches.ts";
import type { Services } from "./services.ts";

/** Everything on record about the branches there are. Begins no ledger. */
export async function readBranchRecords(
  services: Pick<Services, "branches" | "ledger" | "process" | "product">,
): Promise<BranchRecords> {
  const ledger = await services.ledger.openExisting();
  if (ledger === undefined) return NO_RECORDS;
  try {
    const streams = openStreams(ledger);
    const product = await services.product();
    const { state } = await streams.load(PRODUCT_STREAM, productId(product));
    const branches = new Map(
      (await services.branches.branches()).flatMap(({ name }) => {
        const role = roleOf(product.branches, name);
        const version = role?.name === "release" ? versionIn(role, name) : undefined;
        return version === undefined ? [] : [[name, version] as const];
      }),
    );
    const { environments } = (await services.process()).process;
    const production = [...environments.values()].filter(({ tier }) => tier === "production");
    return {
      exceptions: state.exceptions,
      releases: await releasesOf(streams, state, branches),
      live: await liveOf(
        streams,
        production.map(({ name }) => name),
        productId(product),
      ),
    };
  } finally {
    await ledger.close();
  }
}

/** Exceptions alone. Begins no ledger. */
export async function readExceptions(
  access: Pick<LedgerAccess, "openExisting">,
  product: { readonly name: string },
): Promise<readonly BranchException[]> {
  const ledger = await access.openExisting();
  if (ledger === undefined) return [];
  try {
    return (await openStreams(ledger).load(PRODUCT_STREAM, productId(product))).state.exceptions;
  } finally {
    await ledger.close();
  }
}

/** Of several releases of one branch the last one counts: an earlier one was given up. */
async function releasesOf(
  streams: Streams,
  { numbers }: ProductState,
  branches: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, RecordedRelease>> {
  const found = new Map<string, RecordedRelease>();
  const versions = new Set(branches.values());
  for (const { release, version } of numbers.values()) {
    if (!versions.has(version)) continue;
    const { state } = await streams.load(RELEASE_STREAM, release);
    if (state === undefined) continue;
    const own = branchOf({ ...state, id: release, tag: release });
    if (own === undefined || branches.get(own) !== version) continue;
    const isOpen = state.status === "running" || (state.status === "released" && !state.isClosed);
    found.set(own, isOpen ? "open" : state.status === "released" ? "closed" : "cancelled");
  }
  return found;
}

async function liveOf(streams: Streams, environments: readonly string[], product: string): Promise<Live[]> {
  const live: Live[] = [];
  for (const name of environments) {
    const { state } = await streams.load(ENVIRONMENT_STREAM, `${product}/${name}`);
    for (const member of state.deployments.keys()) {
      const serving = liveIn(state, member);
      const place = member === "" ? name : `${name}, ${member}`;
      if (serving !== undefined)
        live.push({ name: `${serving.version}, which runs in ${place}`, commit: serving.commit });
    }
  }
  return live;
}
