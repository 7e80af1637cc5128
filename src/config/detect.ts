import { detectCog } from "./detect/cog.ts";
import { COMMITIZEN_FILES, detectCommitizen } from "./detect/commitizen.ts";
import type { Convention } from "./detect/convention.ts";
import { parseDocuments } from "./detect/documents.ts";
import { CI_FILES, CIRCLE, WORKFLOWS, fieldsOf, gatherEvidence, manifestOf, type Evidence } from "./detect/evidence.ts";
import { detectLerna } from "./detect/lerna.ts";
import { detectNx } from "./detect/nx.ts";
import { detectPythonSemanticRelease } from "./detect/python-semantic-release.ts";
import {
  RELEASE_PLEASE_FILES,
  RELEASE_PLEASE_FOLDER,
  configsInFolder,
  detectReleasePlease,
  manifestPath,
} from "./detect/release-please.ts";
import { manifestsWanted } from "./detect/release-please-packages.ts";
import {
  SEMANTIC_RELEASE_DATA,
  SEMANTIC_RELEASE_SCRIPTS,
  detectSemanticRelease,
  ruleModules,
} from "./detect/semantic-release.ts";
import { STANDARD_VERSION_FILES, detectStandardVersion, scriptFiles } from "./detect/standard-version.ts";

/** Files of other release tools, and folders (ending in `/`) whose names are asked, that tell how versions are chosen. */
export const CONVENTION_FILES: readonly string[] = [
  "package.json",
  ...RELEASE_PLEASE_FILES,
  RELEASE_PLEASE_FOLDER,
  ...SEMANTIC_RELEASE_DATA,
  ...SEMANTIC_RELEASE_SCRIPTS,
  ...STANDARD_VERSION_FILES,
  "lerna.json",
  "nx.json",
  "cog.toml",
  ...COMMITIZEN_FILES,
  "pyproject.toml",
  "setup.cfg",
  "Makefile",
  "Jenkinsfile",
  ".gitlab-ci.yml",
  ...CI_FILES,
  WORKFLOWS,
  CIRCLE,
];

/** In the order in which one goes before another where a repository holds the settings of several. */
const DETECTORS: readonly ((evidence: Evidence) => Convention | undefined)[] = [
  detectReleasePlease,
  detectSemanticRelease,
  detectPythonSemanticRelease,
  detectCommitizen,
  detectCog,
  detectStandardVersion,
  detectLerna,
  detectNx,
];

/** Reads files of the repository at one commit; those that do not exist are absent from the answer. */
type ReadFiles = (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * The convention a repository follows without a slipway.yaml. `files` holds the first look, CONVENTION_FILES; only what
 * that look calls for is read after it, in one further call.
 */
export async function detectConvention(files: ReadonlyMap<string, string>, read: ReadFiles): Promise<Convention> {
  const first = await parseDocuments(files);
  const further = furtherFiles(files, first);
  const second = further.length === 0 ? new Map<string, string>() : await read(further);
  const evidence = gatherEvidence(
    new Map([...files, ...second]),
    new Map([...first, ...(await parseDocuments(second))]),
  );
  for (const detect of DETECTORS) {
    const convention = detect(evidence);
    if (convention !== undefined)
      return isUnfinished(evidence, convention) ? { ...convention, isToolUnfinished: true } : convention;
  }
  return { source: "default", document: {} };
}

/** Whether package.json asks for a pre-release of the tool, such as `^16.0.0-beta`. Tools have the names of their packages. */
function isUnfinished({ package: { dependencies } }: Evidence, { tool }: Convention): boolean {
  return tool !== undefined && /^\D*\d+\.\d+\.\d+-[a-z]/i.test(dependencies.get(tool) ?? "");
}

/**
 * What a release-please manifest does not tell stands in the manifests of its packages. Everything else may depend on
 * what CI runs, and on the title of the changelog.
 */
function furtherFiles(files: ReadonlyMap<string, string>, documents: ReadonlyMap<string, unknown>): string[] {
  const text = (path: string): string | undefined => files.get(path);
  const manifest = manifestPath({ text, document: (path) => documents.get(path) });
  if (manifest !== undefined) return manifestsWanted(fieldsOf(documents.get(manifest)));
  const inFolder = (folder: string): string[] =>
    (text(folder)?.split("\n") ?? []).filter((name) => /\.ya?ml$/.test(name)).map((name) => folder + name);
  if (files.has(".github/release-please.yml")) return [];
  const isPackage = files.has("package.json") || files.has("lerna.json");
  return [
    ...configsInFolder(text),
    ...ruleModules(files),
    ...inFolder(WORKFLOWS),
    ...inFolder(CIRCLE),
    ...(isPackage ? ["CHANGELOG.md", ...scriptFiles(manifestOf(documents.get("package.json")).scripts)] : []),
  ];
}
