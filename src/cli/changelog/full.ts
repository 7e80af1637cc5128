import { setFlagsFromString } from "node:v8";
import { readForge } from "../../app/changelog-file.ts";
import { fullChangelog } from "../../app/full-changelog.ts";
import { writeChangelog } from "../../app/write-changelog.ts";
import type { Product } from "../../config/product.ts";
import { findEntry, parseChangelog } from "../../domain/changelog/document.ts";
import { addMissingEntries } from "../../domain/changelog/edit.ts";
import type { ReleaseEntry } from "../../domain/changelog/release-entry.ts";
import { writeEntry } from "../../domain/changelog/write-entry.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import type { Format } from "./format.ts";
import { printWritten } from "./print-written.ts";

/** A pass of a second. Measured, optimising its code costs a fifth more CPU than it saves, and marking garbage on the way a twentieth. */
const SHORT_RUN = "--no-opt --no-incremental-marking";
const PRINTED_AT_ONCE = 64 * 1024; // characters; many small writes cost more than the text

/** Every release. */
export async function tellAll(call: Call, product: Product, { style, json }: Format): Promise<ExitCode> {
  setFlagsFromString(SHORT_RUN);
  const tools = { ...call.services, product };
  const [{ component, text: current, releases }, forge] = await Promise.all([
    fullChangelog(tools, { component: call.text("component"), to: call.text("to") }),
    readForge(tools.repository),
  ]);
  const written = product.changelog.source === "commits" ? undefined : parseChangelog(current ?? "");
  const toText = (entry: ReleaseEntry): string =>
    (written === undefined ? undefined : findEntry(written, entry.version)?.raw) ?? writeEntry(entry, { style, forge });
  const kept: ReleaseEntry[] = [];
  let ready = "";
  const texts: { version: string; text: string }[] = [];
  for await (const entries of releases) {
    for (const entry of entries) {
      const { version } = entry;
      if (version === null && entry.changes.length === 0 && !json) continue;
      if (json) kept.push(entry);
      else if (!call.has("write")) ready += toText(entry);
      if (call.has("write") && version !== null) texts.push({ version, text: toText(entry) });
    }
    if (ready.length > PRINTED_AT_ONCE) {
      call.output.answer(ready);
      ready = "";
    }
  }
  if (!call.has("write")) {
    if (json) call.output.document({ product: product.name, component: component.name, releases: kept });
    else if (ready !== "") call.output.answer(ready);
    return EXIT.done;
  }
  const edited = addMissingEntries(current, texts);
  const done = await writeChangelog(tools, component, edited, call.has("dry-run"));
  printWritten(call, done, { text: texts.map(({ text }) => text).join("") }, json);
  return EXIT.done;
}
