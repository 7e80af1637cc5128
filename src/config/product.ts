import type { TagPattern } from "../domain/history/tag-pattern.ts";
import type { ReleaseType } from "../domain/plan/release-type.ts";
import type { RuleSet } from "../domain/plan/rules.ts";
import type { Bump } from "../domain/version/bump.ts";

/** How a product is released, with every default filled in. Nothing after `config/` sees an optional setting. */
export interface Product {
  /** Printed name; the name of the folder when the configuration gives none. */
  readonly name: string;
  /** Where the configuration comes from, for people: a path, or `default`. */
  readonly source: string;
  /** What decides the versions: `slipway` by its own configuration, or the tool whose settings were found, if any. */
  readonly tool: string | undefined;
  readonly rules: RuleSet;
  readonly components: readonly [Component, ...Component[]];
  /** Bump of a component that depends on a bumped one. */
  readonly dependents: Bump;
  readonly types: ReadonlyMap<string, ReleaseType>;
  readonly channels: readonly Channel[];
  readonly changelog: ChangelogSettings;
  /** Folder of manifests, bundles, checksums and corrections. */
  readonly releaseFolder: string;
}

/** A part that is versioned on its own. A product released as one has a single component without name and paths. */
export interface Component {
  readonly name: string | null;
  /** Globs of the files that belong to it, relative to the repository; absent: every file. */
  readonly paths: readonly string[] | null;
  /** Globs of files that do not count although they belong to it. */
  readonly exclude: readonly string[];
  /** The first pattern names new tags; all of them are read. `null`: recognised from the tags there are. */
  readonly tags: readonly [TagPattern, ...TagPattern[]] | null;
  readonly dependsOn: readonly string[];
  readonly versionFiles: readonly VersionFile[];
  readonly changelog: string;
}

export interface VersionFile {
  readonly path: string;
  readonly format: "json" | "toml" | "yaml" | "python" | "pattern";
  readonly key: string;
  readonly pattern: string;
}

/** A line of pre-releases, and the branch that releases on it without being told. */
export interface Channel {
  readonly name: string;
  readonly branch: string;
}

export interface ChangelogSettings {
  readonly style: "keep" | "conventional";
  readonly source: "commits" | "hand" | "both";
  /** Folder of correction files. */
  readonly corrections: string;
}
