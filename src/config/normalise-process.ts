import type { ConfigDocument } from "../contract/config.ts";
import type { EnvironmentDocument, StepEntryDocument, WorkDocument, WorkflowDocument } from "../contract/process.ts";
import type { OutletDocument } from "../contract/outlet.ts";
import type { Outlet } from "../domain/process/outlet.ts";
import type { Environment, Process, ProcessType, Step, Variant, Work, Workflow } from "../domain/process/process.ts";
import { FOUR_EYES, SOLO, type Separation } from "../domain/access/separation.ts";
import { cycleIn, dependencyOrder } from "../domain/component/graph.ts";
import { normaliseCadence, normaliseCalendar } from "./normalise-calendar.ts";
import { must } from "../kernel/assert.ts";
import { durationMs } from "../kernel/duration.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { EXIT_CONDITIONS } from "../domain/process/closing.ts";
import { normalisePlanning } from "./normalise-planning.ts";
import { normaliseTemplates } from "./normalise-templates.ts";

/** The process a configuration describes, with every default filled in. */
export function normaliseProcess(document: ConfigDocument): Process {
  const {
    types = {},
    workflows = {},
    environments = {},
    components = {},
    templates = {},
    separation = {},
    waivers = {},
    gateSets = {},
    exceptional = {},
    outlets = {},
  } = document;
  return {
    types: new Map(entriesOf(types).map(([name, type]) => [name, normaliseType(name, type, gateSets)])),
    outlets: new Map(entriesOf(outlets).map(([name, outlet]) => [name, normaliseOutlet(name, outlet)])),
    exceptional: { ceiling: exceptional.ceiling ?? CEILING_PERCENT, period: exceptional.period ?? "quarter" },
    workflows: new Map(entriesOf(workflows).map(([name, workflow]) => [name, normaliseWorkflow(name, workflow)])),
    environments: new Map(
      entriesOf(environments).map(([name, environment]) => [name, normaliseEnvironment(name, environment)]),
    ),
    components: componentOrder(components),
    templates: normaliseTemplates(templates),
    waivers: normaliseWaivers(waivers),
    separation: normaliseSeparation(separation),
    planning: normalisePlanning(document),
    closing: normaliseClosing(document.closing ?? {}),
  };
}

function normaliseClosing(closing: NonNullable<ConfigDocument["closing"]>): Process["closing"] {
  const { conditions = EXIT_CONDITIONS, critical = [], feedback = null } = closing;
  return { conditions, critical, feedback };
}

type TypeDocument = NonNullable<NonNullable<ConfigDocument["types"]>[string]>;

function normaliseOutlet(name: string, { format = "md", ...outlet }: OutletDocument): Outlet {
  if (outlet.channel !== "mail") return { name, format, ...outlet };
  return { name, format, ...outlet, command: outlet.command ?? "sendmail -t -i" };
}

/** Of ten releases one may be exceptional, unless the process says otherwise. */
const CEILING_PERCENT = 10;

/** The gates of releases that may be MAJOR, where a process has such a set (T-08). */
const EXTENDED = "extended";
const MAJOR = 'release.bump == "major"';

function normaliseType(name: string, document: TypeDocument, sets: GateSets): ProcessType {
  const { workflow, ignores = [], cadence, due, bump, duration = null, tells = [], exceptional = false } = document;
  const mayBeMajor = bump.includes("major");
  const gates = document.gates ?? (mayBeMajor && sets[EXTENDED] != null ? EXTENDED : null);
  const set = setNamed(name, gates, sets);
  const isForMajorAlone = document.gates === undefined && bump.some((each) => each !== "major");
  const requiresWhen = new Map(entriesOf(document.requiresWhen ?? {}));
  if (isForMajorAlone && set.length > 0) requiresWhen.set(MAJOR, [...(requiresWhen.get(MAJOR) ?? []), ...set]);
  return {
    name,
    bumps: bump,
    workflow: workflow ?? null,
    requires: [...new Set([...(isForMajorAlone ? [] : set), ...(document.requires ?? [])])],
    requiresWhen,
    gates,
    ignores,
    cadence: cadence == null ? null : normaliseCadence(cadence),
    dueMs: due == null ? null : must(durationMs(due), "the schema admits durations"),
    trigger: document.trigger ?? (cadence == null ? null : "scheduled-window"),
    duration,
    tells,
    isExceptional: exceptional,
  };
}

type GateSets = NonNullable<ConfigDocument["gateSets"]>;

function setNamed(type: string, name: string | null, sets: GateSets): readonly string[] {
  const set = name === null ? [] : sets[name];
  if (set != null) return set;
  const names = entriesOf(sets).map(([each]) => each);
  throw new SlipwayError({
    code: "gate-set",
    kind: "input",
    found: `types.${type}.gates: there is no set of gates ${name}`,
    expected: names.length === 0 ? "a set under `gateSets`; there are none" : `one of ${names.join(", ")}`,
    action: "correct the name, or add the set",
  });
}

function normaliseWaivers(waivers: NonNullable<ConfigDocument["waivers"]>): Process["waivers"] {
  if (waivers === "none") return null;
  const { roles = ["release-manager"], longest = "30d" } = waivers;
  return { roles, longestMs: must(durationMs(longest), "the schema admits durations") };
}

function normaliseSeparation(separation: NonNullable<ConfigDocument["separation"]>): Separation {
  if (separation === "solo") return SOLO;
  return {
    ...FOUR_EYES,
    approverIsNotAuthor: separation["approver-is-not-author"] ?? FOUR_EYES.approverIsNotAuthor,
    onePersonOneSlot: separation["one-person-one-slot"] ?? FOUR_EYES.onePersonOneSlot,
  };
}

function normaliseEnvironment(
  name: string,
  { tier, target, prereleases = false, waves = [], regions = [], ...calendar }: EnvironmentDocument,
): Environment {
  const [adapter] = Object.entries(typeof target === "string" ? { [target]: {} } : (target ?? {}));
  return {
    name,
    tier,
    target: adapter === undefined ? null : { adapter: adapter[0], settings: adapter[1] ?? {} },
    allowsPrereleases: prereleases,
    waves,
    regions,
    calendar: normaliseCalendar(calendar),
  };
}

/** Dependencies first (a circle is a problem of the configuration, and told as one where the product is read). */
function componentOrder(components: NonNullable<ConfigDocument["components"]>): readonly string[] {
  const graph = new Map(Object.entries(components).map(([name, { dependsOn = [] }]) => [name, dependsOn]));
  if (cycleIn(graph) !== undefined) return [...graph.keys()];
  return dependencyOrder(graph).filter((name) => graph.has(name));
}

function normaliseWorkflow(
  name: string,
  { phases = [], detours = {}, variants = {}, trigger = [] }: WorkflowDocument,
): Workflow {
  return {
    name,
    phases: phases.map(({ phase, target = null, steps = [] }) => ({
      name: phase,
      target,
      steps: steps.flatMap(stepsOf),
    })),
    detours: new Map(entriesOf(detours).map(([detour, steps]) => [detour, steps.flatMap(stepsOf)])),
    variants: new Map(entriesOf(variants).map(([variant, document]) => [variant, normaliseVariant(variant, document)])),
    triggers: trigger.map(({ on, when = null }) => ({ on, when })),
  };
}

type VariantDocument = NonNullable<NonNullable<WorkflowDocument["variants"]>[string]>;

function normaliseVariant(
  variant: string,
  { skip = [], replace = {}, owe = [], within, types = [], asks }: VariantDocument,
): Variant {
  const works = Object.entries(replace).map(([name, work]): [string, Work] => [name, normaliseWork(name, work)]);
  const approval = asks === undefined ? null : normaliseWork(variant, { uses: "approval", roles: asks, covers: [] });
  return { skip, replace: new Map(works), owe, within: within ?? null, types, approval };
}

function stepsOf(entry: StepEntryDocument): Step[] {
  return entriesOf(entry).map(([name, step]) => {
    if (!("together" in step)) return normaliseWork(name, step);
    const together = step.together.flatMap((member) =>
      entriesOf(member).map(([inner, work]) => normaliseWork(inner, work)),
    );
    return { name, together, when: step.when ?? null };
  });
}

function normaliseWork(name: string, document: WorkDocument): Work {
  if (document.uses === undefined) throw new SlipwayError(noKind(name));
  return {
    name,
    kind: document.uses,
    with: document.with ?? {},
    roles: document.roles ?? [],
    signers: new Map(Object.entries(document.signers ?? {})),
    else: new Map(Object.entries(document.else ?? {})),
    when: document.when ?? null,
    each: document.each ?? null,
    attempts: document.attempts ?? null,
    expires: document.expires ?? null,
    remind: document.remind ?? null,
    covers: document.covers ?? null,
    status: document.status ?? null,
  };
}

function noKind(name: string): Problem {
  return {
    code: "step-kind",
    kind: "input",
    found: `the step ${name} does not say what it does`,
    expected: "`uses:` with a kind of step; only a step of the workflow that is extended may leave it out",
    action: "add `uses`, or correct the name to that of the step to change",
  };
}

/** Entries of a map without those that `~` takes out. */
function entriesOf<T>(map: Readonly<Record<string, T | null | undefined>>): [string, T][] {
  return Object.entries(map).flatMap(([name, value]): [string, T][] => (value == null ? [] : [[name, value]]));
}
