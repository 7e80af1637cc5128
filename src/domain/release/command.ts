import type { Json } from "../../kernel/canonical-json.ts";
import type { ReleaseTrigger } from "./release-trigger.ts";
import type { Facts } from "./release-event.ts";

/** One visit of a step. */
interface At {
  readonly run: string;
  readonly visit: number;
}

/** What somebody or something wants to happen to a release. */
export type ReleaseCommand =
  | {
      readonly type: "start";
      readonly release: string;
      readonly version: string;
      readonly component: string | null;
      readonly releaseType: string;
      readonly variant: string | null;
      readonly process: string;
      readonly traits: Facts;
      readonly subject: Readonly<Record<string, string>>;
      readonly facts: Facts;
      readonly by: string;
      readonly trigger: string | null;
      readonly triggerKind?: ReleaseTrigger | null | undefined;
      readonly reason?: string | null | undefined;
      readonly dueAt?: number | null | undefined;
    }
  /** The engine is about to do what a step asks for. */
  | ({ readonly type: "perform"; readonly observed?: Observed } & At)
  /** What came of it, or what a person says about a step that waits for one. */
  | ({
      readonly type: "finish";
      readonly outcome: string;
      readonly by: Actor | null;
      readonly says?: string;
      readonly comment?: string;
      readonly facts?: Facts;
      /** Facets that the effect changed. */
      readonly subject?: Readonly<Record<string, string>>;
    } & At)
  /** Nobody knows what came of an effect: a person has to say. */
  | ({ readonly type: "ask"; readonly why: string } & At)
  | ({
      readonly type: "answer";
      readonly item: string;
      readonly value: Json;
      readonly by: Actor | null;
      readonly evidence: readonly string[];
      readonly note: string | null;
    } & At)
  | ({ readonly type: "withdraw"; readonly by: Actor; readonly reason: string } & At)
  | ({ readonly type: "remind" } & At)
  | ({ readonly type: "expire" } & At)
  | { readonly type: "change-subject"; readonly facet: string; readonly digest: string }
  | { readonly type: "observe"; readonly facts: Facts }
  /** Something happened that a workflow beside the release listens to; a person may say so. */
  | { readonly type: "trigger"; readonly on: string; readonly by?: Actor; readonly reason?: string }
  /** Answers to a run that stopped. */
  | { readonly type: "retry"; readonly run: string; readonly by: Actor }
  | {
      readonly type: "waive";
      readonly run: string;
      readonly by: Actor;
      readonly reason: string;
      readonly until: number | null;
    }
  | { readonly type: "cancel"; readonly by: Actor; readonly reason: string }
  | {
      readonly type: "close";
      readonly by: Actor;
      /** Exit conditions that are passed over, and why. */
      readonly waive: readonly string[];
      readonly reason: string;
    };

export interface Actor {
  readonly who: string;
  readonly role: string;
  /** On whose behalf. */
  readonly principal?: string;
}

/** What was looked up in the world right before an effect. */
export interface Observed {
  /** Whether the commit contains what is live there, itself or as an equivalent change. */
  readonly containsLive?: boolean;
  /** The object that the tag of the release has now; `null`: there is no such tag any more. */
  readonly tagObject?: string | null;
}

/** Why a command was not carried out. */
export interface Refusal {
  readonly code: string;
  /** What was asked for is wrong, whoever asks. Absent: policy or authority says no. */
  readonly kind?: "input";
  readonly found: string;
  readonly expected: string;
}
