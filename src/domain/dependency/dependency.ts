/** Registries that packages come from; each is also the type of a package URL (purl). */
export const ECOSYSTEMS = ["npm", "pypi", "golang", "cargo", "maven"] as const;
export type Ecosystem = (typeof ECOSYSTEMS)[number];

/** A package that a product is built with. */
export interface Dependency {
  readonly ecosystem: Ecosystem;
  /** As its registry writes it: `@scope/name`, `golang.org/x/text`, `group:artifact`. */
  readonly name: string;
  /** The exact version of a lock file; without one, the range or pin that is asked for. */
  readonly version: string;
  /** Asked for by the product itself; `undefined` where the file does not tell. */
  readonly direct?: boolean | undefined;
}
