import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";
import { isGroup, type Process, type Step, type Work, type Workflow } from "./process.ts";

/** One way in which two versions of a process differ. */
export interface ProcessChange {
  /** Where: `type hotfix`, `workflow release`, `workflow release, step qa`. */
  readonly place: string;
  readonly change: "added" | "removed" | "moved" | "changed";
  /** What was changed; `null` where it is the whole. `roles` and `signers` are the people. */
  readonly field: string | null;
  readonly old: Json;
  readonly new: Json;
}

/** What of a process is compared: its workflows step by step, and every other setting as its document has it. */
export interface Compared {
  readonly process: Process;
  readonly document: Json;
}

/** How the second process differs from the first, in the order in which a person reads them. Nothing when they are the same. */
export function processDifference(before: Compared, after: Compared): readonly ProcessChange[] {
  return [
    ...settingChanges(membersOf(before.document), membersOf(after.document)),
    ...workflowsChanged(before.process.workflows, after.process.workflows),
  ];
}

/** Maps of maps, such as types and environments, entry by entry; other settings as a whole. */
function settingChanges(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>): ProcessChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => key !== "workflows");
  return keys.toSorted().flatMap((key) => {
    const was = before.get(key) ?? {};
    const now = after.get(key) ?? {};
    const isMap = [was, now].every((value) => [...membersOf(value).values()].every(isObject) && isObject(value));
    if (isMap) return mapChanges(key, objectsIn(was), objectsIn(now));
    return isObject(was) && isObject(now)
      ? fieldChanges(key, was, now)
      : fieldChanges("product", { [key]: was }, { [key]: now });
  });
}

function isObject(value: Json): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function membersOf(value: Json): ReadonlyMap<string, Json> {
  return new Map(isObject(value) ? Object.entries(value).map(([key, member]) => [key, member ?? null]) : []);
}

function objectsIn(value: Json): ReadonlyMap<string, object> {
  return new Map([...membersOf(value)].flatMap(([key, member]) => (isObject(member) ? [[key, member] as const] : [])));
}

function mapChanges<T extends object>(
  what: string,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): ProcessChange[] {
  const removed = [...before.keys()]
    .filter((name) => !after.has(name))
    .map((name) => whole(`${what} ${name}`, "removed"));
  const rest = [...after].flatMap(([name, now]) => {
    const was = before.get(name);
    return was === undefined ? [whole(`${what} ${name}`, "added")] : fieldChanges(`${what} ${name}`, was, now);
  });
  return [...removed, ...rest];
}

function workflowsChanged(before: Process["workflows"], after: Process["workflows"]): ProcessChange[] {
  const gone = [...before.keys()].filter((name) => !after.has(name));
  return [
    ...gone.map((name) => whole(`workflow ${name}`, "removed")),
    ...[...after].flatMap(([name, now]) => {
      const was = before.get(name);
      return was === undefined ? [whole(`workflow ${name}`, "added")] : workflowChanges(was, now);
    }),
  ];
}

function workflowChanges(before: Workflow, after: Workflow): ProcessChange[] {
  const place = `workflow ${after.name}`;
  const targets = ({ phases }: Workflow) => new Map(phases.map(({ name, target }) => [name, { target }]));
  return [
    ...fieldChanges(place, { triggers: before.triggers }, { triggers: after.triggers }),
    ...mapChanges(`${place}, phase`, targets(before), targets(after)),
    ...mapChanges(`${place}, variant`, before.variants, after.variants),
    ...stepChanges(place, placedSteps(before), placedSteps(after)),
  ];
}

interface Placed {
  /** Name of the phase or detour, and of the group. */
  readonly within: string;
  readonly step: Work | { readonly when: string | null };
}

/** Every step by its name, in order; a group is one itself, and so are its members. */
function placedSteps({ phases, detours }: Workflow): ReadonlyMap<string, Placed> {
  const lists: readonly (readonly [string, readonly Step[]])[] = [
    ...phases.map(({ name, steps }) => [name, steps] as const),
    ...[...detours].map(([name, steps]) => [`detour ${name}`, steps] as const),
  ];
  return new Map(lists.flatMap(([within, steps]) => steps.flatMap((step) => placed(within, step))));
}

function placed(within: string, step: Step): [string, Placed][] {
  if (!isGroup(step)) return [[step.name, { within, step }]];
  const members = step.together.map((work): [string, Placed] => [
    work.name,
    { within: `${within}/${step.name}`, step: work },
  ]);
  return [[step.name, { within, step: { when: step.when } }], ...members];
}

function stepChanges(
  place: string,
  before: ReadonlyMap<string, Placed>,
  after: ReadonlyMap<string, Placed>,
): ProcessChange[] {
  const common = [...after.keys()].filter((name) => before.has(name));
  const inOrder = longestKept(
    [...before.keys()].filter((name) => after.has(name)),
    common,
  );
  const removed = [...before.keys()].filter((name) => !after.has(name));
  const names = [...after.keys()];
  return [
    ...removed.map((name) => whole(`${place}, step ${name}`, "removed", before.get(name)?.within ?? null, null)),
    ...[...after].flatMap(([name, now], index) => {
      const where = `${place}, step ${name}`;
      const was = before.get(name);
      const here = index === 0 ? `${now.within}, first` : `${now.within}, behind ${names[index - 1]}`;
      if (was === undefined) return [whole(where, "added", null, here)];
      const isMoved = was.within !== now.within || !inOrder.has(name);
      const moved = isMoved ? [whole(where, "moved", was.within, here)] : [];
      return [...moved, ...fieldChanges(where, was.step, now.step)];
    }),
  ];
}

/** The most names that stand in the same order in both lists: a longest increasing run of their old places. */
function longestKept(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const placeOf = new Map(before.map((name, index) => [name, index]));
  const best: { name: string; place: number; length: number; previous: number }[] = [];
  for (const name of after) {
    const place = placeOf.get(name) ?? 0;
    let previous = -1;
    for (const [index, candidate] of best.entries())
      if (candidate.place < place && candidate.length > (best[previous]?.length ?? 0)) previous = index;
    best.push({ name, place, length: (best[previous]?.length ?? 0) + 1, previous });
  }
  const kept = new Set<string>();
  let at = best.reduce((longest, { length }, index) => (length > (best[longest]?.length ?? 0) ? index : longest), 0);
  for (let entry = best[at]; entry !== undefined; entry = best[at]) {
    kept.add(entry.name);
    at = entry.previous;
  }
  return kept;
}

/** Field by field; settings of a step (`with`) one by one. */
function fieldChanges(place: string, before: object, after: object): ProcessChange[] {
  const was = fieldsOf(before);
  const now = fieldsOf(after);
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((field) => {
    const old = was.get(field) ?? null;
    const value = now.get(field) ?? null;
    if (canonicalJson(old) === canonicalJson(value)) return [];
    return [{ place, change: "changed" as const, field, old, new: value }];
  });
}

function fieldsOf(value: object): Map<string, Json> {
  const fields = Object.entries(value).flatMap(([field, content]): [string, Json][] => {
    if (field === "name") return [];
    if (field !== "with") return [[field, plain(content)]];
    return Object.entries(content as object).map(([setting, inner]) => [`with.${setting}`, plain(inner)]);
  });
  return new Map(fields);
}

/** Maps as objects; everything else of a process is JSON already. */
function plain(value: unknown): Json {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return (value ?? null) as Json;
}

function whole(place: string, change: ProcessChange["change"], old: Json = null, now: Json = null): ProcessChange {
  return { place, change, field: null, old, new: now };
}
