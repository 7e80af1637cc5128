import { excludedFor } from "../../domain/access/separation.ts";
import { processDifference, type Compared, type ProcessChange } from "../../domain/process/difference.ts";
import { approveProcess, proposeProcess, withdrawProcess } from "../../domain/product/process-version.ts";
import type { ProductEvent, Proposal } from "../../domain/product/product-event.ts";
import { currentProcess, type ProcessVersion, type ProductState } from "../../domain/product/product-state.ts";
import type { Refusal } from "../../domain/release/command.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Result } from "../../kernel/result.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { Services } from "../services.ts";
import { PRESETS } from "../../config/load.ts";
import { ACCESS_STREAM } from "./access-stream.ts";
import { actingInRole, type Claim } from "./acting.ts";
import { authorsSince } from "./authors-since.ts";
import { PRODUCT_STREAM } from "./product-stream.ts";
import { examineProcess } from "../process/examine-process.ts";
import { productId } from "./product-id.ts";
import { openProcesses, processInForce, readRegistered } from "./read-process.ts";
import type { Loaded } from "./stream-kind.ts";
import { after, decideOnce, factsOf, openStreams, type Acting } from "./streams.ts";

export interface ApprovalWish extends Claim {
  /** Digest of a registered version, or its beginning; absent: what slipway.yaml says now. */
  readonly digest: string | undefined;
  readonly reason: string | null;
}

export interface Approved {
  readonly digest: string;
  /** Empty when it was the current version already. */
  readonly recorded: readonly ProductEvent[];
}

/** Registers what slipway.yaml says now, where no registered version is named, and makes it the current process. */
export async function approveVersion(services: Services, wish: ApprovalWish): Promise<Approved> {
  const digest = wish.digest;
  return change(services, wish, async (scene) => {
    const { product, decide } = scene;
    if (digest === undefined) {
      const proposal = await proposalOf(services, scene);
      decide((state) => proposeProcess(state, proposal));
      await approve(scene, proposal.digest, wish.reason);
      return proposal.digest;
    }
    const version = versionNamed(product.state, digest);
    await approve(scene, version.digest, wish.reason);
    return version.digest;
  });
}

/** Takes a version out of use; the one that was approved before it is the current one again. */
export async function withdrawVersion(
  services: Services,
  wish: Claim & { readonly digest: string; readonly reason: string },
): Promise<Approved> {
  return change(services, wish, async ({ product, acting, decide }) => {
    const { digest } = versionNamed(product.state, wish.digest);
    decide((state) => withdrawProcess(state, { digest, by: acting.id, role: acting.role, reason: wish.reason }));
    return digest;
  });
}

/** What is registered, and which version is current. Begins no ledger. */
export async function readVersions(services: Services): Promise<ProductState> {
  return withProduct(services, async ({ product }) => product, PRODUCT_STREAM.empty);
}

export interface Comparison {
  /** Digest of the version compared with, the current one when none was named. */
  readonly digest: string;
  readonly path: string;
  readonly changes: readonly ProcessChange[];
}

/** How what slipway.yaml says now differs from a registered version. */
export async function compareWorking(
  services: Services,
  digest: string | undefined,
  revision?: string,
): Promise<Comparison> {
  const working = await services.process(revision);
  const before = await readVersion(services, digest);
  return { digest: before.digest, path: working.path, changes: processDifference(before, working) };
}

export interface Registered extends Compared {
  readonly digest: string;
}

/** A registered process, the current one when none is named. */
export async function readVersion(services: Services, digest: string | undefined): Promise<Registered> {
  const read = async ({ product, ledger }: { product: ProductState; ledger: Ledger }) => {
    const version = digest === undefined ? currentProcess(product) : versionNamed(product, digest);
    if (version === undefined) throw new SlipwayError(noneApproved());
    return { digest: version.digest, ...(await readRegistered(ledger.blobs, version.digest)) };
  };
  const found = await withProduct(services, read, undefined);
  if (found === undefined) throw new SlipwayError(noneApproved());
  return found;
}

async function withProduct<T>(
  services: Services,
  use: (found: { product: ProductState; ledger: Ledger }) => Promise<T>,
  absent: T,
): Promise<T> {
  const stream = productId(await services.product());
  const ledger = await services.ledger.openExisting();
  if (ledger === undefined) return absent;
  try {
    return await use({ product: (await openStreams(ledger).load(PRODUCT_STREAM, stream)).state, ledger });
  } finally {
    await ledger.close();
  }
}

interface ChangeScene {
  readonly product: Loaded<ProductState>;
  readonly ledger: Ledger;
  readonly acting: Acting;
  /** Server time, in Unix milliseconds. */
  readonly nowMs: number;
  /** Applies a decision to what holds by then; throws its refusal. */
  decide(decision: (state: ProductState) => Result<readonly ProductEvent[], Refusal>): void;
  /** The state with everything decided so far. */
  now(): ProductState;
}

/** Decides on the product and on who may act, and records what follows in one append. */
async function change(
  services: Services,
  claim: Claim,
  decideAll: (scene: ChangeScene) => Promise<string>,
): Promise<Approved> {
  const stream = productId(await services.product());
  const ledger = await services.ledger.open();
  try {
    const streams = openStreams(ledger);
    return await decideOnce(async () => {
      const product = await streams.load(PRODUCT_STREAM, stream);
      const access = await streams.load(ACCESS_STREAM, stream);
      const nowMs = services.serverNow();
      const acting = await actingInRole(services.identity, access.state, claim, nowMs);
      const recorded: ProductEvent[] = [];
      let at = product;
      const digest = await decideAll({
        product,
        ledger,
        acting,
        nowMs,
        now: () => at.state,
        decide: (decision) => {
          const decided = decision(at.state);
          if (!decided.ok) throw new SlipwayError({ kind: "refused", ...decided.error });
          for (const event of decided.value) {
            recorded.push(event);
            at = after(PRODUCT_STREAM, at, event, nowMs);
          }
        },
      });
      await streams.record(acting, [product, access], factsOf(PRODUCT_STREAM, product, recorded, nowMs));
      return { digest, recorded };
    });
  } finally {
    await ledger.close();
  }
}

/** The rules in force decide who may approve new ones, so that no version can exempt its own author. */
async function approve(
  { product, ledger, acting, nowMs, decide, now }: ChangeScene,
  digest: string,
  reason: string | null,
) {
  const process = await openProcesses(ledger.blobs)(digest);
  const { findings } = await examineProcess(process, nowMs);
  if (findings.length > 0) throw new SlipwayError(broken(findings.length));
  const { separation } = await processInForce(ledger.blobs, product.state, process);
  const authors = now().processes.get(digest)?.authors ?? [];
  const excluded = excludedFor(separation, { authors, requester: null });
  decide((state) => approveProcess(state, { digest, by: acting.id, role: acting.role, reason, excluded }));
}

/** What slipway.yaml says at the current commit, kept with the ledger. */
async function proposalOf(services: Services, { product, ledger, acting }: ChangeScene): Promise<Proposal> {
  const [{ document, path }, { head }] = await Promise.all([services.process(), services.repository.state()]);
  if (head === undefined || (await services.repository.changedPaths()).includes(path))
    throw new SlipwayError(uncommitted(path));
  const since = currentProcess(product.state)?.commit ?? null;
  const authors = await authorsSince(services.repository, { commit: head, path, since });
  const isPreset = (PRESETS as readonly string[]).includes(path);
  if (authors.length === 0 && !isPreset) throw new SlipwayError(uncommitted(path));
  const { digest } = await ledger.blobs.put(new TextEncoder().encode(canonicalJson(document)), "record");
  return { digest, path, commit: head, authors, by: acting.id };
}

function versionNamed({ processes }: ProductState, name: string): ProcessVersion {
  const found = [...processes.values()].filter(({ digest }) => name.length >= 6 && digest.startsWith(name));
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  throw new SlipwayError({
    code: "unknown-process",
    kind: "input",
    found:
      more.length > 0 ? `"${name}" names ${found.length} versions` : `no version of the process is called "${name}"`,
    expected: "the digest of a registered version, or at least its first 6 digits",
    action: "`slipway process list` shows them",
  });
}

function noneApproved(): Problem {
  return {
    code: "no-process",
    kind: "failed",
    found: "no process is approved",
    expected: "an approved version: releases are started by one",
    action: "`slipway process approve` approves what slipway.yaml says",
  };
}

function uncommitted(path: string): Problem {
  return {
    code: "process-uncommitted",
    kind: "refused",
    found: `${path} is not committed as it stands`,
    expected: "a committed file: otherwise nobody knows who wrote what is approved",
    action: "commit it first",
  };
}

function broken(count: number): Problem {
  return {
    code: "process-broken",
    kind: "refused",
    found: `the process has ${count} ${count === 1 ? "finding" : "findings"}`,
    expected: "a process whose properties hold",
    action: "`slipway process check` tells each with its way",
  };
}
