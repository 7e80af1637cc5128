import type { Ledger, LedgerQuery } from "../../src/app/ledger-ports.ts";
import { canonicalJson } from "../../src/kernel/canonical-json.ts";
import { someEvent } from "../../test/support/events.ts";

const START_MS = Date.UTC(2025, 0, 1);
const STEP_MS = 30_000;
const TIMES = 20;

/** Fills a ledger and tells how long it takes to open, to ask, to append to and to compare. */
export async function largeLedger(
  size: number,
  places: readonly { name: string; open: () => Promise<Ledger> }[],
): Promise<void> {
  console.log(`\n| ${size} entries | ${places.map(({ name }) => name).join(" | ")} |\n| --- | --- | --- |`);
  const columns: Map<string, string>[] = [];
  for (const { open } of places) columns.push(await measure(size, open));
  for (const row of columns[0]!.keys())
    console.log(`| ${row} | ${columns.map((column) => column.get(row)).join(" | ")} |`);
}

async function measure(size: number, open: () => Promise<Ledger>): Promise<Map<string, string>> {
  const figures = new Map<string, string>();
  const timed = async <T>(row: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    figures.set(row, readable(performance.now() - started));
    return result;
  };
  const first = await open();
  await timed("fill it from a backup", () => first.restore(entries(size)));
  await first.close();
  const ledger = await timed("open it", open);
  await timed("how many entries there are", () => ledger.size());
  for (const [row, query] of Object.entries(queries(size))) {
    const ms: number[] = [];
    let found = 0;
    for (let time = 0; time < TIMES; time += 1) {
      const started = performance.now();
      found = (await ledger.find(query(time))).length;
      ms.push(performance.now() - started);
    }
    figures.set(`${row}, slowest of ${TIMES} (${found} found)`, readable(Math.max(...ms)));
  }
  await timed("history of one release", () => ledger.read("release/7"));
  await timed("append one more", () => ledger.append({ id: "last", reads: new Map(), events: [someEvent()] }));
  await timed("prove the read models equal", async () => {
    const differences = await ledger.compareReadModels();
    if (differences.length > 0) throw new Error(differences.join("\n"));
  });
  await timed("make the read models again", () => ledger.rebuildReadModels());
  await ledger.close();
  return figures;
}

function queries(size: number): Readonly<Record<string, (time: number) => LedgerQuery>> {
  const from = (time: number): number => START_MS + Math.floor((size * STEP_MS * (time + 1)) / (TIMES + 1));
  const day = 86_400_000;
  return {
    "by actor": (time) => ({ actor: `person-${time}` }),
    "by actor without entries": () => ({ actor: "nobody" }),
    "by object": (time) => ({ object: `release/${time * 11}` }),
    "by period, a day": (time) => ({ from: from(time), to: from(time) + day }),
    "by rare actor in a period": (time) => ({ actor: "auditor", from: from(time), to: from(time) + 30 * day }),
    "by actor and object": (time) => ({ actor: `person-${time}`, object: `release/${time}` }),
    "by actor, action and period": (time) => ({
      actor: `person-${time}`,
      action: "add",
      from: from(time),
      to: from(time) + 7 * day,
    }),
    "by actor and absent action": (time) => ({ actor: `person-${time}`, action: "waive" }),
  };
}

/** Entries of 100 people about 5,000 releases; now and then an auditor comes by. */
async function* entries(size: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const versions = new Map<string, number>();
  for (let index = 0; index < size; index += 1) {
    const stream = `release/${index % 5000}`;
    const streamVersion = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, streamVersion);
    const actor = index % 10_007 === 0 ? "auditor" : `person-${index % 101}`;
    const event = someEvent({
      stream,
      actor: { id: actor, name: "Ada Example" },
      object: { kind: "release", id: String(index % 5000), version: "1" },
    });
    const time = new Date(START_MS + index * STEP_MS).toISOString().replace("Z", "+00:00");
    yield encoder.encode(canonicalJson({ ...event, format: 1, streamVersion, time, command: `c${index}` }));
  }
}

function readable(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(1)} ms`;
}
