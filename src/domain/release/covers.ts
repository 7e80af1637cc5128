import type { Work } from "../process/process.ts";
import type { StepKind } from "../process/step-kind.ts";
import type { ReleaseState } from "./release-state.ts";

/** Kinds whose success says something about what is released. */
const SPEAKING: ReadonlySet<StepKind> = new Set([
  "pull-request",
  "run",
  "review",
  "uat",
  "approval",
  "decision",
  "deploy",
]);

/**
 * What a step speaks of: the facets it names, or every facet there is for what is put up for review, for tests, reviews,
 * approvals and deployments. So what comes before the package speaks of the source, and what comes later of everything.
 */
export function coversOf({ kind, covers }: Work, { subject }: ReleaseState): Record<string, string> {
  const speaks = (facet: string): boolean => (covers === null ? SPEAKING.has(kind) : covers.includes(facet));
  return Object.fromEntries([...subject].filter(([facet]) => speaks(facet)));
}
