import type { JobRelease } from "../../engine-ports.ts";
import type { Services } from "../../services.ts";
import { noticeOf, type Notice } from "./notice.ts";
import { sendNotice, type Channel, type Delivery } from "./send-notice.ts";

/** A step that waits for people. */
export interface Waiting {
  readonly release: Pick<JobRelease, "id" | "version" | "component" | "releaseType" | "facts">;
  /** Name of the step. */
  readonly step: string;
  /** Who may act: people where they are known, else roles. */
  readonly who: readonly string[];
  /** Unix milliseconds. */
  readonly since: number;
  /** What ends it, as one would type it. */
  readonly command: string;
  /** Tells a reminder from the one before it: how many there were, or when the last one was. With the same it is sent once. */
  readonly before: number;
}

/** Reminds those whom a step waits for. The same reminder is sent once, whoever asks for it. */
export async function remind(
  services: Services,
  { release, step, who, since, command, before }: Waiting,
  { channel, now, signal }: { readonly channel: Channel; readonly signal: AbortSignal; now(): number },
): Promise<{ readonly notice: Notice; readonly delivery: Delivery }> {
  const waited = `${step} waits since ${new Date(since).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const notice = noticeOf("reminder", undefined, {
    id: `reminder/${release.id}/${step}/${since}/${before}`,
    product: (await services.product()).name,
    release,
    to: who,
    at: now(),
    values: { reason: `${waited}; to end it: ${command}` },
  });
  const delivery = await sendNotice({ outside: await services.outside(), signal, now }, notice, channel);
  return { notice, delivery };
}
