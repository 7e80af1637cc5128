import { join } from "node:path";
import type { Outlet, OutletFormat } from "../../../domain/process/outlet.ts";
import { SlipwayError, isSlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { ArtifactFiles } from "../../artifact-ports.ts";
import type { Job } from "../../engine-ports.ts";
import { sha256Text } from "../../line/subject-at.ts";
import type { Outside } from "../../outside-ports.ts";
import { sendNotice } from "../notify/send-notice.ts";
import { putReleasePage } from "./release-page.ts";
import { mailMessage } from "./mail-message.ts";

/** Notes that go out, and where from. */
export interface OutgoingNotes {
  readonly job: Job;
  readonly product: string;
  readonly subject: string;
  readonly texts: Readonly<Record<OutletFormat, string>>;
  /** Name of the file a folder gets, without its ending. */
  readonly base: string;
  /** What relative folders are meant from. */
  readonly top: string;
  readonly outside: Outside;
  readonly files: ArtifactFiles;
}

/** What became of notes at one outlet. */
export interface NotesDelivery {
  readonly delivered: boolean;
  readonly place: string;
  readonly tries: readonly string[];
  /** Of the text that went out. */
  readonly sha256: string;
  /** Unix milliseconds. */
  readonly at: number;
}

const MAIL_MS = 60_000;

/** Hands notes to one outlet. What was delivered there before, word for word, is not delivered again. */
export async function deliverNotes(
  notes: OutgoingNotes,
  outlet: Outlet,
  before: Partial<NotesDelivery> | undefined,
): Promise<NotesDelivery> {
  const sha256 = sha256Text(notes.texts[outlet.format]);
  const { delivered, place, tries, at } = before ?? {};
  if (delivered === true && before?.sha256 === sha256)
    return { delivered, place: place ?? "", tries: tries ?? [], sha256, at: at ?? 0 };
  try {
    const told = await hand(notes, outlet, `${notes.job.release.id}/notes/${outlet.name}/${sha256.slice(0, 12)}`);
    return { ...told, sha256, at: notes.job.now() };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    const why = error.problems.map(({ found }) => found);
    return { delivered: false, place: outlet.channel, tries: why, sha256, at: notes.job.now() };
  }
}

type Handed = Pick<NotesDelivery, "delivered" | "place" | "tries">;

async function hand(notes: OutgoingNotes, outlet: Outlet, id: string): Promise<Handed> {
  const text = notes.texts[outlet.format];
  if (outlet.channel === "folder") {
    const path = join(outlet.folder, `${notes.base}.${outlet.format}`);
    await notes.files.write(join(notes.top, path), once(text));
    return { delivered: true, place: path, tries: [] };
  }
  if (outlet.channel === "forge") {
    const { tag } = notes.job.release;
    const page = { tag, title: notes.subject, text, signal: notes.job.signal };
    return {
      delivered: true,
      place: new URL(outlet.api).host,
      tries: await putReleasePage(notes.outside, outlet, page),
    };
  }
  if (outlet.channel === "mail") return mail(notes, outlet, id);
  const { job, product, subject, outside } = notes;
  const notice = { id, template: "notes", product, subject, text, to: [], release: job.release.id, at: job.startedAt };
  const tools = { outside, signal: job.signal, now: () => job.now() };
  return sendNotice(tools, notice, outlet);
}

async function mail(
  { job, subject, texts, outside }: OutgoingNotes,
  { to, from, command, format }: Extract<Outlet, { channel: "mail" }>,
  id: string,
): Promise<Handed> {
  const type = format === "html" ? "text/html" : "text/plain";
  const message = mailMessage({
    id: sha256Text(id).slice(0, 32),
    from,
    to,
    subject,
    text: texts[format],
    type,
    at: job.startedAt,
  });
  const { code, output } = await outside.pipe({ command, input: message, timeoutMs: MAIL_MS, signal: job.signal });
  if (code === 0) return { delivered: true, place: to.join(", "), tries: [] };
  throw new SlipwayError(notTaken(command, code, output));
}

function notTaken(command: string, code: number | null, output: string): Problem {
  const end = code === null ? "did not end in time" : `ended with ${code}`;
  const said = output.trim() === "" ? "" : `: ${output.trim().slice(0, 200)}`;
  return { code: "mail", kind: "failed", found: `\`${command}\` ${end}${said}`, expected: "a mail that was taken" };
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
