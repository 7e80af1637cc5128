import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { Kind } from "../kind.ts";
import type { KindTools } from "../kind-tools.ts";
import { settingsOf } from "../step-settings.ts";
import { noticeOf } from "./notice.ts";
import { sendNotice, wasSent } from "./send-notice.ts";
import { notifySettings } from "./settings.ts";

export const NOTIFY: Kind = { settings: notifySettings, open: openNotify };

/** Tells people what happened. A message carries the id of its effect, so that a second one is known for the same. */
function openNotify(tools: KindTools): Performer {
  return {
    perform: (job) => perform(tools, job),
    async observe({ effect }) {
      const isKnown = await wasSent(await tools.services.outside(), effect);
      return isKnown ? { outcome: "sent", says: "the message is in the list of what was sent" } : "repeat";
    },
  };
}

async function perform({ services }: KindTools, job: Job): Promise<Told> {
  const { template, text, to = [], ...channel } = settingsOf(notifySettings, job);
  const notice = noticeOf(template, text, {
    id: job.effect,
    product: (await services.product()).name,
    release: job.release,
    to: typeof to === "string" ? [to] : to,
    at: job.startedAt,
  });
  job.progress(notice.subject);
  const delivery = await sendNotice(
    { outside: await services.outside(), signal: job.signal, now: job.now },
    notice,
    channel,
  );
  const { delivered, place, tries } = delivery;
  const whom = notice.to.length === 0 ? "" : ` for ${notice.to.join(", ")}`;
  const answers = tries.length === 0 ? "" : ` (answers: ${tries.join(", ")})`;
  return {
    outcome: delivered ? "sent" : "failed",
    says: `"${notice.subject}"${whom} ${delivered ? "went to" : "did not reach"} the ${place}${answers}`,
    facts: {
      notice: { ...notice, to: [...notice.to], channel: channel.channel ?? "log", delivered, place, tries: [...tries] },
    },
  };
}
