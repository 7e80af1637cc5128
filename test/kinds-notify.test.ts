import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Told } from "../src/app/engine-ports.ts";
import { NOTICE_TEMPLATES } from "../src/app/kinds/notify/notice-templates.ts";
import { noticeOf } from "../src/app/kinds/notify/notice.ts";
import { NOTIFY } from "../src/app/kinds/notify/notify.ts";
import { remind } from "../src/app/kinds/notify/remind.ts";
import { loadProcess, readPreset } from "../src/config/load.ts";
import { worksOf } from "../src/domain/process/process.ts";
import { httpServer } from "./support/http-server.ts";
import { jobOf, kindTools } from "./support/job.ts";
import { presetText } from "./support/process.ts";
import { makeRepository } from "./support/repository.ts";

const SECRET = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;

function made() {
  const repository = makeRepository();
  repository.commit("feat: begin", { "slipway.yaml": "product: Example\n" });
  const tools = kindTools(repository.folder);
  const linesOf = (path: string): Record<string, unknown>[] =>
    readFileSync(join(repository.folder, path), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { repository, tools, notify: NOTIFY.open(tools), linesOf };
}

const REASON = { reason: "data is missing" };

test("[S-02] a message stands in the facts of its step and, once, in the list of what was sent", async () => {
  const { notify, linesOf, repository } = made();
  const job = jobOf("notify", { template: "rejection", to: ["qa@example.org"] }, { facts: REASON });
  expect(await notify.observe(job)).toBe("repeat");
  const told = (await notify.perform(job)) as Told;
  expect(told).toMatchObject({ outcome: "sent" });
  expect(told.facts).toMatchObject({
    notice: {
      subject: "Example 1.2.0 was turned down",
      text: "The release v1.2.0 does not go on. Reason: data is missing.",
      to: ["qa@example.org"],
      delivered: true,
    },
  });
  expect(await notify.observe(job)).toMatchObject({ outcome: "sent" });
  await notify.perform(job);
  await notify.perform(jobOf("notify", { template: "rollback" }, { effect: "release/v1.2.0/70" }));
  expect(linesOf(".slipway/notifications.jsonl").map(({ id }) => id)).toEqual([
    "release/v1.2.0/7",
    "release/v1.2.0/70",
  ]);
  expect(repository.git("status", "--porcelain")).toBe("");
});

test("[S-02] every message that a preset names is there, and each fills its places", async () => {
  const names = new Set(Object.keys(NOTICE_TEMPLATES));
  for (const preset of ["molecular", "trio", "workflow", "qms", "events", "standard"]) {
    const file = { path: "slipway.yaml", text: `extends: ${preset}\n` };
    const options = { read: async () => new Map<string, string>(), folderName: "product", file };
    const { process } = await loadProcess({ ...options, preset: (name) => readPreset(name, presetText) });
    const works = [...process.workflows.values()].flatMap(worksOf).filter(({ kind }) => kind === "notify");
    expect(works.length).toBeGreaterThan(0);
    for (const work of works) names.add(String(work.with["template"]));
  }
  for (const name of names) {
    const release = jobOf("notify", {}).release;
    const { subject, text } = noticeOf(name, undefined, { id: "1", product: "Example", release, to: [], at: 0 });
    expect(`${subject}\n${text}`).toContain("Example 1.2.0");
    expect(`${subject}\n${text}`).not.toMatch(/[{}]/);
  }
});

test("a text of one's own takes the place of a template; a wrong name or place is a problem", async () => {
  const { notify, linesOf } = made();
  const text = "{product} {version}\nCome to the meeting.";
  await notify.perform(jobOf("notify", { text, channel: "file", file: "out/notices.jsonl", to: "all" }));
  expect(linesOf("out/notices.jsonl")).toMatchObject([
    { subject: "Example 1.2.0", text: "Come to the meeting.", to: ["all"] },
  ]);
  await expect(notify.perform(jobOf("notify", { template: "rejecton" }))).rejects.toThrow('no message "rejecton"');
  await expect(notify.perform(jobOf("notify", { text: "{versoin}" }))).rejects.toThrow("{versoin}");
  await expect(notify.perform(jobOf("notify", { text: "x", channel: "webhook" }))).rejects.toThrow("`with.url`");
});

test("a webhook carries a signature that OpenSSL makes too, and the same id at every try", async () => {
  vi.stubEnv("SLIPWAY_WEBHOOK_SECRET", SECRET);
  const { notify } = made();
  const { url, received } = await httpServer((_request, number) => ({ status: number === 1 ? 503 : 204 }));
  const job = jobOf("notify", { template: "release", channel: "webhook", url, every: "10ms" });
  const told = (await notify.perform(job)) as Told;
  vi.unstubAllEnvs();
  expect(told).toMatchObject({ outcome: "sent", facts: { notice: { tries: ["503", "204"] } } });
  expect(received).toHaveLength(2);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  for (const { headers, body } of received) {
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = headers;
    expect(String(id)).not.toContain(".");
    const key = Buffer.from("0123456789abcdef0123456789abcdef").toString("hex");
    const command = ["dgst", "-sha256", "-mac", "HMAC", "-macopt", `hexkey:${key}`, "-binary"];
    const mac = execFileSync("openssl", command, { input: `${String(id)}.${String(time)}.${body}` });
    expect(signature).toBe(`v1,${mac.toString("base64")}`);
    expect(JSON.parse(body)).toMatchObject({ type: "notice.release", data: { id: job.effect, release: "v1.2.0" } });
  }
});

test("tries are bounded, and an answer that says no is not asked again", async () => {
  vi.stubEnv("SLIPWAY_WEBHOOK_SECRET", SECRET);
  const { notify } = made();
  for (const [status, tries] of [
    [500, 3],
    [429, 3],
    [401, 1],
  ] as const) {
    const { url, received } = await httpServer(() => ({ status }));
    const settings = { template: "release", channel: "webhook", url, attempts: 3, every: "1ms" };
    const job = jobOf("notify", settings, { effect: `e/${status}` });
    expect(await notify.perform(job)).toMatchObject({ outcome: "failed", facts: { notice: { delivered: false } } });
    expect(received).toHaveLength(tries);
    expect(await notify.observe(job)).toBe("repeat");
  }
  vi.unstubAllEnvs();
});

test("without a key nothing is sent, and a key that is none is a problem", async () => {
  const { notify } = made();
  const { url, received } = await httpServer(() => ({ status: 200 }));
  const job = jobOf("notify", { template: "release", channel: "webhook", url });
  vi.stubEnv("SLIPWAY_WEBHOOK_SECRET", "");
  await expect(notify.perform(job)).rejects.toThrow("no key to sign webhooks with");
  vi.stubEnv("SLIPWAY_WEBHOOK_SECRET", "whsec_c2hvcnQ=");
  await expect(notify.perform(job)).rejects.toThrow("it has 5 bytes");
  vi.unstubAllEnvs();
  expect(received).toHaveLength(0);
});

test("people are reminded of a step that waits, once for each reminder", async () => {
  const { tools, linesOf } = made();
  const { release } = jobOf("notify", {});
  const waiting = {
    release,
    step: "qa",
    who: ["ada@example.org"],
    since: Date.UTC(2026, 0, 5, 9),
    command: "slipway approve v1.2.0 qa --role qa",
  };
  const how = { channel: {}, now: () => Date.UTC(2026, 0, 8, 9), signal: new AbortController().signal };
  for (const before of [0, 0, 1]) await remind(tools.services, { ...waiting, before }, how);
  const [first, second, ...rest] = linesOf(".slipway/notifications.jsonl");
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ template: "reminder", subject: "Example 1.2.0 waits for ada@example.org" });
  expect(first!["text"]).toContain(
    "qa waits since 2026-01-05 09:00 UTC; to end it: slipway approve v1.2.0 qa --role qa",
  );
  expect(second!["id"]).not.toBe(first!["id"]);
});
