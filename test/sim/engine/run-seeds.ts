import { play } from "./play.ts";
import { simProcesses } from "./sim-processes.ts";

/** `node run-seeds.ts FROM TO`: plays these seeds, and names the first one that fails. */
const [from = 1, to = 300] = process.argv.slice(2).map(Number);
const processes = await simProcesses();
for (let seed = from; seed <= to; seed++)
  try {
    const { preset, statuses } = await play(
      seed,
      processes,
      (e) =>
        process.env["TRACE"] &&
        console.log(e.time.slice(5, 16), e.stream, e.type, e.actor.id, JSON.stringify(e.payload).slice(0, 230)),
    );
    if (process.env["LOUD"] !== undefined) console.log(seed, preset, statuses.join(" "));
  } catch (error) {
    console.log(
      `seed ${seed}: ${error instanceof Error ? (process.env["STACK"] ? error.stack : error.message) : String(error)}`,
    );
    if (process.env["ALL"] === undefined) process.exit(1);
  }
