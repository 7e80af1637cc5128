import * as z from "zod/mini";
import type { TargetAnswer, TargetOrder } from "../../../app/delivery-ports.ts";
import { TARGET_ACTS } from "../../../domain/environment/target-act.ts";

const text = z.string();
const liveVersion = z.object({ version: text, commit: text, artifacts: z.nullable(text) });
const act = z.object({
  act: z.enum(TARGET_ACTS),
  epoch: z.number(),
  member: text,
  version: text,
  endsAt: z.number(),
  state: z.enum(["running", "done", "failed", "fenced"]),
  isToFail: z.boolean(),
  says: text,
  /** Of a deployment: what serves when it is done. */
  brings: z.optional(liveVersion),
  previous: z.optional(z.nullable(text)),
  direction: z.optional(text),
  /** Of a restore: the effect whose backup comes back. */
  backup: z.optional(text),
});

/** A rehearsed environment, as its file holds it. */
export const simulationSchema = z.object({
  simulated: z.literal(true),
  format: z.literal(1),
  /** The newest that gave an order. */
  epoch: z.number(),
  live: z.record(text, liveVersion),
  /** Versions whose change of the data was made, in order. */
  data: z.array(text),
  backups: z.record(text, z.array(text)),
  /** By effect, in the order they came. */
  acts: z.record(text, act),
});

export type Simulation = z.infer<typeof simulationSchema>;
type Act = z.infer<typeof act>;

export interface SimulationSettings {
  readonly delayMs: number;
  readonly fail: Readonly<Record<string, readonly string[] | undefined>>;
  readonly breach: readonly string[];
}

export const EMPTY_SIMULATION: Simulation = {
  simulated: true,
  format: 1,
  epoch: 0,
  live: {},
  data: [],
  backups: {},
  acts: {},
};

/** Older acts are forgotten; an order that repeats one of them has an old epoch and is refused for that. */
const ACTS_MAX = 500;

/** The environment after an order, and the answer to it. Acts that are over by now have had their effect. */
export function begin(
  before: Simulation,
  order: TargetOrder,
  { delayMs, fail }: SimulationSettings,
  now: number,
): { readonly after: Simulation; readonly answer: TargetAnswer } {
  const settled = settle(before, now);
  const known = settled.acts[order.effect];
  if (known !== undefined) return { after: settled, answer: answerTo(known, order.effect, settled) };
  if (order.epoch < settled.epoch)
    return { after: settled, answer: { state: "fenced", says: `epoch ${settled.epoch} took over (simulated)` } };
  const isToFail = fail[order.act]?.includes(order.version) === true;
  const begun: Act = { ...actOf(order), endsAt: now + delayMs, isToFail, says: `${order.act} of ${order.version}` };
  const acts = [...Object.entries(fenceOlder(settled.acts, order.epoch)), [order.effect, begun] as const];
  const after = settle({ ...settled, epoch: order.epoch, acts: Object.fromEntries(acts.slice(-ACTS_MAX)) }, now);
  return { after, answer: answerTo(after.acts[order.effect]!, order.effect, after) };
}

/** Lets every act that is over by now have its effect, in the order they ended. */
export function settle(simulation: Simulation, now: number): Simulation {
  return Object.entries(simulation.acts)
    .filter(([, { state, endsAt }]) => state === "running" && endsAt <= now)
    .toSorted(([, one], [, other]) => one.endsAt - other.endsAt)
    .reduce((state, [effect, done]) => finish(state, effect, done), simulation);
}

export function answerTo(done: Act, effect: string, { backups }: Simulation): TargetAnswer {
  const says = `${done.says} (simulated)`;
  if (done.state === "running") return { state: "running", says, askAgainAt: done.endsAt };
  if (done.state === "fenced") return { state: "fenced", says };
  const facts = { state: done.state, says, simulated: true };
  if (done.state === "failed") return facts;
  if (done.brings !== undefined) return { ...facts, deployed: { ...done.brings, previous: done.previous ?? null } };
  if (done.act !== "backup") return facts;
  return { ...facts, backup: { id: effect, isVerified: backups[effect] !== undefined } };
}

function actOf(order: TargetOrder): Omit<Act, "endsAt" | "says" | "isToFail"> {
  const { act: kind, epoch, member, version } = order;
  const base = { act: kind, epoch, member, version, state: "running" as const };
  if (order.act === "deploy") return { ...base, brings: { version, commit: order.commit, artifacts: order.artifacts } };
  if (order.act === "migrate") return { ...base, direction: order.direction };
  return order.act === "restore" ? { ...base, backup: order.backup } : base;
}

function fenceOlder(acts: Simulation["acts"], epoch: number): Simulation["acts"] {
  const entries = Object.entries(acts).map(([effect, running]): [string, Act] => {
    if (running.state !== "running" || running.epoch >= epoch) return [effect, running];
    return [effect, { ...running, state: "fenced", says: `epoch ${epoch} took over` }];
  });
  return Object.fromEntries(entries);
}

function finish(simulation: Simulation, effect: string, done: Act): Simulation {
  const end = (state: "done" | "failed", says: string, facts: Partial<Act> = {}): Simulation["acts"] => ({
    ...simulation.acts,
    [effect]: { ...done, ...facts, state, says },
  });
  if (done.isToFail) return { ...simulation, acts: end("failed", `${done.says} was told to fail`) };
  const { live, data, backups } = simulation;
  switch (done.act) {
    case "deploy": {
      const previous = live[done.member]?.version ?? null;
      const says = previous === null ? `${done.version} serves` : `${done.version} serves instead of ${previous}`;
      return { ...simulation, live: { ...live, [done.member]: done.brings! }, acts: end("done", says, { previous }) };
    }
    case "stop": {
      const { [done.member]: _, ...others } = live;
      return { ...simulation, live: others, acts: end("done", "nothing serves any more") };
    }
    case "migrate": {
      const isBack = done.direction === "back";
      const changed = isBack ? data.filter((version) => version !== done.version) : [...data, done.version];
      return { ...simulation, data: changed, acts: end("done", `data of ${done.version}: ${done.direction}`) };
    }
    case "backup":
      return { ...simulation, backups: { ...backups, [effect]: data }, acts: end("done", "a backup was taken") };
    case "restore": {
      const copy = backups[done.backup ?? ""];
      if (copy === undefined) return { ...simulation, acts: end("failed", `there is no backup ${done.backup}`) };
      return { ...simulation, data: copy, acts: end("done", `the backup ${done.backup} came back`) };
    }
  }
}
