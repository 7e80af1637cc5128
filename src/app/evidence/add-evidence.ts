import { basename, relative, resolve } from "node:path";
import type { Product } from "../../config/product.ts";
import { byTime, isOfSameSuite, isSameRun, type EvidenceRecord } from "../../domain/evidence/evidence-record.ts";
import type { Finding } from "../../domain/evidence/evidence.ts";
import type { Report } from "../../domain/evidence/report.ts";
import { findingKey, scanResult, SEVERITIES } from "../../domain/evidence/scan.ts";
import { shortcoming, type Suite } from "../../domain/evidence/suite.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { unfinishedWork } from "../clean-tree.ts";
import type { Act } from "../ledger/record.ts";
import type { Recorder } from "../ledger/recorder.ts";
import type { Clock, Repository, Workspace } from "../ports.ts";
import { emptyRepository } from "../problems.ts";
import { openEvidence, sha256Of, storeEvidence, type StoreTools } from "./evidence-store.ts";

export interface AddTools extends StoreTools {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly recorder: Recorder;
}

export interface AddRequest {
  /** Path of the report, from where the command was started. */
  readonly file: string;
  /** Suite the report is of; absent for a scan. */
  readonly suite: string | undefined;
  readonly format: string | undefined;
  /** Commit that was examined; absent: HEAD. */
  readonly commit: string | undefined;
  readonly environment: string;
  /** Who vouches for it; absent: the name in git's configuration. */
  readonly by: string | undefined;
}

export interface AddResult {
  readonly record: EvidenceRecord;
  readonly state: "added" | "there already";
  /** Why the run does not satisfy its suite; `null` when it does, and for a scan. */
  readonly shortcoming: string | null;
}

/** Keeps a report as evidence for one commit, byte for byte, with a record of what it says. */
export async function addEvidence(tools: AddTools, product: Product, request: AddRequest): Promise<AddResult> {
  const bytes = await tools.files.named(request.file);
  const name = basename(request.file);
  const suite = request.suite === undefined ? undefined : suiteNamed(product, request.suite);
  const report = await tools.readReport(bytes, { name, format: request.format ?? suite?.format ?? undefined });
  const mismatch = kindMismatch(report, name, request.suite);
  if (mismatch !== undefined) throw new SlipwayError(mismatch);
  const commit = await examinedCommit(tools.repository, product, request.commit, request.file);
  return recordReport(tools, product, { ...request, commit, name, bytes, report });
}

function shortcomingOf(record: EvidenceRecord, { tests }: Product): string | null {
  if (record.kind === "scan") return null;
  const suite = tests.suites.find(({ name }) => name === record.suite);
  return shortcoming(suite ?? { count: null }, record) ?? null;
}

interface ReportToRecord extends Pick<AddRequest, "suite" | "environment" | "by"> {
  /** Full hash. */
  readonly commit: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly report: Report;
}

/**
 * Records a report that was read. The same report of the same commit and suite is recorded once, unless another run came
 * in between: then it is the latest again.
 */
export async function recordReport(tools: AddTools, product: Product, given: ReportToRecord): Promise<AddResult> {
  const known = await openEvidence(tools, product).records();
  const record = recordOf(given, known, product, {
    by: given.by ?? (await tools.repository.setting("user.name")) ?? noName(),
    time: given.report.time ?? `${new Date(tools.clock.now() * 1000).toISOString().slice(0, 19)}Z`,
  });
  const latest = known
    .filter((other) => isOfSameSuite(other, record))
    .toSorted(byTime)
    .at(-1);
  const isKnown = latest !== undefined && isSameRun(latest, record);
  const kept = isKnown ? latest : record;
  await storeEvidence(tools, product, kept, given.bytes); // of a known one too: its report may be gone
  await tools.recorder.record(...addedEvidence(kept));
  return { record: kept, state: isKnown ? "there already" : "added", shortcoming: shortcomingOf(record, product) };
}

function addedEvidence(record: EvidenceRecord): [string, Act] {
  const { commit, environment, tool, time, by, file, order } = record;
  const name = record.kind === "scan" ? "scan" : record.suite;
  const said = record.kind === "scan" ? record.result : `${record.passed}/${record.total}`;
  const act: Act = {
    type: "evidence-added",
    stream: `commit/${commit}`,
    action: "add",
    object: { kind: "evidence", id: name, version: file.sha256 },
    old: null,
    new: said,
    payload: { commit, environment, tool, time, by, file: file.name },
  };
  return [`evidence-added/${file.sha256}/${commit}/${name}/${order}`, act];
}

/** The commit that a report is of. What is not committed is of no commit, so it must not be there. */
export async function examinedCommit(
  repository: Repository,
  product: Product,
  revision: string | undefined,
  ...files: readonly string[]
): Promise<string> {
  const { root, head } = await repository.state();
  if (revision === undefined && head === undefined) throw new SlipwayError(emptyRepository());
  const commit = await repository.resolve(revision ?? "HEAD");
  if (root === undefined || commit !== head) return commit;
  const reports = product.tests.suites.flatMap(({ report }) => report ?? []);
  const exempt = new Set([...reports, ...files.map((file) => relative(root, resolve(file)))]);
  const folder = `${product.releaseFolder}/`;
  const mayDiffer = (path: string): boolean => path.startsWith(folder) || exempt.has(path);
  const problem = await unfinishedWork(repository, mayDiffer, `files in ${folder} and reports`);
  if (problem !== undefined) throw new SlipwayError(problem);
  return commit;
}

/** The suite of that name. A product that configures none may call its suites what it likes. */
export function suiteNamed(product: Product, name: string): Suite | undefined {
  const { suites } = product.tests;
  const found = suites.find((suite) => suite.name === name);
  if (found !== undefined || suites.length === 0) return found;
  const names = suites.map((suite) => suite.name);
  const suggestion = nearest(name, names);
  throw new SlipwayError({
    code: "unknown-suite",
    kind: "input",
    found: `there is no test suite "${name}"`,
    expected: `one of ${names.join(", ")}, as \`tests.suites\` in ${product.source} names them`,
    action: suggestion === undefined ? "name one of them, or add it there" : `did you mean "${suggestion}"?`,
  });
}

function recordOf(
  { report, suite, commit, environment, name, bytes }: ReportToRecord,
  known: readonly EvidenceRecord[],
  product: Product,
  { by, time }: { readonly by: string; readonly time: string },
): EvidenceRecord {
  const order = known.reduce((highest, record) => Math.max(highest, record.order + 1), 0);
  const file = { name, sha256: sha256Of(bytes) };
  const about = {
    commit,
    environment,
    tool: report.tool ?? report.format,
    format: report.format,
    time,
    order,
    file,
    by,
  };
  if (report.kind === "tests") {
    const { passed, failed, skipped, total } = report;
    const failures = report.failures.map((failure) => ({ ...failure, resolution: null }));
    return { kind: "tests", suite: suite!, ...about, passed, failed, skipped, total, failures };
  }
  const settled = settledFindings(known);
  const findings = report.findings.map((finding) => ({
    ...finding,
    resolution: finding.resolution ?? inheritedResolution(finding, settled),
  }));
  return { kind: "scan", ...about, result: scanResult(findings, product.scan), findings };
}

function settledFindings(known: readonly EvidenceRecord[]): ReadonlyMap<string, Finding> {
  const findings = known.flatMap((record) => (record.kind === "scan" ? record.findings : []));
  return new Map(findings.filter((each) => each.resolution !== null).map((each) => [findingKey(each), each]));
}

/** A finding that somebody settled in an earlier scan stays settled, unless it is worse by now. */
function inheritedResolution(finding: Finding, settled: ReadonlyMap<string, Finding>): string | null {
  const before = settled.get(findingKey(finding));
  const isWorse = before !== undefined && SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(before.severity);
  return before === undefined || isWorse ? null : before.resolution;
}

function kindMismatch(report: Report, name: string, suite: string | undefined): Problem | undefined {
  if (report.kind === "tests" && suite === undefined)
    return {
      code: "suite-needed",
      kind: "input",
      found: `${name} is the report of tests, and no suite was named`,
      expected: "--suite NAME",
      action: `slipway evidence add ${name} --suite NAME`,
    };
  if (report.kind === "scan" && suite !== undefined)
    return {
      code: "suite-of-scan",
      kind: "input",
      found: `${name} is the report of a security scan, which belongs to no suite`,
      expected: "no --suite",
      action: `slipway evidence add ${name}`,
    };
  return undefined;
}

function noName(): never {
  throw new SlipwayError({
    code: "no-identity",
    kind: "input",
    found: "nobody vouches for this evidence: git's configuration has no user.name",
    expected: "the name or role of a person or a machine",
    action: 'add --by "Ada Example", or `git config user.name "Ada Example"`',
  });
}
