import type { PlannedChange } from "../plan/plan.ts";
import type { Bump } from "../version/bump.ts";

const KINDS: readonly (readonly [type: string, one: string, many: string])[] = [
  ["security", "security fix", "security fixes"],
  ["feat", "feature", "features"],
  ["fix", "fix", "fixes"],
  ["perf", "performance improvement", "performance improvements"],
];

/** The title of a release that nobody titled. */
export function titleOfBump(bump: Bump, isFirst: boolean, isPrerelease: boolean): string {
  if (isPrerelease) return "Pre-release";
  if (isFirst) return "First release";
  return { major: "Major release", minor: "Minor release", patch: "Patch release", none: "Release" }[bump];
}

/** What a release brings, counted: `1 breaking change, 3 features, 2 fixes.` */
export function summaryOfChanges(changes: readonly PlannedChange[]): string {
  const counted = changes.filter(({ bump }) => bump !== "none");
  const breaking = counted.filter((change) => change.breaking);
  const others = counted.filter((change) => !change.breaking);
  const known = KINDS.map(([type, one, many]) =>
    count(others.filter((change) => change.type === type).length, one, many),
  );
  const rest = others.filter((change) => !KINDS.some(([type]) => type === change.type));
  const parts = [
    count(breaking.length, "breaking change", "breaking changes"),
    ...known,
    count(rest.length, "other change", "other changes"),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "Internal changes only." : `${parts.join(", ")}.`;
}

function count(number: number, one: string, many: string): string {
  return number === 0 ? "" : `${number} ${number === 1 ? one : many}`;
}
