import picomatch from "picomatch";

/** When an artifact has to be there: for every release, or for milestones alone. */
export const PRESENCES = ["always", "milestones"] as const;
export type Presence = (typeof PRESENCES)[number];

/** What is made for a release, and from which files. */
export interface ArtifactSettings {
  readonly bundle: Presence;
  readonly checksums: Presence;
  /** Globs of versions: at these, bundle and checksums are required, complete, and cover every file. */
  readonly milestones: readonly string[];
  /** Globs of the files that checksums of other releases cover. */
  readonly source: readonly string[];
  /** Paths of the guides in a bundle; `null`: looked for under its usual names. */
  readonly install: string | null;
  readonly operations: string | null;
  readonly runbook: string | null;
  /** Paths of the dependency lists in a bundle; `null`: those of the known formats. */
  readonly dependencies: readonly string[] | null;
}

export function isMilestone(version: string, { milestones }: ArtifactSettings): boolean {
  return picomatch([...milestones], { dot: true })(version);
}

/** Whether a release has to have an artifact. */
export function isRequired(presence: Presence, milestone: boolean): boolean {
  return presence === "always" || milestone;
}
