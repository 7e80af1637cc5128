/** What happened to a release. Together these facts are the release; nothing else is kept. */
export type ReleaseEvent =
  | {
      readonly type: "release-started";
      readonly release: string;
      readonly version: string;
      readonly releaseType: string;
      /** Variant of the workflow; `null` for the plain one. */
      readonly variant: string | null;
      readonly subject: Readonly<Record<string, string>>;
    }
  | { readonly type: "run-started"; readonly run: string; readonly workflow: string; readonly trigger: string | null }
  | {
      readonly type: "step-entered";
      readonly run: string;
      readonly visit: number;
      readonly step: string;
      readonly attempt: number;
      /** Facets and digests of the subject at this moment. */
      readonly covers: Readonly<Record<string, string>>;
    }
  | { readonly type: "step-skipped"; readonly run: string; readonly step: string; readonly condition: string }
  | { readonly type: "detour-entered"; readonly run: string; readonly detour: string }
  | { readonly type: "path-resumed"; readonly run: string; readonly step: string; readonly status: string | null }
  | { readonly type: "effect-started"; readonly run: string; readonly visit: number; readonly effect: string }
  | {
      readonly type: "signed";
      readonly run: string;
      readonly visit: number;
      readonly who: string;
      readonly role: string;
    }
  | {
      readonly type: "step-ended";
      readonly run: string;
      readonly visit: number;
      readonly outcome: string;
      /** Who decided it; `null` for a machine. */
      readonly by: string | null;
    }
  | {
      readonly type: "step-waived";
      readonly run: string;
      readonly visit: number;
      readonly by: string;
      readonly reason: string;
    }
  /** `superseded`: the run went back before it. `moot`: the run left the path beside it. `reopened`: what it covered changed. */
  | {
      readonly type: "visits-closed";
      readonly run: string;
      readonly visits: readonly number[];
      readonly as: "superseded" | "moot" | "reopened";
    }
  /** The outcome of an effect whose run was not waiting for it; it is told again when the run goes on. */
  | { readonly type: "effect-reported"; readonly run: string; readonly visit: number; readonly outcome: string }
  /** Without a visit, no step can be tried again: only the release can be ended. */
  | { readonly type: "run-stopped"; readonly run: string; readonly visit: number | null; readonly why: string }
  | { readonly type: "run-suspended"; readonly run: string; readonly by: string }
  | { readonly type: "run-continued"; readonly run: string }
  | { readonly type: "run-ended"; readonly run: string; readonly status: string }
  | { readonly type: "subject-changed"; readonly facet: string; readonly digest: string }
  | { readonly type: "release-ended"; readonly status: string };
