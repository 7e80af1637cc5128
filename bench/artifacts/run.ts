import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, median, type Contestant } from "../history/measure.ts";

/**
 * Bundle and checksums of a release against `git archive`, `gzip` and `sha256sum` together, in one run.
 * `npm run bench -- artifacts [MEGABYTES]`: the size of the made tree, 100 when none is named.
 */
const program = join(import.meta.dirname, "../../dist/slipway.cjs");
const node = process.execPath;
const rounds = 3;

export async function run([megabytes = "100"]: readonly string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  try {
    const folder = makeTree(scratch, Number(megabytes) * 1e6);
    const contestants = [
      {
        name: "slipway bundle, slipway checksums",
        folder,
        command: shell(`"${node}" "${program}" bundle 0.9.0 && "${node}" "${program}" checksums 0.9.0`),
      },
      {
        name: "git archive, gzip, sha256sum",
        folder,
        command: shell(`git archive v0.9.0 | gzip > "${scratch}/peer.tar.gz" && git ls-files -z | xargs -0 sha256sum`),
      },
      { name: "slipway verify", folder, command: shell(`"${node}" "${program}" verify 0.9.0`) },
    ] as const;
    const costs = compare(contestants, rounds, scratch);
    const walls = contestants.map((contestant) => wallSeconds(contestant));
    console.log(`\n| ${megabytes} MB | CPU s | elapsed s | peak MiB |\n|---|---|---|---|`);
    contestants.forEach(({ name }, index) => {
      const { cpuSeconds, peakMiB } = costs.get(name)!;
      console.log(`| ${name} | ${cpuSeconds.toFixed(2)} | ${walls[index]!.toFixed(2)} | ${peakMiB.toFixed(0)} |`);
    });
    const [ours, theirs] = contestants.map(({ name }) => costs.get(name)!.cpuSeconds);
    const sizes = [join(folder, "releases", bundleIn(folder)), join(scratch, "peer.tar.gz")].map(
      (path) => readFileSync(path).length,
    );
    console.log(
      `\nCPU ${(ours! / theirs!).toFixed(2)}x, elapsed ${(walls[0]! / walls[1]!).toFixed(2)}x, size of the bundle ${(sizes[0]! / sizes[1]!).toFixed(2)}x`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function shell(script: string): readonly [string, ...string[]] {
  return ["bash", "-o", "pipefail", "-c", script];
}

function wallSeconds({ folder, command: [name, ...args] }: Contestant): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    spawnSync(name, args, { cwd: folder, stdio: "ignore" });
    return (performance.now() - start) / 1000;
  });
  return median(times);
}

function bundleIn(folder: string): string {
  return readdirSync(join(folder, "releases")).find((name) => name.endsWith(".tar.gz"))!;
}

/** A tagged repository whose files look like source to a compressor: it shrinks them to a quarter or so. */
function makeTree(scratch: string, bytes: number): string {
  const folder = join(scratch, "tree");
  mkdirSync(folder);
  const git = (...args: string[]): void => {
    const identity = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org"];
    execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "ignore" });
  };
  git("init", "-b", "main");
  writeFileSync(join(folder, "slipway.yaml"), "product: Bench\n");
  let state = 1;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const names = Array.from(
    { length: 4000 },
    () => `${WORDS[next(WORDS.length)]!}${WORDS[next(WORDS.length)]!}${next(50)}`,
  );
  for (let written = 0, count = 0; written < bytes; count++) {
    const lines = Array.from(
      { length: 40 + next(400) },
      () =>
        `${" ".repeat(2 * next(5))}${names[next(names.length)]!}.${names[next(names.length)]!}(${WORDS[next(WORDS.length)]!}, ${next(100)});`,
    );
    const text = `${lines.join("\n")}\n`;
    const place = join(folder, `src/part${count % 100}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `file${count}.ts`), text);
    written += text.length;
  }
  git("add", "-A");
  git("commit", "-m", "feat: start");
  git("tag", "-a", "v0.9.0", "-m", "Release v0.9.0");
  return folder;
}

const WORDS =
  "release plan change commit Tag manifest Bundle gate Evidence target Rollout window Branch version component state value result".split(
    " ",
  );
