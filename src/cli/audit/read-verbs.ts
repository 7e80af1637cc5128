import { periodOf } from "../../app/audit/period.ts";
import { entryAt } from "../../app/audit/show-entry.ts";
import type { LedgerQuery } from "../../app/ledger-ports.ts";
import { parseEntry } from "../../contract/event.ts";
import { unwrap } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { withEntries } from "./log-source.ts";
import { renderEntries, renderEntry } from "./render-entries.ts";
import { wholeNumber } from "./whole-number.ts";

const LIMIT = 100;
const LIMIT_MAX = 10_000;

/** `audit log`: entries that meet the filters, in the order in which they were recorded. */
export async function log(call: Call): Promise<ExitCode> {
  const query = queryOf(call);
  const found = await withEntries(call, (ledger) => ledger.find(query));
  const entries = found.map(({ index, bytes }) => ({ index, entry: unwrap(parseEntry(bytes)) }));
  const isFull = entries.length === query.limit;
  const next = isFull ? (entries.at(-1)?.index ?? null) : null;
  if (call.json) call.output.document({ entries: entries.map(({ index, entry }) => ({ index, ...entry })), next });
  else if (entries.length > 0) call.output.answer(renderEntries(entries));
  else call.output.warn("no entry meets these conditions");
  if (next !== null && !call.json) call.output.warn(`there may be more: --after ${next} goes on`);
  return EXIT.done;
}

function queryOf(call: Call): LedgerQuery & { readonly limit: number } {
  const { text } = call;
  const [actor, object, stream, action] = [text("actor"), text("object"), text("stream"), text("action")];
  const after = wholeNumber("--after", text("after"));
  const limit = wholeNumber("--limit", text("limit"), { least: 1, most: LIMIT_MAX }) ?? LIMIT;
  return {
    ...periodOf({ from: text("from"), to: text("to") }),
    ...(actor === undefined ? {} : { actor }),
    ...(object === undefined ? {} : { object }),
    ...(stream === undefined ? {} : { stream }),
    ...(action === undefined ? {} : { action }),
    ...(after === undefined ? {} : { after }),
    limit,
  };
}

/** `audit show`: one entry, for people, as JSON, or as the bytes that are hashed. */
export async function show(call: Call, operand: string | undefined): Promise<ExitCode> {
  const index = wholeNumber("INDEX", operand) ?? 0;
  const bytes = await withEntries(call, (ledger) => entryAt(ledger, index));
  if (call.has("bytes")) {
    process.stdout.write(bytes);
    return EXIT.done;
  }
  const entry = unwrap(parseEntry(bytes));
  if (call.json) call.output.document({ index, ...entry });
  else call.output.answer(renderEntry({ index, entry }));
  return EXIT.done;
}
