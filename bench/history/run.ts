import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { generateHistory } from "./generate.ts";
import { compare, LIMIT_SECONDS, type Contestant, type Cost } from "./measure.ts";

/**
 * Full changelog and next version against git itself and three well-known tools, on long histories, in one run.
 * `npm run bench -- history [--alone] [CLONE…]`: measures a made history of 20,000 commits and every clone named; `--alone`
 * leaves the other tools out, which take most of the time.
 */
const program = join(import.meta.dirname, "../../dist/slipway.cjs");
const node = process.execPath;
/** Short commands differ more from run to run. */
const rounds = { long: 5, short: 15 };

export async function run(args: readonly string[]): Promise<void> {
  const clones = args.filter((arg) => arg !== "--alone");
  const scratch = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  try {
    const peers = clones.length < args.length ? undefined : installPeers(scratch);
    const made = generateHistory(scratch, { commits: 20_000, releaseEvery: 100, components: 0 });
    for (const repository of [made, ...clones.map((clone) => resolve(clone))])
      benchRepository(repository, peers, scratch);
    benchComponents(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The folder of the peers' executables. Installing is not measured. */
function installPeers(scratch: string): string {
  const folder = join(scratch, "peers");
  mkdirSync(folder);
  cpSync(join(import.meta.dirname, "peers.json"), join(folder, "package.json"));
  console.error("installing the tools to compare with …");
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
  return join(folder, "node_modules");
}

function benchRepository(folder: string, peers: string | undefined, scratch: string): void {
  const commits = git(folder, "rev-list", "--count", "HEAD");
  const tags = git(folder, "tag").split("\n").length;
  console.log(
    `\n## ${basename(folder) === "repo" ? basename(resolve(folder, "..")) : basename(folder)}: ${commits} commits, ${tags} tags\n`,
  );
  const others = peers === undefined ? { changelog: [], next: [] } : contestants(join(peers, ".bin"), folder, scratch);
  report(
    "full changelog",
    [
      { name: "slipway changelog --full", command: [node, program, "changelog", "--full"], folder },
      { name: "git log (same bodies)", command: ["git", "log", "--format=%H%n%an%n%at%n%B"], folder },
      { name: "node -e 0", command: [node, "-e", "0"], folder },
      ...others.changelog,
    ],
    rounds.long,
    scratch,
  );
  report(
    "next version",
    [
      { name: "slipway next", command: [node, program, "next"], folder, codes: [0, 3] },
      { name: "node -e 0", command: [node, "-e", "0"], folder },
      { name: "git calls of slipway next", command: ["bash", "-c", gitCallsOfNext(folder)], folder },
      ...others.next,
    ],
    rounds.short,
    scratch,
  );
}

/** The other tools, by what they are asked for. */
function contestants(bin: string, folder: string, scratch: string): Record<"changelog" | "next", Contestant[]> {
  const cliff = join(scratch, "cliff.toml");
  if (!existsSync(cliff)) writeFileSync(cliff, "[git]\nconventional_commits = true\nfilter_unconventional = true\n");
  const named = (name: string, ...command: [string, ...string[]]): Contestant => ({ name, command, folder });
  const [gitCliff, changelog, bump] = ["git-cliff", "conventional-changelog", "conventional-recommended-bump"] as const;
  return {
    changelog: [
      named(gitCliff, join(bin, gitCliff), "--config", cliff, "--repository", folder),
      named(changelog, node, join(bin, changelog), "-p", "angular", "-r", "0", "-s"),
    ],
    next: [
      named(`${gitCliff} --bumped-version`, join(bin, gitCliff), "--bumped-version", "--repository", folder),
      named(bump, node, join(bin, bump), "-p", "angular"),
    ],
  };
}

/** What `next` asks git, so that its own share can be told from git's. */
function gitCallsOfNext(folder: string): string {
  const plan = spawnSync(node, [program, "plan", "--json"], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  const { current } = JSON.parse(plan.stdout) as { current: { commit: string } | null };
  const range = current === null ? "HEAD" : `${current.commit}..HEAD`;
  return [
    "git rev-parse --is-shallow-repository --absolute-git-dir HEAD",
    "git show-ref --tags --dereference",
    "git cat-file --batch </dev/null",
    `git log -z --format=%H%n%P%n%B ${range}`,
  ]
    .map((call) => `${call} >/dev/null`)
    .join("; ");
}

function benchComponents(scratch: string): void {
  console.log("\n## 50 components in one repository of 10,000 commits\n");
  const folder = generateHistory(scratch, { commits: 10_000, releaseEvery: 2500, components: 50 });
  const config = (count: number): string => {
    const path = join(scratch, `components-${count}.yaml`);
    const lines = Array.from({ length: count }, (_, part) => `  c${part}: { path: packages/c${part} }`);
    writeFileSync(path, `components:\n${lines.join("\n")}\n`);
    return path;
  };
  report(
    "plan --all",
    [
      { name: "50 components", command: [node, program, "plan", "--all", "--json", "--config", config(50)], folder },
      { name: "1 component", command: [node, program, "plan", "--all", "--json", "--config", config(1)], folder },
    ],
    rounds.short,
    scratch,
  );
}

function report(title: string, contestants: readonly Contestant[], rounds: number, scratch: string): void {
  const costs = compare(contestants, rounds, scratch);
  const [first] = costs.values();
  console.log(`| ${title} | CPU s | peak MiB | slipway's CPU / this |\n|---|---|---|---|`);
  for (const [name, cost] of costs) {
    const endless = cost.cpuSeconds === Infinity;
    const figures = endless ? `> ${LIMIT_SECONDS} | -` : `${cost.cpuSeconds.toFixed(3)} | ${cost.peakMiB.toFixed(0)}`;
    const ratio = first!.cpuSeconds / Math.max(cost.cpuSeconds, 0.001);
    console.log(`| ${name} | ${figures} | ${endless ? "-" : ratio.toFixed(2)} |`);
  }
  const floor = ["git log (same bodies)", "git calls of slipway next"]
    .map((name) => costs.get(name))
    .find((cost) => cost !== undefined);
  if (floor !== undefined) console.log(`\n${verdict(title, first!, floor, costs.get("node -e 0")!)}\n`);
}

function verdict(title: string, ours: Cost, git: Cost, start: Cost): string {
  const [least, rest] = title === "next version" ? [start, git] : [git, start];
  const [named, other] = title === "next version" ? ["node -e 0", "the git calls"] : ["git log", "the start of node"];
  const together = ours.cpuSeconds / (least.cpuSeconds + rest.cpuSeconds);
  const without = (ours.cpuSeconds - rest.cpuSeconds) / least.cpuSeconds;
  return [
    `${together.toFixed(2)}x of ${named} and ${other} together`,
    `${without.toFixed(2)}x of ${named} without ${other}`,
    `peak ${ours.peakMiB.toFixed(0)} MiB`,
  ].join("; ");
}

function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder }).toString().trim();
}
