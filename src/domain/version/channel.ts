import { bumpVersion, type Bump } from "./bump.ts";
import { compareVersions, highestVersion, releaseOf, type Version } from "./version.ts";

/** What the next number of a pre-release channel depends on. */
export interface ChannelState {
  /** Name of the channel, the first pre-release identifier: `beta` in `2.0.0-beta.3`. */
  readonly channel: string;
  /** The last released version; absent before the first release. */
  readonly stable: Version | undefined;
  /** The highest bump among the changes since `stable`, zero policy applied. */
  readonly bump: Bump;
  /** The first version, used when there is no `stable`. */
  readonly initial: Version;
  /** Every pre-release that is known and newer than `stable`, those of other channels too. */
  readonly existing: readonly Version[];
  /** The counter a new base number starts with: 1 (semantic-release) or 0 (npm, lerna). */
  readonly firstCounter: number;
}

/**
 * The next version of a pre-release channel. The base number is the one the changes since the last release lead to, and
 * never lower than one that any channel announced, so that `beta` goes on with the number of `alpha`; the counter goes on
 * where the channel stopped on that base number.
 */
export function nextOnChannel(state: ChannelState): Version {
  const own = state.existing.filter((version) => channelOf(version) === state.channel);
  const target = state.stable === undefined ? state.initial : bumpVersion(state.stable, state.bump);
  const base = highestVersion([target, ...state.existing.map((version) => releaseOf(version))])!;
  const onBase = own.filter((version) => compareVersions(releaseOf(version), base) === 0);
  const last = onBase.toSorted((a, b) => counterOf(a) - counterOf(b)).at(-1);
  if (last === undefined)
    return { ...base, prerelease: [...(state.channel === "" ? [] : [state.channel]), state.firstCounter] };
  return { ...base, prerelease: [...last.prerelease.slice(0, -1), ...nextIdentifier(last, state.firstCounter)] };
}

/**
 * The channel of a pre-release: its first identifier. A counter that is glued to it is none of its name (`rc1` is of channel
 * `rc`), unless another counter follows (`alpha2.1` is of channel `alpha2`).
 */
export function channelOf({ prerelease: [first, ...rest] }: Version): string | undefined {
  if (first === undefined) return undefined;
  if (typeof first === "number") return "";
  return rest.length > 0 ? first : (/^(.*?[A-Za-z])-?\d+$/.exec(first)?.[1] ?? first);
}

/** Counters are numbers, also where they are glued to a name, though precedence compares such identifiers as text. */
function counterOf({ prerelease }: Version): number {
  return Number(/\d+$/.exec(String(prerelease.at(-1)))?.[0] ?? -1);
}

/** The last identifier counted up: `3` → `4`, `rc1` → `rc2`, `beta` → `beta.N`. */
function nextIdentifier({ prerelease }: Version, firstCounter: number): (string | number)[] {
  const last = prerelease.at(-1)!;
  if (typeof last === "number") return [last + 1];
  const glued = /^(.*[A-Za-z-])(\d+)$/.exec(last);
  return glued === null ? [last, firstCounter] : [`${glued[1]}${Number(glued[2]) + 1}`];
}
