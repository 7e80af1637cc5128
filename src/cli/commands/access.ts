import { changeAccess } from "../../app/access/change-access.ts";
import { readAccess } from "../../app/access/read-access.ts";
import { endOf } from "../../app/audit/period.ts";
import type { AccessEvent } from "../../domain/access/access-event.ts";
import { ADMIN, EMPTY_ACCESS } from "../../domain/access/access-state.ts";
import { delegateRole, endDelegation } from "../../domain/access/delegate.ts";
import { grantRole, revokeRole } from "../../domain/access/grant.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { accessTable, holdersOf, renderChange, renderHolders, renderTable } from "../render-access.ts";

export const access: Command = {
  name: "access",
  summary: "who holds which role, and who stands in for whom",
  operands: "grant WHO ROLE | revoke WHO ROLE | delegate WHO ROLE | undelegate WHO ROLE | list | who ROLE",
  arity: [1, 3],
  flags: [
    { name: "as", value: "WHO", summary: "who acts (default: git's user.email); nobody has proven it yet" },
    {
      name: "role",
      value: "ROLE",
      summary: "the role in which they act, as the log names it (default: admin; of a delegation, the role it is of)",
    },
    { name: "for", value: "WHO", summary: "delegate, undelegate: who is stood in for (default: who acts)" },
    { name: "name", value: "NAME", summary: "grant: what the person is called" },
    { name: "until", value: "DAY", summary: "grant, delegate: the last day it holds, or a moment with its offset" },
    { name: "reason", value: "TEXT", summary: "revoke, undelegate: why" },
  ],
  examples: [
    { command: "slipway access grant ada@example.org admin", explains: "the first admin, whom nobody appoints" },
    { command: "slipway access grant bob@example.org qa --until 2026-12-31", explains: "a role with an end" },
    {
      command: "slipway access delegate cy@example.org qa --as bob@example.org --until 2026-02-06",
      explains: "cy signs for bob, for a time; the two count as one",
    },
    { command: "slipway access who qa", explains: "everyone who may act in a role now; exit 1 when nobody may" },
  ],
  async run(call) {
    const [verb, first, second] = call.operands;
    if (verb === "list" && first === undefined) return list(call);
    if (verb === "who" && first !== undefined && second === undefined) return who(call, first);
    const change = CHANGES[verb ?? ""];
    if (change === undefined || first === undefined || second === undefined)
      throw new SlipwayError(unknownOperation(call.operands));
    return print(call, await change(call, first, second));
  },
};

type Change = (call: Call, who: string, role: string) => Promise<readonly AccessEvent[]>;

const CHANGES: Readonly<Record<string, Change>> = { grant, revoke, delegate, undelegate };

async function grant(call: Call, person: string, role: string): Promise<readonly AccessEvent[]> {
  const until = endGiven(call);
  const name = call.text("name") ?? null;
  return changeAccess(call.services, byWhom(call), ({ access: state, by, separation, now }) =>
    grantRole(state, { who: person, role, name, from: now, until: until ?? null, by }, separation, now),
  );
}

async function revoke(call: Call, person: string, role: string): Promise<readonly AccessEvent[]> {
  const reason = reasonGiven(call);
  return changeAccess(call.services, byWhom(call), ({ access: state, by, now }) =>
    revokeRole(state, { who: person, role, by, reason }, now),
  );
}

async function delegate(call: Call, person: string, role: string): Promise<readonly AccessEvent[]> {
  const until = endGiven(call);
  if (until === undefined) throw new SlipwayError(endNeeded());
  return changeAccess(call.services, byWhom(call, role), ({ access: state, by, now }) => {
    const principal = call.text("for") ?? by;
    return delegateRole(state, { principal, delegate: person, role, from: now, until, by }, now);
  });
}

async function undelegate(call: Call, person: string, role: string): Promise<readonly AccessEvent[]> {
  const reason = reasonGiven(call);
  return changeAccess(call.services, byWhom(call, role), ({ access: state, by, now }) => {
    const principal = call.text("for") ?? by;
    return endDelegation(state, { principal, delegate: person, role, by, reason }, now);
  });
}

async function list({ services, json, output }: Call): Promise<ExitCode> {
  const table = accessTable((await readAccess(services)) ?? EMPTY_ACCESS, services.serverNow());
  if (json) output.document(table);
  else output.answer(renderTable(table));
  return EXIT.done;
}

async function who({ services, json, output }: Call, role: string): Promise<ExitCode> {
  const holders = holdersOf((await readAccess(services)) ?? EMPTY_ACCESS, role, services.serverNow());
  if (json) output.document({ role, holders });
  else output.answer(renderHolders(role, holders));
  return holders.length === 0 ? EXIT.no : EXIT.done;
}

function print({ json, output }: Call, events: readonly AccessEvent[]): ExitCode {
  if (json) output.document({ recorded: events });
  else output.answer(events.length === 0 ? "nothing to do: it is so already" : events.map(renderChange).join("\n"));
  return EXIT.done;
}

function byWhom({ text }: Call, role = ADMIN): { readonly as: string | undefined; readonly role: string } {
  return { as: text("as"), role: text("role") ?? role };
}

function endGiven({ text }: Call): number | undefined {
  const until = text("until");
  return until === undefined ? undefined : endOf("--until", until);
}

function reasonGiven({ text }: Call): string {
  const reason = text("reason")?.trim() ?? "";
  if (reason === "") throw new SlipwayError(reasonNeeded());
  return reason;
}

function reasonNeeded(): Problem {
  return {
    code: "reason-needed",
    kind: "input",
    found: "something is taken back, and nothing says why",
    expected: "--reason TEXT",
    action: 'for example --reason "left the team"',
  };
}

function endNeeded(): Problem {
  return {
    code: "end-needed",
    kind: "input",
    found: "nothing says how long this person stands in",
    expected: "--until DAY",
    action: "for example --until 2026-02-06",
  };
}

function unknownOperation(operands: readonly string[]): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway access ${operands.join(" ")}\` is not known`,
    expected: "slipway access grant|revoke|delegate|undelegate WHO ROLE, list, or who ROLE",
    action: "`slipway access --help` shows examples",
  };
}
