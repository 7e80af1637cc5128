import { reserveNumber } from "../product/numbers.ts";
import type { Variant } from "../process/process.ts";
import { refuse, slip, type Outcome } from "./active-visit.ts";
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
    return slip("unknown-type", `${command.releaseType} has no workflow`, `one of ${types.join(", ")}`);
  const workflow = process.workflows.get(type.workflow);
  if (workflow === undefined)
    return slip("unknown-workflow", `there is no workflow ${type.workflow}`, "one that exists");
  if (command.variant !== null && !workflow.variants.has(command.variant))
    return slip(
      "unknown-variant",
      `${workflow.name} has no variant ${command.variant}`,
      [...workflow.variants.keys()].join(", ") || "none",
    );
  const variant = command.variant === null ? undefined : workflow.variants.get(command.variant);
  const forbidden = variant === undefined ? undefined : variantFault(draft, command, variant);
  if (forbidden !== undefined) return forbidden;
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

/** A variant may be for some types alone, and what it leaves out is left out for a reason (T-10). */
function variantFault(
  draft: Draft,
  { variant: name, releaseType, reason }: Extract<ReleaseCommand, { type: "start" }>,
  { types, skip, approval }: Variant,
): Outcome {
  if (types.length > 0 && !types.includes(releaseType))
    return refuse("variant-type", `${name} is not for releases of type ${releaseType}`, `one of ${types.join(", ")}`);
  const isPlain = skip.length === 0 && approval === null;
  if (draft.world.access === null || isPlain || (reason ?? "").trim() !== "") return undefined;
  const skips = skip.length === 0 ? "is asked for" : `skips ${skip.join(", ")}`;
  return refuse("reason", `the variant ${name} ${skips}, and nothing says why`, "--reason TEXT");
}
