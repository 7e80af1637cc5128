import type { Product } from "../config/product.ts";
import { findEntry, parseChangelog } from "../domain/changelog/document.ts";
import { parseEntry } from "../domain/changelog/entry.ts";
import { notesBody } from "../domain/notes/notes-markdown.ts";
import { releaseNotes } from "../domain/notes/notes.ts";
import { fillTemplate } from "../domain/release-message/message-template.ts";
import { summaryOfChanges, titleOfBump } from "../domain/tag/tag-text.ts";
import { isPrerelease } from "../domain/version/version.ts";
import { SlipwayError, type ProblemKind } from "../kernel/problem.ts";
import { recordFoundTag } from "./ledger/recording-writer.ts";
import type { Recorder } from "./ledger/recorder.ts";
import type { SignalReader } from "./plan-releases.ts";
import type { RepositoryWriter, TagReader } from "./ports.ts";
import type { BranchTools } from "./release-branch.ts";
import { readReleaseFacts, type ReleaseFacts } from "./release-facts.ts";
import { readOperand } from "./release-operand.ts";
import { tagProblems } from "./tag-checks.ts";
import { readBack, settledTag, type TagWanted } from "./tag-proof.ts";

export interface TagRequest {
  /** `[COMPONENT@]X.Y.Z` */
  readonly operand: string;
  readonly commit?: string | undefined;
  readonly type?: string | undefined;
  readonly sign: boolean;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  /** Why the version is another one than planned. */
  readonly reason?: string | undefined;
  readonly dryRun: boolean;
}

export interface TagTools extends BranchTools {
  readonly tags: TagReader;
  readonly writer: RepositoryWriter;
  readonly recorder: Recorder;
  readonly signals: SignalReader;
}

export interface TagResult {
  readonly tag: string;
  readonly version: string;
  readonly component: string | null;
  readonly commit: string;
  /** Id of the tag object; `null` on a dry run. */
  readonly object: string | null;
  readonly message: string;
  /** Who signed it, in git's words; `null` without a signature. */
  readonly signedBy: string | null;
  readonly state: "made" | "already there" | "would be made";
}

/** Tags a release. Everything that speaks against it is told at once; the tag is read back before it counts. */
export async function tagRelease(tools: TagTools, product: Product, request: TagRequest): Promise<TagResult> {
  const { repository, tags, writer } = tools;
  const target = readOperand(request.operand, product);
  const facts = await readReleaseFacts(repository, product, { target, ...request }, tools.signals);
  const wanted: TagWanted = {
    name: facts.tag,
    commit: facts.commit,
    message: tagMessage(product, facts, request),
    sign: request.sign || product.tagSigning === "required",
  };
  const { message } = wanted;
  const about = {
    tag: facts.tag,
    version: facts.text,
    component: target.component.name,
    commit: facts.commit,
    message,
  };
  if (facts.existing !== undefined && !facts.isMarked) {
    const { object } = facts.existing;
    const [unplanned, ...others] = facts.planProblems; // without a plan nobody knows the message it has to have
    if (unplanned !== undefined) throw new SlipwayError([unplanned, ...others]);
    const signedBy = await settledTag(tags, object, wanted);
    if (!request.dryRun) await recordFoundTag(tools.recorder, wanted, object);
    return { ...about, object, signedBy, state: "already there" };
  }
  const problems = (await tagProblems(tools, product, facts, request.reason)).toSorted(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  );
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
  if (request.dryRun) return { ...about, object: null, signedBy: null, state: "would be made" };
  const object = await writer.tag(wanted);
  try {
    return { ...about, object, signedBy: await readBack(tags, object, wanted), state: "made" };
  } catch (error) {
    await writer.removeTag(facts.tag, object);
    throw error;
  }
}

/** What users are told (TG-06), by the changes and by the changelog at the commit. No links: a remote's address may change. */
function tagNotes({ component, text, tag, commit, plan, changelog, title, objective, changes }: ReleaseFacts): string {
  const part = findEntry(parseChangelog(changelog), text);
  const { name } = component;
  const about = { product: name ?? "", component: name, version: text, tag, commit, date: "", title, objective };
  const entry = part === undefined ? undefined : parseEntry(part.raw);
  const previous = plan?.current ?? null;
  return notesBody(
    releaseNotes({ ...about, previous, planned: false, audience: "users", changes, entry, forge: undefined }),
  );
}

/** The first problem decides the exit code: wrong input first, then refusals, then checks that failed. */
const KINDS: readonly ProblemKind[] = ["input", "refused", "failed", "nothing"];

/** Appendix D by default: title line, one paragraph, a pointer to the changelog. A reason for another version stays on record. */
function tagMessage(product: Product, facts: ReleaseFacts, { title, summary, reason }: TagRequest): string {
  const { component, plan, version, text } = facts;
  const template = product.messages.tag;
  const values = {
    version: text,
    product: product.name,
    component: component.name ?? product.name,
    title:
      title ?? facts.title ?? titleOfBump(plan?.bump ?? "none", facts.current === undefined, isPrerelease(version)),
    summary: summary ?? facts.objective ?? summaryOfChanges(plan?.changes ?? []),
    changelog: component.changelog,
  };
  const message = fillTemplate(template, values, template.includes("{notes}") ? { notes: tagNotes(facts) } : {});
  const record = reason === undefined ? "" : `\n\nVersion-Reason: ${reason.replaceAll(/\s+/g, " ").trim()}`;
  return `${message.trimEnd()}${record}\n`;
}
