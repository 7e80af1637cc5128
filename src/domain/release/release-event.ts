import type { Json } from "../../kernel/canonical-json.ts";
import type { ReleaseTrigger } from "./release-trigger.ts";

/** Facts told by a step, by key. The last one of a key counts. */
export type Facts = Readonly<Record<string, Json>>;

/** What happened to a release. Together these facts are the release; nothing else is kept. */
export type ReleaseEvent =
  | {
      readonly type: "release-started";
      readonly release: string;
      readonly version: string;
      /** `null` for a product that is released as one. */
      readonly component: string | null;
      readonly releaseType: string;
      /** Variant of the workflow; `null` for the plain one. */
      readonly variant: string | null;
      /** Digest of the process it follows to its end. */
      readonly process: string;
      /** What is known about it from the start, for conditions: `breaking`, `needsBoard`. */
      readonly traits: Facts;
      readonly subject: Readonly<Record<string, string>>;
      readonly facts: Facts;
      /** Who asked for it. */
      readonly by: string;
      /** What led to it, in words: an incident, the name of a feature. */
      readonly trigger: string | null;
      /** Which kind of thing that was; absent before it was asked for. */
      readonly triggerKind?: ReleaseTrigger | null | undefined;
      /** Why it leaves out what its variant skips, has another version than the planned one, or is due on another day. */
      readonly reason?: string | null | undefined;
      /** When it has to be out, in Unix milliseconds; absent: nothing says. */
      readonly dueAt?: number | null | undefined;
    }
  | {
      readonly type: "run-started";
      readonly run: string;
      readonly workflow: string;
      readonly trigger: string | null;
      /** The only steps it walks, for a debt that is made up for; `null`: all of them. */
      readonly steps: readonly string[] | null;
      /** When it has to be over, in Unix milliseconds. */
      readonly dueAt: number | null;
    }
  | {
      readonly type: "step-entered";
      readonly run: string;
      readonly visit: number;
      readonly step: string;
      readonly attempt: number;
      /** What the step is repeated for, and everything it is repeated for; `null` where it is done once. */
      readonly member: string | null;
      readonly members: readonly string[];
      /** Facets and digests of the subject at this moment, as far as the step speaks of them. */
      readonly covers: Readonly<Record<string, string>>;
    }
  | { readonly type: "step-skipped"; readonly run: string; readonly step: string; readonly condition: string }
  | { readonly type: "detour-entered"; readonly run: string; readonly detour: string }
  | { readonly type: "path-resumed"; readonly run: string; readonly step: string; readonly status: string | null }
  | {
      readonly type: "effect-started";
      readonly run: string;
      readonly visit: number;
      readonly effect: string;
      /** Of the lease under which an environment is changed. */
      readonly epoch: number | null;
    }
  /** Policy said no right before an effect; told again only when the reasons change. */
  | {
      readonly type: "effect-refused";
      readonly run: string;
      readonly visit: number;
      readonly reasons: readonly { readonly code: string; readonly found: string; readonly expected: string }[];
      /** When time cures it, in Unix milliseconds; `null`: something else has to happen. */
      readonly wakeAt: number | null;
    }
  | {
      readonly type: "signed" | "objected" | "withdrew";
      readonly run: string;
      readonly visit: number;
      readonly who: string;
      readonly role: string;
      /** On whose behalf. */
      readonly principal: string | null;
      readonly comment: string | null;
    }
  /** A point of a checklist or form; `null` takes an answer back. A machine answers for nobody. */
  | {
      readonly type: "item-answered";
      readonly run: string;
      readonly visit: number;
      readonly item: string;
      readonly value: Json;
      readonly who: string | null;
      readonly role: string | null;
      readonly evidence: readonly string[];
      readonly note: string | null;
    }
  | { readonly type: "reminded"; readonly run: string; readonly visit: number; readonly whom: readonly string[] }
  | {
      readonly type: "step-ended";
      readonly run: string;
      readonly visit: number;
      readonly outcome: string;
      /** Who decided it, and in which role; `null` for a machine. */
      readonly by: string | null;
      readonly role: string | null;
      readonly says: string | null;
      readonly facts: Facts;
    }
  | {
      readonly type: "step-waived";
      readonly run: string;
      readonly visit: number;
      readonly by: string;
      readonly role: string;
      readonly reason: string;
      /** Until when the waiver counts, in Unix milliseconds. */
      readonly until: number | null;
    }
  /** `superseded`: the run went back before it. `moot`: the run left the path beside it. `reopened`: what it covered changed. */
  | {
      readonly type: "visits-closed";
      readonly run: string;
      readonly visits: readonly number[];
      readonly as: "superseded" | "moot" | "reopened";
    }
  /** The outcome of an effect whose run was not waiting for it; it is told again when the run goes on. */
  | {
      readonly type: "effect-reported";
      readonly run: string;
      readonly visit: number;
      readonly outcome: string;
      readonly says: string | null;
      readonly facts: Facts;
    }
  /** Without a visit, no step can be tried again: only the release can be ended. */
  | { readonly type: "run-stopped"; readonly run: string; readonly visit: number | null; readonly why: string }
  | { readonly type: "run-suspended"; readonly run: string; readonly by: string }
  | { readonly type: "run-continued"; readonly run: string }
  | { readonly type: "run-ended"; readonly run: string; readonly status: string }
  /** `visit`: the step whose effect changed it, which goes on to cover it; `null`: it was observed. */
  | {
      readonly type: "subject-changed";
      readonly facet: string;
      readonly digest: string;
      readonly run: string | null;
      readonly visit: number | null;
    }
  | { readonly type: "facts-observed"; readonly facts: Facts }
  /** Somebody wanted what was not theirs, or not possible. */
  | {
      readonly type: "command-refused";
      readonly command: string;
      readonly step: string | null;
      readonly who: string;
      readonly code: string;
      readonly found: string;
    }
  | { readonly type: "release-ended"; readonly status: string }
  | { readonly type: "release-cancelled"; readonly by: string; readonly reason: string }
  | ({ readonly type: "release-closed"; readonly by: string } & Closure);

/** What is written down when a release is closed. */
export interface Closure {
  /** Exit conditions that were open and passed over. */
  readonly waived: readonly { readonly condition: string; readonly says: string; readonly reason: string }[];
  /** What it leaves behind, and the steps that made it; `null`: it is missing. */
  readonly outputs: readonly { readonly output: string; readonly step: string | null }[];
  readonly criteria: readonly Judged[];
}

/** A criterion of success, judged at the close. */
export interface Judged {
  readonly criterion: string;
  readonly verdict: "met" | "not met" | "no data";
  readonly says: string;
}
