import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Deployable } from "../../src/app/delivery-ports.ts";
import { openSimulatedTarget } from "../../src/integrations/delivery/simulated/simulated.ts";
import { begin, EMPTY_SIMULATION, settle } from "../../src/integrations/delivery/simulated/simulation.ts";
import type { Simulation } from "../../src/integrations/delivery/simulated/simulation.ts";
import { FAILS, targetContract } from "./target.ts";

const root = await mkdtemp(join(tmpdir(), "slipway-target-"));
afterAll(() => rm(root, { recursive: true }));

function environment(settings: object): Deployable {
  const target = { adapter: "simulated", settings: { ...settings } };
  return {
    name: "production",
    tier: "production",
    target,
    allowsPrereleases: false,
    waves: [],
    regions: [],
    calendar: { windows: [], peaks: [] },
  };
}

targetContract("simulated", async () => {
  const folder = await mkdtemp(join(root, "world-"));
  let time = 1_767_873_600_000;
  return {
    open: async () => openSimulatedTarget(folder, environment({ delay: "2s", fail: { deploy: [FAILS] } })),
    now: () => time,
    until: async (moment) => void (time = moment),
  };
});

const ORDER = { effect: "e/1", epoch: 1, member: "", version: "1.0.0" };
const DEPLOY = { ...ORDER, act: "deploy", commit: "c", artifacts: null, strategy: null } as const;

test("whatever a simulated target answers, it says that it is simulated", async () => {
  const folder = await mkdtemp(join(root, "says-"));
  const target = openSimulatedTarget(folder, environment({ fail: { backup: ["1.0.0"] }, breach: ["1.0.0"] }));
  const answers = [
    await target.start(DEPLOY, 0),
    await target.start({ ...ORDER, effect: "e/2", act: "backup" }, 0),
    await target.start({ ...ORDER, effect: "e/3", act: "migrate", direction: "forward" }, 0),
    await target.start({ ...ORDER, effect: "e/4", act: "restore", backup: "none" }, 0),
  ];
  expect(answers.map((answer) => [answer.state, "simulated" in answer && answer.simulated])).toEqual([
    ["done", true],
    ["failed", true],
    ["done", true],
    ["failed", true],
  ]);
  expect(answers.every(({ says }) => says.endsWith("(simulated)"))).toBe(true);
  expect(await target.health({ expected: new Map(), criteria: ["errors"] }, 0)).toEqual({
    breaches: [{ criterion: "errors", says: "1.0.0 was told to breach" }],
    simulated: true,
  });
  expect(JSON.parse(await readFile(join(folder, "production.json"), "utf8"))).toMatchObject({ simulated: true });
});

test("data comes back as the backup had it", async () => {
  const folder = await mkdtemp(join(root, "data-"));
  const target = openSimulatedTarget(folder, environment({}));
  const data = async (): Promise<unknown> => JSON.parse(await readFile(join(folder, "production.json"), "utf8")).data;
  await target.start({ ...ORDER, effect: "1", act: "migrate", direction: "forward" }, 0);
  await target.start({ ...ORDER, effect: "2", act: "backup" }, 0);
  await target.start({ ...ORDER, effect: "3", version: "2.0.0", act: "migrate", direction: "forward" }, 0);
  expect(await data()).toEqual(["1.0.0", "2.0.0"]);
  await target.start({ ...ORDER, effect: "4", act: "restore", backup: "2" }, 0);
  expect(await data()).toEqual(["1.0.0"]);
  await target.start({ ...ORDER, effect: "5", act: "migrate", direction: "back" }, 0);
  expect(await data()).toEqual([]);
});

const attempt = fc.record({
  effect: fc.nat(8),
  epoch: fc.nat(6),
  member: fc.constantFrom("eu", "us"),
  version: fc.constantFrom("1.0.0", "1.1.0", "1.2.0"),
  passedMs: fc.nat(3),
});

test("[E-15] whoever orders what in whatever order, nothing happens twice, and nothing happens for an old epoch", () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
      let now = 0;
      let newest = 0;
      let simulation = EMPTY_SIMULATION;
      for (const { effect, epoch, member, version, passedMs } of attempts) {
        now += passedMs;
        const before = settle(simulation, now);
        const order = { ...DEPLOY, effect: `e${effect}`, epoch, member, version };
        const { after, answer } = begin(simulation, order, { delayMs: 2, fail: {}, breach: [] }, now);
        const isKnown = before.acts[order.effect] !== undefined;
        expect(answer.state === "running" && !isKnown && epoch < newest).toBe(false);
        newest = Math.max(newest, isKnown ? 0 : epoch);
        expect(after.epoch).toBe(newest);
        expect(Object.values(after.acts).every((act) => act.state !== "running" || act.epoch === newest)).toBe(true);
        expect(after.live).toEqual(before.live); // an act takes a while; what an older one brought stays
        expect(Object.keys(after.acts)).toEqual([...new Set([...Object.keys(before.acts), ...began(after, order)])]);
        simulation = after;
      }
    }),
  );
});

function began({ acts }: Simulation, { effect }: { readonly effect: string }): readonly string[] {
  return acts[effect] === undefined ? [] : [effect];
}

test("orders at the same time all count, and no temporary file stays", async () => {
  const folder = await mkdtemp(join(root, "together-"));
  const members = Array.from({ length: 20 }, (_, index) => `m${index}`);
  await Promise.all(
    members.map((member) =>
      openSimulatedTarget(folder, environment({})).start({ ...DEPLOY, effect: member, member }, 0),
    ),
  );
  expect([...(await openSimulatedTarget(folder, environment({})).live(0)).keys()].toSorted()).toEqual(
    members.toSorted(),
  );
  expect(await readdir(folder)).toEqual(["production.json"]);
});

test("a file that somebody else wrote is a problem that says which", async () => {
  const folder = await mkdtemp(join(root, "broken-"));
  await writeFile(join(folder, "production.json"), "{");
  const target = openSimulatedTarget(folder, environment({}));
  await expect(target.live(0)).rejects.toMatchObject({ problems: [{ code: "simulation-unreadable" }] });
});
