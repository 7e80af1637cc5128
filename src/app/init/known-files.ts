const MANIFESTS = new Set([
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-workspace.yaml",
  "lerna.json",
  "Cargo.toml",
  "pyproject.toml",
  "setup.py",
  "go.work",
  "go.mod",
]);
const ELSEWHERE = /(?:^|\/)(?:node_modules|vendor|testdata|fixtures|__fixtures__|third_party)\//;
const PYTHON_VERSION = /(?:^|\/)(?:__init__|__about__|_version|version)\.py$/;
const CHANGELOG = /^(?:changelog|changes|history|news|release[-_]?notes)(?:\.md|\.markdown)$/i;

/** Whether a file may name a package, its version or the packages of a workspace. Other people's packages do not count. */
export function isManifest(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (MANIFESTS.has(name) || PYTHON_VERSION.test(path)) && !ELSEWHERE.test(path);
}

/** The changelog at the top of a repository or of a folder, ending with a slash. */
export function changelogFile(paths: readonly string[], folder = ""): string | undefined {
  const candidates = paths.filter((path) => path.startsWith(folder) && CHANGELOG.test(path.slice(folder.length)));
  return candidates.find((path) => /changelog/i.test(path)) ?? candidates[0];
}

export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
