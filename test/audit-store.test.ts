import { chmodSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { EventEntry } from "../src/contract/event.ts";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { holdLog } from "../src/ledger/log/hold-log.ts";
import { someEvent } from "./support/events.ts";
import { makeRepository, temporaryFolder } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

interface Store {
  readonly folder: string;
  /** Where the product keeps its data. */
  readonly data: string;
  audit(...args: string[]): ReturnType<typeof slipway>;
  record(count: number): Promise<void>;
  /** Changes the ledger behind the back of the program. */
  tamper(sql: string): void;
}

/** A repository whose product has a ledger, as the program itself keeps it. */
async function store(count: number): Promise<Store> {
  const { folder, commit } = makeRepository();
  commit("feat: start");
  const data = join(folder, ".slipway");
  let recorded = 0;
  const made: Store = {
    folder,
    data,
    audit: (...args) => slipway(folder, ["audit", ...args], { SLIPWAY_LOG_ORIGIN: "example.org/door" }),
    record: async (more) => {
      const ledger = await openEmbedded({ folder: data, command: "test" });
      for (const end = recorded + more; recorded < end; recorded++) {
        const reads = new Map([["release/2026-01", recorded]]);
        await ledger.append({ id: `command-${recorded}`, reads, events: [someEvent({ new: recorded })] });
      }
      await ledger.close();
    },
    tamper: (sql) => {
      const database = new DatabaseSync(join(data, "ledger.db"));
      const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").all();
      for (const { name } of triggers) database.exec(`drop trigger ${String(name)}`);
      database.exec(sql);
      database.close();
    },
  };
  await made.record(count);
  return made;
}

test(
  "[U-01] recorded, listed, shown, signed, verified, proven, exported and verified by a stranger",
  { timeout: 60_000 },
  async () => {
    const { audit, folder, data, record } = await store(5);
    expect(audit("verify")).toMatchObject({ code: 1, stdout: expect.stringContaining("nothing was signed yet") });
    expect(audit("publish").stdout).toMatch(/^example\.org\/door\n5\n/);
    expect(audit("verify").stdout).toBe(
      "example.org/door: 5 entries are as they were signed, and continue every earlier checkpoint (1)\n",
    );
    await record(2);
    expect(audit("verify").stdout).toContain("; 2 newer are not signed yet");
    const listed = slipwayJson<{ entries: (EventEntry & { index: number })[] }>(folder, [
      "audit",
      "log",
      "--after",
      "4",
    ]);
    expect(listed.entries.map((entry) => [entry.index, entry.new])).toEqual([
      [5, 5],
      [6, 6],
    ]);
    expect(audit("log", "--actor", "person-1", "--object", "release/2026-01", "--limit", "2").stdout).toContain(
      "Ada Example",
    );
    expect(audit("log", "--actor", "nobody")).toMatchObject({ code: 0, stdout: "" });

    const target = join(folder, ".slipway", "out");
    const exported = slipwayJson<{ key: string; size: number; kept: number }>(folder, ["audit", "export", target]);
    expect(exported).toMatchObject({ size: 8, kept: 0 });
    const own = slipwayJson<EventEntry>(folder, ["audit", "show", "7", "--log", target]);
    expect(own).toMatchObject({
      action: "export",
      actor: { name: "Ada Example" },
      object: { kind: "log", version: "7" },
    });
    expect(audit("key").stdout).toBe(`${exported.key}\n`);
    const outside = temporaryFolder();
    const stranger = (...args: string[]) => slipway(outside, ["audit", ...args]);
    expect(stranger("verify", target, "--key", exported.key)).toMatchObject({ code: 0 });
    expect(stranger("show", "6", "--log", target, "--bytes").stdout).toBe(audit("show", "6", "--bytes").stdout);
    writeFileSync(join(outside, "6.json"), audit("show", "6", "--bytes").stdout);
    writeFileSync(join(outside, "6.proof"), audit("prove", "6").stdout);
    const checked = stranger("check-proof", "6.proof", "--entry", "6.json", "--key", exported.key);
    expect(checked).toMatchObject({ code: 0 });
    expect(readFileSync(join(data, "checkpoints.jsonl"), "utf8").trim().split("\n")).toHaveLength(2);
  },
);

test(
  "[U-01] an entry that was changed, removed, inserted or moved in the database is named, and never signed",
  { timeout: 60_000 },
  async () => {
    const { audit, tamper, record, data } = await store(300);
    expect(audit("publish").code).toBe(0);
    const kept = join(temporaryFolder(), "kept");
    cpSync(data, kept, { recursive: true });
    for (const [sql, names] of [
      [
        "update entry set bytes = cast(replace(cast(bytes as text), 'Ada', 'Bea') as blob) where idx = 270",
        "entry 270",
      ],
      ["delete from entry where idx = 299", "entry 299"],
      [
        `update entry set idx = idx + 1000 where idx >= 100; update entry set idx = idx - 999 where idx >= 1100;
       insert into entry select 100, bytes from entry where idx = 5`,
        "entry 100: it was changed, and 155 more after it",
      ],
      ["delete from entry where idx >= 200", "entry 200: it is missing"],
      [
        "update entry_index set actor = 'nobody' where idx = 7",
        "an index of the ledger does not agree with its entries",
      ],
      [
        "update entry set idx = 999 where idx = 7; update entry set idx = 7 where idx = 8; update entry set idx = 8 where idx = 999",
        "entry 7: it was changed, and 1 more after it",
      ],
    ] as const) {
      tamper(`pragma foreign_keys = off; ${sql}`);
      const { code, stdout } = audit("verify", "--indexes");
      expect({ sql, code, stdout }).toEqual({ sql, code: 1, stdout: expect.stringContaining(`the ledger: ${names}`) });
      const exported = audit("export", join(data, "out")).code; // an index is no part of the log
      expect({ sql, exported }).toEqual({ sql, exported: sql.includes("entry_index") ? 0 : 1 });
      rmSync(data, { recursive: true });
      cpSync(kept, data, { recursive: true });
    }
    expect(audit("verify").code).toBe(0);
    await record(1);
    expect(audit("publish").stdout).toContain("\n301\n");
  },
);

test("[U-01] a ledger, a key or a history that is gone is not taken for a new beginning", async () => {
  const { audit, data } = await store(3);
  expect(audit("publish").code).toBe(0);
  const without = (name: string, args: readonly string[]) => {
    renameSync(join(data, name), join(data, "aside"));
    const { code, stdout, stderr } = audit(...args);
    renameSync(join(data, "aside"), join(data, name));
    return { code, text: stdout + stderr };
  };
  expect(without("ledger.db", ["verify"])).toEqual({ code: 1, text: expect.stringContaining("the ledger is gone") });
  for (const verb of ["verify", "publish"])
    expect(without("log.key", [verb])).toEqual({
      code: 1,
      text: expect.stringContaining("the key of the log is gone"),
    });
  expect(without("log/checkpoint", ["verify"])).toEqual({ code: 1, text: expect.stringContaining("it is missing") });
  chmodSync(join(data, "log.key"), 0o644);
  expect(audit("publish")).toMatchObject({ code: 4, stderr: expect.stringContaining("chmod 600") });
});

test("without a ledger nothing is made, and the answer says what to do", () => {
  const { folder, commit, git } = makeRepository();
  commit("feat: start");
  for (const args of [["log"], ["show", "0"], ["verify"], ["publish"], ["prove", "0"], ["export", "out"], ["key"]])
    expect(slipway(folder, ["audit", ...args])).toMatchObject({ code: 2, stdout: "" });
  expect(git("status", "--porcelain", "--ignored")).toBe("");
});

test("two processes do not work on the log at the same time", async () => {
  const file = join(temporaryFolder(), "log.lock");
  const first = await holdLog(file);
  const order: string[] = [];
  const second = holdLog(file).then((release) => {
    order.push("second");
    release();
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  order.push("first");
  first();
  await second;
  expect(order).toEqual(["first", "second"]);
});
