import type { Bump } from "../version/bump.ts";
import type { Signal } from "./significance.ts";

/** What a scope item means to those who use the product. */
export const SIGNIFICANCES = ["feature", "breaking", "fix"] as const;
export type Significance = (typeof SIGNIFICANCES)[number];

/** Something a release promises its users, agreed before or beside the commits. */
export interface ScopeItem {
  readonly id: string;
  readonly title: string;
  readonly significance: Significance;
  /** The version it is meant for; absent: the coming one. */
  readonly release?: string | undefined;
  /** The component it belongs to; absent: all of them. */
  readonly component?: string | undefined;
}

const BUMP_OF: Readonly<Record<Significance, Bump>> = { breaking: "major", feature: "minor", fix: "patch" };

/** One signal an item. Those of a named release count only when that is the coming one. */
export function scopeSignals(items: readonly ScopeItem[], component: string | null, file: string): Signal[] {
  return items
    .filter((item) => item.component === undefined || item.component === component)
    .map(({ id, title, significance, release }) => ({
      source: "scope",
      bump: BUMP_OF[significance],
      evidence: `${file}: ${id} "${title.slice(0, 100)}" is a ${significance}${release === undefined ? "" : ` of ${release}`}`,
      ...(release === undefined ? {} : { release }),
    }));
}
