import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deliverNotes } from "../src/app/kinds/publish/deliver-notes.ts";
import { mailMessage } from "../src/app/kinds/publish/mail-message.ts";
import { putReleasePage } from "../src/app/kinds/publish/release-page.ts";
import type { ArtifactFiles } from "../src/app/artifact-ports.ts";
import type { Job } from "../src/app/engine-ports.ts";
import { openOutside } from "../src/integrations/outside/open-outside.ts";
import { httpServer } from "./support/http-server.ts";
import { productOf } from "./support/release-driver.ts";
import { temporaryFolder } from "./support/repository.ts";

/** Takes mail once somebody connected it. */
const POST = "if [ -e .git/connected ]; then cat >> .git/sent; else echo no route; exit 75; fi\n";

const YAML = `
extends: standard
product: Bell
tests: { suites: { ringing: { label: Ringing, command: sh ring, count: 2 } } }
types: { major: ~, patch: ~, hotfix: ~, minor: { bump: [minor], workflow: way, requires: [] } }
outlets:
  feed: { channel: file, file: .git/feed.jsonl, format: html }
  site: { channel: folder, folder: .git/site }
  news: { channel: mail, from: bell@example.org, to: [ada@example.org], command: sh post }
workflows:
  standard: ~
  standard-hotfix: ~
  way:
    phases:
      - phase: all
        steps:
          - changelog: { uses: changelog }
          - notes: { uses: notes, with: { audiences: [users, operators] } }
          - commit: { uses: commit }
          - said: { uses: approval, covers: [notes], roles: [product-owner], else: { rejected: redraft } }
          - tag: { uses: tag }
          - spread: { uses: publish, with: { outlets: [feed, site, news] } }
    detours:
      redraft:
        - words: { uses: task, with: { until: branch-moved }, roles: [release-manager] }
        - anew: { uses: resume, with: { step: notes } }
`;
const bell = productOf({ yaml: YAML, files: { ring: 'echo "Tests Passed: 2/2"\n', post: POST } });
const NOTES = "releases/RELEASE-NOTES-1.1.0.md";

test(
  "[N-07, N-08, N-09] notes are drafted, reworded, approved, tagged, and published where each outlet says",
  { timeout: 240_000 },
  () => {
    const product = bell();
    const { repository } = product;
    repository.commit("feat: chimes", { "bell.txt": "chimes\n" });
    const owner = { role: "product-owner" };
    const what = ["--title", "Ringing at night", "--class", "improvement", "--significance", "feature"];
    product.call(["scope", "add", "night", ...what], owner);
    product.call(["evidence", "run", "ringing", "--by", "QA", "--environment", "ci"]);
    const release = product.start("minor");

    // drafted from commits, scope and tests; a planned item that nobody accepted is not promised
    const draft = repository.git("show", `HEAD:${NOTES}`);
    expect(draft).toContain("## New features\n\n- chimes");
    expect(draft).toContain("Ringing: 2/2 passing\n  - Run: ");
    expect(draft).toMatch(/Report: .*, kept as releases\/evidence\/[0-9a-f]{64}/);
    expect(draft).not.toContain("Ringing at night");
    expect(repository.git("ls-tree", "--name-only", "HEAD", "releases/")).toContain("RELEASE-NOTES-1.1.0.operators.md");

    // other words, other approval
    release.reject("said", "say why it matters");
    repository.commit("docs: notes", { [NOTES]: `${draft}\nChimes calm everybody.\n` });
    release.submit("words");
    expect(repository.git("show", `HEAD:${NOTES}`)).toContain("Chimes calm everybody.");
    expect(release.visits("notes").at(-1)?.says).toContain("as somebody wrote it");
    const covered = release.visits("said").map(({ covers }) => covers["notes"]);
    expect(new Set(covered).size).toBe(2);
    release.approve("said");

    // attached to the tag, and to the record
    expect(repository.git("show", `v1.1.0:${NOTES}`)).toContain("Chimes calm everybody.");
    expect(product.call(["notes", "1.1.0"]).stdout).toContain("Chimes calm everybody.");
    expect(release.show().facts["drafted"]).toMatchObject({ [NOTES]: expect.any(String) });

    // one outlet fails: the others have theirs, and get nothing twice
    expect(release.visits("spread").at(-1)).toMatchObject({ outcome: "failed" });
    const shown = () => product.call(["release", "show", release.id]).stdout;
    expect(shown()).toContain("notes     feed: delivered to");
    expect(shown()).toContain("notes     news: not delivered: `sh post` ended with 75: no route");
    expect(readFileSync(join(repository.folder, ".git/site/bell-1.1.0.notes.md"), "utf8")).toContain("calm everybody");
    writeFileSync(join(repository.folder, ".git/connected"), "");
    product.call(["release", "retry", release.id], { role: "release-manager" });
    release.run();
    expect(release.show()).toMatchObject({ status: "released" });
    expect(shown()).toContain("notes     news: delivered to ada@example.org");
    const feed = readFileSync(join(repository.folder, ".git/feed.jsonl"), "utf8").trim().split("\n");
    expect(feed.map((line) => (JSON.parse(line) as { subject: string }).subject)).toEqual(["Bell 1.1.0"]);
    const mail = readFileSync(join(repository.folder, ".git/sent"), "utf8");
    expect(mail).toMatch(/^From: bell@example\.org\r\nTo: ada@example\.org\r\nSubject: Bell 1\.1\.0\r\n/);
    const body = mail.slice(mail.indexOf("\r\n\r\n")).replaceAll("\r\n", "");
    expect(Buffer.from(body, "base64").toString()).toContain("Chimes calm everybody.");
    product.verifyLog();
  },
);

test("[N-08] a page behind an address gets signed notes; nothing is sent where they were delivered already", async () => {
  const folder = temporaryFolder();
  const server = await httpServer(() => ({ status: 200, body: "taken" }));
  const outside = await openOutside({
    root: async () => folder,
    noticesFile: async () => join(folder, "notifications.jsonl"),
    webhookKey: new Uint8Array(32),
  });
  const job = { release: { id: "v1.1.0" }, startedAt: 1, now: () => 2, signal: new AbortController().signal };
  const notes = {
    job: job as unknown as Job, // what delivery asks of it
    product: "Bell",
    subject: "Bell 1.1.0",
    texts: { md: "# Bell", html: "<h1>Bell</h1>" },
    base: "bell-1.1.0.notes",
    top: folder,
    outside,
    files: {} as ArtifactFiles,
  };
  const wiki = { name: "wiki", format: "html", channel: "webhook", url: server.url } as const;
  const first = await deliverNotes(notes, wiki, undefined);
  expect(first).toMatchObject({ delivered: true, tries: ["200"] });
  expect(await deliverNotes(notes, wiki, first)).toEqual(first);
  expect(server.received).toHaveLength(1);
  expect(server.received[0]?.headers).toMatchObject({ "webhook-signature": expect.stringMatching(/^v1,/) });
  expect(JSON.parse(server.received[0]!.body)).toMatchObject({ type: "notice.notes", data: { text: "<h1>Bell</h1>" } });
  const unsigned = { ...notes, outside: { ...outside, webhookKey: undefined } };
  expect(await deliverNotes(unsigned, wiki, undefined)).toMatchObject({
    delivered: false,
    tries: ["there is no key to sign webhooks with"],
  });
  expect(existsSync(join(folder, "notifications.jsonl"))).toBe(true);
  expect(readdirSync(folder)).toEqual(["notifications.jsonl"]);
});

test.each([
  ["github", "body", "PATCH", "/repo/releases/7"],
  ["gitlab", "description", "PUT", "/repo/releases/v1.1.0"],
] as const)(
  "[N-08] the release page of a %s is made, given other words, and left alone with the same",
  async (kind, field, update, page) => {
    let words: string | undefined;
    const server = await httpServer(({ method, body }) => {
      if (method !== "GET") words = (JSON.parse(body) as Record<string, string>)[field];
      if (method === "POST") return { status: 201 };
      return words === undefined ? { status: 404 } : { status: 200, body: JSON.stringify({ id: 7, [field]: words }) };
    });
    const settings = {
      root: async () => "/",
      noticesFile: async () => "/",
      webhookKey: undefined,
      forgeToken: "secret",
    };
    const outside = await openOutside(settings);
    const outlet = { name: "page", format: "md", channel: "forge", kind, api: `${server.url}/repo` } as const;
    const put = (text: string) =>
      putReleasePage(outside, outlet, {
        tag: "v1.1.0",
        title: "Bell 1.1.0",
        text,
        signal: new AbortController().signal,
      });
    expect(await put("chimes")).toEqual(["201"]);
    expect(await put("chimes")).toEqual(["unchanged"]);
    expect(await put("louder chimes")).toEqual(["200"]);
    expect(words).toBe("louder chimes");
    const asked = server.received.map(({ method, path }) => `${method} ${path}`);
    expect(asked.filter((line) => !line.startsWith("GET"))).toEqual(["POST /repo/releases", `${update} ${page}`]);
    expect(JSON.stringify(server.received[0]?.headers)).toContain("secret");
    await expect(putReleasePage({ ...outside, forgeToken: undefined }, outlet, {} as never)).rejects.toThrow(
      "no token",
    );
  },
);

test("[N-08] a forge that refuses is told with what it answered, and nothing is made", async () => {
  const server = await httpServer(() => ({ status: 401, body: "{}" }));
  const settings = { root: async () => "/", noticesFile: async () => "/", webhookKey: undefined, forgeToken: "wrong" };
  const outlet = { name: "page", format: "md", channel: "forge", kind: "github", api: server.url } as const;
  const page = { tag: "v1.1.0", title: "Bell", text: "x", signal: new AbortController().signal };
  await expect(putReleasePage(await openOutside(settings), outlet, page)).rejects.toThrow("answered 401");
  expect(server.received).toHaveLength(1);
});

test("[N-08] the subject of a mail is told apart letter by letter, whatever its alphabet", () => {
  const subject = "Glöckchen 1.1.0: läutet auch nachts, und zwar überall, wo jemand wohnt ".repeat(3);
  const mail = {
    id: "1",
    from: "bell@example.org",
    to: ["ada@example.org", "bob@example.org"],
    text: "x",
    type: "text/plain",
    at: 0,
  };
  const message = mailMessage({ ...mail, subject });
  const [, folded = ""] = /\r\nSubject: ([\s\S]*?)\r\nDate: /.exec(message) ?? [];
  const words = folded.split("\r\n ");
  for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
  const read = words.map((word) => Buffer.from(/^=\?utf-8\?B\?(.*)\?=$/.exec(word)![1]!, "base64").toString()).join("");
  expect(read).toBe(subject.trim());
  expect(message).toContain("To: ada@example.org,\r\n bob@example.org\r\n");
});
