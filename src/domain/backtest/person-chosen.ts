import { firstLine } from "../commit/commit.ts";
import { bumpBetween, bumpVersion, BUMPS, compareBumps, type Bump } from "../version/bump.ts";
import {
  compareVersions,
  formatVersion,
  isPrerelease,
  releaseOf,
  versionOf,
  type Version,
} from "../version/version.ts";
import type { ReleaseFacts } from "./release-facts.ts";
import { isTextReplaced, isToldOtherwise } from "./replaced-text.ts";

/** Why a past release does not tell how well versions are derived: evidence that its number was not derived. */
export interface PersonChosen {
  readonly id: string;
  readonly sentence: string;
}

type Evidence = PersonChosen & { applies(facts: ReleaseFacts): boolean };

const BOT =
  /\[bot\]|\bbot\b|-bot|github-actions|semantic-release|automation|token-generator|circleci|travis|release-please/i;
const BOT_ADDRESS = /noreply@github\.com|\[bot\]|-bot@|semantic-release|github-actions/i;
const HEADER = /^\s*\w+(?:\([^)]*\))?!?:\s/;
const NOTE_OR_REVERT = /^[\s|*]*BREAKING[ -]CHANGE|^revert/im;

/** A counter alone or after a word; hashes and times of day hold letters behind digits, or more digits than a counter has. */
const HASH = /^(?=.*\d)[0-9a-f]{7,40}$/i;
const COUNTER = /^[A-Za-z-]*\d{1,5}$/;

/** Tools that make a commit for a release, and then an annotated tag. */
const COMMITS_THEN_TAGS: ReadonlySet<string> = new Set(["standard-version", "lerna"]);
const RELEASE_HEADER = /^(?:chore\(release\): (?:publish )?|v)v?(\d+\.\d+\.\d+[\w.-]*)/;
const SPEAKS_OF_RELEASE = /release|publish|v?\d+\.\d+\.\d+/i;

/** Tools whose headings tell a patch from others, by the kind they derived and not by the number. */
const HEADS_BY_KIND: ReadonlySet<string> = new Set(["standard-version", "release-please"]);

/** Tools that write the counter after a dot, never behind a word such as `rc1`. */
const COUNTS_APART: ReadonlySet<string> = new Set(["semantic-release", "standard-version", "lerna", "nx"]);

/** Tools that write a changelog of their own into the repository. */
const WRITES_NOTES: ReadonlySet<string | undefined> = new Set([
  "release-please",
  "standard-version",
  "lerna",
  "nx",
  "commitizen",
  "python-semantic-release",
  "cog",
]);

/** Of these, those for which any commit is at least a patch. */
const RELEASES_ANYTHING: ReadonlySet<string> = new Set(["standard-version", "lerna", "nx"]);

/** In the order in which they are asked; the first that applies counts. */
const EVIDENCE: readonly Evidence[] = [
  {
    id: "first-release",
    sentence: "no release is reachable, so there is no number to start from",
    applies: (facts) => facts.base === undefined && (isStable(facts) || facts.prereleases.length === 0),
  },
  {
    id: "third-party-analyzer",
    sentence: "the configuration names code of somebody else that decides instead of the tool",
    applies: ({ foreignCode }) => foreignCode !== undefined,
  },
  {
    id: "not-on-release-commit",
    sentence: "the tool tags the commit of its release, and this is none, or that of another release",
    applies: isElsewhere,
  },
  {
    id: "annotated-tag",
    sentence: "semantic-release writes light tags, and this one is annotated",
    applies: ({ tool, isAnnotated }) => tool === "semantic-release" && isAnnotated,
  },
  {
    id: "notes-contradict-number",
    sentence: "the release's own notes tell of another kind of change than its number",
    applies: contradictsNumber,
  },
  {
    id: "notes-contradict-commits",
    sentence:
      "the release's own notes read a commit differently from its text, or miss one, so they were not made from this range",
    applies: contradictsCommits,
  },
  {
    id: "variant-tag",
    sentence: "the number without its suffix was released before, so the suffix names a variant",
    applies: ({ isVariant }) => isVariant,
  },
  {
    id: "gap",
    sentence: "the number is not one step after the release it follows",
    applies: isGap,
  },
  {
    id: "counter-gap",
    sentence: "the counter of a pre-release is above 1, and the one before it has no tag",
    applies: ({ isCounterSkipped }) => isCounterSkipped,
  },
  {
    id: "unfinished-tool",
    sentence: "the tool asked for is itself a pre-release, and how it counts pre-releases was not settled",
    applies: (facts) => facts.isToolUnfinished && !isStable(facts),
  },
  {
    id: "no-kind-stated",
    sentence: "no commit since the release before states a kind of change",
    applies: ({ fresh }) => fresh.every(({ message }) => !HEADER.test(message) && !NOTE_OR_REVERT.test(message)),
  },
  {
    id: "release-commit-by-person",
    sentence: "a person wrote this release commit without notes, and a bot the one before or after it",
    applies: ({ tool, commit, previous, following, section }) =>
      tool === "release-please" &&
      section === undefined &&
      !isBotName(commit.author.name) &&
      [previous, following].some((other) => other !== undefined && isBotName(other.author.name)),
  },
  {
    id: "notes-skip-release",
    sentence:
      "the tool's changelog tells of the release before, but not of this one, and the tagged commit wrote none elsewhere",
    applies: (facts) =>
      facts.tool !== "release-please" && WRITES_NOTES.has(facts.tool) && facts.hasBaseSection && !tellsOfItself(facts),
  },
  {
    id: "npm-version-commit",
    sentence: "the tagged commit is one that `npm version` writes, by a person",
    applies: (facts) =>
      (facts.tool === "semantic-release" || (facts.tool === "standard-version" && !tellsOfItself(facts))) &&
      /^v?\d+\.\d+\.\d+(?:-\S+)?(?: *\[.*\])?$/.test(firstLine(facts.commit.message)) &&
      !isBot(facts.commit.author),
  },
  {
    id: "notes-since-other",
    sentence:
      "the release's own notes start at an older release than the one before it, so the tool did not see that one",
    applies: ({ base, section, isOldNoted }) =>
      base !== undefined && (isOldNoted || isOlder(section?.since, base.version)),
  },
  {
    id: "number-in-settings",
    sentence: "the settings of release-please name this very number",
    applies: ({ version, numbersInSettings }) => numbersInSettings.includes(formatVersion(version)),
  },
  {
    id: "number-in-command",
    sentence: "every command that runs the tool names the number or the kind of change itself",
    applies: ({ isNumberCommanded }) => isNumberCommanded,
  },
  {
    id: "second-tag-on-commit",
    sentence: "a lower release stands on the same commit",
    applies: ({ hasLowerTwin }) => hasLowerTwin,
  },
  {
    id: "no-counter",
    sentence: "the pre-release has no counter",
    applies: ({ version, tool }) =>
      isPrerelease(version) &&
      (version.prerelease.some((identifier) => HASH.test(String(identifier))) ||
        !(COUNTS_APART.has(tool) ? /^\d{1,5}$/ : COUNTER).test(String(version.prerelease.at(-1)))),
  },
  {
    id: "left-zero-by-hand",
    sentence: "the policy for versions below 1.0.0 cannot lead to 1.0.0",
    applies: leavesZeroByHand,
  },
];

/** The reason for releases at whose commit no tool derives versions: nothing further has to be asked. */
export const NO_DERIVING_TOOL: PersonChosen = {
  id: "no-deriving-tool",
  sentence: "no tool that derives versions is set up and run in the tree of the release",
};

/** Every reason to leave a release out, the one that counts first; none when it has to be judged. */
export function allReasons(facts: ReleaseFacts): PersonChosen[] {
  return EVIDENCE.filter(({ applies }) => applies(facts)).map(({ id, sentence }) => ({ id, sentence }));
}

/**
 * Tools that annotate their tags are believed where one is: their release commits may be called anything. So are those
 * that keep no changelog in the repository, since they may commit nothing at all.
 */
function isElsewhere(facts: ReleaseFacts): boolean {
  const { tool, commit, isAnnotated, version } = facts;
  const header = firstLine(commit.message);
  if (tool === "release-please") return !/release/i.test(header);
  if (!COMMITS_THEN_TAGS.has(tool)) return false;
  const number = RELEASE_HEADER.exec(header)?.[1];
  if (number !== undefined) return number !== formatVersion(version);
  return !isAnnotated && !SPEAKS_OF_RELEASE.test(header) && facts.keepsNotes && !tellsOfItself(facts);
}

/** Whether notes tell of the release, or the tagged commit wrote some elsewhere. */
function tellsOfItself({ section, commit }: ReleaseFacts): boolean {
  return section !== undefined || (commit.paths ?? []).some((path) => /(?:^|\/)changelog\.md$/i.test(path));
}

function isStable({ version }: ReleaseFacts): boolean {
  return !isPrerelease(version);
}

/** The bump that leads from the base to the number without its suffix; absent when none does. */
function stepOf({ base, version }: ReleaseFacts): Bump | undefined {
  if (base === undefined) return undefined;
  const target = releaseOf(version);
  return BUMPS.find((bump) => bump !== "none" && compareVersions(bumpVersion(base.version, bump), target) === 0);
}

/** Asked of stable releases only, and where a tool notes what is new since a pre-release, not after one. */
function contradictsCommits(facts: ReleaseFacts): boolean {
  if (!isStable(facts)) return false;
  if (facts.tool === "release-please") return isTextReplaced(facts);
  return WRITES_NOTES.has(facts.tool) && facts.prereleases.length === 0 && isToldOtherwise(facts);
}

/** Pre-releases announce a number one step after the last stable release, and keep it while they count. */
function isGap(facts: ReleaseFacts): boolean {
  if (facts.base === undefined || facts.isVariant || stepOf(facts) !== undefined) return false;
  const target = releaseOf(facts.version);
  return isStable(facts) || !facts.prereleases.some((other) => compareVersions(releaseOf(other), target) === 0);
}

/**
 * Asked where the notes cover everything since the base: of the first release since, and of a stable one after
 * pre-releases when its notes start at the base. Notes without an entry tell of a patch where the tool releases at least
 * that. Below 1.0.0 a policy may lower what the notes tell, and never raises it.
 */
function contradictsNumber(facts: ReleaseFacts): boolean {
  const { section, base, tool, version, prereleases } = facts;
  if (section === undefined || stepOf(facts) === undefined) return false;
  if (prereleases.length > 0 && (!isStable(facts) || !startsAt(section.since, base?.version))) return false;
  if (base === undefined || !WRITES_NOTES.has(tool)) return false;
  const bump = bumpBetween(base.version, releaseOf(version));
  if (section.isHeadedAsPatch && HEADS_BY_KIND.has(tool) && bump !== "patch") return true;
  if (section.kinds.size === 0 && !RELEASES_ANYTHING.has(tool)) return false;
  const told = section.kinds.has("breaking") ? "major" : section.kinds.has("feature") ? "minor" : "patch";
  return base.version.major > 0 ? told !== bump : compareBumps(bump, told) > 0;
}

function startsAt(since: string | undefined, base: Version | undefined): boolean {
  const version = since === undefined ? undefined : versionOf(since);
  return version !== undefined && base !== undefined && compareVersions(version, base) === 0;
}

function isOlder(since: string | undefined, base: Version): boolean {
  const version = since === undefined ? undefined : versionOf(since);
  return version !== undefined && compareVersions(version, base) < 0;
}

function leavesZeroByHand(facts: ReleaseFacts): boolean {
  const { base, version, zero, range } = facts;
  if (base?.version.major !== 0 || !isStable(facts) || version.major !== 1 || zero === "semver") return false;
  return !range.some(({ message }) => /^release-as:/im.test(message));
}

function isBotName(name: string): boolean {
  return BOT.test(name);
}

function isBot({ name, email }: { readonly name: string; readonly email: string }): boolean {
  return isBotName(name) || BOT_ADDRESS.test(email);
}
