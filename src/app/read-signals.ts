import type { Component, Product } from "../config/product.ts";
import { apiAppeared, apiRemoved, apiSignal } from "../domain/api/api-signal.ts";
import type { Release } from "../domain/history/base-search.ts";
import { scopeSignals, type ScopeItem } from "../domain/plan/scope-item.ts";
import type { Signal } from "../domain/plan/significance.ts";
import { shortHash } from "../domain/commit/commit.ts";
import { once } from "../kernel/once.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { Recorder } from "./ledger/recorder.ts";
import type { SignalReader } from "./plan-releases.ts";
import type { ApiRevision, CompareApi, Repository, RunCheck } from "./ports.ts";
import { runChecks } from "./run-checks.ts";

export interface SignalSources {
  readonly repository: Repository;
  readonly compareApi: CompareApi;
  readonly runCheck: RunCheck;
  readonly recorder: Pick<Recorder, "tagsMade">;
}

/** The inputs beside commits: API descriptions compared, commands asked, scope items read, tags on record. Nothing configured costs nothing. */
export function signalReader(sources: SignalSources, product: Product): SignalReader {
  const scopes = new Map<string, Promise<readonly ScopeItem[]>>();
  const read: SignalReader["read"] = async (component, since, to) => {
    const apis = since === undefined ? [] : await compareApis(sources, component, since, to);
    const checks = await runChecks(sources, product, { component: component.name, from: since?.tag, to });
    const scope = product.scope === null ? [] : await scopeOf(scopes, sources.repository, product.scope, to);
    return [...apis, ...checks, ...scopeSignals(scope, component.name, product.scope ?? "")];
  };
  const tagsMade = once(async () => sources.recorder.tagsMade());
  const isOne = product.components.length === 1; // for many, one look is cheaper than one each
  return { read, wasMade: async (tag) => (await (isOne ? sources.recorder.tagsMade(tag) : tagsMade())).has(tag) };
}

async function compareApis(
  sources: SignalSources,
  { apis }: Component,
  since: Release,
  to: string,
): Promise<readonly Signal[]> {
  if (apis.length === 0) return [];
  const before = revisionOf(sources.repository, since.commit, since.tag);
  const after = revisionOf(sources.repository, to, shortHash(to));
  return Promise.all(apis.map((spec) => compareOne(sources.compareApi, spec, before, after)));
}

async function compareOne(compare: CompareApi, spec: string, before: ApiRevision, after: ApiRevision): Promise<Signal> {
  const [old, current] = await Promise.all([before.read(spec), after.read(spec)]);
  if (old === undefined && current === undefined) throw new SlipwayError(noSpec(spec, before.name, after.name));
  if (current === undefined) return apiRemoved(spec, before.name);
  if (old === undefined) return apiAppeared(spec, before.name);
  return apiSignal(spec, before.name, await compare(spec, before, after));
}

function revisionOf(repository: Repository, commit: string, name: string): ApiRevision {
  return { name, read: async (path) => (await repository.files(commit, [path])).get(path)?.toString() };
}

/** Every component asks for the same file of the same commit. */
function scopeOf(
  known: Map<string, Promise<readonly ScopeItem[]>>,
  repository: Repository,
  path: string,
  to: string,
): Promise<readonly ScopeItem[]> {
  const items = known.get(to) ?? readScope(repository, path, to);
  known.set(to, items);
  return items;
}

async function readScope(repository: Repository, path: string, to: string): Promise<readonly ScopeItem[]> {
  const text = (await repository.files(to, [path])).get(path)?.toString();
  if (text === undefined) throw new SlipwayError(noScope(path, to));
  const { parseScopeItems } = await import("../config/parse-scope.ts");
  return parseScopeItems(text, `${path} at ${shortHash(to)}`);
}

function noSpec(spec: string, since: string, to: string): Problem {
  return {
    code: "api-missing",
    kind: "input",
    found: `${spec} exists neither in ${since} nor at ${to}`,
    expected: "the path of an OpenAPI document, relative to the top of the repository",
    action: "correct `api` in slipway.yaml, or commit the file",
  };
}

function noScope(path: string, to: string): Problem {
  return {
    code: "scope-missing",
    kind: "input",
    found: `${path} does not exist at ${shortHash(to)}`,
    expected: "a committed YAML list of {id, title, significance: feature|breaking|fix, release?, component?}",
    action: "commit the file, or correct `versioning.scope` in slipway.yaml",
  };
}
