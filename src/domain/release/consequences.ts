import { isGroup, outcomesOf, type Work } from "../process/process.ts";
import type { Context } from "./draft.ts";
import { partOf } from "./draft.ts";
import { layoutOf, PATH } from "./layout.ts";
import { MAIN, type ReleaseState } from "./release-state.ts";

/** What each way of ending a step leads to, success first. */
export interface Consequence {
  readonly outcome: string;
  readonly leadsTo: string;
}

export function consequencesOf(
  state: ReleaseState,
  { process }: Pick<Context, "process">,
  { run: id, work }: { readonly run: string; readonly work: Work },
): readonly Consequence[] {
  const run = state.runs.get(id);
  if (run === undefined) return [];
  const layout = layoutOf(process, partOf(state, run));
  const place = layout.place(work.name);
  const here = place === undefined ? undefined : layout.step(place);
  const next = place === undefined ? undefined : layout.step({ ...place, index: place.index + 1 });
  const end = place?.track === PATH && id === MAIN ? "the end of the release" : `the end of ${place?.track || id}`;
  const others = here !== undefined && isGroup(here) ? here.together.filter(({ name }) => name !== work.name) : [];
  const beside = others.length === 0 ? "" : `, once ${others.map(({ name }) => name).join(", ")} ended too`;
  const onward = `${next?.name ?? end}${beside}`;
  return outcomesOf(work).map((outcome, index) => {
    const target = work.else.get(outcome);
    if (index === 0) return { outcome, leadsTo: onward };
    if (target === "next") return { outcome, leadsTo: `${onward}; it is judged later` };
    return { outcome, leadsTo: target ?? "the release stops, and its manager is asked" };
  });
}
