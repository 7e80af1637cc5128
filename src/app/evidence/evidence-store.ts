import { createHash } from "node:crypto";
import type { Product } from "../../config/product.ts";
import { evidenceFileSchema } from "../../contract/evidence.ts";
import { firstIssue } from "../../contract/schema-issue.ts";
import { departures, isSameRecord, type EvidenceRecord } from "../../domain/evidence/evidence-record.ts";
import { isSlipwayError, SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { EvidenceFiles, ReadReport } from "../evidence-ports.ts";
import type { Repository, Workspace } from "../ports.ts";

export interface EvidenceStore {
  /** Every record; a file that is none is a problem. */
  records(): Promise<readonly EvidenceRecord[]>;
  /** What is wrong with these records: reports that are gone, changed, or say something else. */
  alterations(records: readonly EvidenceRecord[]): Promise<readonly Problem[]>;
}

export interface StoreTools {
  readonly repository: Repository;
  readonly files: EvidenceFiles;
  readonly readReport: ReadReport;
}

/** Evidence of the working tree, or of a revision: reports under their SHA-256, and beside each the record of what it says. */
export function openEvidence(tools: StoreTools, product: Product, revision?: string): EvidenceStore {
  const folder = evidenceFolder(product);
  const place = revision === undefined ? inTree(tools, folder) : atRevision(tools, folder, revision);
  return {
    records: () => recordsIn(place, folder),
    async alterations(records) {
      const problems: Problem[] = [];
      for (const [sha256, about] of Map.groupBy(records, ({ file }) => file.sha256)) {
        const report = (await place.read([sha256])).get(sha256);
        for (const record of about) {
          const problem = await alteration(tools.readReport, folder, record, report);
          if (problem !== undefined) problems.push(problem);
        }
      }
      return problems;
    },
  };
}

/** What was recorded in a commit, whether or not its reports are still what they were. */
export async function recordsAt(
  tools: Pick<StoreTools, "repository">,
  product: Product,
  commit: string,
): Promise<readonly EvidenceRecord[]> {
  const folder = evidenceFolder(product);
  return recordsIn(atRevision(tools, folder, commit), folder);
}

export function evidenceFolder({ releaseFolder }: Product): string {
  return `${releaseFolder}/evidence`;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Keeps a report and what it says. Both are written whole; the record comes last, so that it never speaks of nothing. */
export async function storeEvidence(
  { files, workspace }: { files: EvidenceFiles; workspace: Workspace },
  product: Product,
  record: EvidenceRecord,
  report: Uint8Array,
): Promise<void> {
  const folder = evidenceFolder(product);
  const { sha256 } = record.file;
  if ((await files.bytes(`${folder}/.gitattributes`)) === undefined)
    await workspace.write(`${folder}/.gitattributes`, "* -text\n"); // git would change line ends, and with them the digest
  const kept = await files.bytes(`${folder}/${sha256}`);
  if (kept === undefined || sha256Of(kept) !== sha256) await workspace.write(`${folder}/${sha256}`, report);
  await updateRecord({ files, workspace }, product, record);
}

/** Puts a record in the place of what it was before, or beside the others of the same report. */
export async function updateRecord(
  { files, workspace }: { files: EvidenceFiles; workspace: Workspace },
  product: Product,
  record: EvidenceRecord,
): Promise<void> {
  const path = `${evidenceFolder(product)}/${record.file.sha256}.json`;
  const bytes = await files.bytes(path);
  const others = bytes === undefined ? [] : parseRecords(path, bytes).filter((other) => !isSameRecord(other, record));
  const [latest, ...also] = [...others, record].toSorted((a, b) => b.order - a.order);
  const document = also.length === 0 ? latest : { ...latest, also };
  await workspace.write(path, `${JSON.stringify(document, null, 2)}\n`);
}

/** Where evidence is read from; what does not exist is absent from the answer. */
interface EvidencePlace {
  names(): Promise<readonly string[]>;
  read(names: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

function inTree({ files }: StoreTools, folder: string): EvidencePlace {
  return {
    names: () => files.list(folder),
    async read(names) {
      const found = new Map<string, Uint8Array>();
      for (const name of names) {
        const bytes = await files.bytes(`${folder}/${name}`);
        if (bytes !== undefined) found.set(name, bytes);
      }
      return found;
    },
  };
}

async function recordsIn({ names, read }: EvidencePlace, folder: string): Promise<readonly EvidenceRecord[]> {
  const files = (await names()).filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).toSorted();
  return [...(await read(files))].flatMap(([name, bytes]) => parseRecords(`${folder}/${name}`, bytes));
}

function atRevision({ repository }: Pick<StoreTools, "repository">, folder: string, revision: string): EvidencePlace {
  const nameOf = (path: string): string => path.slice(folder.length + 1);
  return {
    names: async () => (await repository.list(revision, folder)).map(nameOf),
    async read(names) {
      if (names.length === 0) return new Map();
      const paths = names.map((name) => `${folder}/${name}`);
      return new Map([...(await repository.files(revision, paths))].map(([path, bytes]) => [nameOf(path), bytes]));
    },
  };
}

function parseRecords(path: string, bytes: Uint8Array): readonly EvidenceRecord[] {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new SlipwayError(brokenRecord(path, `it is no JSON: ${(error as Error).message}`), { cause: error });
  }
  const parsed = evidenceFileSchema.safeParse(document);
  if (!parsed.success) {
    const { found, expected } = firstIssue(parsed.error, document);
    throw new SlipwayError(brokenRecord(path, `${found}, expected ${expected}`));
  }
  const { also = [], ...latest } = parsed.data;
  const records = [latest, ...also];
  const stray = records.find(({ file }) => !path.endsWith(`/${file.sha256}.json`));
  if (stray !== undefined) throw new SlipwayError(brokenRecord(path, `it speaks of the report ${stray.file.sha256}`));
  return records;
}

async function alteration(
  readReport: ReadReport,
  folder: string,
  record: EvidenceRecord,
  report: Uint8Array | undefined,
): Promise<Problem | undefined> {
  const { sha256, name } = record.file;
  const path = `${folder}/${sha256}`;
  if (report === undefined) return altered(path, `the report ${name} is gone`);
  if (sha256Of(report) !== sha256)
    return altered(path, `the report ${name} was changed: its bytes have another digest`);
  try {
    const [departure] = departures(record, await readReport(report, { name, format: record.format }));
    return departure === undefined ? undefined : altered(`${path}.json`, `the record of ${name} says ${departure}`);
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return altered(path, error.problems[0].found);
  }
}

function altered(path: string, found: string): Problem {
  return {
    code: "evidence-altered",
    kind: "failed",
    found: `${path}: ${found}`,
    expected: "reports and records as `slipway evidence` kept them",
    action: `restore both files from git (\`git log -- ${path}\`), or run the suite again`,
  };
}

function brokenRecord(path: string, found: string): Problem {
  return {
    code: "evidence-record",
    kind: "input",
    found: `${path}: ${found}`,
    expected: "a record as `slipway evidence` writes it",
    action: `restore the file from git (\`git log -- ${path}\`), or remove it together with its report`,
  };
}
