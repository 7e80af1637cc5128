import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openProcesses } from "../../src/app/engine/read-process.ts";
import { PRODUCT_STREAM } from "../../src/app/engine/product-stream.ts";
import { runReleases } from "../../src/app/engine/run-releases.ts";
import { currentProcess } from "../../src/domain/product/product-state.ts";
import { openEmbedded } from "../../src/ledger/open-embedded.ts";
import { gitEnvironment } from "../../test/support/repository.ts";
import { compare, type Contestant, type Cost } from "../history/measure.ts";
import { PROCESS, ROLES } from "./made-process.ts";
import { begin, engineOver, walkToTheEnd } from "./releases.ts";

const program = join(import.meta.dirname, "../../dist/slipway.cjs");
const node = process.execPath;
const ROUNDS = 9;

/** What commands cost from their start to their end, in a repository whose ledger has so many releases. */
export async function commands(scratch: string, count: number): Promise<ReadonlyMap<string, Cost>> {
  const folder = join(scratch, `with-${count}`);
  const last = await fillRepository(folder, count);
  const slipway = (line: string, codes?: readonly number[]): Contestant => ({
    name: `\`slipway ${line.replace(last, "R")}\``,
    command: [node, program, ...line.split(" ")],
    folder,
    ...(codes === undefined ? {} : { codes }),
  });
  const contestants = [
    { name: "`node -e 0`", command: [node, "-e", "0"] as const, folder },
    slipway("--help"),
    slipway("next", [0, 3]),
    slipway(`approve ${last} tag`, [4]), // refused: it waits for a review
    slipway(`release why ${last}`),
    slipway(`run ${last}`),
    slipway("release list"),
  ];
  return compare(contestants, ROUNDS, scratch);
}

/** All releases but the last ten came to their end; those wait for their review. Returns the last. */
async function fillRepository(folder: string, count: number): Promise<string> {
  mkdirSync(folder);
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: folder, env: gitEnvironment() }).toString().trim();
  const slipway = (line: string): Buffer =>
    execFileSync(node, [program, ...line.split(" ")], { cwd: folder, env: gitEnvironment() });
  git("init", "-q", "-b", "main");
  for (const [key, value] of [
    ["user.name", "Ada Example"],
    ["user.email", "ada@example.org"],
  ])
    git("config", key!, value!);
  writeFileSync(join(folder, "slipway.yaml"), `product: bench\n${PROCESS}`);
  git("add", "slipway.yaml");
  git("commit", "-q", "-m", "feat: begin");
  slipway("access grant boss admin");
  for (const role of ROLES) slipway(`access grant ${role} ${role} --as boss`);
  slipway("process approve --as release-manager --role release-manager");
  const ledger = await openEmbedded({ folder: join(folder, ".slipway"), command: "bench" });
  try {
    const tools = engineOver(ledger, "bench", openProcesses(ledger.blobs));
    const { digest } = currentProcess((await tools.streams.load(PRODUCT_STREAM, "bench")).state)!;
    const process = await tools.processes(digest);
    const commit = git("rev-parse", "HEAD");
    const ids = Array.from({ length: count }, (_, at) => `v1.${at}.0`);
    for (const id of ids) await begin(tools, id, process, { digest, commit });
    await walkToTheEnd(tools, ids.slice(0, -10));
    await runReleases(tools, ids.slice(-10));
    return ids.at(-1)!;
  } finally {
    await ledger.close();
  }
}
