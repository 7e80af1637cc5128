import { addEvidence, type AddResult } from "../../app/evidence/add-evidence.ts";
import { listEvidence } from "../../app/evidence/list-evidence.ts";
import { resolveEvidence } from "../../app/evidence/resolve-evidence.ts";
import { runConfiguredSuite } from "../../app/evidence/run-suite.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { renderAdded, renderEvidence } from "../render-evidence.ts";

export const evidence: Command = {
  name: "evidence",
  summary: "keep test reports and security scans for the commit they are of",
  operands: "add FILE | run SUITE | list | resolve TEST",
  arity: [1, 2],
  flags: [
    { name: "suite", value: "NAME", summary: "add, resolve: the test suite; none for a security scan" },
    { name: "format", value: "NAME", summary: "add: hold the report to this format instead of recognising it" },
    { name: "commit", value: "REV", summary: "add, list: this commit instead of HEAD" },
    { name: "environment", value: "NAME", summary: "add, run: where it ran (default: ci where CI is set, else local)" },
    { name: "by", value: "NAME", summary: "name or role of who vouches for it (default: git's user.name)" },
    { name: "reason", value: "TEXT", summary: "resolve: what was done about the failed test or the finding" },
  ],
  examples: [
    { command: "slipway evidence run regression", explains: "run a configured suite at HEAD and keep its report" },
    { command: "slipway evidence add junit.xml --suite unit", explains: "keep a report that was made elsewhere" },
    { command: "slipway evidence add semgrep.sarif", explains: "keep a security scan (SARIF, or npm audit --json)" },
    { command: "slipway evidence list", explains: "everything that is recorded, and what counts for HEAD" },
    {
      command: 'slipway evidence resolve "door shuts" --reason "fixed in 1f3a9c2" --by QA',
      explains: "what was done about a failed test; it stands in the manifest",
    },
  ],
  async run(call) {
    const [verb, operand] = call.operands;
    if (verb === "list" && operand === undefined) return list(call);
    if (verb === "add" && operand !== undefined) return add(call, operand);
    if (verb === "run" && operand !== undefined) return run(call, operand);
    if (verb === "resolve" && operand !== undefined) return resolve(call, operand);
    throw new SlipwayError(unknownOperation(call.operands));
  },
};

async function add(call: Call, file: string): Promise<ExitCode> {
  const { text, services } = call;
  const request = { file, suite: text("suite"), format: text("format"), commit: text("commit"), ...origin(call) };
  print(call, await addEvidence({ ...services, ...(await services.evidence()) }, await services.product(), request));
  return EXIT.done;
}

async function run(call: Call, suite: string): Promise<ExitCode> {
  const { services } = call;
  const onOutput = (chunk: Uint8Array): void => void process.stderr.write(chunk);
  const tools = { ...services, ...(await services.evidence()) };
  const answer = await runConfiguredSuite(tools, await services.product(), { suite, ...origin(call), onOutput });
  print(call, answer);
  return answer.shortcoming === null ? EXIT.done : EXIT.no;
}

async function list({ text, json, services, output }: Call): Promise<ExitCode> {
  const tools = { ...services, ...(await services.evidence()) };
  const listed = await listEvidence(tools, await services.product(), text("commit"));
  if (json) output.document(listed);
  else output.answer(renderEvidence(listed));
  return listed.problems.length === 0 ? EXIT.done : EXIT.no;
}

async function resolve(call: Call, name: string): Promise<ExitCode> {
  const { text, json, services, output } = call;
  const reason = text("reason")?.trim() ?? "";
  if (reason === "") throw new SlipwayError(reasonNeeded(name));
  const by = text("by") ?? (await services.repository.setting("user.name")) ?? "";
  if (by.trim() === "") throw new SlipwayError(nobody());
  const tools = { ...services, ...(await services.evidence()) };
  const request = { name, suite: text("suite"), reason, by };
  const { resolution, records } = await resolveEvidence(tools, await services.product(), request);
  if (json) output.document({ name, resolution, records });
  else output.answer(`"${name}": ${resolution}\nin ${records.length} ${records.length === 1 ? "record" : "records"}`);
  return EXIT.done;
}

function print({ json, output }: Call, added: AddResult): void {
  if (json) output.document(added);
  else output.answer(renderAdded(added));
}

function origin({ text }: Call): { environment: string; by: string | undefined } {
  const isPipeline = (process.env["CI"] ?? "") !== "";
  return { environment: text("environment") ?? (isPipeline ? "ci" : "local"), by: text("by") };
}

function reasonNeeded(name: string): Problem {
  return {
    code: "reason-needed",
    kind: "input",
    found: `nothing is said about what was done about "${name}"`,
    expected: "--reason TEXT",
    action: 'for example --reason "fixed in 1f3a9c2, run again"',
  };
}

function nobody(): Problem {
  return {
    code: "no-identity",
    kind: "input",
    found: "nobody stands behind this resolution: git's configuration has no user.name",
    expected: "--by NAME",
    action: "add the name or role of who decided",
  };
}

function unknownOperation(operands: readonly string[]): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway evidence ${operands.join(" ")}\` is not known`,
    expected: "slipway evidence add FILE, run SUITE, list, or resolve TEST",
    action: "`slipway evidence --help` shows examples",
  };
}
