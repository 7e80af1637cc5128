import type { BranchExcepted } from "../branch/exception.ts";

/** What happened to a product as a whole: how it is released, and which numbers are used. */
export type ProductEvent =
  | ({ readonly type: "process-proposed" } & Proposal)
  /** The body of a version of the process is kept with the ledger, under its digest. */
  | {
      readonly type: "process-approved";
      readonly digest: string;
      readonly by: string;
      readonly role: string;
      readonly reason: string | null;
    }
  | { readonly type: "process-withdrawn"; readonly digest: string; readonly by: string; readonly reason: string }
  | ({ readonly type: "number-reserved" } & NumberOf)
  /** The release ended before its number could be seen by anybody: it may be given again. */
  | ({ readonly type: "number-freed"; readonly reason: string } & NumberOf)
  /** It stands in a tag. It is never given again. */
  | ({ readonly type: "number-burned" } & NumberOf)
  | BranchExcepted;

export interface Proposal {
  /** SHA-256 of the canonical JSON, in hexadecimal digits. */
  readonly digest: string;
  /** Where it was read: `slipway.yaml`. */
  readonly path: string;
  readonly commit: string;
  /** Who wrote what is new in it; nobody where it is a preset that comes with Slipway. */
  readonly authors: readonly string[];
  readonly by: string;
}

export interface NumberOf {
  readonly version: string;
  /** Id of the release that has it. */
  readonly release: string;
  /** `null` for a product that is released as one. */
  readonly component: string | null;
}
