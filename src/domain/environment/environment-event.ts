/** What happened to an environment of a product. `member` is a component or a wave of it; `""` is all of it. */
export type EnvironmentEvent =
  /** The right to change it. While somebody holds it, only a rollback takes it, and what the earlier holder does is refused. */
  | { readonly type: "lease-taken"; readonly epoch: number; readonly effect: string; readonly release: string }
  | { readonly type: "lease-released"; readonly epoch: number }
  | { readonly type: "queue-joined"; readonly release: string; readonly step: string }
  | { readonly type: "queue-left"; readonly release: string; readonly why: string }
  | ({ readonly type: "version-live" } & Arrival)
  /** The version that is live there did what it should. */
  | { readonly type: "version-verified"; readonly member: string; readonly version: string }
  /** What served was taken back, and nothing had been there before. */
  | { readonly type: "version-gone"; readonly member: string; readonly version: string; readonly effect: string }
  | { readonly type: "version-marked-bad"; readonly version: string; readonly reason: string }
  | { readonly type: "mark-lifted"; readonly version: string; readonly reason: string }
  | ({ readonly type: "debt-opened" } & Debt)
  | { readonly type: "debt-settled"; readonly debt: string };

/** A version that serves from now on. */
export interface Arrival {
  readonly member: string;
  readonly version: string;
  readonly release: string;
  readonly commit: string;
  /** Digest of what was deployed; `null` where nothing is packaged. */
  readonly artifacts: string | null;
  readonly effect: string;
  /** It came back because what served before it is taken back. */
  readonly isRollback: boolean;
}

/** What an emergency left out and has to be made up for. */
export interface Debt {
  readonly debt: string;
  readonly release: string;
  readonly owes: readonly string[];
  /** Unix milliseconds. */
  readonly dueAt: number;
}
