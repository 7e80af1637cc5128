import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeEntry, madeEntryBytes } from "./support/audit-entries.ts";
import { auditWorld, withFlippedByte, type AuditWorld } from "./support/audit-world.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const SIZE = 600;
let world: AuditWorld;
let earlier: string;

/** Runs `slipway audit` where there is no repository, as a stranger does. */
const audit = (...args: string[]) => slipway(world.folder, ["audit", ...args]);
const auditJson = <T>(...args: string[]) => slipwayJson<T>(world.folder, ["audit", ...args]);
const indexes = (...args: string[]) =>
  auditJson<{ entries: { index: number }[] }>("log", "--log", world.target, ...args).entries.map(({ index }) => index);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

beforeAll(async () => {
  world = await auditWorld(0, { folder: mkdtempSync(join(tmpdir(), "slipway-test-")) });
  for (let index = 0; index < SIZE; index++) {
    world.ledger.stored.push(madeEntryBytes(index));
    if (index === 299) earlier = join(world.folder, "earlier.checkpoint");
    if (index === 299) writeFileSync(earlier, await world.publish());
  }
  await world.export();
});

afterAll(() => rmSync(world.folder, { recursive: true }));

describe("audit log", () => {
  test("[U-01] filters by actor, object, stream, action and period, alone and together", () => {
    const all = range(0, SIZE);
    expect(indexes("--limit", "1000")).toEqual(all);
    expect(indexes("--actor", "ben")).toEqual(all.filter((index) => index % 3 === 1).slice(0, 100));
    expect(indexes("--object", "release/1.2.0", "--limit", "3")).toEqual([2, 7, 12]);
    expect(indexes("--stream", "release/1.2.0", "--after", "7", "--limit", "2")).toEqual([12, 17]);
    expect(indexes("--action", "withdraw", "--actor", "ada", "--limit", "2")).toEqual([3, 15]);
    expect(indexes("--from", "2026-01-01T01:00:00Z", "--to", "2026-01-01T01:05:00Z")).toEqual(range(60, 65));
    expect(indexes("--from", "2026-01-01T03:00:00+02:00", "--to", "2026-01-01T01:05Z")).toEqual(range(60, 65));
    expect(indexes("--to", "2026-01-01", "--limit", "1000")).toEqual(all);
    expect(indexes("--from", "2026-01-02")).toEqual([]);
    expect(indexes("--actor", "nobody")).toEqual([]);
  });

  test("[U-01] shows people who did what in which role, from which value to which, and why", () => {
    const { stdout, stderr, code } = audit("log", "--log", world.target, "--limit", "4");
    expect(code).toBe(0);
    const [head, ...lines] = stdout.trimEnd().split("\n");
    expect(head?.split(/\s{2,}/)).toEqual("INDEX,TIME,ACTOR,ROLE,ACTION,OBJECT,OLD -> NEW,REASON".split(","));
    expect(lines).toHaveLength(4);
    for (const words of ["2026-01-01T00:03:00.000+00:00", "ada Example <ada>", "release-manager", "withdraw"])
      expect(lines[3]).toContain(words);
    expect(lines[3]).toMatch(/release\/1\.3\.0@1 +state 3 -> \{"state":4\} +because of a fault$/);
    expect(stderr).toContain("--after 3");
    const page = auditJson<{ next: number | null }>("log", "--log", world.target, "--after", "500", "--limit", "98");
    expect(page.next).toBe(598);
    expect(auditJson<{ next: number | null }>("log", "--log", world.target, "--after", "598").next).toBeNull();
  });

  test("what others wrote cannot steer the terminal", async () => {
    const other = await auditWorld(0);
    const entry = { ...madeEntry(0), reason: "a\u001b[2Jb\u202Ec" };
    other.ledger.stored.push(new TextEncoder().encode(JSON.stringify(entry)));
    await other.export();
    for (const args of [["log"], ["show", "0"]])
      expect(slipway(other.folder, ["audit", ...args, "--log", other.target]).stdout).toContain("a [2Jb c");
  });
});

describe("audit show", () => {
  test("[U-01] tells everything an entry holds, and gives its exact bytes", () => {
    const { stdout } = audit("show", "263", "--log", world.target);
    for (const words of ["cleo Example <cleo>", "host.example", "because of a fault", "command-263", '{"state":264}'])
      expect(stdout).toContain(words);
    expect(auditJson("show", "263", "--log", world.target)).toEqual({ index: 263, ...madeEntry(263) });
    const bytes = audit("show", "263", "--log", world.target, "--bytes").stdout;
    expect(bytes).toBe(new TextDecoder().decode(madeEntryBytes(263)));
  });

  test("an index behind the end is told", () => {
    const { code, stderr } = audit("show", "600", "--log", world.target);
    expect(code).toBe(1);
    expect(stderr).toContain("there is no entry 600: the log holds 600");
  });
});

describe("audit verify", () => {
  test("[U-01] a stranger needs the folder and the key, and no repository", () => {
    const answer = audit("verify", world.target, "--key", world.vkey, "--since", earlier);
    expect(answer).toEqual({
      code: 0,
      stdout: "example.org/ledger: 600 entries are as they were signed, and continue every earlier checkpoint (1)\n",
      stderr: "",
    });
    writeFileSync(join(world.folder, "log.vkey"), `${world.vkey}\n`);
    const report = auditJson("verify", world.target, "--key", join(world.folder, "log.vkey"));
    expect(report).toEqual({ origin: "example.org/ledger", size: SIZE, earlier: 0, findings: [] });
  });

  test("[U-01] tampered entries, tiles, checkpoints and histories end with 1, each named", async () => {
    const verify = () => audit("verify", world.target, "--key", world.vkey, "--since", earlier);
    for (const [path, says] of [
      ["tile/entries/001", "tile/entries/001: entry 256: it was changed"],
      ["tile/0/001", "tile/0/001: it was changed"],
      ["tile/1/000.p/2", "tile/1/000.p/2: it was changed"],
      ["checkpoint", "checkpoint: "],
    ] as const) {
      const { code, stdout } = await withFlippedByte(join(world.target, path), 30, async () => verify());
      expect(code, `${path} changed`).toBe(1);
      expect(stdout).toContain(says);
      expect(stdout).toContain("not verified, findings: 1");
    }
    const other = await auditWorld(SIZE, { keyFile: join(world.folder, "log.key") });
    await other.export();
    const forked = slipway(world.folder, ["audit", "verify", other.target, "--key", world.vkey, "--since", earlier]);
    expect(forked.code).toBe(1);
    expect(forked.stdout).toContain("the history was rewritten");
    const cut = await auditWorld(100, { keyFile: join(world.folder, "log.key") });
    await cut.export();
    const short = slipway(world.folder, ["audit", "verify", cut.target, "--key", world.vkey, "--since", earlier]);
    expect(short.stdout).toContain("the log was truncated");
  });

  test("[U-01] a log that somebody else signed is not believed", async () => {
    const stranger = await auditWorld(5);
    await stranger.export();
    const { code, stdout } = audit("verify", stranger.target, "--key", world.vkey);
    expect(code).toBe(1);
    expect(stdout).toContain("checkpoint: it holds no signature by example.org/ledger");
  });
});

describe("audit prove and check-proof", () => {
  test("[U-01] a proof in one file convinces about the bytes of its entry, and about no others", () => {
    const [proof, entry] = [join(world.folder, "17.proof"), join(world.folder, "17.json")];
    writeFileSync(proof, audit("prove", "17", "--log", world.target).stdout);
    writeFileSync(entry, audit("show", "17", "--log", world.target, "--bytes").stdout);
    const checked = audit("check-proof", proof, "--entry", entry, "--key", world.vkey);
    expect(checked.code).toBe(0);
    expect(checked.stdout).toContain("is entry 17 of example.org/ledger, as signed at 600 entries");
    expect(auditJson("check-proof", proof, "--entry", entry, "--key", world.vkey)).toEqual({
      origin: "example.org/ledger",
      index: 17,
      size: SIZE,
    });
    expect(auditJson<{ proof: string }>("prove", "17", "--log", world.target).proof).toBe(readFileSync(proof, "utf8"));
    appendFileSync(entry, " ");
    const refused = audit("check-proof", proof, "--entry", entry, "--key", world.vkey);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("do not lead from this entry");
  });
});
