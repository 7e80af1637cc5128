import { mayActAs } from "../../domain/access/may-act-as.ts";
import { firstLine } from "../../domain/commit/commit.ts";
import { liveIn } from "../../domain/environment/environment-state.ts";
import { previousStable } from "../../domain/environment/previous-stable.ts";
import { rolesAsked } from "../../domain/release/authority.ts";
import { consequencesOf, type Consequence } from "../../domain/release/consequences.ts";
import { due, type ActiveStep } from "../../domain/release/due.ts";
import { worksOf } from "../../domain/process/process.ts";
import { plannedName } from "../../domain/release/scope-gate.ts";
import { tagOf } from "../../domain/release/release-id.ts";
import { whyOf } from "../../domain/release/why.ts";
import { planOf } from "../../domain/scope/scope-state.ts";
import { indexTags } from "../release-tags.ts";
import type { Services } from "../services.ts";
import type { Engine } from "./open-engine.ts";
import { listReleases, underWay } from "./release-list.ts";
import { contextOf, loadStarted, type StartedScene } from "./scene.ts";

/** Something that waits for a person, with what they need to know to say yes or no. */
export interface InboxEntry {
  readonly release: string;
  readonly step: string;
  readonly kind: string;
  /** Unix milliseconds. */
  readonly since: number;
  /** Roles any of which may act; empty: anybody may. */
  readonly roles: readonly string[];
  readonly says: string;
  readonly command: string | null;
  readonly outcomes: readonly Consequence[];
  readonly changes: Changes;
  /** Gates the release came by, with their outcomes. */
  readonly gates: readonly { readonly gate: string; readonly outcome: string }[];
  /** Open risks of its plan. */
  readonly risks: readonly string[];
  /** What a rollback brings back, by environment of production. */
  readonly rollback: readonly { readonly environment: string; readonly to: string | null }[];
}

interface Changes {
  /** The version that was released before; `null` when there is none. */
  readonly since: string | null;
  readonly count: number;
  /** First lines of the newest of them. */
  readonly newest: readonly string[];
}

const SHOWN_MAX = 20;

/** Everything that waits for people, over all releases; with an id, what waits for that person. */
export async function readInbox(
  services: Services,
  engine: Engine,
  who: string | undefined,
): Promise<readonly InboxEntry[]> {
  const { tools } = engine;
  const entries: InboxEntry[] = [];
  for (const id of underWay(await listReleases(tools, await engine.releases()))) {
    const scene = await loadStarted(tools, id);
    const { state } = scene.release;
    const context = contextOf(tools, scene);
    const mine = due(state, context).people.filter(({ work }) => isFor(scene, rolesAsked(work), who, tools.now()));
    if (mine.length === 0) continue;
    const about = { changes: await changesOf(services, scene), ...standingOf(scene) };
    const open = whyOf(state, context);
    for (const step of mine) {
      const condition = open.find((each) => each.run === step.run && each.step === step.work.name);
      entries.push({
        ...entryOf(scene, step),
        says: condition?.says ?? "",
        command: condition?.command ?? null,
        outcomes: consequencesOf(state, context, step),
        ...about,
      });
    }
  }
  return entries.toSorted((one, other) => one.since - other.since);
}

function isFor({ access }: StartedScene, roles: readonly string[], who: string | undefined, now: number): boolean {
  if (who === undefined || roles.length === 0) return true;
  return roles.some((role) => mayActAs(access.state, who, role, now).ok);
}

function entryOf({ release }: StartedScene, { run, visit: number, work }: ActiveStep) {
  const { state } = release;
  const visit = state.runs.get(run)?.visits.find((each) => each.number === number);
  const since = visit?.enteredAt ?? state.startedAt;
  return { release: state.release, step: work.name, kind: work.kind, since, roles: rolesAsked(work) };
}

function standingOf({ release, scope, environments, process }: StartedScene) {
  const { state } = release;
  const visits = [...state.runs.values()].flatMap((run) => run.visits.filter((visit) => visit.state === "ended"));
  const works = [...process.workflows.values()].flatMap(worksOf);
  const gates = new Set(works.filter(({ kind }) => kind === "gate").map(({ name }) => name));
  return {
    gates: visits.flatMap(({ step, outcome }) => (gates.has(step) ? [{ gate: step, outcome: outcome ?? "" }] : [])),
    risks: [...planOf(scope.state, plannedName(state)).risks].flatMap(([name, risk]) =>
      risk.closed === null ? [`${name}: ${risk.title}`] : [],
    ),
    rollback: [...process.environments.values()]
      .filter(({ tier }) => tier === "production")
      .flatMap(({ name }) => {
        const environment = environments.get(name)?.state;
        if (environment === undefined) return [];
        return [{ environment: name, to: previousStable(environment, "", state.version)?.version ?? null }];
      }),
  };
}

/** Commits that the version live in production, or the one released before, does not have. */
async function changesOf({ repository }: Services, scene: StartedScene): Promise<Changes> {
  const { state } = scene.release;
  const to = state.facts.get("commit");
  const previous = await before(scene, async (tag) => indexTags(await repository.tags()).named(tag)?.commit);
  if (typeof to !== "string") return { since: previous?.version ?? null, count: 0, newest: [] };
  const newest: string[] = [];
  let count = 0;
  for await (const commits of repository.log({ to, not: previous === undefined ? [] : [previous.commit] })) {
    count += commits.length;
    newest.push(...commits.slice(0, SHOWN_MAX - newest.length).map(({ message }) => firstLine(message)));
  }
  return { since: previous?.version ?? null, count, newest };
}

async function before(
  { process, environments, release }: StartedScene,
  commitOf: (tag: string) => Promise<string | undefined>,
): Promise<{ readonly version: string; readonly commit: string } | undefined> {
  const production = [...process.environments.values()].filter(({ tier }) => tier === "production");
  for (const { name } of production) {
    const state = environments.get(name)?.state;
    const now = state === undefined ? undefined : liveIn(state, "");
    const isOwn = state !== undefined && now?.release === release.state.release;
    const live = isOwn ? previousStable(state, "", release.state.version) : now;
    if (live !== undefined) return { version: live.version, commit: live.commit };
  }
  const { traits, release: id, version } = release.state;
  const { previous } = traits;
  if (typeof previous !== "string" || previous === "") return undefined;
  const commit = await commitOf(tagOf(id).replace(version, previous));
  return commit === undefined ? undefined : { version: previous, commit };
}
