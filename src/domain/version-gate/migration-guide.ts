import type { Change } from "../plan/change.ts";
import { formatVersion, type Version } from "../version/version.ts";
import { evidenceFault } from "./evidence.ts";
import { met, open, type GateResult } from "./gate.ts";

const ID = "migration-guide";

/** Where a guide may be: the path of the settings, and what `Migration-Guide:` footers of breaking changes name. */
export function guidesOf(version: Version, pattern: string, changes: readonly Change[]): readonly string[] {
  const named = changes
    .filter(({ breaking, cancelled }) => breaking && !cancelled)
    .flatMap(({ footers }) => footers)
    .filter(({ token }) => token.toLowerCase() === "migration-guide")
    .map(({ value }) => value.trim());
  return [...new Set([pattern.replaceAll("{version}", formatVersion(version)), ...named])];
}

export function isAddress(guide: string): boolean {
  return /^https?:\/\/\S+$/.test(guide);
}

/** A MAJOR version comes with a guide (V-12): a finished document of the repository, or an address. */
export function migrationGuideGate(guides: readonly string[], files: ReadonlyMap<string, string>): GateResult {
  const title = "a migration guide is attached";
  const faults: string[] = [];
  for (const guide of guides) {
    const fault = isAddress(guide) ? undefined : evidenceFault(files.get(guide));
    if (fault === undefined) return met(ID, title, guide);
    faults.push(`${guide} ${fault}`);
  }
  return open(
    ID,
    title,
    faults.join("; "),
    `write ${guides[0]}, or name the guide in a \`Migration-Guide:\` footer of the breaking change`,
  );
}
