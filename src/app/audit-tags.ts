import type { Product } from "../config/product.ts";
import { auditTags, type TagFinding, type TagRecord, type TagsElsewhere } from "../domain/tag/tag-audit.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { Act } from "./ledger/record.ts";
import type { Recorder } from "./ledger/recorder.ts";
import type { Repository, Tag, TagReader } from "./ports.ts";
import { readOperand } from "./release-operand.ts";
import { indexTags, releaseTags } from "./release-tags.ts";

export interface AuditTools {
  readonly repository: Repository;
  readonly tags: TagReader;
  readonly recorder: Pick<Recorder, "record" | "tagsMade">;
}

export interface AuditRequest {
  /** `[COMPONENT@]X.Y.Z`; absent: every release tag. */
  readonly operand: string | undefined;
  /** Remote whose tags are the record; absent: nothing is asked over the network. */
  readonly remote: string | undefined;
  /** Check the signature of every signed tag, which is slow where there are many. */
  readonly signatures: boolean;
  /** Put what is in order and was made without Slipway on record, so that it is missed from now on. */
  readonly record: boolean;
}

export interface AuditResult {
  readonly checked: number;
  /** How many of them the ledger has on record. */
  readonly recorded: number;
  /** How many signatures were checked, of how many signed tags. */
  readonly signatures: { readonly checked: number; readonly signed: number };
  readonly findings: readonly TagFinding[];
}

/** Looks at release tags for signs that somebody changed them (TG-04). */
export async function auditReleaseTags(
  { repository, tags: reader, recorder }: AuditTools,
  product: Product,
  request: AuditRequest,
): Promise<AuditResult> {
  const index = indexTags(await repository.tags());
  const isWanted = wantedTags(product, index, request.operand);
  const tags = index.tags.filter(({ name }) => isWanted(name));
  const wantedOf = (objects: ReadonlyMap<string, string>) => new Map([...objects].filter(([name]) => isWanted(name)));
  const ledger = { name: "the ledger", objects: wantedOf(await recorder.tagsMade()), isWhole: false };
  const elsewhere: TagsElsewhere[] = [ledger];
  if (request.remote !== undefined)
    elsewhere.push({ name: request.remote, objects: wantedOf(await reader.remote(request.remote)), isWhole: true });
  if (request.operand !== undefined && tags.length + elsewhere.flatMap(({ objects }) => [...objects]).length === 0)
    throw new SlipwayError(noSuchTag(request.operand));
  const contents = await reader.read(
    tags.filter(({ object, commit }) => object !== commit).map(({ object }) => object),
  );
  const all = request.signatures || request.operand !== undefined || product.tagSigning === "required";
  const records: TagRecord[] = [];
  for (const { name, object } of tags) {
    const content = contents.get(object);
    const signed = content !== undefined && content.signature !== null;
    const holds = signed && all ? (await reader.verify(object)).holds : undefined;
    records.push({ name, object, content, ...(holds === undefined ? {} : { signatureHolds: holds }) });
  }
  const findings = auditTags(records, { signing: product.tagSigning, records: elsewhere });
  const fresh = tags.filter(({ name }) => !ledger.objects.has(name) && findings.every(({ tag }) => tag !== name));
  if (request.record) await recordSeen(recorder, fresh);
  return {
    checked: tags.length,
    recorded: ledger.objects.size + (request.record ? fresh.length : 0),
    signatures: {
      checked: records.filter(({ signatureHolds }) => signatureHolds !== undefined).length,
      signed: records.filter(({ content }) => content !== undefined && content.signature !== null).length,
    },
    findings,
  };
}

/** Acts that are recorded at once. */
const BATCH = 500;

async function recordSeen(recorder: Pick<Recorder, "record">, tags: readonly Tag[]): Promise<void> {
  for (let start = 0; start < tags.length; start += BATCH) {
    const acts = tags.slice(start, start + BATCH).map(({ name, object, commit }): Act => ({
      type: "tag-seen",
      stream: `release/${name}`,
      action: "see",
      object: { kind: "tag", id: name, version: object },
      old: null,
      new: { object, commit },
    }));
    const last = acts.at(-1)!.object;
    const done = await recorder.record(`tag-seen/${last.version}/${last.id}/${acts.length}`, ...acts);
    if (done === "no ledger") throw new SlipwayError(noLedger());
  }
}

function noLedger(): Problem {
  return {
    code: "no-ledger",
    kind: "refused",
    found: "nothing is recorded here yet",
    expected: "a ledger",
    action: "set `ledger: required` in slipway.yaml",
  };
}

/** Which names are release tags: of every component, or the one of a version. */
function wantedTags(
  product: Product,
  index: ReturnType<typeof indexTags>,
  operand: string | undefined,
): (name: string) => boolean {
  if (operand === undefined) {
    const readers = product.components.map((component) => releaseTags(index, component));
    return (name) => readers.some((tags) => tags.reads(name));
  }
  const { component, text } = readOperand(operand, product);
  const tags = releaseTags(index, component);
  const wanted = tags.find(text)?.name ?? tags.write(text, undefined);
  return (name) => name === wanted;
}

function noSuchTag(operand: string): Problem {
  return {
    code: "tag-missing",
    kind: "failed",
    found: `no tag holds the version ${operand}`,
    expected: "the tag of a release",
    action: "list the tags with `git tag`, or fetch them with `git fetch --tags`",
  };
}
