import type { Product } from "../../config/product.ts";
import { openItems, withResolution, type EvidenceRecord } from "../../domain/evidence/evidence-record.ts";
import { scanResult } from "../../domain/evidence/scan.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { openEvidence, updateRecord } from "./evidence-store.ts";
import type { AddTools } from "./add-evidence.ts";

export interface ResolveRequest {
  /** Name of a failed test, or id of a finding. */
  readonly name: string;
  /** Only in this suite. */
  readonly suite: string | undefined;
  /** What was done about it. */
  readonly reason: string;
  readonly by: string;
}

export interface ResolveResult {
  readonly name: string;
  readonly resolution: string;
  /** The records that hold it, as they are now. */
  readonly records: readonly EvidenceRecord[];
}

/** Writes down what was done about a failed test or a finding, wherever it is open. A resolution is never replaced. */
export async function resolveEvidence(
  tools: AddTools,
  product: Product,
  { name, suite, reason, by }: ResolveRequest,
): Promise<ResolveResult> {
  const known = await openEvidence(tools, product).records();
  const open = known
    .flatMap((record) => openItems(record))
    .filter((item) => suite === undefined || item.suite === suite);
  if (open.every((item) => item.name !== name))
    throw new SlipwayError(
      nothingOpen(
        name,
        open.map((item) => item.name),
      ),
    );
  const day = new Date(tools.clock.now() * 1000).toISOString().slice(0, 10);
  const resolution = `${reason.replaceAll(/\s+/g, " ").trim()} (${by}, ${day})`;
  const concerned = known.filter((record) =>
    openItems(record).some((item) => item.name === name && (suite === undefined || item.suite === suite)),
  );
  const records = concerned.map((record) => resettled(withResolution(record, name, resolution), product));
  for (const record of records) await updateRecord(tools, product, record);
  return { name, resolution, records };
}

function resettled(record: EvidenceRecord, { scan }: Product): EvidenceRecord {
  return record.kind === "scan" ? { ...record, result: scanResult(record.findings, scan) } : record;
}

function nothingOpen(name: string, open: readonly string[]): Problem {
  const names = [...new Set(open)];
  const suggestion = nearest(name, names);
  const some = names.slice(0, 5).join("; ");
  return {
    code: "nothing-to-resolve",
    kind: "input",
    found: `no failed test and no finding that is open is called "${name}"`,
    expected: names.length === 0 ? "an open one; there is none" : `one of: ${some}${names.length > 5 ? "; …" : ""}`,
    action: suggestion === undefined ? "`slipway evidence list` shows them" : `did you mean "${suggestion}"?`,
  };
}
