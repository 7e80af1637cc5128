import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";
import { isoSecond } from "../../kernel/iso-second.ts";
import { compareBytes } from "./byte-order.ts";

/** Media type of in-toto statements, which is signed along with them. */
export const STATEMENT_TYPE = "application/vnd.in-toto+json";

/** An artifact the statement is about. */
export interface Subject {
  /** Path relative to the top of the repository. */
  readonly name: string;
  readonly sha256: string;
}

export interface ProvenanceFacts {
  readonly product: string;
  readonly component: string | null;
  readonly version: string;
  readonly tag: string;
  /** Object the tag's ref holds: a tag object, or the commit of a lightweight tag. */
  readonly tagObject: string;
  readonly commit: string;
  /** Unix seconds recorded for the release. */
  readonly time: number;
  readonly subjects: readonly Subject[];
  /** Id of the key that signs: it stands for who made the artifacts. */
  readonly keyId: string;
}

/**
 * An in-toto Statement v1 with SLSA provenance v1, as canonical JSON. It pins the tag object and the commit that every
 * subject was made from; nothing in it depends on machine, folder or clock.
 */
export function provenanceStatement(facts: ProvenanceFacts): string {
  const { product, component, version, tag, tagObject, commit, time, subjects, keyId } = facts;
  const moment = isoSecond(time);
  return canonicalJson({
    _type: "https://in-toto.io/Statement/v1",
    subject: subjects
      .toSorted((a, b) => compareBytes(a.name, b.name))
      .map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "urn:slipway:release-artifacts:v1",
        externalParameters: { product, component, version, tag },
        resolvedDependencies: [
          { name: "commit", digest: { gitCommit: commit } },
          ...(tagObject === commit ? [] : [{ name: `refs/tags/${tag}`, digest: { gitTag: tagObject } }]),
        ],
      },
      runDetails: {
        builder: { id: `urn:slipway:key:${keyId}` },
        metadata: { startedOn: moment, finishedOn: moment },
      },
    },
  });
}

/** How a signed statement differs from what the repository says, each difference in words. Parts that are equal are silent. */
export function statementDifferences(expected: string, found: string): string[] {
  const parsed = parseObject(found);
  if (parsed === undefined) return ["the signed payload is no JSON object"];
  const [wanted, there] = [flatten(JSON.parse(expected) as Json), flatten(parsed)];
  const differences: string[] = [];
  for (const [path, value] of wanted) {
    const other = there.get(path);
    if (other !== value) differences.push(`${path} is ${other ?? "missing"}, and should be ${value}`);
  }
  for (const [path, value] of there)
    if (!wanted.has(path)) differences.push(`${path} is ${value}, and should not be there`);
  if (differences.length === 0 && expected !== found) differences.push("the signed payload is not written canonically");
  return differences;
}

/** The tag object that a statement pins; absent where it pins none. */
export function pinnedTag(statement: string): string | undefined {
  const parsed = parseObject(statement);
  if (parsed === undefined) return undefined;
  return [...flatten(parsed)].find(([path]) => path.endsWith(".digest.gitTag"))?.[1];
}

/** Names of the artifacts a statement is about; none where it cannot be read. */
export function subjectNames(statement: string): string[] {
  const parsed = parseObject(statement);
  const subjects =
    parsed !== undefined && "subject" in (parsed as object) ? (parsed as { subject?: Json }).subject : undefined;
  return Array.isArray(subjects) ? (subjects as readonly Json[]).flatMap((subject) => nameIn(subject) ?? []) : [];
}

function parseObject(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Leaves of a JSON value by their path. Subjects and the like are told by their name instead of their number. */
function flatten(value: Json, path = ""): Map<string, string> {
  if (value === null || typeof value !== "object") return new Map([[path, JSON.stringify(value).replaceAll('"', "")]]);
  const leaves = new Map<string, string>();
  for (const [key, member] of Object.entries(value) as [string, Json | undefined][]) {
    const name = Array.isArray(value) ? nameIn(member) : undefined;
    const step = name === undefined ? key : `[${name}]`;
    for (const [inner, leaf] of flatten(member ?? null, path === "" ? step : `${path}.${step}`))
      leaves.set(inner, leaf);
  }
  return leaves;
}

function nameIn(member: Json | undefined): string | undefined {
  const name = typeof member === "object" && member !== null && "name" in member ? member["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}
