import type { TagObject } from "./tag-object.ts";

/** A release tag as it stands here. */
export interface TagRecord {
  readonly name: string;
  /** The object the ref holds: a tag object, or a commit when the tag is lightweight. */
  readonly object: string;
  readonly content: TagObject | undefined;
  /** Result of checking its signature; absent when nobody asked. */
  readonly signatureHolds?: boolean;
}

export type TagFault =
  | "moved"
  | "missing-here"
  | "missing-there"
  | "renamed"
  | "lightweight"
  | "unsigned"
  | "bad-signature";

export interface TagFinding {
  readonly tag: string;
  readonly fault: TagFault;
  readonly explains: string;
}

export interface AuditOptions {
  readonly signing: "required" | "optional";
  /** What the tags are compared with. */
  readonly records?: readonly TagsElsewhere[];
}

/** Release tags as a remote has them, or as they were recorded when they were made: the object of each. */
export interface TagsElsewhere {
  readonly name: string;
  readonly objects: ReadonlyMap<string, string>;
  /** Whether it has to hold every tag there is. */
  readonly isWhole: boolean;
}

/** What is wrong with release tags, as far as they tell themselves or a record tells (TG-02 to TG-04). */
export function auditTags(tags: readonly TagRecord[], { signing, records = [] }: AuditOptions): TagFinding[] {
  const own = tags.flatMap((tag) => faultsOf(tag, signing));
  return [...own, ...records.flatMap((record) => compare(tags, record))];
}

function faultsOf({ name, content, signatureHolds }: TagRecord, signing: AuditOptions["signing"]): TagFinding[] {
  if (content === undefined) {
    return [{ tag: name, fault: "lightweight", explains: "it is a bare pointer without author, date and message" }];
  }
  const findings: TagFinding[] = [];
  if (content.name !== name) {
    findings.push({ tag: name, fault: "renamed", explains: `the tag object calls itself ${content.name}` });
  }
  if (content.signature === null && signing === "required") {
    findings.push({ tag: name, fault: "unsigned", explains: "it has no signature, and `tagSigning` is required" });
  }
  if (content.signature !== null && signatureHolds === false) {
    findings.push({ tag: name, fault: "bad-signature", explains: "git verify-tag does not accept its signature" });
  }
  return findings;
}

function compare(tags: readonly TagRecord[], { name, objects, isWhole }: TagsElsewhere): TagFinding[] {
  const findings: TagFinding[] = [];
  const here = new Set<string>();
  for (const { name: tag, object } of tags) {
    here.add(tag);
    const recorded = objects.get(tag);
    if (recorded === undefined) {
      if (isWhole) findings.push({ tag, fault: "missing-there", explains: `${name} does not have it` });
    } else if (recorded !== object) {
      const explains = `it is ${object.slice(0, 12)} here and ${recorded.slice(0, 12)} in ${name}`;
      findings.push({ tag, fault: "moved", explains });
    }
  }
  for (const [tag, object] of objects) {
    const explains = `${name} has it as ${object.slice(0, 12)}, this repository does not`;
    if (!here.has(tag)) findings.push({ tag, fault: "missing-here", explains });
  }
  return findings;
}
