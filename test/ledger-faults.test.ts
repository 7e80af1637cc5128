import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isSlipwayError } from "../src/kernel/problem.ts";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { someEvent } from "./support/events.ts";
import { temporaryFolder } from "./support/repository.ts";

const NOTHING_READ = new Map<string, number>();
const open = (folder: string, waitMs = 0) => openEmbedded({ folder, command: "slipway test", waitMs });

/** What a call is refused with, as one text; nothing when it is not refused. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "";
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    const { code, found, action } = error.problems[0];
    return `${code}: ${found}; ${action}`;
  }
}

/** A file system of its own, of so many bytes, for one test; the test is skipped where this user may not mount one. */
function smallDisk(bytes: number, skip: (note: string) => never): string {
  const folder = join(temporaryFolder(), "disk");
  mkdirSync(folder);
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "slipway-test", folder]);
  if (mount.status !== 0) skip("needs the right to mount a small disk");
  onTestFinished(() => {
    execFileSync("umount", [folder]);
  });
  return folder;
}

describe("on a small disk", () => {
  test("[U-01] a full disk refuses what it cannot keep, keeps the rest, and goes on when there is room", async ({
    skip,
  }) => {
    const disk = smallDisk(2_000_000, skip);
    const folder = join(disk, "data");
    const filler = join(disk, "filler");
    const ledger = await open(folder);
    writeFileSync(filler, Buffer.alloc(1_000_000));
    const append = (id: number) =>
      ledger.append({
        id: String(id),
        reads: NOTHING_READ,
        events: [someEvent({ payload: { text: "x".repeat(10_000) } })],
      });
    let acknowledged = 0;
    let refused = "";
    for (let sent = 0; refused === ""; sent += 1) {
      refused = await outcome(append(sent));
      if (refused === "") acknowledged += 1;
    }
    expect(refused).toMatch(/^ledger-unwritable: .* cannot be written: the disk is full; make room/);
    expect(acknowledged).toBeGreaterThan(5);
    expect(await outcome(append(acknowledged))).toContain("the disk is full");
    expect(await ledger.size()).toBe(acknowledged);
    rmSync(filler);
    expect((await append(acknowledged)).first).toBe(acknowledged);
    await ledger.close();
    const again = await open(folder);
    expect(await again.size()).toBe(acknowledged + 1);
    expect(await again.compareReadModels()).toEqual([]);
    await again.close();
  });

  test("[U-01] a ledger that can only be read refuses to be opened for acts", async ({ skip }) => {
    const disk = smallDisk(2_000_000, skip);
    const folder = join(disk, "read-only");
    const ledger = await open(folder);
    await ledger.append({ id: "1", reads: NOTHING_READ, events: [someEvent()] });
    await ledger.close();
    execFileSync("mount", ["-o", "remount,ro", disk]);
    try {
      expect(await outcome(open(folder))).toMatch(
        /^ledger-unwritable: .*read-only|^ledger-unwritable: .*cannot be opened/,
      );
    } finally {
      execFileSync("mount", ["-o", "remount,rw", disk]);
    }
    const again = await open(folder);
    expect(await again.size()).toBe(1);
    await again.close();
  });
});

test.each([
  ["ledger.db", "new"],
  ["ledger.db-wal", "new"],
  ["ledger.db", "old"],
  ["ledger.db-wal", "old"],
])(
  "[U-01] when %s is taken away or replaced in a folder that is %s, nothing more is acknowledged",
  async (name, age) => {
    const folder = temporaryFolder();
    const ledger = await open(folder);
    // A folder that was not changed for some time is trusted not to have been changed.
    if (age === "old") utimesSync(folder, 1_000_000_000, 1_000_000_000);
    const command = (id: string) => ({ id, reads: NOTHING_READ, events: [someEvent()] });
    await ledger.append(command("1"));
    renameSync(join(folder, name), join(folder, "elsewhere"));
    expect(await outcome(ledger.append(command("2")))).toMatch(/^ledger-unwritable: .* was deleted or replaced/);
    writeFileSync(join(folder, name), readFileSync(join(folder, "elsewhere")));
    expect(await outcome(ledger.append(command("2")))).toMatch(/^ledger-unwritable: .* was deleted or replaced/);
    await ledger.close();
  },
);

test("[U-01] a file that is no ledger is refused and left as it is", async () => {
  const folder = temporaryFolder();
  const text = "not a database ".repeat(1000);
  writeFileSync(join(folder, "ledger.db"), text);
  expect(await outcome(open(folder))).toMatch(/^ledger-unwritable: .*not a database; restore it from a backup/);
  expect(readFileSync(join(folder, "ledger.db"), "utf8")).toBe(text);
});

test("[U-01] the second process is told who holds the ledger, waits a moment, and gets it when the first is killed", async () => {
  const folder = temporaryFolder();
  const holder = spawn(process.execPath, [join(import.meta.dirname, "support/appender.ts"), folder, "run"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  expect(await outcome(open(folder))).toMatch(
    new RegExp(`^ledger-held: .*ledger\\.db is held by process ${holder.pid} on .*: appender; wait for it`),
  );
  const ended = new Promise((resolve) => holder.once("exit", resolve));
  holder.stdout.resume();
  const [ledger] = await Promise.all([open(folder, 10_000), Promise.resolve(holder.kill("SIGKILL"))]);
  await ended;
  expect(await ledger.size()).toBeGreaterThan(0);
  await ledger.close();
});
