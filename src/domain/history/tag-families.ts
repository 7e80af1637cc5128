/** Release tags that are written alike: `api-v{version}` for all of `api-v1.0.0`, `api-v1.1.0`, … */
export interface TagFamily {
  /** The pattern of their names. */
  readonly pattern: string;
  /** What stands before the version, without the sign between: `api`; empty for `v1.0.0` and `1.0.0`. */
  readonly component: string;
  readonly count: number;
  /** First identifiers of pre-releases: `beta`, `rc`. */
  readonly channels: readonly string[];
}

const RELEASE_NAME =
  /^(?<prefix>.*?)(?<v>v?)\d+\.\d+\.\d+(?:-(?<channel>[A-Za-z][A-Za-z-]*)?[0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]+)?$/;

/** All tag names that look like releases, largest family first. Slipway's own marks are none. */
export function tagFamilies(names: Iterable<string>): TagFamily[] {
  const families = new Map<string, { component: string; count: number; channels: Set<string> }>();
  for (const name of names) {
    const groups = name.startsWith("slipway/") ? undefined : RELEASE_NAME.exec(name)?.groups;
    if (groups === undefined) continue;
    const prefix = groups["prefix"]!;
    const pattern = `${prefix}${groups["v"]}{version}`;
    const family = families.get(pattern) ?? {
      component: prefix.replace(/[-@/_.]+$/, ""),
      count: 0,
      channels: new Set(),
    };
    family.count++;
    if (groups["channel"] !== undefined) family.channels.add(groups["channel"].replace(/-+$/, ""));
    families.set(pattern, family);
  }
  return [...families]
    .map(([pattern, { component, count, channels }]) => ({ pattern, component, count, channels: [...channels] }))
    .toSorted((a, b) => b.count - a.count);
}
