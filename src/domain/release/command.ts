/** What somebody or something wants to happen to a release. */
export type ReleaseCommand =
  | {
      readonly type: "start";
      readonly release: string;
      readonly version: string;
      readonly releaseType: string;
      readonly variant: string | null;
      readonly subject: Readonly<Record<string, string>>;
    }
  /** The engine is about to do what a step asks for. */
  | { readonly type: "perform"; readonly run: string; readonly visit: number }
  /** What came of it, or what a person says about a step that waits for one. */
  | {
      readonly type: "finish";
      readonly run: string;
      readonly visit: number;
      readonly outcome: string;
      readonly by: Actor | null;
    }
  | { readonly type: "expire"; readonly run: string; readonly visit: number }
  | { readonly type: "change-subject"; readonly facet: string; readonly digest: string }
  | { readonly type: "trigger"; readonly on: string }
  /** Answers to a run that stopped. */
  | { readonly type: "retry"; readonly run: string; readonly by: Actor }
  | { readonly type: "waive"; readonly run: string; readonly by: Actor; readonly reason: string }
  | { readonly type: "cancel"; readonly by: Actor; readonly reason: string };

export interface Actor {
  readonly who: string;
  readonly role: string;
}

/** Why a command was not carried out. */
export interface Refusal {
  readonly code: string;
  readonly found: string;
  readonly expected: string;
}
