/** A fault planted in the engine. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** What stands there once, and what stands there instead. */
  readonly from: string;
  readonly to: string;
}

/** Each takes one safeguard away; the simulation has to notice. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: "no look at the epoch before an order",
    file: "src/app/kinds/target-step.ts",
    from: "if (!(await lease.isHeld()))",
    to: "if (false)",
  },
  {
    name: "epochs do not grow",
    file: "src/domain/environment/lease.ts",
    from: "epoch: state.epoch + 1,",
    to: "epoch: Math.max(1, state.epoch),",
  },
  {
    name: "policy is not asked again right before an effect",
    file: "src/domain/release/effect.ts",
    from: "const obstacles = obstaclesOf(draft, run, { visit, work }, observed);",
    to: "const obstacles: ReturnType<typeof obstaclesOf> = [];",
  },
  {
    name: "a yes counts whatever it was said about",
    file: "src/domain/release/walk.ts",
    from: "return isCurrent && (",
    to: "return (",
  },
  {
    name: "what changed does not reopen what was said about it",
    file: "src/domain/release/decide.ts",
    from: 'if (draft.state.status === "running") reopenStale(draft);',
    to: "void reopenStale;",
  },
  {
    name: "a lease that is held is given away",
    file: "src/domain/environment/lease.ts",
    from: '  if (lease !== null)\n    return {\n      code: "lease-held"',
    to: '  if (lease !== null && lease.epoch < 0)\n    return {\n      code: "lease-held"',
  },
  {
    name: "the queue has no order",
    file: "src/domain/environment/lease.ts",
    from: "if (position === 1) return undefined;",
    to: "if (position > 0) return undefined;",
  },
  {
    name: "after a crash an effect is repeated without a look",
    file: "src/app/engine/do-step.ts",
    from: "const seen = await performer.observe(job);\n    if (seen",
    to: 'const seen = "repeat" as Awaited<ReturnType<typeof performer.observe>>;\n    if (seen',
  },
  {
    name: "an effect has another id each time",
    file: "src/app/engine/job.ts",
    from: "effect: `${state.release}/${run}/${number}`,",
    to: "effect: `${state.release}/${run}/${number}/${tools.now()}`,",
  },
  {
    name: "only the release has to be as it was read",
    file: "src/app/engine/scene.ts",
    from: "return [release, ...environments.values(), product, access, calendar, scope];",
    to: "return [release].slice(0, environments.size + [product, access, calendar, scope].length);",
  },
  {
    name: "anybody acts in any role",
    file: "src/domain/release/authority.ts",
    from: "  if (!right.ok) return right;\n  const actor",
    to: "  if (!right.ok) return ok(by);\n  const actor",
  },
  {
    name: "a yes outlives the role it was said in",
    file: "src/domain/release/authority.ts",
    from: "return mayActAs(access, visit.by, visit.role, draft.context.now).ok;",
    to: "return true;",
  },
  {
    name: "a number is given twice",
    file: "src/domain/product/numbers.ts",
    from: "if (taken !== undefined) {",
    to: 'if (taken !== undefined && wish.release === "") {',
  },
  {
    name: "whoever was slower does the effect too",
    file: "src/app/engine/do-step.ts",
    from: 'if (decision?.events.some(({ type }) => type === "effect-started") !== true) return null;',
    to: "void decision;",
  },
  {
    name: "effects that a run left are forgotten",
    file: "src/app/engine/advance.ts",
    from: "together(now.unsettled,",
    to: "together([] as typeof now.unsettled,",
  },
  {
    name: "a lease is kept when somebody gives its effect up",
    file: "src/domain/release/lease-work.ts",
    from: "if (released.ok) tell(draft, environment.name, released.value);",
    to: "void released;",
  },
  {
    name: "freezes hold nothing back",
    file: "src/domain/release/obstacles.ts",
    from: "if (calendar === null) return undefined;",
    to: "if (calendar !== undefined) return undefined;",
  },
  {
    name: "what cannot be taken back is gone back past",
    file: "src/domain/release/subject.ts",
    from: "if (hasIrreversible(draft, run)) {",
    to: "if (hasIrreversible(draft, run) && first < 0) {",
  },
];
