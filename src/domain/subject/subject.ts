import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";

/**
 * What can be approved of a release. `source` is the git tree without declared release files (version files, changelog,
 * release folder); `rollback` holds the plan together with the version it goes back to.
 */
export const FACETS = ["artifacts", "config", "manifest", "notes", "process", "rollback", "source"] as const;
export type Facet = (typeof FACETS)[number];

/** What is approved: the digest of each facet that exists. */
export type Subject = Readonly<Partial<Record<Facet, string>>>;

/** SHA-256 of a text in UTF-8, in lower-case hex. */
export type Sha256 = (text: string) => string;

/**
 * The digest people sign, `sha256:` and hex. The text it is taken of is canonical JSON, so that the order in which the
 * facets were found does not matter, and begins with what it is, so that no other record can have it.
 */
export function subjectDigest(subject: Subject, sha256: Sha256): string {
  const facets = Object.fromEntries(FACETS.map((facet) => [facet, subject[facet]]));
  return `sha256:${sha256(canonicalJson({ facets, type: "slipway/subject", version: 1 }))}`;
}

/** The digest of a facet that is a value, such as a rollback plan with its base version. Bytes are hashed as they are. */
export function facetDigest(facet: Facet, value: Json, sha256: Sha256): string {
  return `sha256:${sha256(canonicalJson({ facet, type: "slipway/facet", value, version: 1 }))}`;
}

/** What a signature or evidence says about: before packaging the source alone, later every facet there is. */
export function coveredBy(moment: "before-packaging" | "after-packaging", subject: Subject): Subject {
  if (moment === "after-packaging") return subject;
  return subject.source === undefined ? {} : { source: subject.source };
}

/** Facets that a success covered and that are not the same any more; it stands only while there are none. */
export function changedFacets(covered: Subject, now: Subject): readonly Facet[] {
  return FACETS.filter((facet) => covered[facet] !== undefined && covered[facet] !== now[facet]);
}
