import type { BranchException } from "../branch/exception.ts";
import type { NumberOf, Proposal } from "./product-event.ts";

/** The versions of a process, and the numbers of its releases. */
export interface ProductState {
  /** In the order in which they were proposed, by digest. */
  readonly processes: ReadonlyMap<string, ProcessVersion>;
  /** Digests in the order of their approvals. */
  readonly approvals: readonly string[];
  /** In the order in which they were reserved, by id of the release. */
  readonly numbers: ReadonlyMap<string, ReleaseNumber>;
  /** What branches may hold against their rules, in the order in which it was decided. */
  readonly exceptions: readonly BranchException[];
}

export interface ProcessVersion extends Proposal {
  readonly state: "proposed" | "approved" | "withdrawn";
  /** Unix milliseconds. */
  readonly proposedAt: number;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
}

export interface ReleaseNumber extends NumberOf {
  readonly state: "reserved" | "freed" | "burned";
}

export const EMPTY_PRODUCT: ProductState = { processes: new Map(), approvals: [], numbers: new Map(), exceptions: [] };

/** The version by which releases are started: the last one that was approved and not withdrawn. */
export function currentProcess({ processes, approvals }: ProductState): ProcessVersion | undefined {
  const digest = approvals.findLast((each) => processes.get(each)?.state === "approved");
  return digest === undefined ? undefined : processes.get(digest);
}

/** Every release that was ever given a number, in their order. */
export function releasesOf({ numbers }: ProductState): readonly ReleaseNumber[] {
  return [...numbers.values()];
}
