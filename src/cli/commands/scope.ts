import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { CLASSES } from "../../domain/scope/scope-event.ts";
import { MARKS } from "../../domain/scope/stage.ts";
import { SIGNIFICANCES } from "../../domain/plan/scope-item.ts";
import type { Command } from "../command.ts";
import { SCOPE_VERBS } from "../scope/verbs.ts";

export const scope: Command = {
  name: "scope",
  summary: "plan what a release holds: items, stages and evidence, freezes, requests, risks, milestones",
  operands: [...SCOPE_VERBS].map(([verb, { operands }]) => `${verb} ${operands}`).join(" | "),
  arity: [1, 4],
  flags: [
    { name: "as", value: "ID", summary: "who acts (default: the e-mail address git knows)" },
    { name: "role", value: "ROLE", summary: "in which role" },
    { name: "reason", value: "TEXT", summary: "why" },
    { name: "title", value: "TEXT", summary: "add, change: what users are promised; risk: what may go wrong" },
    { name: "class", value: "CLASS", choices: CLASSES, summary: "add, change: what kind of work it is" },
    { name: "significance", value: "WEIGHT", choices: SIGNIFICANCES, summary: "add, change: what it means to users" },
    { name: "component", value: "NAME", summary: "add: the component it belongs to" },
    {
      name: "owner",
      value: "ID",
      summary: "add, change, risk: who looks after it (default of add: who acts); or none",
    },
    { name: "inputs", value: "A,B", summary: "add, change: what its priority rests on" },
    { name: "depends", value: "ITEMS", summary: "add, change: items it needs, separated by commas, or none" },
    { name: "integrations", value: "A,B", summary: "add, change: what it works together with, or none" },
    { name: "marks", value: "MARKS", summary: `add, change: any of ${MARKS.join(", ")}: more evidence is asked for` },
    { name: "size", value: "NUMBER", summary: "add, change: effort in the unit of the capacity, or none" },
    { name: "due", value: "TIME", summary: "add, change: when users need it, or none" },
    { name: "what", value: "TEXT", summary: "evidence: where it is: a path, an address, a commit" },
    { name: "failed", summary: "evidence: it did not pass" },
    { name: "to", value: "RELEASE", summary: "request, decide: the later release" },
    { name: "impact", value: "TEXT", summary: "request, decide: what it changes; risk: low, medium or high" },
    { name: "at", value: "TIME", summary: "freeze: from then on (default: now)" },
    { name: "code", summary: "freeze: the code, after the scope" },
    { name: "line", value: "BRANCH", summary: "freeze --code: the branch the release is made on (default: this one)" },
    { name: "likelihood", value: "LEVEL", summary: "risk: low, medium or high" },
    { name: "mitigation", value: "TEXT", summary: "risk: what is done against it" },
    { name: "rollback", value: "TEXT", summary: "risk: what is done when it comes true" },
    { name: "close", summary: "risk: it is none any more" },
    { name: "planned", value: "TIME", summary: "milestone: the plan, said once" },
    { name: "forecast", value: "TIME", summary: "milestone: what is expected now" },
    { name: "actual", value: "TIME", summary: "milestone: when it was" },
  ],
  examples: [
    {
      command: 'slipway scope add door --title "A door" --class new-capability --significance feature',
      explains: "a new item, at the stage specification",
    },
    {
      command: "slipway scope target door 1.5.0 --role product-management",
      explains: "aims an approved item at a release",
    },
    {
      command: "slipway scope evidence door peer-review --what pull/7",
      explains: "shows what the next stage asks for; `slipway scope move door` goes there",
    },
    { command: "slipway scope freeze 1.5.0 --at 2026-03-01 --role release-manager", explains: "closes the scope then" },
    {
      command: 'slipway scope decide door no-go --to 1.6.0 --reason "hinges are late" --role product-management',
      explains: "moves an item that is at risk to a later release",
    },
    { command: "slipway scope report 1.5.0", explains: "where the plan stands, with each open point" },
  ],
  async run(call) {
    const [verb] = call.operands;
    const known = SCOPE_VERBS.get(verb!);
    if (known === undefined) throw new SlipwayError(unknownVerb(verb!));
    if (call.operands.length - 1 > known.operands.split(" ").length)
      throw new SlipwayError(tooMany(verb!, known.operands));
    return (await known.load())(call);
  },
};

function unknownVerb(verb: string) {
  const names = [...SCOPE_VERBS.keys()];
  const suggestion = nearest(verb, names);
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway scope\` cannot "${verb}"`,
    expected: `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "`slipway scope --help` explains them" : `did you mean "${suggestion}"?`,
  } as const;
}

function tooMany(verb: string, operands: string) {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway scope ${verb}\` got an argument too many`,
    expected: `slipway scope ${verb} ${operands}`,
    action: "`slipway scope --help` shows examples",
  } as const;
}
