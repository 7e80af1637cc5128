import type { Actor, ReleaseCommand } from "../../domain/release/command.ts";
import type { ActiveStep } from "../../domain/release/due.ts";
import { due } from "../../domain/release/due.ts";
import { worksOf } from "../../domain/process/process.ts";
import { ANYBODY, rolesAsked } from "../../domain/release/authority.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { command } from "./engine.ts";
import type { EngineTools } from "./engine-tools.ts";
import { look } from "./look.ts";
import { observe } from "./observe.ts";
import { contextOf, loadStarted, type StartedScene } from "./scene.ts";
import type { Acting } from "./streams.ts";

/** Who acts where, as it was said on the command line. */
export interface ActRequest {
  readonly release: string;
  /** Absent: the one step that waits for somebody in this role. */
  readonly step: string | undefined;
  readonly role: string | undefined;
}

/** The person behind a request, in the role the step asks for. */
export type PersonOf = (role: string) => Promise<{ readonly acting: Acting; readonly actor: Actor }>;

export interface Acted {
  readonly release: string;
  readonly step: string;
  readonly actor: Actor;
}

/** Lets a person act on a step that waits for people. */
export async function act(
  tools: EngineTools,
  person: PersonOf,
  request: ActRequest,
  wanted: (step: ActiveStep, actor: Actor, scene: StartedScene) => readonly ReleaseCommand[],
): Promise<Acted> {
  await observe(tools, request.release);
  const before = await loadStarted(tools, request.release);
  const step = waitingStep(before, due(before.release.state, contextOf(tools, before)).people, request);
  await look(tools, before, step);
  const scene = await loadStarted(tools, request.release);
  const { acting, actor } = await person(request.role ?? rolesAsked(step.work)[0] ?? ANYBODY);
  for (const each of wanted(step, actor, scene)) await command(tools, acting, request.release, each);
  return { release: request.release, step: step.work.name, actor };
}

function waitingStep(
  { process, release }: StartedScene,
  people: readonly ActiveStep[],
  { step: name, role }: ActRequest,
): ActiveStep {
  const mine = people.filter(({ work }) => role === undefined || rolesAsked(work).includes(role));
  const found = name === undefined ? mine : people.filter(({ work }) => work.name === name);
  const [first, ...more] = found;
  if (first !== undefined && more.length === 0) return first;
  const waiting = people.map(({ work }) => `${work.name} (${rolesAsked(work).join(", ") || "anybody"})`).join(", ");
  const known = [...process.workflows.values()].flatMap((workflow) => worksOf(workflow).map((work) => work.name));
  if (name !== undefined && !known.includes(name)) throw new SlipwayError(unknownStep(name, waiting, known));
  throw new SlipwayError(notWaiting(release.state.release, name, waiting));
}

function unknownStep(name: string, waiting: string, known: readonly string[]): Problem {
  const suggestion = nearest(name, known);
  return {
    code: "unknown-step",
    kind: "input",
    found: `the process has no step ${name}`,
    expected: expectedOf(waiting),
    ...(suggestion === undefined ? {} : { action: `did you mean ${suggestion}?` }),
  };
}

function notWaiting(release: string, name: string | undefined, waiting: string): Problem {
  return {
    code: "not-waiting",
    kind: "refused",
    found:
      name === undefined ? `${release}: no single step waits for this role` : `${release}: ${name} waits for nobody`,
    expected: expectedOf(waiting),
    action: `\`slipway release why ${release}\` names what is open`,
  };
}

function expectedOf(waiting: string): string {
  return waiting === "" ? "a step that waits for a person; none does now" : `one of ${waiting}`;
}
