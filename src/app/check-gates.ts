import type { Product } from "../config/product.ts";
import { parseDeprecations } from "../config/deprecations.ts";
import type { DeprecationRegistry } from "../domain/version-gate/deprecation.ts";
import type { GateResult } from "../domain/version-gate/gate.ts";
import { evidencePaths, versionGates } from "../domain/version-gate/version-gates.ts";
import { formatVersion } from "../domain/version/version.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import type { SignalReader } from "./plan-releases.ts";
import type { Repository } from "./ports.ts";
import { readReleaseFacts, type ReleaseFacts } from "./release-facts.ts";
import { targetOrNext } from "./target-or-next.ts";

interface GatesQuery {
  /** `[COMPONENT@]X.Y.Z`; absent: the planned next version. */
  readonly operand: string | undefined;
  readonly component: string | undefined;
  readonly commit: string | undefined;
}

/** The conditions on a version before anybody tries to tag it. */
export async function gatesOfVersion(
  repository: Repository,
  product: Product,
  signals: SignalReader,
  query: GatesQuery,
): Promise<{ version: string; results: readonly GateResult[] }> {
  const target = await targetOrNext({ repository, signals }, product, query);
  const facts = await readReleaseFacts(repository, product, { target, commit: query.commit }, signals);
  const [problem, ...more] = facts.planProblems;
  if (problem !== undefined) throw new SlipwayError([problem, ...more]);
  return { version: target.text, results: await checkGates(repository, product, facts) };
}

/** Asks every condition that applies to a version, with the files of the commit as evidence (V-09 to V-12). */
export async function checkGates(
  repository: Repository,
  product: Product,
  facts: ReleaseFacts,
): Promise<readonly GateResult[]> {
  const { version, current: stable, changes, commit, removed } = facts;
  const paths = evidencePaths(product.gates, { version, stable }, changes);
  const found = paths.length === 0 ? new Map<string, Buffer>() : await repository.files(commit, paths);
  return versionGates(product.gates, {
    version,
    stable,
    changes,
    removed,
    registry: await readRegistry(repository, product, facts),
    files: new Map([...found].map(([path, content]) => [path, content.toString()])),
  });
}

export function openGates(gates: readonly GateResult[]): Problem[] {
  return gates
    .filter(({ state }) => state === "open")
    .map(({ id, title, evidence, action }) => ({
      code: `gate.${id}`,
      kind: "refused",
      found: `gate ${id} is open: ${evidence}`,
      expected: title,
      ...(action === null ? {} : { action }),
    }));
}

/** The registry of the commit, and for each entry whether the release that announced it really held it. */
async function readRegistry(
  repository: Repository,
  { gates }: Product,
  { commit, tags }: ReleaseFacts,
): Promise<DeprecationRegistry> {
  const path = gates.deprecations;
  const readAt = async (revision: string) => {
    const text = gates.strict ? (await repository.files(revision, [path])).get(path)?.toString() : undefined;
    return text === undefined ? [] : unwrap(parseDeprecations(text, path));
  };
  const entries = await readAt(commit);
  const recorded = new Set<string>();
  for (const announced of new Set(entries.map((entry) => formatVersion(entry.announced)))) {
    const tag = tags.find(announced);
    if (tag === undefined) continue;
    for (const { item } of await readAt(tag.commit)) recorded.add(JSON.stringify([announced, item]));
  }
  return {
    path,
    entries,
    wasRecorded: ({ announced, item }) => recorded.has(JSON.stringify([formatVersion(announced), item])),
  };
}
