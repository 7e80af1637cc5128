import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const BINARIES = binaries();

/** Without a server on this machine the tests that need one are skipped in sight. */
export const HAS_POSTGRES = BINARIES !== "";

/** A PostgreSQL server of a test's own: real, flushing to disk, in a temporary folder, on a free port. */
export interface TestPostgres {
  /** Makes an empty database and returns its address. */
  database(): Promise<string>;
  /** Ends the server at once, as a crash would, and starts it again. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<TestPostgres> {
  if (!HAS_POSTGRES) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "slipway-postgres-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid!);
  const data = join(folder, "data");
  execFileSync(join(BINARIES, "initdb"), ["-D", data, "-U", "slipway", "-A", "trust", "-E", "UTF8", "--locale=C"], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  const port = await freePort();
  const address = (name: string): string => `postgres://slipway@127.0.0.1:${port}/${name}`;
  let server: ChildProcess | undefined;
  let count = 0;

  async function start(): Promise<void> {
    const options = ["-D", data, "-p", String(port), "-k", folder, "-h", "127.0.0.1", "-c", "max_connections=120"];
    server = spawn(join(BINARIES, "postgres"), options, { ...user, cwd: folder, stdio: "ignore" });
    for (let tries = 0; !(await answers(address("postgres"))); tries += 1) {
      if (tries > 300) throw new Error("PostgreSQL does not answer after 30 s");
      await sleep(100);
    }
  }

  async function end(signal: "SIGQUIT" | "SIGINT"): Promise<void> {
    const ended = new Promise((resolve) => server!.once("exit", resolve));
    server!.kill(signal);
    await ended;
  }

  await start();
  return {
    database: async () => {
      count += 1;
      await execute(address("postgres"), `create database test${count}`);
      return address(`test${count}`);
    },
    crash: async () => {
      await end("SIGQUIT");
      await start();
    },
    start,
    stop: async () => {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a connection of its own, past everything the ledger checks. */
export async function execute(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Where Debian keeps the newest PostgreSQL there is. */
function binaries(): string {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return "";
  const versions = readdirSync(root).toSorted((a, b) => Number(b) - Number(a));
  return (
    versions.map((version) => join(root, version, "bin")).find((folder) => existsSync(join(folder, "initdb"))) ?? ""
  );
}

async function answers(url: string): Promise<boolean> {
  return execute(url, "select 1").then(
    () => true,
    () => false,
  );
}

/** PostgreSQL refuses to run as root; its Debian package makes a user for it. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
