import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../../kernel/canonical-json.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { LineFile, Outside } from "../../outside-ports.ts";
import { milliseconds } from "../step-settings.ts";
import type { Notice } from "./notice.ts";
import type { NotifySettings } from "./settings.ts";
import { signedHeaders } from "./sign-webhook.ts";

export type Channel = Pick<NotifySettings, "channel" | "url" | "file" | "attempts" | "every" | "within">;

/** What became of a message. */
export interface Delivery {
  readonly delivered: boolean;
  /** Where it went, for people. */
  readonly place: string;
  /** Every try, with what was answered. */
  readonly tries: readonly string[];
}

export interface SendTools {
  readonly outside: Outside;
  readonly signal: AbortSignal;
  /** Server time, Unix milliseconds. */
  now(): number;
}

const ATTEMPTS = 4;
const EVERY_MS = 1_000;
const WITHIN_MS = 10_000;
/** Answers after which trying again may help. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Sends a message over its channel and adds it to the list of what was sent. Done again, it arrives once, or with the same id. */
export async function sendNotice(tools: SendTools, notice: Notice, channel: Channel): Promise<Delivery> {
  const delivery = await deliver(tools, notice, channel);
  const record = { ...lineOf(notice), channel: channel.channel ?? "log", ...delivery, tries: [...delivery.tries] };
  if (delivery.delivered) await appendOnce(await tools.outside.notices(), notice.id, record);
  return delivery;
}

/** Whether a message is in the list of what was sent. */
export async function wasSent(outside: Outside, id: string): Promise<boolean> {
  return (await outside.notices()).holds(marked(id));
}

async function deliver(tools: SendTools, notice: Notice, channel: Channel): Promise<Delivery> {
  switch (channel.channel ?? "log") {
    case "log":
      return { delivered: true, place: "record of the release", tries: [] };
    case "file": {
      if (channel.file === undefined) throw new SlipwayError(missing("file"));
      const file = tools.outside.lineFile(channel.file);
      await appendOnce(file, notice.id, lineOf(notice));
      return { delivered: true, place: file.path, tries: [] };
    }
    case "webhook":
      if (channel.url === undefined) throw new SlipwayError(missing("url"));
      return post(tools, notice, { ...channel, url: channel.url });
  }
}

async function post(
  { outside, signal, now }: SendTools,
  notice: Notice,
  { url, attempts = ATTEMPTS, every, within }: Channel & { readonly url: string },
): Promise<Delivery> {
  if (outside.webhookKey === undefined) throw new SlipwayError(noKey());
  const { at, ...data } = notice;
  const body = JSON.stringify({ type: `notice.${notice.template}`, timestamp: new Date(at).toISOString(), data });
  const id = messageId(notice);
  const tries: string[] = [];
  for (let number = 1; ; number++) {
    const headers = signedHeaders(outside.webhookKey, { id, seconds: Math.floor(now() / 1000), body });
    const timeoutMs = milliseconds(within, WITHIN_MS);
    const answer = await outside.request({ url, method: "POST", headers, body, timeoutMs, signal });
    tries.push(answer.answered ? `${answer.status}` : answer.why);
    const delivered = answer.answered && answer.status >= 200 && answer.status <= 299;
    const mayPass = !answer.answered || answer.status >= 500 || PASSING.has(answer.status);
    if (delivered || !mayPass || number === attempts) return { delivered, place: new URL(url).origin, tries };
    await sleep(milliseconds(every, EVERY_MS) * 4 ** (number - 1), undefined, { signal });
  }
}

/** Not the effect itself: other products have one of that name, and the signature joins the id to the rest by a full stop. */
function messageId({ product, id }: Notice): string {
  return `msg_${createHash("sha256")
    .update(JSON.stringify([product, id]))
    .digest("hex")
    .slice(0, 32)}`;
}

async function appendOnce(file: LineFile, id: string, line: Readonly<Record<string, Json>>): Promise<void> {
  if (!(await file.holds(marked(id)))) await file.append(JSON.stringify(line));
}

/** `id` comes first, in the form that is looked for. */
function lineOf({ id, at, ...notice }: Notice): Record<string, Json> {
  return { id, at: new Date(at).toISOString(), ...notice, to: [...notice.to] };
}

function marked(id: string): string {
  return `{"id":${JSON.stringify(id)},`;
}

function missing(setting: "file" | "url"): Problem {
  return {
    code: "notice-channel",
    kind: "input",
    found: `the message has nowhere to go: \`with.${setting}\` is missing`,
    expected: setting === "file" ? "the path of a file" : "an address that begins with https://",
    action: `add \`${setting}\` to the step, or send it by \`channel: log\``,
  };
}

function noKey(): Problem {
  return {
    code: "webhook-unsigned",
    kind: "input",
    found: "there is no key to sign webhooks with",
    expected: "SLIPWAY_WEBHOOK_SECRET in the environment: `whsec_` and base64 of 24 to 64 random bytes",
    action: "set it here, and give the same key to the receiver",
  };
}
