import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { AUDIT_VERBS } from "../audit/verbs.ts";
import type { Command } from "../command.ts";

export const audit: Command = {
  name: "audit",
  summary: "read, verify, prove and export the log of everything that was recorded",
  operands:
    "log | show INDEX | verify [DIR] | prove INDEX | check-proof FILE | export DIR | publish | witness DIR | key",
  arity: [1, 2],
  flags: [
    { name: "log", value: "DIR", summary: "log, show, prove: read this exported log instead of the product's own" },
    { name: "actor", value: "ID", summary: "log: entries by this person or machine" },
    { name: "object", value: "KIND/ID", summary: "log: entries about this object, such as release/1.4.0" },
    { name: "stream", value: "NAME", summary: "log: entries of this stream" },
    { name: "action", value: "NAME", summary: "log: entries with this action, such as approve" },
    { name: "from", value: "TIME", summary: "log: entries since this day (UTC) or moment" },
    { name: "to", value: "TIME", summary: "log: entries until this day, the day included, or before this moment" },
    { name: "after", value: "INDEX", summary: "log: entries after this one" },
    { name: "limit", value: "COUNT", summary: "log: at most so many entries (default: 100)" },
    { name: "bytes", summary: "show: write the exact bytes that are hashed, and nothing else" },
    { name: "entry", value: "FILE", summary: "check-proof: the exact bytes of the entry" },
    {
      name: "key",
      value: "KEY|FILE",
      summary: "verify, check-proof, witness: verifier key of the log (default: the own one)",
    },
    { name: "since", value: "FILE", summary: "verify: a checkpoint kept from earlier, which the log has to continue" },
    { name: "indexes", summary: "verify: compare the ledger's indexes, too; nothing can be recorded meanwhile" },
    { name: "witness", value: "URL", summary: "publish, export: have this witness cosign the checkpoint" },
    { name: "witness-key", value: "KEY|FILE", summary: "publish, export, verify: verifier key of the witness" },
    { name: "name", value: "NAME", summary: "witness: what it is called, when its key is made" },
    { name: "listen", value: "HOST:PORT", summary: "witness: where it answers (default: 127.0.0.1:8420)" },
  ],
  examples: [
    { command: "slipway audit log --actor ada --from 2026-01-01", explains: "who did what, with old and new values" },
    { command: "slipway audit verify", explains: "the ledger against every checkpoint that was ever signed over it" },
    { command: "slipway audit export out", explains: "tiles, entries and signed checkpoint for a stranger" },
    {
      command: "slipway audit verify out --key log.vkey --since checkpoint.2025",
      explains: "what the stranger runs: nothing was changed, and nothing of last year is missing",
    },
    { command: "slipway audit prove 17 > 17.proof", explains: "proof that entry 17 is in the log, in one file" },
  ],
  async run(call) {
    const [verb, operand] = call.operands;
    const known = AUDIT_VERBS.get(verb!);
    if (known === undefined) throw new SlipwayError(unknownVerb(verb!));
    const isMissing = operand === undefined && known.operand !== undefined && !known.operand.startsWith("[");
    if (isMissing || (operand !== undefined && known.operand === undefined))
      throw new SlipwayError(wrongOperand(verb!, known.operand));
    return (await known.load())(call, operand);
  },
};

function unknownVerb(verb: string) {
  const names = [...AUDIT_VERBS.keys()];
  const suggestion = nearest(verb, names);
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway audit\` cannot "${verb}"`,
    expected: `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "`slipway audit --help` explains them" : `did you mean "${suggestion}"?`,
  } as const;
}

function wrongOperand(verb: string, operand: string | undefined) {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway audit ${verb}\` got ${operand === undefined ? "an argument too many" : "no argument"}`,
    expected: `slipway audit ${[verb, operand].filter((word) => word !== undefined).join(" ")}`,
    action: "`slipway audit --help` shows examples",
  } as const;
}
