import type { Condition, Scene } from "./condition.ts";
import type { GateRule } from "./gate-case.ts";
import type { GateState } from "./gate-state.ts";
import type { Fate } from "./signing-fate.ts";
import { whoCanSign } from "./who-can-sign.ts";

/** One condition for each gate of the policy. */
export function gateConditions(scene: Scene): readonly Condition[] {
  return scene.weighed.gates.flatMap((state) => {
    const rule = scene.gateCase.policy.gates.find(({ id }) => id === state.gate);
    if (rule === undefined) return [];
    if (state.state === "rejected") return [rejectedGate(state)];
    return [state.state === "satisfied" ? satisfiedGate(state) : openGate(scene, rule, state)];
  });
}

function satisfiedGate({ gate, seats }: GateState): Condition {
  const signed = seats.map(({ role, people }) => `${role}: ${people.join(" with ")}`).join(", ");
  const says = signed === "" ? "nobody has to sign it" : `signed by ${signed}`;
  return { asks: `gate ${gate}`, state: "met", reason: null, says, who: [], action: null };
}

function rejectedGate({ gate, rejectedBy }: GateState): Condition {
  return {
    asks: `gate ${gate}`,
    state: "open",
    reason: `rejected:${gate}`,
    says: `rejected by ${[...new Set(rejectedBy)].join(", ")}`,
    who: [...new Set(rejectedBy)],
    action: "they withdraw the rejection, or what is to be approved changes",
  };
}

function openGate(scene: Scene, rule: GateRule, state: GateState): Condition {
  const { gateCase, weighed } = scene;
  const lost = lostApprovals(scene, rule.id);
  const missing = state.missing.map(({ role, count }) => `${count} ${role}`).join(", ");
  const waitsFor = rule.after.filter(
    (id) => !weighed.gates.some((other) => other.gate === id && other.state === "satisfied"),
  );
  const who = waitsFor.length > 0 ? [] : whoCanSign(gateCase, rule, state.units);
  return {
    asks: `gate ${rule.id}`,
    state: lost.length > 0 ? "void" : "open",
    reason: gateCase.emergency ? null : `open:${rule.id}`,
    says: [`missing ${missing}`, ...lost].join("; "),
    who,
    action: actionOf(rule, waitsFor, who),
  };
}

function actionOf({ id }: GateRule, waitsFor: readonly string[], who: readonly string[]): string {
  if (waitsFor.length > 0) return `first ${waitsFor.map((gate) => `gate ${gate}`).join(" and ")} has to be satisfied`;
  if (who.length === 0) return "nobody who may sign is left: give the role to somebody, or delegate it";
  return `approve gate ${id} for this digest`;
}

const LOST: Partial<Record<Fate, string>> = {
  "foreign-digest": "was for another digest",
  expired: "is too old",
  "role-lost": "is by somebody who no longer holds the role",
  excluded: "is by, or for, somebody who is excluded",
};

/** Approvals of the gate that are there and do not count, in words. */
function lostApprovals({ gateCase, fates }: Scene, gate: string): string[] {
  return gateCase.events.flatMap(({ who, role, gate: at, act }, index) => {
    const why = LOST[fates[index] ?? "stands"];
    return at === gate && act === "approve" && why !== undefined ? [`the approval of ${who} (${role}) ${why}`] : [];
  });
}
