import { writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { openEmbedded } from "../../src/ledger/open-embedded.ts";
import { openPostgres } from "../../src/ledger/open-postgres.ts";
import { someEvent } from "./events.ts";

/** A process that appends until it is killed, and prints the id and index of every command that was acknowledged. */
const [place = "", run = ""] = process.argv.slice(2);
const CALLERS = 8;

const ledger = await (place.startsWith("postgres:")
  ? openPostgres({ url: place, folder: tmpdir() })
  : openEmbedded({ folder: place, command: "appender" }));

async function caller(number: number): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const id = `${run}-${number}-${turn}`;
    const events = [someEvent({ stream: `release/${number}` }), someEvent({ stream: "product/shop" })];
    const { first } = await ledger.append({ id, reads: new Map(), events });
    writeSync(1, `${id} ${first}\n`);
  }
}

await Promise.all(Array.from({ length: CALLERS }, (_, number) => caller(number)));
