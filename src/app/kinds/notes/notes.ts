import type { Audience } from "../../../domain/notes/notes.ts";
import { notesMarkdown } from "../../../domain/notes/notes-markdown.ts";
import type { Json } from "../../../kernel/canonical-json.ts";
import { refuseDirtyTree } from "../../clean-tree.ts";
import { componentOf } from "../../component-of.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { placeOfWork, type Place } from "../../line/place-of-work.ts";
import { operandOf } from "../../line/release-line.ts";
import { sha256Text } from "../../line/subject-at.ts";
import { notesOfRelease } from "../../notes-of-release.ts";
import { notesSources } from "../../notes-sources.ts";
import { releaseNames } from "../../release-names.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { NotesSettings } from "./settings.ts";

/** Drafts the notes of a release into its folder, from commits, changelog, scope and tests. What people wrote there stays. */
export const NOTES = { settings: NotesSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: NotesSettings,
    failed: "failed",
    perform: async (job, { audiences }) => (await draft(tools, job, audiences, false)).told,
    find: async (job, { audiences }) => {
      const { changed, told } = await draft(tools, job, audiences, true);
      return changed ? undefined : told;
    },
  });
}

async function draft(
  tools: KindTools,
  job: Job,
  audiences: readonly Audience[],
  dryRun: boolean,
): Promise<{ changed: boolean; told: Told }> {
  const { release } = job;
  const place = await placeOfWork(tools, release);
  const { services, product } = place;
  await refuseDirtyTree(services.repository, product);
  const names = releaseNames(product, componentOf(product, release.component), release.version);
  const drafted: Record<string, string> = {};
  const byHand: string[] = [];
  let changed = false;
  for (const audience of audiences) {
    const path = names.notes(audience);
    const stands = await services.workspace.read(path);
    const text = await draftFor(tools, job, place, audience);
    const before = draftedBefore(release.facts.get("drafted"), path);
    const isOurs = stands === undefined || stands === text || sha256Text(stands) === before;
    drafted[path] = isOurs ? sha256Text(text) : (before ?? "");
    if (!isOurs) byHand.push(path);
    if (!isOurs || stands === text) continue;
    changed = true;
    if (!dryRun) await services.workspace.write(path, text);
  }
  const kept = byHand.length === 0 ? "" : `; ${byHand.join(", ")} as somebody wrote it`;
  return { changed, told: { outcome: "done", says: `${Object.keys(drafted).join(", ")}${kept}`, facts: { drafted } } };
}

/** As they will read once the release is out, dated with the day the step began. */
async function draftFor(tools: KindTools, job: Job, { services, product }: Place, audience: Audience): Promise<string> {
  const clock = { now: () => Math.floor(job.startedAt / 1000) };
  const sources = await notesSources(services, product, tools.scope);
  const noted = { ...services, product, clock, signals: services.signals(product), sources };
  const notes = await notesOfRelease(noted, operandOf(job.release), audience);
  return notesMarkdown({ ...notes, planned: false });
}

function draftedBefore(fact: Json | undefined, path: string): string | undefined {
  const before =
    typeof fact === "object" && fact !== null && !Array.isArray(fact) ? Reflect.get(fact, path) : undefined;
  return typeof before === "string" ? before : undefined;
}
