import type { Component, Product } from "../config/product.ts";
import { findEntry, parseChangelog } from "../domain/changelog/document.ts";
import { editChangelog, type EditedChangelog } from "../domain/changelog/edit.ts";
import { generateEntry } from "../domain/changelog/generate.ts";
import { markYanked } from "../domain/changelog/mark-yanked.ts";
import { releaseEntry, type ReleaseEntry } from "../domain/changelog/release-entry.ts";
import {
  writeEntry,
  type ChangelogStyle,
  type EntryWriter,
  type Verification,
} from "../domain/changelog/write-entry.ts";
import type { Release } from "../domain/history/base-search.ts";
import type { Change } from "../domain/plan/change.ts";
import { compareVersions, formatVersion } from "../domain/version/version.ts";
import { isIsoDay, isoDay } from "../kernel/iso-day.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { detailsIn, readChangelog, readForge } from "./changelog-file.ts";
import { componentOf } from "./component-of.ts";
import { planReleases, type PlanRequest, type SignalReader } from "./plan-releases.ts";
import type { Clock, Repository, Workspace } from "./ports.ts";
import { shallowClone } from "./problems.ts";
import { commitAt, releaseChanges } from "./release-changes.ts";
import { indexTags, releaseTags } from "./release-tags.ts";

/** What the changelog use cases work with. */
export interface ChangelogTools {
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly product: Product;
  readonly signals: SignalReader;
  /** Tells what is recorded about tests and scan of a release that is not made yet; absent: nobody is asked. */
  readonly recordedTests?: RecordedTests;
}

export type RecordedTests = (release: {
  readonly version: string;
  readonly commit: string;
  /** Commit of the release before. */
  readonly since: string | undefined;
}) => Promise<Verification>;

export interface ChangelogRequest extends PlanRequest {
  /** The version to write about, where a person chose another one than planned. */
  readonly version?: string | undefined;
  readonly style: ChangelogStyle;
  readonly title?: string | undefined;
  readonly objective?: string | undefined;
  /** Day of the release, `YYYY-MM-DD`, instead of today or the day of its commit. */
  readonly date?: string | undefined;
  readonly verification?: Verification | undefined;
}

export interface ReleaseChangelog {
  readonly component: Component;
  readonly entry: ReleaseEntry;
  /** The text of the entry, as the changelog file has it after writing. */
  readonly text: string;
  /** Text of the whole changelog with the entry in it; absent when there is nothing to release. */
  edited(): EditedChangelog | undefined;
}

/** The changelog of one release: the next one, or the one that is tagged at the end of the range asked for. */
export async function changelogOfRelease(tools: ChangelogTools, request: ChangelogRequest): Promise<ReleaseChangelog> {
  const { repository, workspace, product } = tools;
  const component = componentOf(product, request.component);
  refuseBadRequest(request);
  const found = (await taggedRange(tools, component, request)) ?? (await plannedRange(tools, component, request));
  const [current, forge, all] = await Promise.all([
    readChangelog(repository, workspace, component, undefined),
    readForge(repository),
    repository.tags(),
  ]);
  const tags = releaseTags(indexTags(all), component);
  const isTakenBack = (version: string): boolean => tags.isMarked(tags.find(version)?.name ?? "");
  const written = detailsIn(current === undefined ? undefined : parseChangelog(current), found.version);
  const { title = written.title, objective = written.objective } = request;
  const entry = releaseEntry({ ...found, title, objective, yanked: false }, found.changes);
  const recorded = request.style === "conventional" ? await found.recorded() : {};
  const verification = { ...written.verification, ...definedOnly(recorded), ...definedOnly(request.verification) };
  const writer: EntryWriter = { style: request.style, forge, verification };
  const edited = (): EditedChangelog | undefined => {
    if (entry.version === null) return undefined;
    const generated = generateEntry(
      { ...entry, version: entry.version },
      found.changes,
      writer,
      request.date !== undefined,
    );
    const changed = unwrap(editChangelog(current, generated, product.changelog.source));
    return { ...changed, text: markYanked(changed.text, isTakenBack) };
  };
  const text = product.changelog.source === "commits" ? writeEntry(entry, writer) : partOf(edited(), entry.version);
  return { component, entry, text, edited };
}

interface Range {
  readonly version: string | null;
  readonly tag: string | null;
  readonly date: string | null;
  readonly commit: string;
  readonly changes: readonly Change[];
  recorded(): Promise<Verification>;
}

/** A range that ends at a release is that release. */
async function taggedRange(
  { repository, product }: ChangelogTools,
  component: Component,
  { to, from, channel, date }: ChangelogRequest,
): Promise<Range | undefined> {
  if (to === undefined) return undefined;
  const [state, commit, all] = await Promise.all([repository.state(), repository.resolve(to), repository.tags()]);
  if (state.shallow) throw new SlipwayError(shallowClone());
  const tags = releaseTags(indexTags(all), component);
  const release = releaseAt(tags.at(commit), to);
  if (release === undefined) return undefined;
  const query = { tags, to: commit, from, channel: channel ?? undefined, released: release.version };
  const { changes } = await releaseChanges(repository, product, component, query);
  const day = date ?? isoDay((await commitAt(repository, commit)).committedAt);
  return {
    version: formatVersion(release.version),
    tag: release.tag,
    date: day,
    commit,
    changes,
    recorded: async () => ({}),
  };
}

/** Of several releases at a commit, the one that was named, otherwise the highest. */
function releaseAt(releases: readonly Release[], name: string): Release | undefined {
  const named = releases.find(({ tag }) => tag === name.replace(/^refs\/tags\//, ""));
  return named ?? releases.toSorted((a, b) => compareVersions(b.version, a.version))[0];
}

async function plannedRange(tools: ChangelogTools, component: Component, request: ChangelogRequest): Promise<Range> {
  const { repository, product, clock, signals, recordedTests } = tools;
  const [plan] = await planReleases(
    repository,
    product,
    { ...request, component: component.name ?? undefined },
    signals,
  );
  const { next, to: commit } = plan!;
  const tags = releaseTags(indexTags(await repository.tags()), component);
  const version = request.version ?? next;
  const tag = version === next ? plan!.tag : null;
  const query = { tags, to: commit, from: request.from, channel: plan!.channel ?? undefined };
  const { changes } = await releaseChanges(repository, product, component, query);
  const date = version === null ? null : (request.date ?? isoDay(clock.now()));
  const since = plan!.current?.commit;
  const recorded = async (): Promise<Verification> =>
    version === null || recordedTests === undefined ? {} : recordedTests({ version, commit, since });
  return { version, tag, date, commit, changes, recorded };
}

function partOf(edited: EditedChangelog | undefined, version: string | null): string {
  if (edited === undefined) return "";
  return findEntry(parseChangelog(edited.text), version)?.raw ?? "";
}

function definedOnly(verification: Verification | undefined): Verification {
  return Object.fromEntries(Object.entries(verification ?? {}).filter(([, value]) => value !== undefined));
}

function refuseBadRequest({ date, style, title, objective, verification }: ChangelogRequest): void {
  const problems: Problem[] = [];
  const details = title ?? objective ?? verification?.tests ?? verification?.securityScan;
  if (date !== undefined && !isIsoDay(date)) problems.push(badDate(date));
  if (style === "keep" && details !== undefined) problems.push(detailsWithoutPlace());
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
}

function badDate(date: string): Problem {
  return {
    code: "release-date",
    kind: "input",
    found: `--date ${date} is no day of the calendar`,
    expected: "a day as YYYY-MM-DD, for example 2026-01-31",
    action: "correct the date, or leave it out for today",
  };
}

function detailsWithoutPlace(): Problem {
  return {
    code: "changelog-style",
    kind: "input",
    found: "a title, an objective or verification results were given, and the style `keep` has no place for them",
    expected: "--format conventional, or `style: conventional` under `changelog` in slipway.yaml",
    action: "add --format conventional, or leave them out",
  };
}
