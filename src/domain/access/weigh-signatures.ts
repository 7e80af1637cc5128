import { fillSlots } from "../gate/fill-slots.ts";
import type { GateCase, GateEvent } from "../gate/gate-case.ts";
import { weighGate } from "../gate/decide-gate.ts";
import { signingFates, type Fate } from "../gate/signing-fate.ts";
import type { Unit } from "../gate/units.ts";
import type { AccessState } from "./access-state.ts";
import { gateHours, toGatePeople } from "./gate-people.ts";
import type { Separation } from "./separation.ts";

/** A yes of somebody at a step that several people sign. */
export interface StepSignature {
  readonly who: string;
  readonly role: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Digest of what was signed. */
  readonly digest: string;
  /** On whose behalf; `null` for who signs in their own right. */
  readonly principal: string | null;
}

export interface SigningQuestion {
  /** How many people of each role the step asks for. */
  readonly signers: ReadonlyMap<string, number>;
  /** In the order in which they were given. */
  readonly signatures: readonly StepSignature[];
  /** Digest of what is released now: signatures of anything else do not count. */
  readonly digest: string;
  readonly access: AccessState;
  /** People who may not sign this: see `excludedFor`. */
  readonly excluded: ReadonlySet<string>;
  readonly separation: Separation;
  /** Unix milliseconds. */
  readonly now: number;
  /** How long a signature counts, in milliseconds; `null`: as long as its digest. */
  readonly ttlMs: number | null;
}

export interface SigningAnswer {
  /** Who sits in the slots of each role; a delegate together with the one they sign for. */
  readonly filled: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Slots without anybody. The step may succeed when there are none. */
  readonly missing: ReadonlyMap<string, number>;
  /** Signatures without effect, each with the reason. */
  readonly ignored: readonly { readonly who: string; readonly role: string; readonly why: Exclude<Fate, "stands"> }[];
}

const STEP = "step";

/** Which slots of a step its signatures fill, by the rules of gates (docs/gate.md, R1 to R8). */
export function weighSignatures(question: SigningQuestion): SigningAnswer {
  const { signers, signatures, separation } = question;
  const gateCase = caseOf(question);
  const { recorded, gates } = weighGate(gateCase);
  const units = gates.flatMap((gate) => gate.units);
  const seated = separation.onePersonOneSlot ? units : units.flatMap(oneForEachRole);
  const { filled, missing } = fillSlots(
    signers,
    seated.map(({ roles }) => roles),
  );
  const fates = signingFates(gateCase, recorded);
  return {
    filled: new Map([...signers.keys()].map((role) => [role, peopleIn(role, seated, filled)])),
    missing,
    ignored: signatures.flatMap(({ who, role }, index) => {
      const why = fates[index] ?? "stands";
      return why === "stands" ? [] : [{ who, role, why }];
    }),
  };
}

function caseOf({ signers, signatures, digest, access, excluded, now, ttlMs }: SigningQuestion): GateCase {
  const needs = [...signers].map(([role, count]) => ({ role, count }));
  const ttl = ttlMs === null ? Infinity : gateHours(ttlMs);
  const policy = { gates: [{ id: STEP, needs, after: [] }], ttl, emergencyCount: undefined, debtHours: 0 };
  const events = signatures.map(eventOf);
  const circumstances = { freezes: [], emergency: false, debts: [] };
  return { policy, ...toGatePeople(access), events, digest, now: gateHours(now), excluded, ...circumstances };
}

function eventOf({ who, role, at, digest, principal }: StepSignature): GateEvent {
  return { who, gate: STEP, role, t: gateHours(at), digest, act: "approve", for: principal ?? undefined };
}

/** Where one person may fill several slots, they still fill only one of each role. */
function oneForEachRole({ people, roles }: Unit): Unit[] {
  return [...roles].map((role) => ({ people, roles: new Set([role]) }));
}

function peopleIn(role: string, units: readonly Unit[], filled: readonly (string | undefined)[]) {
  return units.filter((_, index) => filled[index] === role).map(({ people }) => people);
}
