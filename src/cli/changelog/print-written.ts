import type { WrittenChangelog } from "../../app/write-changelog.ts";
import type { ReleaseEntry } from "../../domain/changelog/release-entry.ts";
import type { Call } from "../command.ts";

export function printWritten(
  call: Call,
  { path, changed, did }: WrittenChangelog,
  made: { readonly entry?: ReleaseEntry; readonly text: string },
  json: boolean,
): void {
  const dryRun = call.has("dry-run");
  if (json) return call.output.document({ path, changed, dryRun, did, ...made });
  const verb = changed ? (dryRun ? "would change" : "changed") : "unchanged";
  call.output.answer([`${path}: ${verb}`, ...did.map((sentence) => `  ${sentence}`)].join("\n"));
  if (dryRun && changed) call.output.answer(`\n${made.text.trimEnd()}`);
}
