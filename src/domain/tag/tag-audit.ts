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
  /** Name of the remote whose tags are the record, and the object of each of its release tags. */
  readonly remote?: { readonly name: string; readonly objects: ReadonlyMap<string, string> };
}

/** What is wrong with release tags, as far as they tell themselves or a record tells (TG-02 to TG-04). */
export function auditTags(tags: readonly TagRecord[], options: AuditOptions): TagFinding[] {
  const own = tags.flatMap((tag) => faultsOf(tag, options.signing));
  return options.remote === undefined ? own : [...own, ...compare(tags, options.remote)];
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

function compare(tags: readonly TagRecord[], { name, objects }: NonNullable<AuditOptions["remote"]>): TagFinding[] {
  const findings: TagFinding[] = [];
  const here = new Set<string>();
  for (const { name: tag, object } of tags) {
    here.add(tag);
    const recorded = objects.get(tag);
    if (recorded === undefined) findings.push({ tag, fault: "missing-there", explains: `${name} does not have it` });
    else if (recorded !== object) {
      const explains = `it is ${object.slice(0, 12)} here and ${recorded.slice(0, 12)} on ${name}`;
      findings.push({ tag, fault: "moved", explains });
    }
  }
  for (const tag of objects.keys()) {
    if (!here.has(tag))
      findings.push({ tag, fault: "missing-here", explains: `${name} has it, this repository does not` });
  }
  return findings;
}
