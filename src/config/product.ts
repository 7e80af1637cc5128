import type { ArtifactSettings } from "../domain/artifact/artifact-settings.ts";
import type { BranchRules } from "../domain/branch/branch-rules.ts";
import type { ChangelogSource } from "../domain/changelog/edit.ts";
import type { ChangelogStyle } from "../domain/changelog/write-entry.ts";
import type { TagPattern } from "../domain/history/tag-pattern.ts";
import type { DocumentCategories } from "../domain/manifest/document-duties.ts";
import type { FileKinds } from "../domain/manifest/file-groups.ts";
import type { ReleaseType } from "../domain/plan/release-type.ts";
import type { RuleSet } from "../domain/plan/rules.ts";
import type { Bump } from "../domain/version/bump.ts";
import type { Version } from "../domain/version/version.ts";
import type { PlanningPolicy } from "../domain/scope/planning-policy.ts";
import type { VersionFile } from "../domain/version-file/version-file.ts";
import type { ScanPolicy } from "../domain/evidence/scan.ts";
import type { Suite } from "../domain/evidence/suite.ts";
import type { GateSettings } from "../domain/version-gate/gate.ts";

/** How a product is released, with every default filled in. Nothing after `config/` sees an optional setting. */
export interface Product {
  /** Printed name; the name of the folder when the configuration gives none. */
  readonly name: string;
  /** Where the configuration comes from, for people: a path, or `default`. */
  readonly source: string;
  /** What decides the versions: `slipway` by its own configuration, or the tool whose settings were found, if any. */
  readonly tool: string | undefined;
  /** Of commits that belong to no single component. */
  readonly rules: RuleSet;
  readonly components: readonly [Component, ...Component[]];
  /** Bump of a component that depends on a bumped one. */
  readonly dependents: Bump;
  /** Commands asked for the significance of every component. */
  readonly checks: readonly Check[];
  /** Path of the file of scope items; absent (`null`) when there is none. */
  readonly scope: string | null;
  readonly types: ReadonlyMap<string, ReleaseType>;
  readonly channels: readonly Channel[];
  readonly changelog: ChangelogSettings;
  readonly gates: GateSettings;
  readonly messages: MessageTemplates;
  readonly artifacts: ArtifactSettings;
  readonly tagSigning: "required" | "optional";
  /** With `required`, what is done is recorded or not done; otherwise only where a ledger was begun. */
  readonly ledger: "required" | "optional";
  readonly branches: BranchRules;
  /** Whether the branch rules are the product's own, so that a release from another branch is refused. */
  readonly branchesConfigured: boolean;
  /** Folder of manifests, bundles, checksums and corrections. */
  readonly releaseFolder: string;
  readonly manifest: ManifestSettings;
  /** The first version the process applies to; `null`: it applies to all of them. */
  readonly appliesFrom: Version | null;
  readonly tests: TestSettings;
  readonly scan: ScanPolicy;
  /** What a TODO or FIXME that is written down nowhere does to the release it comes in with (G-18). */
  readonly taskMarkers: "name" | "block";
  readonly planning: PlanningPolicy;
}

/** What manifests tell, and from which files. */
export interface ManifestSettings {
  readonly kinds: FileKinds;
  readonly checksums: boolean;
  /** Path or address of the rollback procedure; `null`: looked for under its usual names. */
  readonly rollback: string | null;
  readonly docs: DocumentCategories;
}

export interface TestSettings {
  /** In the order in which manifests list them. */
  readonly suites: readonly Suite[];
  /** Whether a release waits until somebody wrote down what was done about each failed test (G-09). */
  readonly resolutions: "required" | "optional";
}

/** A part that is versioned on its own. A product released as one has a single component without name and paths. */
export interface Component {
  readonly name: string | null;
  /** Globs of the files that belong to it, relative to the repository; absent: every file. */
  readonly paths: readonly string[] | null;
  /** Globs of files that do not count although they belong to it. */
  readonly exclude: readonly string[];
  /** Whether lock files count like any other file where it is only a part of the repository. */
  readonly countsLockFiles: boolean;
  /** Whether commits that touch no file count although it is only a part of the repository. */
  readonly countsEmptyCommits: boolean;
  /** The first pattern names new tags; all of them are read. `null`: recognised from the tags there are. */
  readonly tags: readonly [TagPattern, ...TagPattern[]] | null;
  readonly dependsOn: readonly string[];
  readonly versionFiles: readonly VersionFile[];
  /** Paths of API descriptions, the product's own included. */
  readonly apis: readonly string[];
  /** The version its settings ask for; absent: none. */
  readonly releaseAs?: string;
  readonly changelog: string;
  /** The rules of the product, where it has none of its own. */
  readonly rules: RuleSet;
}

export interface Check {
  readonly name: string;
  readonly run: string;
  readonly timeoutMs: number;
}

/** A line of pre-releases, and the branch that releases on it without being told. */
export interface Channel {
  readonly name: string;
  readonly branch: string;
}

export interface ChangelogSettings {
  readonly style: ChangelogStyle;
  readonly source: ChangelogSource;
  /** Folder of correction files. */
  readonly corrections: string;
  /** Whether a version is only tagged with a dated entry. */
  readonly required: boolean;
}

/** What commits and tags of a release say; names in braces are filled in. */
export interface MessageTemplates {
  readonly bump: string;
  readonly release: string;
  readonly tag: string;
}
