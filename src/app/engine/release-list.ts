import { missingMark } from "../../domain/release/missing-mark.ts";
import { isUnsettled, type ReleaseState } from "../../domain/release/release-state.ts";
import type { EngineTools } from "./engine-tools.ts";
import { RELEASE_STREAM } from "./release-stream.ts";

/** The releases of a product as they are, in the order in which they were started. */
export async function listReleases(tools: EngineTools, ids: readonly string[]): Promise<readonly ReleaseState[]> {
  const loaded = await Promise.all(ids.map((id) => tools.streams.load(RELEASE_STREAM, id)));
  return loaded.flatMap(({ state }) => state ?? []);
}

/** Releases the engine may still have to do something for. */
export function underWay(releases: readonly ReleaseState[]): readonly string[] {
  const isBusy = (release: ReleaseState): boolean =>
    release.status === "running" ||
    [...release.runs.values()].some(({ state, visits }) => state !== "ended" || visits.some(isUnsettled)) ||
    missingMark(release) !== undefined;
  return releases.filter(isBusy).map(({ release }) => release);
}
