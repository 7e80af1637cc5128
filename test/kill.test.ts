import { execFileSync, spawn } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { gitEnvironment, makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { repeated } from "./support/thorough.ts";
import { slipway } from "./support/slipway.ts";

const PROGRAM = join(import.meta.dirname, "../dist/slipway.cjs");
const NOW = { SOURCE_DATE_EPOCH: "1767830400" };

/** The commands that write, in the order in which a release uses them. */
const COMMANDS = [["bump"], ["changelog", "--write"], ["bump", "--release"], ["tag", "1.1.0"]] as const;

function product(): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "package.json": '{ "version": "1.0.0" }\n',
    "slipway.yaml": "product: Door\nversioning: { files: [package.json] }\n",
    "CHANGELOG.md": "# Changelog\n",
  });
  repository.tag("v1.0.0", "Release v1.0.0");
  repository.commit("feat: a door");
  return repository;
}

function outcome({ git, read }: TestRepository) {
  const [tree, tags, status] = [git("rev-parse", "HEAD^{tree}"), git("tag"), git("status", "--porcelain")];
  return {
    tree,
    tags,
    status,
    message: git("cat-file", "tag", "v1.1.0").split("\n\n").slice(1),
    file: read("CHANGELOG.md"),
  };
}

async function killed(folder: string, args: readonly string[], afterMs: number): Promise<void> {
  const options = { cwd: folder, env: { ...gitEnvironment(), ...NOW }, stdio: "ignore" } as const;
  const child = spawn(process.execPath, [PROGRAM, ...args], options);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await sleep(afterMs);
  child.kill("SIGKILL");
  await ended;
}

test(
  "[V-13, TG-02] every writing command that is killed does the same work when it is run again",
  { timeout: 120_000 },
  async () => {
    const reference = product();
    for (const args of COMMANDS) expect(slipway(reference.folder, args, NOW)).toMatchObject({ code: 0 });
    for (const afterMs of repeated([40, 90, 130, 180, 240], [60, 140])) {
      const repository = product();
      for (const args of COMMANDS) {
        await killed(repository.folder, args, afterMs);
        repository.git("rev-parse", "HEAD");
        const again = slipway(repository.folder, args, NOW);
        expect(again.code === 0 ? "" : `${afterMs} ms, ${args.join(" ")}: ${again.stderr}`).toBe("");
      }
      expect(outcome(repository)).toEqual(outcome(reference));
    }
  },
);

/** What a pipe holds at once is less than this: the rest of a message sent through it is lost with whoever sends it. */
const LONG = "a long story ".repeat(9_000);

test("[TG-02] a tag that git makes after we were killed says what it was to say", { timeout: 120_000 }, async () => {
  const repository = product();
  for (const args of COMMANDS.slice(0, 3)) expect(slipway(repository.folder, args, NOW)).toMatchObject({ code: 0 });
  const bin = temporaryFolder();
  const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
  const slow = `#!/bin/sh\ncase " $* " in *" tag --annotate "*) touch ${bin}/begun; sleep 1;; esac\nexec ${real} "$@"\n`;
  writeFileSync(join(bin, "git"), slow, { mode: 0o755 });
  const env = { ...gitEnvironment(), ...NOW, PATH: `${bin}:${process.env["PATH"]}` };
  const tag = ["tag", "1.1.0", "--title", LONG, "--summary", `${LONG}that ends here`];
  const child = spawn(process.execPath, [PROGRAM, ...tag], { cwd: repository.folder, env, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (!existsSync(join(bin, "begun"))) await sleep(5);
  child.kill("SIGKILL");
  await ended;
  await vi.waitFor(() => expect(repository.git("tag", "-l", "v1.1.0")).toBe("v1.1.0"), { timeout: 20_000 });
  expect(repository.git("cat-file", "tag", "v1.1.0").split("\n\n")[2]).toMatch(/that ends here$/);
  expect(slipway(repository.folder, tag, NOW)).toMatchObject({ code: 0 });
});

const PREPARE = ["release", "prepare", "1.1.0"];
const KEY = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const FIRST = { ...NOW, SLIPWAY_SIGNING_KEY: KEY };
const LATER = { ...FIRST, SOURCE_DATE_EPOCH: "1767999999" };

/** Starts a preparation and kills it some time after it told of its first `steps` steps. */
async function killedAfter(folder: string, steps: number, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, ...PREPARE], { cwd: folder, env: { ...gitEnvironment(), ...FIRST } });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let seen = 0;
  await new Promise<void>((resolve) => {
    if (steps === 0) resolve();
    child.stdout.on("data", (chunk: Buffer) => (seen += chunk.toString().split("\n").length - 1) >= steps && resolve());
    child.once("exit", () => resolve());
  });
  await sleep(afterMs);
  child.kill("SIGKILL");
  await ended;
}

/** Everything a release left: refs, objects and every file of the working tree. */
function everything({ git, folder }: TestRepository): Record<string, string> {
  const files = git("ls-files", "--cached", "--others").split("\n");
  const digests = files.map((path) => [path, digest(readFileSync(join(folder, path)))] as const);
  return { ...Object.fromEntries(digests), refs: git("show-ref"), status: git("status", "--porcelain") };
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

test(
  "[V-13, R-12, TG-02] a preparation that is killed at any step and repeated later makes the same release, byte for byte",
  { timeout: 300_000 },
  async () => {
    const reference = product();
    const { code, stdout, stderr } = slipway(reference.folder, PREPARE, FIRST);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("slipway:") });
    const steps = stdout.trimEnd().split("\n").length;
    for (let step = 0; step < steps; step++) {
      for (const afterMs of step === 0 ? repeated([60, 150, 250], [150]) : repeated([0, 20], [5])) {
        const repository = product();
        await killedAfter(repository.folder, step, afterMs);
        const hasBegun = existsSync(join(repository.folder, ".git/slipway/prepare/v1.1.0.json"));
        const again = slipway(repository.folder, PREPARE, hasBegun ? LATER : FIRST);
        expect({ step, afterMs, code: again.code, says: again.stderr }).toMatchObject({ step, afterMs, code: 0 });
        expect(everything(repository)).toEqual(everything(reference));
        expect(slipway(repository.folder, ["next"]).code).toBe(3);
      }
    }
  },
);
