import { setFlagsFromString } from "node:v8";
import { readChangelog, readForge } from "../../app/changelog-file.ts";
import { changelogOfRelease, type ChangelogTools } from "../../app/changelog-of-release.ts";
import { componentOf } from "../../app/component-of.ts";
import { testsForChangelog } from "../../app/evidence/tests-for-changelog.ts";
import { fullChangelog } from "../../app/full-changelog.ts";
import { readOperand } from "../../app/release-operand.ts";
import { writeChangelog, type WrittenChangelog } from "../../app/write-changelog.ts";
import { checkChangelog } from "../../domain/changelog/check.ts";
import { findEntry, parseChangelog } from "../../domain/changelog/document.ts";
import { addMissingEntries } from "../../domain/changelog/edit.ts";
import type { ReleaseEntry } from "../../domain/changelog/release-entry.ts";
import { CHANGELOG_STYLES, writeEntry, type ChangelogStyle } from "../../domain/changelog/write-entry.ts";
import type { Product } from "../../config/product.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { PLAN_FLAGS, planRequest } from "./plan-flags.ts";

export const changelog: Command = {
  name: "changelog",
  summary: "print or write what changed, by release; `changelog check VERSION` checks the file",
  operands: "[check [COMPONENT@]VERSION]",
  arity: [0, 2],
  flags: [
    ...PLAN_FLAGS,
    { name: "full", summary: "every release instead of one" },
    { name: "format", value: "NAME", summary: "keep, conventional or json (default: the style of the product)" },
    { name: "write", summary: "put the entry into the changelog file" },
    { name: "dry-run", summary: "with --write: say what would be written, write nothing" },
    { name: "title", value: "TEXT", summary: "title of the release (conventional)" },
    { name: "objective", value: "TEXT", summary: "objective of the release in one line (conventional)" },
    { name: "tests", value: "TEXT", summary: "result of the tests (conventional; default: recorded evidence)" },
    {
      name: "security-scan",
      value: "WORD",
      summary: "result of the security scan: PASS, ADVISORY or FAIL (conventional; default: recorded evidence)",
    },
    { name: "date", value: "DAY", summary: "day of the release as YYYY-MM-DD (default: today)" },
  ],
  examples: [
    { command: "slipway changelog", explains: "the entry of the next release" },
    { command: "slipway changelog --full > HISTORY.md", explains: "every release, newest first" },
    { command: "slipway changelog --from v1.4.0 --to v1.5.0", explains: "what one range brought" },
    { command: "slipway changelog --write --dry-run", explains: "what would be written into the file" },
    { command: "slipway changelog check 1.5.0", explains: "exit 1 unless the file has a dated entry" },
  ],
  async run(call) {
    const { services } = call;
    const [verb, operand] = call.operands;
    const product = await services.product(call.text("to"));
    if (verb !== undefined) return check(call, product, verb, operand);
    const tools = { ...services, product, signals: services.signals(product) };
    const format = formatOf(call, product);
    if (call.has("dry-run") && !call.has("write")) throw new SlipwayError(dryRunAlone());
    if (call.has("full")) return full(call, tools, format);
    if (format.style !== "conventional") return release(call, tools, format);
    const recordedTests = testsForChangelog({ ...services, ...(await services.evidence()) }, product);
    return release(call, { ...tools, recordedTests }, format);
  },
};

/** A pass of a second. Measured, optimising its code costs a fifth more CPU than it saves, and marking garbage on the way a twentieth. */
const SHORT_RUN = "--no-opt --no-incremental-marking";
const PRINTED_AT_ONCE = 64 * 1024; // characters; many small writes cost more than the text

interface Format {
  readonly style: ChangelogStyle;
  readonly json: boolean;
}

async function release(call: Call, tools: ChangelogTools, { style, json }: Format): Promise<ExitCode> {
  const verification = { tests: call.text("tests"), securityScan: call.text("security-scan") };
  const { component, entry, text, edited } = await changelogOfRelease(tools, {
    ...planRequest(call),
    style,
    title: call.text("title"),
    objective: call.text("objective"),
    date: call.text("date"),
    verification,
  });
  const ready = call.has("write") ? edited() : undefined;
  if (ready !== undefined) {
    printWritten(call, await writeChangelog(tools, component, ready, call.has("dry-run")), { entry, text }, json);
  } else if (json) call.output.document({ product: tools.product.name, component: component.name, ...entry });
  else if (entry.version !== null) call.output.answer(text.trimEnd());
  if (entry.version !== null) return EXIT.done;
  call.output.warn("nothing to release, so there is no entry to write");
  return EXIT.nothing;
}

async function full(call: Call, tools: ChangelogTools, { style, json }: Format): Promise<ExitCode> {
  setFlagsFromString(SHORT_RUN);
  const { product, repository, workspace } = tools;
  const component = componentOf(product, call.text("component"));
  const request = { component: component.name ?? undefined, to: call.text("to") };
  const [forge, current] = await Promise.all([
    readForge(repository),
    readChangelog(repository, workspace, component, request.to),
  ]);
  const written = product.changelog.source === "commits" ? undefined : parseChangelog(current ?? "");
  const toText = (entry: ReleaseEntry): string =>
    (written === undefined ? undefined : findEntry(written, entry.version)?.raw) ?? writeEntry(entry, { style, forge });
  const kept: ReleaseEntry[] = [];
  let ready = "";
  const texts: { version: string; text: string }[] = [];
  for await (const entries of fullChangelog(tools, request)) {
    for (const entry of entries) {
      const { version } = entry;
      if (version === null && entry.changes.length === 0 && !json) continue;
      if (json) kept.push(entry);
      else if (!call.has("write")) ready += toText(entry);
      if (call.has("write") && version !== null) texts.push({ version, text: toText(entry) });
    }
    if (ready.length > PRINTED_AT_ONCE) {
      call.output.answer(ready);
      ready = "";
    }
  }
  if (!call.has("write")) {
    if (json) call.output.document({ product: product.name, component: component.name, releases: kept });
    else if (ready !== "") call.output.answer(ready);
    return EXIT.done;
  }
  const edited = addMissingEntries(current, texts);
  const done = await writeChangelog(tools, component, edited, call.has("dry-run"));
  printWritten(call, done, { text: texts.map(({ text }) => text).join("") }, json);
  return EXIT.done;
}

function printWritten(
  call: Call,
  { path, changed, did }: WrittenChangelog,
  made: { readonly entry?: ReleaseEntry; readonly text: string },
  json: boolean,
): void {
  const dryRun = call.has("dry-run");
  if (json) return call.output.document({ path, changed, dryRun, did, ...made });
  const verb = changed ? (dryRun ? "would change" : "changed") : "unchanged";
  call.output.answer([`${path}: ${verb}`, ...did.map((sentence) => `  ${sentence}`)].join("\n"));
  if (dryRun && changed) call.output.answer(`\n${made.text.trimEnd()}`);
}

async function check(call: Call, product: Product, verb: string, operand: string | undefined): Promise<ExitCode> {
  if (verb !== "check" || operand === undefined) throw new SlipwayError(unknownOperation(call.operands));
  const { repository, workspace } = call.services;
  const { component, text: version } = readOperand(operand, product);
  const content = await readChangelog(repository, workspace, component, call.text("to"));
  const { ok, message } = checkChangelog(content ?? "", version, component.changelog);
  if (call.json) call.output.document({ version, file: component.changelog, ok, message });
  else call.output.answer(message);
  return ok ? EXIT.done : EXIT.no;
}

function formatOf(call: Call, product: Product): Format {
  const name = call.text("format");
  if (name === undefined || name === "json")
    return { style: product.changelog.style, json: call.json || name === "json" };
  const style = CHANGELOG_STYLES.find((candidate) => candidate === name);
  if (style === undefined) throw new SlipwayError(unknownFormat(name));
  return { style, json: call.json };
}

function unknownFormat(name: string): Problem {
  return {
    code: "unknown-format",
    kind: "input",
    found: `there is no changelog format "${name}"`,
    expected: `one of ${CHANGELOG_STYLES.join(", ")}, json`,
  };
}

function dryRunAlone(): Problem {
  return {
    code: "dry-run-alone",
    kind: "input",
    found: "--dry-run was given without --write",
    expected: "--write --dry-run, or neither: without --write nothing is written",
  };
}

function unknownOperation(operands: readonly string[]): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway changelog ${operands.join(" ")}\` is not known`,
    expected: "slipway changelog check [COMPONENT@]VERSION",
    action: "`slipway changelog --help` shows examples",
  };
}
