import { shortHash } from "../commit/commit.ts";
import type { Change } from "../plan/change.ts";
import { formatVersion, type Version } from "../version/version.ts";
import { met, open, type GateResult } from "./gate.ts";

const ID = "breaking-change";
const TITLE = "breaking changes wait for a MAJOR version";

/** From 1.0.0 on nothing breaks between two MAJOR versions (V-10). */
export function breakingChangeGate(stable: Version, version: Version, changes: readonly Change[]): GateResult {
  if (version.major > stable.major) return met(ID, TITLE, `${formatVersion(version)} is a MAJOR version`);
  const breaking = changes.filter((change) => change.breaking && !change.cancelled);
  if (breaking.length === 0) return met(ID, TITLE, "no change breaks anything");
  const list = breaking.slice(0, 10).map(({ commit, subject }) => `${shortHash(commit)} "${subject.slice(0, 100)}"`);
  const more = breaking.length > list.length ? ` and ${breaking.length - list.length} more` : "";
  const next = formatVersion({ major: stable.major + 1, minor: 0, patch: 0, prerelease: [], build: [] });
  return open(ID, TITLE, `${list.join(", ")}${more} break`, `release ${next}, or revert the changes`);
}
