import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Deployable, Health, HealthQuestion, Target } from "../../../app/delivery-ports.ts";
import { simulatedTarget } from "../../../contract/process.ts";
import { durationMs } from "../../../kernel/duration.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import { answerTo, begin, EMPTY_SIMULATION, settle, simulationSchema } from "./simulation.ts";
import type { Simulation, SimulationSettings } from "./simulation.ts";

/**
 * Rehearses: nothing is deployed anywhere. What would be live stands in a file of the folder, which outlives us as a
 * real target would, and only `start` writes it; what became of an act follows from the file and the time.
 */
export function openSimulatedTarget(folder: string, { name, target }: Deployable): Target {
  const settings = settingsOf(target.settings);
  const path = join(folder, `${encodeURIComponent(name)}.json`);
  return {
    start: (order, now) =>
      alone(path, async () => {
        const { after, answer } = begin(await read(path), order, settings, now);
        await replace(folder, path, after);
        return answer;
      }),
    async observe(effect, now) {
      const simulation = settle(await read(path), now);
      const known = simulation.acts[effect];
      return known === undefined ? undefined : answerTo(known, effect, simulation);
    },
    live: async (now) => new Map(Object.entries(settle(await read(path), now).live)),
    health: async (question, now) => healthOf(settle(await read(path), now), settings, question),
  };
}

function healthOf(
  { live }: Simulation,
  { breach }: SimulationSettings,
  { expected, criteria }: HealthQuestion,
): Health {
  const drifted = [...expected]
    .filter(([member, version]) => live[member]?.version !== version)
    .map(([member, version]) => {
      const found = live[member]?.version ?? "nothing";
      return {
        criterion: "version",
        says: `${found} serves${member && ` as ${member}`} instead of ${version}`,
      };
    });
  const told = Object.values(live).filter(({ version }) => breach.includes(version));
  const criterion = criteria[0] ?? "health";
  const breached = told.map(({ version }) => ({ criterion, says: `${version} was told to breach` }));
  return { breaches: [...drifted, ...breached], simulated: true };
}

function settingsOf(settings: Deployable["target"]["settings"]): SimulationSettings {
  const { delay, fail = {}, breach = [] } = simulatedTarget.parse(settings); // checked when the configuration was read
  return { delayMs: durationMs(delay ?? "0s") ?? 0, fail, breach };
}

const turns = new Map<string, Promise<unknown>>();

/** Orders to one file come one after the other; other processes are kept away by the lease of the environment. */
function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(path) ?? Promise.resolve()).then(work, work);
  turns.set(path, turn);
  return turn;
}

async function read(path: string): Promise<Simulation> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new SlipwayError(unreadable(path, error.message), { cause: error });
  });
  if (text === undefined) return EMPTY_SIMULATION;
  const parsed = simulationSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw new SlipwayError(unreadable(path, "it is not what was written"));
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In one step: a reader, or a crash, never sees half of it. */
async function replace(folder: string, path: string, simulation: Simulation): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = `${path}.${process.pid}`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(simulation, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

function unreadable(path: string, why: string): Problem {
  return {
    code: "simulation-unreadable",
    kind: "failed",
    found: `the rehearsed environment in ${path} cannot be read: ${why}`,
    expected: "the file as the simulated target wrote it",
    action: "remove it to begin with an environment in which nothing was ever deployed",
  };
}
