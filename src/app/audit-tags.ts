import type { Product } from "../config/product.ts";
import { auditTags, type TagFinding, type TagRecord, type TagsElsewhere } from "../domain/tag/tag-audit.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { Recorder } from "./ledger/recorder.ts";
import type { Repository, TagReader } from "./ports.ts";
import { readOperand } from "./release-operand.ts";
import { indexTags, releaseTags } from "./release-tags.ts";

export interface AuditTools {
  readonly repository: Repository;
  readonly tags: TagReader;
  readonly recorder: Pick<Recorder, "tagsMade">;
}

export interface AuditRequest {
  /** `[COMPONENT@]X.Y.Z`; absent: every release tag. */
  readonly operand: string | undefined;
  /** Remote whose tags are the record; absent: nothing is asked over the network. */
  readonly remote: string | undefined;
  /** Check the signature of every signed tag, which is slow where there are many. */
  readonly signatures: boolean;
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
  return {
    checked: tags.length,
    recorded: ledger.objects.size,
    signatures: {
      checked: records.filter(({ signatureHolds }) => signatureHolds !== undefined).length,
      signed: records.filter(({ content }) => content !== undefined && content.signature !== null).length,
    },
    findings: auditTags(records, { signing: product.tagSigning, records: elsewhere }),
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
