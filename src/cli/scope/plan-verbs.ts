import { momentOf } from "../../app/audit/period.ts";
import type { ScopeCommand } from "../../domain/scope/scope-command.ts";
import type { MilestoneDate, RiskFacts } from "../../domain/scope/scope-event.ts";
import { LEVELS } from "../../domain/scope/risk.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Call, ExitCode } from "../command.ts";
import { oneOf, operand, positive, required } from "./operands.ts";
import { act, releaseName } from "./act.ts";

/** `scope freeze RELEASE`: the scope, or with --code the code. */
export async function freeze(call: Call): Promise<ExitCode> {
  return act(call, async (product): Promise<ScopeCommand> => {
    const release = releaseName(product, operand(call, 1, "RELEASE"));
    if (!call.has("code")) {
      const at = call.text("at");
      return { type: "freeze", release, at: at === undefined ? null : momentOf("--at", at) };
    }
    const { repository } = call.services;
    const line = call.text("line") ?? (await repository.state()).branch;
    if (line === undefined) throw new SlipwayError(noLine());
    return { type: "freeze-code", release, line, commit: await repository.resolve(line) };
  });
}

/** `scope consent RELEASE COMMIT` */
export async function consent(call: Call): Promise<ExitCode> {
  return act(call, async (product) => ({
    type: "consent",
    release: releaseName(product, operand(call, 1, "RELEASE")),
    commit: await call.services.repository.resolve(operand(call, 2, "COMMIT")),
    reason: call.text("reason") ?? "",
  }));
}

/** `scope request RELEASE add|remove|defer ITEM` */
export async function request(call: Call): Promise<ExitCode> {
  return act(call, (product) => {
    const to = call.text("to");
    return {
      type: "request",
      release: releaseName(product, operand(call, 1, "RELEASE")),
      change: oneOf(["add", "remove", "defer"], operand(call, 2, "add|remove|defer"), "change"),
      item: operand(call, 3, "ITEM"),
      to: to === undefined ? null : releaseName(product, to),
      impact: call.text("impact") ?? "",
      justification: call.text("reason") ?? "",
    };
  });
}

/** `scope decide REQUEST approve|reject`, or `scope decide ITEM go|no-go` */
export async function decide(call: Call): Promise<ExitCode> {
  const subject = operand(call, 1, "REQUEST or ITEM");
  const verdict = oneOf(["approve", "reject", "go", "no-go"], operand(call, 2, "verdict"), "verdict");
  const reason = call.text("reason") ?? "";
  return act(call, (product): ScopeCommand => {
    if (verdict === "approve" || verdict === "reject")
      return { type: "decide", request: subject, verdict: verdict === "approve" ? "approved" : "rejected", reason };
    const to = call.text("to");
    const release = to === undefined ? null : releaseName(product, to);
    return { type: "judge", item: subject, verdict, to: release, impact: call.text("impact") ?? "", reason };
  });
}

/** `scope risk RELEASE NAME`: records a risk anew, or with --close closes it. */
export async function risk(call: Call): Promise<ExitCode> {
  return act(call, (product): ScopeCommand => {
    const release = releaseName(product, operand(call, 1, "RELEASE"));
    const name = operand(call, 2, "NAME");
    if (call.has("close")) return { type: "close-risk", release, risk: name, reason: call.text("reason") ?? "" };
    return { type: "record-risk", release, risk: name, facts: riskFacts(call) };
  });
}

function riskFacts(call: Call): RiskFacts {
  return {
    title: required(call, "title"),
    likelihood: oneOf(LEVELS, required(call, "likelihood"), "likelihood"),
    impact: oneOf(LEVELS, required(call, "impact"), "impact"),
    mitigation: required(call, "mitigation"),
    owner: required(call, "owner"),
    rollback: call.text("rollback") ?? null,
  };
}

const DATES: readonly MilestoneDate[] = ["planned", "forecast", "actual"];

/** `scope milestone RELEASE NAME`: one of its dates. */
export async function milestone(call: Call): Promise<ExitCode> {
  const [date, ...more] = DATES.filter((each) => call.text(each) !== undefined);
  if (date === undefined || more.length > 0) throw new SlipwayError(oneDate());
  return act(call, (product) => ({
    type: "set-milestone",
    release: releaseName(product, operand(call, 1, "RELEASE")),
    milestone: operand(call, 2, "NAME"),
    date,
    at: momentOf(`--${date}`, required(call, date)),
    reason: call.text("reason") ?? "",
  }));
}

/** `scope capacity RELEASE NUMBER` */
export async function capacity(call: Call): Promise<ExitCode> {
  return act(call, (product) => ({
    type: "set-capacity",
    release: releaseName(product, operand(call, 1, "RELEASE")),
    capacity: positive(operand(call, 2, "NUMBER"), "capacity"),
  }));
}

/** `scope close RELEASE` */
export async function close(call: Call): Promise<ExitCode> {
  return act(call, (product) => ({
    type: "close",
    release: releaseName(product, operand(call, 1, "RELEASE")),
  }));
}

function noLine() {
  return {
    code: "wrong-arguments",
    kind: "input" as const,
    found: "HEAD is on no branch, and --line names none",
    expected: "the branch the release is made on",
    action: "name it with --line",
  };
}

function oneDate() {
  return {
    code: "wrong-arguments",
    kind: "input" as const,
    found: "not exactly one date was given",
    expected: "--planned, --forecast or --actual with a day or a moment",
    action: "`slipway scope --help` shows examples",
  };
}
