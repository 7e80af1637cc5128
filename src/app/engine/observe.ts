import { canonicalJson } from "../../kernel/canonical-json.ts";
import { missingMark } from "../../domain/release/missing-mark.ts";
import type { ReleaseState } from "../../domain/release/release-state.ts";
import { command } from "./engine.ts";
import type { EngineTools } from "./engine-tools.ts";
import { jobRelease } from "./job.ts";
import { loadStarted } from "./scene.ts";

/** Brings the log and what is outside of it together: what is new there is recorded, a mark that is missing there is set. */
export async function observe(tools: EngineTools, id: string): Promise<void> {
  const { state } = (await loadStarted(tools, id)).release;
  if (state.status === "running") await observeLine(tools, state);
  await markTag(tools, state);
}

async function observeLine(tools: EngineTools, state: ReleaseState): Promise<void> {
  const seen = await tools.observeLine(jobRelease(state));
  if (seen === undefined) return;
  const news = Object.entries(seen.facts).filter(
    ([key, value]) => canonicalJson(state.facts.get(key) ?? null) !== canonicalJson(value),
  );
  if (news.length > 0) await send(tools, state, { type: "observe", facts: Object.fromEntries(news) });
  for (const [facet, digest] of Object.entries(seen.subject))
    if (state.subject.get(facet) !== digest) await send(tools, state, { type: "change-subject", facet, digest });
}

/** What was rejected or rolled back is marked for whoever plans the next release. */
async function markTag(tools: EngineTools, state: ReleaseState): Promise<void> {
  const missing = missingMark(state);
  if (missing === undefined) return;
  await tools.setMark(jobRelease(state), missing);
  await send(tools, state, { type: "observe", facts: { mark: missing.name } });
}

async function send(
  tools: EngineTools,
  { release }: ReleaseState,
  wanted: Parameters<typeof command>[3],
): Promise<void> {
  await command(tools, tools.self, release, wanted);
}
