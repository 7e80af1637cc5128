import type { Signal } from "../plan/significance.ts";
import { highestBump, type Bump } from "../version/bump.ts";
import { bumpOfDifference, type ApiDifference } from "./difference.ts";

const NAMED_MAX = 3;
const WORDS: Readonly<Record<Bump, string>> = {
  none: "is the same API as in",
  patch: "changes nothing a caller depends on since",
  minor: "adds to the API of",
  major: "breaks the API of",
};

/** What the differences of a document since a release say about the next version; the first ones are the evidence. */
export function apiSignal(spec: string, since: string, differences: readonly ApiDifference[]): Signal {
  const rated = differences.map((difference) => ({ difference, bump: bumpOfDifference(difference) }));
  const bump = highestBump(rated.map((each) => each.bump));
  const decisive = bump === "none" ? [] : rated.filter((each) => each.bump === bump);
  const named = decisive.slice(0, NAMED_MAX).map(({ difference }) => sentence(difference));
  const more = decisive.length > NAMED_MAX ? ` and ${decisive.length - NAMED_MAX} more` : "";
  const list = named.length === 0 ? "" : `: ${named.join("; ")}${more}`;
  return { source: "api", bump, evidence: `${spec} ${WORDS[bump]} ${since}${list}` };
}

/** A document that came or went since a release. */
export function apiAppeared(spec: string, since: string): Signal {
  return { source: "api", bump: "minor", evidence: `${spec} is a new API: it was not there in ${since}` };
}

export function apiRemoved(spec: string, since: string): Signal {
  return { source: "api", bump: "major", evidence: `${spec} is gone: ${since} had this API` };
}

function sentence({ path, action, before, after }: ApiDifference): string {
  const place = placeOf(path);
  if (action === "add") return `${place} added`;
  if (action === "remove") return `${place} removed`;
  return `${place} ${JSON.stringify(before)?.slice(0, 40)} -> ${JSON.stringify(after)?.slice(0, 40)}`;
}

/** `GET /pets parameters.0` instead of five keys in a row. */
function placeOf(path: readonly string[]): string {
  const [top, name, method, ...rest] = path;
  if (top !== "paths" || name === undefined) return path.join(".") || "the document";
  return [method?.toUpperCase(), name, rest.join(".")].filter(Boolean).join(" ");
}
