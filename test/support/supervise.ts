import { openCommandRuns } from "../../src/jobs/command-runs.ts";

/** Starts a run and waits for its end, until it is killed: `supervise.ts PLACE RUN-AS-JSON`. */
const [place = "", run = ""] = process.argv.slice(2);
const runs = openCommandRuns(async () => place, process.env);
await runs.start(JSON.parse(run));
console.log("started");
await runs.follow(JSON.parse(run).id, { signal: new AbortController().signal, onLine: (line) => console.log(line) });
