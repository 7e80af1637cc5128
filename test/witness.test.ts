import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cosignLog } from "../src/app/audit/cosign-log.ts";
import { publishLog } from "../src/app/audit/publish-log.ts";
import { verifyExport } from "../src/app/audit/verify-sources.ts";
import { readProof } from "../src/app/audit/read-tree.ts";
import { formatAddCheckpoint } from "../src/domain/merkle/add-checkpoint.ts";
import { consistencyPlan } from "../src/domain/merkle/consistency-proof.ts";
import { openCosignature } from "../src/domain/merkle/cosignature.ts";
import { parseVerifierKey, type VerifierKey } from "../src/domain/merkle/verifier-key.ts";
import { askWitness } from "../src/ledger/log/ask-witness.ts";
import { LOG_CRYPTO } from "../src/ledger/log/log-crypto.ts";
import { openLogFolder } from "../src/ledger/log/log-folder.ts";
import { auditWorld, type AuditWorld } from "./support/audit-world.ts";
import { gitEnvironment, temporaryFolder } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

const PROGRAM = join(import.meta.dirname, "../dist/slipway.cjs");
const TIME = 1_767_225_600;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

interface RunningWitness {
  readonly url: string;
  readonly vkey: string;
  readonly key: VerifierKey;
  ask(body: Uint8Array): Promise<{ status: number; body: string }>;
  stop(): Promise<number | null>;
}

/** Runs `slipway audit witness` as a process of its own. */
async function startWitness(world: AuditWorld, folder = temporaryFolder()): Promise<RunningWitness> {
  const args = [PROGRAM, "audit", "witness", folder, "--name", "witness.example", "--key", world.vkey, "--json"];
  const child: ChildProcess = spawn(process.execPath, [...args, "--listen", "127.0.0.1:0"], {
    cwd: world.folder,
    env: { ...gitEnvironment(), SOURCE_DATE_EPOCH: String(TIME) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  const { url, key: vkey } = JSON.parse(line.toString()) as { url: string; key: string };
  return {
    url,
    vkey,
    key: parseVerifierKey(LOG_CRYPTO.hash, vkey)!,
    ask: (body) => askWitness(url, body),
    stop: async () => {
      child.kill("SIGTERM");
      const [code] = (await once(child, "exit")) as [number | null];
      return code;
    },
  };
}

/** A request about the log as it is now, which the witness is to believe has grown from `old`. */
async function request(world: AuditWorld, old: number, proofOf = old): Promise<Uint8Array> {
  const { note, checkpoint } = await publishLog(world.log, world.ledger);
  const { size } = checkpoint;
  const tree = { files: world.log.files, hash: LOG_CRYPTO.hash, size };
  const proof = await readProof(tree, consistencyPlan(Math.min(proofOf, size), size));
  return utf8(formatAddCheckpoint({ old, proof, checkpoint: new TextDecoder().decode(note) }));
}

test("[U-01] a witness cosigns consistent growth and nothing else, with the answers of the specification", async () => {
  const world = await auditWorld(300);
  const witness = await startWitness(world);
  expect(await witness.ask(await request(world, 7))).toEqual({ status: 409, body: "0\n" });
  const first = await witness.ask(await request(world, 0));
  expect(first.status).toBe(200);
  const { note } = await publishLog(world.log, world.ledger);
  const cosigned = new TextDecoder().decode(note) + first.body;
  expect(openCosignature(LOG_CRYPTO, witness.key, utf8(cosigned))).toEqual({ ok: true, value: TIME });
  expect((await witness.ask(await request(world, 300))).status).toBe(200);

  world.ledger.growTo(700);
  expect(await witness.ask(await request(world, 0))).toEqual({ status: 409, body: "300\n" });
  expect((await witness.ask(await request(world, 300, 299))).status).toBe(422);
  expect((await witness.ask(await request(world, 701))).status).toBe(400);
  expect((await witness.ask(utf8("old x\n\n"))).status).toBe(400);
  expect((await witness.ask(await request(world, 300))).status).toBe(200);

  const forked = await auditWorld(700, { keyFile: join(world.folder, "log.key"), world: "another" });
  expect(await witness.ask(await request(forked, 700))).toEqual({ status: 409, body: "700\n" });
  forked.ledger.growTo(800);
  expect((await witness.ask(await request(forked, 700))).status).toBe(422);

  const stranger = await auditWorld(800);
  expect((await witness.ask(await request(stranger, 700))).status).toBe(403);
  const body = new TextDecoder().decode(await request(world, 700)).replace("example.org/ledger", "example.org/other");
  expect((await witness.ask(utf8(body))).status).toBe(404);
  expect((await witness.ask(new Uint8Array(70_000))).status).toBe(413);
  expect((await fetch(`${witness.url}/add-checkpoint`)).status).toBe(405);
  expect(await witness.stop()).toBe(0);
});

test("[U-01] what it saw survives the witness, and of many requests at once only one grows the log", async () => {
  const world = await auditWorld(10);
  const folder = temporaryFolder();
  const before = await startWitness(world, folder);
  const body = await request(world, 0);
  const answers = await Promise.all(Array.from({ length: 8 }, () => before.ask(body)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
  await before.stop();
  const after = await startWitness(world, folder);
  expect(after.vkey).toBe(before.vkey);
  expect(await after.ask(body)).toEqual({ status: 409, body: "10\n" });
});

test("[U-01] a cosigned log says so, and one without the cosignature is refused", async () => {
  const world = await auditWorld(300);
  const witness = await startWitness(world);
  for (const size of [300, 700]) {
    world.ledger.growTo(size);
    await cosignLog(world.log, await publishLog(world.log, world.ledger), witness);
    await world.export();
  }
  const verify = ["audit", "verify", world.target, "--key", world.vkey, "--witness-key", witness.vkey];
  expect(slipway(world.folder, verify)).toMatchObject({ code: 0 });

  world.ledger.growTo(701);
  await world.export();
  const plain = slipway(world.folder, verify);
  expect(plain.code).toBe(1);
  expect(plain.stdout).toContain("checkpoint: it holds no cosignature by witness.example");
  const files = openLogFolder(world.target);
  const own = { files, crypto: LOG_CRYPTO, key: world.key };
  expect(
    (await verifyExport(own, { witness: { ...witness.key, publicKey: new Uint8Array(32) } })).findings,
  ).toHaveLength(1);
});

test("a log that was rewritten, or shortened, is told so by its witness", async () => {
  const world = await auditWorld(300);
  const witness = await startWitness(world);
  await cosignLog(world.log, await publishLog(world.log, world.ledger), witness);
  const keyFile = join(world.folder, "log.key");
  for (const size of [200, 300]) {
    const other = await auditWorld(size, { keyFile, world: "another" });
    const published = await publishLog(other.log, other.ledger);
    await expect(cosignLog(other.log, published, witness)).rejects.toThrow("the witness witness.example saw 300");
  }
});

test("a witness that is not there, or not one, is told", async () => {
  await expect(askWitness("ftp://a", new Uint8Array())).rejects.toThrow("no address of a witness");
  await expect(askWitness("http://127.0.0.1:1", new Uint8Array())).rejects.toThrow("did not answer");
});
