import { decideScope } from "../../src/domain/scope/decide.ts";
import { evolveScope } from "../../src/domain/scope/evolve.ts";
import type { ScopeCommand } from "../../src/domain/scope/scope-command.ts";
import { NO_SCOPE, type ScopeState } from "../../src/domain/scope/scope-state.ts";
import type { Significance } from "../../src/domain/plan/scope-item.ts";
import { POINTS, type PlanningPolicy } from "../../src/domain/scope/planning-policy.ts";
import type { ItemClass, Particulars } from "../../src/domain/scope/scope-event.ts";
import { demandsOf, type EvidenceKind, type Mark, type Stage } from "../../src/domain/scope/stage.ts";

export const DAY = 86_400_000;

export const POLICY: PlanningPolicy = {
  approvers: ["product-management"],
  managers: ["release-manager"],
  fixesOnly: false,
  shares: new Map(),
  closes: POINTS,
};

type Facts = Partial<Particulars> & { readonly significance?: Significance; readonly class?: ItemClass };

/** A command that adds an item of which only a few things are said. */
export function item(id: string, facts: Facts = {}): ScopeCommand {
  const { significance = "feature", class: itemClass = "new-capability", ...particulars } = facts;
  return {
    type: "add",
    item: id,
    component: null,
    pledge: { title: `A ${id}`, significance, class: itemClass },
    particulars: {
      owner: "owner@example.org",
      inputs: [],
      dependsOn: [],
      integrations: null,
      marks: [],
      size: null,
      due: null,
      ...particulars,
    },
  };
}

/** Who acts, and when; a developer on the first day where nothing is said. */
interface By {
  readonly who?: string;
  readonly role?: string;
  readonly now?: number;
  readonly fixesOnly?: boolean;
}

export const PM = { who: "pat@example.org", role: "product-management" };
export const RM = { who: "rita@example.org", role: "release-manager" };

/** A scope to which things happen; every refusal is thrown with its code. */
export function world() {
  let state: ScopeState = NO_SCOPE;
  const act = (command: ScopeCommand, by: By = {}): void => {
    const { who = "dev@example.org", role = "developer", now = DAY, fixesOnly = false } = by;
    const decided = decideScope(command, state, {
      now,
      by: { who, role },
      separate: true,
      policy: { ...POLICY, fixesOnly },
    });
    if (!decided.ok) throw new Error(`${decided.error.code}: ${decided.error.found}; ${decided.error.expected}`);
    state = decided.value.reduce((before, event) => evolveScope(before, event, now), state);
  };
  const show = (id: string, kind: EvidenceKind, passed = true): void =>
    act(
      { type: "evidence", item: id, kinds: [kind], what: `docs/${kind}.md`, passed },
      kind === "acceptance" ? PM : {},
    );
  return { act, show, get: () => state, stage: (id: string) => state.items.get(id)?.stage };
}

export type World = ReturnType<typeof world>;

/** Takes an item to a stage, with everything that is asked for on the way. */
export function advance({ act, show, get }: World, id: string, to: Stage): void {
  for (let item = get().items.get(id)!; item.stage !== to; item = get().items.get(id)!) {
    for (const kind of demandsOf(item.stage, new Set(item.marks)))
      if (item.evidence.get(kind)?.passed !== true) show(id, kind);
    act({ type: "move", item: id, to: null, reason: "" });
  }
}

/** A world with one approved item, `door`, aimed at 1.4.0. */
export function planned(marks: readonly Mark[] = []): World {
  const made = world();
  made.act(item("door", { marks }));
  made.act({ type: "approve", item: "door" }, PM);
  made.act({ type: "target", item: "door", release: "1.4.0" }, PM);
  return made;
}
