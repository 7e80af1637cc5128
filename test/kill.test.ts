import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { gitEnvironment, makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

const PROGRAM = join(import.meta.dirname, "../dist/slipway.cjs");
const NOW = { SOURCE_DATE_EPOCH: "1767830400" };

/** The commands that write, in the order in which a release uses them. */
const COMMANDS = [["bump"], ["changelog", "--write"], ["bump", "--release"], ["tag", "1.1.0"]] as const;

function product(): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "package.json": '{ "version": "1.0.0" }\n',
    "slipway.yaml": "versioning: { files: [package.json] }\n",
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
    for (const afterMs of [40, 90, 130, 180, 240]) {
      const repository = product();
      for (const args of COMMANDS) {
        await killed(repository.folder, args, afterMs);
        repository.git("rev-parse", "HEAD");
        const again = slipway(repository.folder, args, NOW);
        expect({ afterMs, args, code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 });
      }
      expect(outcome(repository)).toEqual(outcome(reference));
    }
  },
);
