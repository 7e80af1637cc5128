import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { shortHash } from "../commit/commit.ts";
import { footerValue } from "../commit/message.ts";
import { compareVersions, highestVersion, parseVersion, versionOf, type Version } from "../version/version.ts";
import type { Release } from "../history/base-search.ts";
import type { Change } from "./change.ts";

/** A version a person asks for. Without a reason it is refused. */
export interface Override {
  readonly version: string;
  readonly reason: string;
}

/** A version that settings ask for by name, and the file they stand in. */
export interface AskedVersion {
  readonly version: string;
  readonly source: string;
}

/** What a chosen version is checked against. */
interface Standing {
  readonly stable: Release | undefined;
  /** Known pre-releases newer than `stable`. */
  readonly prereleases: readonly Version[];
  /** Whether a version is used up by a tag that this history does not contain. */
  readonly isTaken: (version: string) => boolean;
}

interface Choice extends Standing {
  readonly override?: Override;
  readonly asked?: AskedVersion;
  readonly changes: readonly Change[];
}

export interface ChosenVersion {
  readonly version: Version;
  readonly decidedBy: "override" | "Release-As";
  readonly reason: string;
}

/** The version that is asked for: by a person, by the settings, or by a `Release-As` trailer, the newest first. */
export function chosenVersion(input: Choice): Result<ChosenVersion | undefined, Problem> {
  const { override } = input;
  if (override !== undefined) {
    if (override.reason.trim() === "") return err(reasonMissing(override.version));
    return accept(input, {
      text: override.version,
      decidedBy: "override",
      reason: `chosen: ${override.reason.trim()}`,
    });
  }
  const { asked } = input;
  if (asked !== undefined && !isPast(asked.version, input))
    return accept(input, { text: asked.version, decidedBy: "Release-As", reason: `releaseAs in ${asked.source}` });
  for (const change of input.changes) {
    const trailer = change.cancelled ? undefined : trailerOf(change);
    if (trailer === undefined || isPast(trailer, input)) continue;
    const reason = `Release-As trailer of commit ${shortHash(change.commit)} "${change.subject.slice(0, 100)}"`;
    return accept(input, { text: trailer, decidedBy: "Release-As", reason });
  }
  return ok(undefined);
}

/** The version a trailer names; what follows below it, such as a link, is none of it. */
function trailerOf(change: Change): string | undefined {
  return footerValue(change, "release-as")?.split("\n")[0]!.trim().replace(/^v/i, "");
}

/** What already had its effect, or came in from an older line of releases. */
function isPast(text: string, { stable, prereleases }: Standing): boolean {
  const version = versionOf(text);
  const highest = highestVersion([...prereleases, ...(stable === undefined ? [] : [stable.version])]);
  return version !== undefined && highest !== undefined && compareVersions(version, highest) <= 0;
}

function accept(
  { stable, isTaken }: Standing,
  { text, decidedBy, reason }: { text: string; decidedBy: ChosenVersion["decidedBy"]; reason: string },
): Result<ChosenVersion, Problem> {
  const version = parseVersion(text);
  if (!version.ok) return version;
  if (stable !== undefined && compareVersions(version.value, stable.version) <= 0)
    return err(notLater(text, stable.tag, reason));
  if (isTaken(text)) return err(alreadyUsed(text));
  return ok({ version: version.value, decidedBy, reason });
}

function reasonMissing(version: string): Problem {
  return {
    code: "override-reason",
    kind: "input",
    found: `version ${version} was asked for without a reason`,
    expected: "a reason that will stand in the plan and in the record",
    action: `add --reason "why ${version}"`,
  };
}

function notLater(text: string, tag: string, reason: string): Problem {
  return {
    code: "version-not-later",
    kind: "input",
    found: `${text} (${reason}) does not come after the current release ${tag}`,
    expected: "a version that is higher than the current one",
    action: "ask for a higher version, or correct the trailer with a correction file",
  };
}

function alreadyUsed(text: string): Problem {
  return {
    code: "version-used",
    kind: "refused",
    found: `${text} was released before; a version is never used twice`,
    expected: "a version that no tag holds",
    action: "ask for another version",
  };
}
