import { durationMs } from "../../kernel/duration.ts";
import { openDebt } from "../environment/record-deployment.ts";
import { outcomesOf, type Work } from "../process/process.ts";
import type { Draft } from "./draft.ts";
import { bringsBack, changedEnvironment } from "./environment-work.ts";
import { PATH } from "./layout.ts";
import { tell } from "./lease-work.ts";
import { DEBT, MAIN } from "./release-state.ts";
import { enter } from "./walk.ts";
import { environmentIn } from "./world.ts";

/** What a variant left out is owed from the moment it reached production, and made up for beside the release. */
export function oweLeftOut(draft: Draft, run: string, work: Work, outcome: string): void {
  const environment = changedEnvironment(draft, work);
  const isArrival = run === MAIN && work.kind === "deploy" && !bringsBack(work) && outcome === outcomesOf(work)[0];
  if (!isArrival || environment?.tier !== "production") return;
  const { variant: name, release, runs } = draft.state;
  const { workflow } = draft.run(MAIN);
  const variant = name === null ? undefined : draft.context.process.workflows.get(workflow)?.variants.get(name);
  if (variant === undefined || variant.owe.length === 0 || runs.has(DEBT)) return;
  const owes = [...variant.owe];
  const dueAt = draft.context.now + (durationMs(variant.within ?? "") ?? 0);
  const debt = { debt: `${release}/${DEBT}`, release, owes, dueAt };
  tell(draft, environment.name, openDebt(environmentIn(draft.world, environment.name), debt));
  draft.emit({ type: "run-started", run: DEBT, workflow, trigger: DEBT, steps: owes, dueAt });
  enter(draft, DEBT, { track: PATH, index: 0 });
}
