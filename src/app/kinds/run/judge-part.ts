import type { Product } from "../../../config/product.ts";
import { byTime, type EvidenceRecord } from "../../../domain/evidence/evidence-record.ts";
import { shortcoming, type Suite } from "../../../domain/evidence/suite.ts";
import type { Json } from "../../../kernel/canonical-json.ts";
import { isSlipwayError, SlipwayError } from "../../../kernel/problem.ts";
import type { Job } from "../../engine-ports.ts";
import { examinedCommit, recordReport, type AddTools } from "../../evidence/add-evidence.ts";
import { openEvidence } from "../../evidence/evidence-store.ts";
import { greenButFailed, movedOn, reportOf } from "../../evidence/run-suite.ts";
import type { EndedRun, RunOutput, StopReason } from "../../jobs-ports.ts";
import type { Services } from "../../services.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Part, ReportPlan } from "./plan-run.ts";
import type { RunSettings } from "./settings.ts";

export interface RunScene {
  readonly tools: KindTools;
  readonly job: Job;
  readonly settings: RunSettings;
  /** Of the folder in which the release is worked on. */
  readonly services: Services;
  readonly product: Product;
}

/** What was true when a run began. */
export interface PartNote {
  readonly commit: string | null;
  /** When the file of its report was last written before. */
  readonly reportMs: number | null;
}

export interface Verdict {
  readonly passed: boolean;
  readonly says: string;
  readonly facts: Readonly<Record<string, Json>>;
}

/** What a run that has come to its end proves. Its output is kept, and its report as evidence of the commit. */
export async function judgePart(scene: RunScene, part: Part, ended: EndedRun, output: RunOutput): Promise<Verdict> {
  const log = await scene.tools.blobs.put(output.output, "log");
  const note = ended.run.note as PartNote & Json; // as it was given to start
  const common = { name: part.name, commit: note.commit, log: log.digest, logBytes: output.output.length };
  if (ended.state !== "ended") return { passed: false, says: `${part.name} ${brokenOff(ended, part)}`, facts: common };
  const facts = { ...common, exit: ended.code, ms: Math.max(0, Math.round(ended.endedMs - ended.startedMs)) };
  if (part.report === null) {
    const says = ended.code === 0 ? `${part.name} ended with code 0` : `${part.name} ended with code ${ended.code}`;
    return { passed: ended.code === 0, says, facts };
  }
  const record = await recordOf(scene, { ...part, report: part.report }, { note, code: ended.code, output });
  if (typeof record === "string") return { passed: false, says: record, facts };
  const verdict = judgeRecord(record, part.name, part.report.counts);
  return { ...verdict, facts: { ...facts, ...verdict.facts } };
}

/** What the latest evidence of a suite says that runs elsewhere. */
export async function judgeElsewhere({ services, product }: RunScene, suite: Suite): Promise<Verdict> {
  const { repository } = services;
  const commit = await repository.resolve("HEAD");
  const records = await openEvidence({ repository, ...(await services.evidence()) }, product).records();
  const latest = records
    .filter((record) => record.kind === "tests" && record.suite === suite.name && record.commit === commit)
    .toSorted(byTime)
    .at(-1);
  if (latest !== undefined) return judgeRecord(latest, suite.name, suite.count === null ? [] : [suite.count]);
  const says =
    `suite ${suite.name} has no command, and no evidence of ${commit.slice(0, 8)}; ` +
    `set \`tests.suites.${suite.name}.command\`, or add a report: slipway evidence add FILE --suite ${suite.name}`;
  return { passed: false, says, facts: { name: suite.name, commit } };
}

interface Ending {
  readonly note: PartNote;
  readonly code: number;
  readonly output: RunOutput;
}

/** The evidence a run leaves, or why it leaves none. */
async function recordOf(
  scene: RunScene,
  { name, report: plan }: Part & { readonly report: ReportPlan },
  { note, code, output }: Ending,
): Promise<EvidenceRecord | string> {
  const { services, product, settings } = scene;
  const { repository, workspace, clock, recorder } = services;
  const tools: AddTools = { repository, workspace, clock, recorder, ...(await services.evidence()) };
  const about = { name, report: plan.file, format: plan.format };
  let given;
  try {
    given = await reportOf(tools, about, output, note.reportMs ?? undefined);
    if (code !== 0 && given.report.kind === "tests" && given.report.failed === 0)
      throw new SlipwayError(greenButFailed(about, code));
    const commit = await examinedCommit(repository, product, undefined, ...(plan.file === null ? [] : [plan.file]));
    if (commit !== note.commit) throw new SlipwayError(movedOn(about, note.commit ?? "nothing", commit));
    given = { ...given, commit };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    const [{ found, action }] = error.problems;
    return action === undefined ? found : `${found}; ${action}`;
  }
  const suite = given.report.kind === "scan" ? undefined : name;
  const environment = settings.environment ?? "local";
  return (await recordReport(tools, product, { ...given, suite, environment, by: "Slipway" })).record;
}

function judgeRecord(record: EvidenceRecord, name: string, counts: readonly number[]): Verdict {
  const { file, commit } = record;
  const common = { name, commit, report: file.sha256 };
  if (record.kind === "scan") {
    const says = `${name}: the scan says ${record.result}, with ${record.findings.length} findings`;
    return { passed: record.result !== "FAIL", says, facts: { ...common, result: record.result } };
  }
  const { passed, failed, skipped, total } = record;
  const fault = (counts.length === 0 ? [null] : counts)
    .map((count) => shortcoming({ count }, record))
    .find((each) => each !== undefined);
  const says = `${name}: ${fault ?? `${passed} of ${total} passed`}`;
  return { passed: fault === undefined, says, facts: { ...common, passed, failed, skipped, total } };
}

function brokenOff(ended: EndedRun, { timeoutMs }: Part): string {
  if (ended.state !== "stopped") return "is gone, and nobody knows how it ended";
  const why: Readonly<Record<StopReason, string>> = {
    late: `was ended after ${timeoutMs / 1000} s`,
    flood: "was ended, since it printed more than can be kept",
    "called-off": "was called off",
  };
  return why[ended.why];
}
