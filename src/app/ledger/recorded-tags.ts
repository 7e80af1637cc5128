import { parseEntry } from "../../contract/event.ts";
import { unwrap } from "../../kernel/problem.ts";
import type { LedgerEntry, LedgerReader } from "../ledger-ports.ts";

const PAGE = 10_000;

/** Tags that a ledger tells were made or seen, and not taken back: the object of each, by name. Of one name, or all of them. */
export async function recordedTags(ledger: Pick<LedgerReader, "find">, name?: string): Promise<Map<string, string>> {
  const queries =
    name === undefined ? [{ action: "make" }, { action: "see" }, { action: "revoke" }] : [{ object: `tag/${name}` }];
  const tags = new Map<string, string>();
  for (const query of queries)
    for await (const { bytes } of pages(ledger, query)) {
      const { type, object } = unwrap(parseEntry(bytes));
      if (type === "tag-made" || type === "tag-seen") tags.set(object.id, object.version);
      if (type === "tag-taken-back" && tags.get(object.id) === object.version) tags.delete(object.id);
    }
  return tags;
}

async function* pages(ledger: Pick<LedgerReader, "find">, query: object): AsyncIterable<LedgerEntry> {
  for (let after = -1; ;) {
    const page = await ledger.find({ ...query, after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.index;
  }
}
