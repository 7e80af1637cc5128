import { expect, test } from "vitest";
import type { Told } from "../src/app/engine-ports.ts";
import { PROBE } from "../src/app/kinds/probe/probe.ts";
import { httpServer } from "./support/http-server.ts";
import { jobOf, kindTools, type JobAbout } from "./support/job.ts";
import { makeRepository } from "./support/repository.ts";

function made(settings = "") {
  const repository = makeRepository();
  repository.commit("feat: begin", { "slipway.yaml": `product: Example\n${settings}` });
  const probe = PROBE.open(kindTools(repository.folder));
  const told = async (settings: Record<string, unknown>, about?: JobAbout) =>
    (await probe.perform(jobOf("probe", settings, about))) as Told;
  return { repository, probe, told };
}

test("[E-11] four probes of a deployment, each well and each amiss", async () => {
  const { repository, told } = made();
  const { url, received } = await httpServer(({ method, path }) => {
    if (path === "/health") return { status: 200, body: '{"status":"healthy"}' };
    return method === "POST" ? { status: 200, body: '{"id":"7"}' } : { status: 405 };
  });
  repository.write("app.log", `${"ERROR long ago\n".repeat(3)}${"INFO fine\n".repeat(50)}`);
  repository.write("data/a/one.bin", "1");
  const health = { url: `${url}/health`, expect: { status: 200, body: "healthy" } };
  const log = { log: { file: "app.log", lines: 50, without: "ERROR" } };
  const files = { file: { folder: "data", count: 1 } };
  const sample = { url: `${url}/documents`, body: { title: "sample" }, expect: { status: 200, fields: ["id"] } };
  expect(await told({ all: [health, log, files, sample] })).toMatchObject({ outcome: "healthy", says: "4 of 4 well" });
  expect(received.at(-1)).toMatchObject({ method: "POST", body: '{"title":"sample"}' });
  expect(received.at(-1)?.headers["idempotency-key"]).toBe("release/v1.2.0/7");

  const amiss = [
    [{ ...health, expect: { body: "degraded" } }, 'its answer lacks "degraded"'],
    [{ log: { ...log.log, lines: 51 } }, 'app.log: it says "ERROR long ago"'],
    [{ log: { ...log.log, file: "none.log" } }, "none.log: cannot be read"],
    [{ file: { folder: "data", count: 2 } }, "data: 1 files instead of 2"],
    [{ file: { folder: "nowhere" } }, "nowhere: no folder, so no files instead of 1"],
    [{ ...sample, expect: { fields: ["document.id"] } }, "its answer has no field document.id"],
    [{ url: `${url}/documents` }, "it answered 405 instead of 200 to 299"],
  ] as const;
  for (const [settings, says] of amiss) {
    const answer = await told({ all: [health, settings] });
    expect(answer.outcome).toBe("unhealthy");
    expect(answer.says).toContain(says);
  }
});

test("[E-12] the version that runs is compared with the one that should", async () => {
  const { told } = made();
  let body = '{"app":{"version":"v1.2.0"}}';
  const { url } = await httpServer(() => ({ status: 200, body }));
  const json = { url, expect: { version: true, versionField: "app.version" } };
  expect((await told(json)).outcome).toBe("healthy");
  const other = await told(json, { version: "1.3.0" });
  expect(other).toMatchObject({ outcome: "unhealthy" });
  expect(other.says).toContain("version v1.2.0 runs instead of 1.3.0");
  expect((await told({ url, expect: { version: true } })).says).toContain("does not say which version runs");
  body = "1.1.0\n";
  expect((await told({ url, expect: { version: true } })).outcome).toBe("unhealthy");
  expect((await told({ url, expect: { version: "1.1.0" } })).outcome).toBe("healthy");
});

test("an unhealthy answer is asked again, and every attempt is told", async () => {
  const { probe, told } = made();
  const { url } = await httpServer((_request, number) => ({ status: number < 3 ? 503 : 200 }));
  const job = jobOf("probe", { url, attempts: 5, every: "10ms" });
  expect(await probe.perform(job)).toMatchObject({ outcome: "healthy", facts: { probe: { attempts: 3 } } });
  expect(job.lines).toEqual([
    `attempt 1 of 5: ${url}/: it answered 503 instead of 200 to 299`,
    `attempt 2 of 5: ${url}/: it answered 503 instead of 200 to 299`,
  ]);
  const silent = await httpServer(() => null);
  const answer = await told({ url: silent.url, within: "100ms", attempts: 2, every: "10ms" });
  expect(answer.says).toContain("no answer within 0.1 s");
  expect(silent.received).toHaveLength(2);
  expect((await told({ url: "http://127.0.0.1:9/" })).outcome).toBe("unhealthy");
});

test("waiting for the next attempt ends when the effect is called off", async () => {
  const { probe } = made();
  const { url } = await httpServer(() => ({ status: 503 }));
  const stop = new AbortController();
  const job = jobOf("probe", { url, attempts: 9, every: "1m" }, { signal: stop.signal });
  setTimeout(() => stop.abort(), 200);
  await expect(probe.perform(job)).rejects.toThrow(/abort/i);
  expect(await probe.observe(job)).toBe("repeat");
});

test("a probe with nothing to look at is no verdict; a target that rehearses is asked, and says that it does", async () => {
  const environments = (settings: string) => `environments:\n  production: { tier: production, target: ${settings} }\n`;
  const deployed = { environment: "production", member: "", version: "1.2.0", previous: "1.1.0" };
  await expect(made().told({})).rejects.toThrow("step probe has nothing to look at");
  const { told } = made(environments("simulated"));
  const empty = await told({}, { facts: { "deployed:production": deployed } });
  expect(empty).toMatchObject({ outcome: "unhealthy", facts: { probe: { simulated: true } } });
  expect(empty.says).toMatch(/\(simulated\)$/);
  expect(await told({})).toMatchObject({ outcome: "healthy", says: "the target says that it is well (simulated)" });
});

test("[E-12] after a rollback the version that was deployed again has to run", async () => {
  const { told } = made("environments:\n  production: { tier: production }\n");
  const { url } = await httpServer(() => ({ status: 200, body: "1.1.0" }));
  const deployed = { environment: "production", member: "", version: "1.1.0", previous: "1.2.0" };
  const settings = { url, expect: { version: true } };
  expect((await told(settings, { facts: { "deployed:production": deployed } })).outcome).toBe("healthy");
  expect((await told(settings)).outcome).toBe("unhealthy");
});
