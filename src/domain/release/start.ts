import { reserveNumber } from "../product/numbers.ts";
import { refuse, type Outcome } from "./active-visit.ts";
import type { ReleaseCommand } from "./command.ts";
import type { Draft } from "./draft.ts";
import { PATH } from "./layout.ts";
import { MAIN } from "./release-state.ts";
import { enter } from "./walk.ts";

/** Begins a release: its type names the workflow, and both stay what they are to its end. */
export function start(draft: Draft, command: Extract<ReleaseCommand, { type: "start" }>): Outcome {
  const { process } = draft.context;
  const type = process.types.get(command.releaseType);
  const types = [...process.types.values()].filter(({ workflow }) => workflow !== null).map(({ name }) => name);
  if (type === undefined || type.workflow === null)
    return refuse("unknown-type", `${command.releaseType} has no workflow`, `one of ${types.join(", ")}`);
  const workflow = process.workflows.get(type.workflow);
  if (workflow === undefined)
    return refuse("unknown-workflow", `there is no workflow ${type.workflow}`, "one that exists");
  if (command.variant !== null && !workflow.variants.has(command.variant))
    return refuse(
      "unknown-variant",
      `${workflow.name} has no variant ${command.variant}`,
      [...workflow.variants.keys()].join(", ") || "none",
    );
  const variant = command.variant === null ? undefined : workflow.variants.get(command.variant);
  if (
    draft.world.access !== null &&
    variant !== undefined &&
    variant.skip.length > 0 &&
    (command.reason ?? "").trim() === ""
  )
    return refuse(
      "reason",
      `the variant ${command.variant} skips ${variant.skip.join(", ")}, and nothing says why`,
      "--reason TEXT",
    );
  const { type: _, ...facts } = command;
  const { version, release, component } = command;
  const reserved = reserveNumber(draft.world.product, { version, release, component });
  if (!reserved.ok) return reserved.error;
  for (const event of reserved.value) draft.tell({ stream: "product", event });
  draft.emit({ type: "release-started", ...facts });
  const run = { run: MAIN, workflow: workflow.name, trigger: null, steps: null, dueAt: null };
  draft.emit({ type: "run-started", ...run });
  for (const step of variant?.skip ?? [])
    draft.emit({ type: "step-skipped", run: MAIN, step, condition: `variant ${command.variant}` });
  enter(draft, MAIN, { track: PATH, index: 0 });
  return undefined;
}
