import { findEntry, parseChangelog } from "../domain/changelog/document.ts";
import { parseEntry } from "../domain/changelog/entry.ts";
import { releaseNotes, type Audience, type ReleaseNotes } from "../domain/notes/notes.ts";
import { channelOf } from "../domain/version/channel.ts";
import { formatVersion } from "../domain/version/version.ts";
import { isoDay } from "../kernel/iso-day.ts";
import { detailsIn, readChangelog, readForge } from "./changelog-file.ts";
import type { ChangelogTools } from "./changelog-of-release.ts";
import { releaseOperand } from "./release-operand.ts";
import { commitAt, releaseChanges } from "./release-changes.ts";

/** The notes of one release for one audience: from its commits, and from what its changelog entry says beyond them. */
export async function notesOfRelease(
  tools: ChangelogTools,
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
  return releaseNotes({
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
