import { findEntry, parseChangelog } from "../domain/changelog/document.ts";
import { parseEntry } from "../domain/changelog/entry.ts";
import { releaseNotes, type Audience, type ReleaseNotes } from "../domain/notes/notes.ts";
import { channelOf } from "../domain/version/channel.ts";
import { formatVersion } from "../domain/version/version.ts";
import { isoDay } from "../kernel/iso-day.ts";
import { detailsIn, readChangelog, readForge } from "./changelog-file.ts";
import type { ChangelogTools } from "./changelog-of-release.ts";
import { testedItems } from "../domain/notes/tested-items.ts";
import { evidenceFolder } from "./evidence/evidence-store.ts";
import type { NotesSources } from "./notes-sources.ts";
import type { Product } from "../config/product.ts";
import { releaseNames } from "./release-names.ts";
import type { Services } from "./services.ts";
import { releaseOperand } from "./release-operand.ts";
import { commitAt, releaseChanges } from "./release-changes.ts";

/** The notes of one release for one audience: from its commits, and from what its changelog entry says beyond them. */
export async function notesOfRelease(
  tools: ChangelogTools & { readonly sources?: NotesSources },
  operand: string,
  audience: Audience,
): Promise<ReleaseNotes> {
  const { repository, workspace, product, clock, signals } = tools;
  const named = await releaseOperand(repository, product, operand, signals);
  const { component, version, parsed, tag, commit, planned, tags } = named;
  const range = planned ? { channel: channelOf(parsed) || undefined } : { released: parsed };
  const [{ since, changes }, text, forge] = await Promise.all([
    releaseChanges(repository, product, component, { tags, to: commit, ...range }),
    readChangelog(repository, workspace, component, planned ? undefined : commit),
    readForge(repository),
  ]);
  const document = text === undefined ? undefined : parseChangelog(text);
  const part =
    document === undefined
      ? undefined
      : (findEntry(document, version) ?? (planned ? findEntry(document, null) : undefined));
  const { title, objective } = detailsIn(document, version);
  const date = isoDay(planned ? clock.now() : (await commitAt(repository, commit)).committedAt);
  const about = { version: parsed, commit, since: since?.commit, isReleased: !planned };
  const answer = await tools.sources?.tested(about);
  const place = { folder: evidenceFolder(product), tag: planned ? null : tag, forge };
  return releaseNotes({
    scope: await tools.sources?.planned(component.name === null ? version : `${component.name}@${version}`),
    tested: answer === undefined ? undefined : testedItems(answer, place),
    product: product.name,
    component: component.name,
    version,
    tag,
    commit,
    date,
    previous: since === undefined ? null : { version: formatVersion(since.version), tag: since.tag },
    planned,
    audience,
    title,
    objective,
    changes,
    entry: part === undefined ? undefined : parseEntry(part.raw),
    forge,
  });
}

/** The notes that were written and approved for a release, as its tag has them; absent where it has none. */
export async function writtenNotes(
  { repository, signals }: Pick<Services, "repository" | "signals">,
  product: Product,
  operand: string,
  audience: Audience,
): Promise<string | undefined> {
  const { planned, component, version, commit } = await releaseOperand(repository, product, operand, signals(product));
  if (planned) return undefined;
  const path = releaseNames(product, component, version).notes(audience);
  return (await repository.files(commit, [path])).get(path)?.toString();
}
