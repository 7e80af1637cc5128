export const LEVELS = ["low", "medium", "high"] as const;
export type Level = (typeof LEVELS)[number];

/** How much a risk weighs: likelihood and impact together, on a matrix of three by three. */
export function riskLevel({ likelihood, impact }: { readonly likelihood: Level; readonly impact: Level }): Level {
  const steps = LEVELS.indexOf(likelihood) + LEVELS.indexOf(impact);
  if (steps >= 3) return "high";
  return steps === 2 ? "medium" : "low";
}

/** The heaviest of several; `null` where there is none. */
export function heaviest(levels: Iterable<Level>): Level | null {
  const found = new Set(levels);
  return LEVELS.findLast((level) => found.has(level)) ?? null;
}
