import { must } from "../../kernel/assert.ts";
import { personsOf, type GateEvent } from "./gate-case.ts";

/** People who count as one: a person, or a delegate with those they signed for. */
export interface Unit {
  readonly people: readonly string[];
  /** Roles in which one of them signed. */
  readonly roles: ReadonlySet<string>;
}

/** R2 and R7: whoever is tied together by a signature for another counts as one, also over several ties. */
export function unitsOf(signatures: readonly GateEvent[]): readonly Unit[] {
  const parent = new Map<string, string>();
  for (const [first, ...others] of signatures.map(personsOf)) {
    for (const person of [first, ...others]) {
      if (person === undefined || first === undefined) continue;
      if (!parent.has(person)) parent.set(person, person);
      parent.set(rootOf(parent, person), rootOf(parent, first));
    }
  }
  const units = new Map<string, { people: string[]; roles: Set<string> }>();
  for (const person of parent.keys()) {
    const root = rootOf(parent, person);
    const unit = units.get(root) ?? { people: [], roles: new Set() };
    unit.people.push(person);
    units.set(root, unit);
  }
  for (const { who, role } of signatures) units.get(rootOf(parent, who))?.roles.add(role);
  return [...units.values()];
}

/** The person that stands for a unit; the way there is halved on every walk. */
function rootOf(parent: Map<string, string>, person: string): string {
  const above = (of: string): string => must(parent.get(of), `the unit of ${of}`);
  let current = person;
  while (above(current) !== current) {
    parent.set(current, above(above(current)));
    current = above(current);
  }
  return current;
}
