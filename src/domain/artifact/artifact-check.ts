/** What one check of a release found. */
export interface ArtifactCheck {
  /** What was looked at: `tag`, `signature`, `manifest`, `bundle`, … */
  readonly check: string;
  /** The file it is about; `null` where it is about none. */
  readonly file: string | null;
  /** `absent`: the artifact is not there and need not be. */
  readonly result: "holds" | "fails" | "absent";
  /** What holds, or everything that does not. */
  readonly says: readonly string[];
}

export function holds(check: string, file: string | null, ...says: readonly string[]): ArtifactCheck {
  return { check, file, result: "holds", says };
}

export function fails(check: string, file: string | null, ...says: readonly string[]): ArtifactCheck {
  return { check, file, result: "fails", says };
}

/** For an artifact that is not there: that counts against the release only where it has to be. */
export function absent(check: string, file: string, required: boolean): ArtifactCheck {
  return {
    check,
    file,
    result: required ? "fails" : "absent",
    says: [required ? "it is missing, and this release needs it" : "not made"],
  };
}
