import { play } from "./play.ts";
import { simProcesses } from "./sim-processes.ts";

/** `node run-seeds.ts FROM TO` plays these seeds, and names the first one that fails. TRACE prints every entry on the way. */
const [from = 1, to = 300] = process.argv.slice(2).map(Number);
const isLoud = process.env["TRACE"] !== undefined;
const processes = await simProcesses();
for (let seed = from; seed <= to && process.exitCode === undefined; seed++)
  try {
    await play(seed, processes, ({ time, stream, type, actor, payload }) => {
      if (isLoud) console.log(time.slice(5, 16), stream, type, actor.id, JSON.stringify(payload).slice(0, 250));
    });
  } catch (error) {
    console.log(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
