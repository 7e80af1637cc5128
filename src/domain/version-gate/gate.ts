/** The answer of one condition on a version: whether it is met, what was looked at, and what would meet it. */
export interface GateResult {
  readonly id: string;
  readonly title: string;
  readonly state: "met" | "open";
  /** What was found, in one sentence. */
  readonly evidence: string;
  /** What to do while it is open. */
  readonly action: string | null;
}

/** Which conditions a product puts on its versions. */
export interface GateSettings {
  /** Whether breaks, removals and new MAJOR versions have to be prepared (V-10 to V-12). */
  readonly strict: boolean;
  /** Path of the evidence for each condition of 1.0.0; `null`: 1.0.0 has no conditions. */
  readonly graduation: ReadonlyMap<string, string> | null;
  /** Path of the registry of deprecations. */
  readonly deprecations: string;
  /** Path of the migration guide of a MAJOR version, with `{version}` in it. */
  readonly migrationGuide: string;
}

export function met(id: string, title: string, evidence: string): GateResult {
  return { id, title, state: "met", evidence, action: null };
}

export function open(id: string, title: string, evidence: string, action: string): GateResult {
  return { id, title, state: "open", evidence, action };
}
