import type { Component } from "../../config/product.ts";
import type { ReleaseFacts } from "../../domain/backtest/release-facts.ts";
import { releaseSection, tellsOfReleases, type ReleaseSection } from "../../domain/backtest/release-section.ts";
import type { Release } from "../../domain/history/base-search.ts";
import { isCounterSkipped } from "../../domain/backtest/skipped-counter.ts";
import { channelOf } from "../../domain/version/channel.ts";
import { compareVersions, formatVersion, isPrerelease, releaseOf } from "../../domain/version/version.ts";
import type { ComponentHistory } from "../component-history.ts";
import type { MemoryHistory } from "./memory-history.ts";
import type { Replay } from "./release-replay.ts";

const CHANGELOGS = [
  "CHANGELOG.md",
  "changelog.md",
  "Changelog.md",
  "CHANGES.md",
  "HISTORY.md",
  "History.md",
  "docs/CHANGELOG.md",
  "CHANGELOG",
];

/** Collects the evidence a repository holds about one of its releases. */
export async function factsOf(
  replay: Replay,
  component: Component,
  tool: string,
  read: ComponentHistory,
): Promise<ReleaseFacts> {
  const { release, line, convention, history, previous, following } = replay;
  const { version, commit } = release;
  const twins = line.tags.at(commit).filter(({ tag }) => tag !== release.tag);
  const plain = releaseOf(version);
  const isReached = (other: Release | undefined): boolean =>
    other !== undefined && compareVersions(other.version, plain) === 0;
  const released = line.tags.find(formatVersion(plain));
  return {
    version,
    isAnnotated: line.tags.isAnnotated(release.tag),
    commit: history.commit(commit)!,
    previous,
    following,
    base: read.stable,
    range: read.commits,
    fresh: read.fresh,
    prereleases: read.prereleases,
    tool,
    foreignCode: convention.foreignCode,
    isToolUnfinished: convention.isToolUnfinished === true,
    isNumberCommanded: convention.isNumberCommanded === true,
    numbersInSettings: convention.numbers ?? [],
    zero: component.rules.zero,
    hasLowerTwin: twins.some(
      (twin) =>
        compareVersions(twin.version, version) < 0 &&
        (!isPrerelease(twin.version) || channelOf(twin.version) === channelOf(version)),
    ),
    isVariant:
      isPrerelease(version) &&
      (twins.some((twin) => isReached(twin)) ||
        (released !== undefined && (await history.repository.isAncestor(released.commit, commit)))),
    isCounterSkipped: isCounterSkipped(version, (text) => line.tags.find(text) !== undefined),
    ...(await notesOf(replay, component, read)),
  };
}

/** Only tools that write a changelog into the repository are asked what it says. */
async function notesOf(
  { release, product, snapshots, line, history }: Replay,
  component: Component,
  { stable, isFresh }: ComponentHistory,
): Promise<Pick<ReleaseFacts, "section" | "isOldNoted" | "listsOthers" | "keepsNotes" | "hasBaseSection">> {
  const none = { section: undefined, isOldNoted: false, listsOthers: false, keepsNotes: false, hasBaseSection: false };
  if (product.tool === "semantic-release" || product.tool === "slipway") return none;
  const paths = line.name === null ? [component.changelog, ...CHANGELOGS] : [component.changelog];
  const [id] = (await snapshots.find(release.commit, paths)).values();
  if (id === undefined) return none;
  const text = await snapshots.text(id);
  const section = releaseSection(text, formatVersion(release.version));
  const isOther = (start: string): boolean => !history.startingWith(start).some((hash) => isFresh(hash));
  return {
    section,
    listsOthers: [...(section?.commits.keys() ?? [])].some((start) => isOther(start)),
    isOldNoted: stable !== undefined && (await listsOlder(section, stable, history)),
    keepsNotes: tellsOfReleases(text),
    hasBaseSection: stable !== undefined && releaseSection(text, formatVersion(stable.version)) !== undefined,
  };
}

async function listsOlder(
  section: ReleaseSection | undefined,
  { commit }: Release,
  history: MemoryHistory,
): Promise<boolean> {
  const listed = [...(section?.commits.keys() ?? [])].map((short) => history.startingWith(short));
  for (const [hash, another] of listed) {
    if (hash === undefined || another !== undefined) return false;
    if (!(await history.repository.isAncestor(hash, commit))) return false;
  }
  return listed.length > 0;
}
