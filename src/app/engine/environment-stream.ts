import { ENVIRONMENT_EVENT_TYPES, environmentEvent } from "../../contract/environment-event.ts";
import type { EnvironmentEvent } from "../../domain/environment/environment-event.ts";
import { EMPTY_ENVIRONMENT, liveIn, type EnvironmentState } from "../../domain/environment/environment-state.ts";
import { evolve } from "../../domain/environment/evolve.ts";
import type { Json } from "../../kernel/canonical-json.ts";
import type { Description, StreamKind } from "./stream-kind.ts";

/** The streams `environment/PRODUCT/ENVIRONMENT`: who may change it, who waits, what is live, what is owed. */
export const ENVIRONMENT_STREAM: StreamKind<EnvironmentState, EnvironmentEvent> = {
  name: "environment",
  empty: EMPTY_ENVIRONMENT,
  schema: environmentEvent,
  types: ENVIRONMENT_EVENT_TYPES,
  evolve,
  describe,
};

function describe(event: EnvironmentEvent, before: EnvironmentState): Description {
  switch (event.type) {
    case "lease-taken": {
      const { epoch, effect, release } = event;
      return {
        action: before.lease === null ? "take lease" : "take over lease",
        old: holder(before),
        new: { epoch, effect, release },
      };
    }
    case "lease-released":
      return { action: "release lease", old: holder(before), new: null, reason: "its effect came to an end" };
    case "queue-joined":
      return { action: "join queue", object: releaseObject(event.release), old: null, new: { step: event.step } };
    case "queue-left":
      return {
        action: "leave queue",
        object: releaseObject(event.release),
        old: "waiting",
        new: null,
        reason: event.why,
      };
    case "version-live": {
      const { version, commit, artifacts, member, isRollback } = event;
      const was = liveIn(before, member)?.version ?? null;
      return { action: isRollback ? "roll back" : "deploy", old: was, new: { version, commit, artifacts, member } };
    }
    case "version-verified":
      return { action: "verify", object: versionObject(event.version), old: "deployed", new: "verified" };
    case "version-gone": {
      const { version, member } = event;
      return { action: "roll back", old: { version, member }, new: null, reason: "nothing had served there before" };
    }
    case "version-marked-bad":
      return { action: "mark bad", object: versionObject(event.version), old: null, new: "bad", reason: event.reason };
    case "mark-lifted":
      return { action: "override", object: versionObject(event.version), old: "bad", new: null, reason: event.reason };
    case "debt-opened": {
      const { debt, release, owes, dueAt } = event;
      return { action: "open debt", object: { kind: "debt", id: debt }, old: null, new: { release, owes, dueAt } };
    }
    case "debt-settled":
      return { action: "settle debt", object: { kind: "debt", id: event.debt }, old: "owed", new: "settled" };
  }
}

function holder({ lease }: EnvironmentState): Json {
  return lease === null ? null : { epoch: lease.epoch, effect: lease.effect, release: lease.release };
}

function releaseObject(id: string): NonNullable<Description["object"]> {
  return { kind: "release", id };
}

function versionObject(id: string): NonNullable<Description["object"]> {
  return { kind: "version", id };
}
