import { FREEZE_OVERRIDE, type GateCase, type GateRule } from "./gate-case.ts";
import { emergencyRoles } from "./emergency.ts";
import { fillSlots } from "./fill-slots.ts";
import { slotsByRole } from "./gate-state.ts";

/** Something in a policy that the people there are can never satisfy. */
export interface PolicyFault {
  readonly code: "unfillable" | "prerequisite-unknown" | "prerequisite-circle" | "ttl" | "emergency" | "override";
  readonly says: string;
}

/**
 * R12: what can never be satisfied from now on by the people who hold roles, or will. Signatures there are do not matter.
 * Nothing is reported that might work out: roles that end and begin later are taken as if they were held together.
 */
export function checkPolicy(gateCase: Omit<GateCase, "events">): readonly PolicyFault[] {
  const { policy } = gateCase;
  const roles = possibleRoles(gateCase);
  return [
    ...(policy.ttl > 0
      ? []
      : [{ code: "ttl", says: `a signature counts for ${policy.ttl} hours, so none ever does` } as const]),
    ...policy.gates.flatMap((rule) => [...unfillable(rule, [...roles.values()]), ...unknownBefore(rule, policy.gates)]),
    ...circles(policy.gates),
    ...emergencyFaults(gateCase, roles),
  ];
}

/** Roles of everyone who is not excluded, by name. */
function possibleRoles({ people, excluded, now }: Omit<GateCase, "events">): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...people]
      .filter(([who]) => !excluded.has(who))
      .map(([who, grants]) => [
        who,
        new Set(grants.filter(({ from, until }) => until > now && until > from).map(({ role }) => role)),
      ]),
  );
}

function unfillable(rule: GateRule, people: readonly ReadonlySet<string>[]): PolicyFault[] {
  const needs = slotsByRole(rule);
  const { missing } = fillSlots(needs, people);
  if (missing.size === 0) return [];
  const slots = [...needs].map(([role, count]) => `${count} ${role}`).join(", ");
  const lacking = [...missing].map(([role, count]) => `${count} ${role}`).join(", ");
  return [
    {
      code: "unfillable",
      says: `gate ${rule.id} needs ${slots}, by different people who are not excluded; there is nobody for ${lacking}`,
    },
  ];
}

function unknownBefore({ id, after }: GateRule, rules: readonly GateRule[]): PolicyFault[] {
  return after
    .filter((name) => !rules.some((rule) => rule.id === name))
    .map((name) => ({
      code: "prerequisite-unknown",
      says: `gate ${id} comes after ${name}, and there is no such gate`,
    }));
}

/** Gates that wait for each other: what is left when every gate that waits for none of the rest is taken away. */
function circles(rules: readonly GateRule[]): PolicyFault[] {
  const known = new Set(rules.map(({ id }) => id));
  let rest = rules;
  for (;;) {
    const names = new Set(rest.map(({ id }) => id));
    const waiting = rest.filter(({ after }) => after.some((name) => known.has(name) && names.has(name)));
    if (waiting.length === rest.length) break;
    rest = waiting;
  }
  if (rest.length === 0) return [];
  const says = `the gates ${rest.map(({ id }) => id).join(", ")} wait for each other`;
  return [{ code: "prerequisite-circle", says }];
}

function emergencyFaults(
  gateCase: Omit<GateCase, "events">,
  roles: ReadonlyMap<string, ReadonlySet<string>>,
): PolicyFault[] {
  const { emergencyCount } = gateCase.policy;
  if (emergencyCount === undefined) return [];
  const gateRoles = emergencyRoles(gateCase);
  const approvers = [...roles.values()].filter((held) => [...held].some((role) => gateRoles.has(role)));
  const faults: PolicyFault[] = [];
  if (approvers.length < emergencyCount)
    faults.push({
      code: "emergency",
      says: `an emergency needs ${emergencyCount} people with a role of a gate; there are ${approvers.length}`,
    });
  const overriders = [...roles.values()].filter((held) => held.has(FREEZE_OVERRIDE)).length;
  if (gateCase.freezes.length > 0 && overriders === 0)
    faults.push({ code: "override", says: `nobody holds ${FREEZE_OVERRIDE}, so no emergency can pass a freeze` });
  return faults;
}
