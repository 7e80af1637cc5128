/** Files that a release itself writes; a tested commit and the release commit may differ in them alone. */
export interface ReleaseFiles {
  readonly changelogs: readonly string[];
  readonly versionFiles: readonly string[];
  /** Folder of manifests, evidence and the like. */
  readonly folder: string;
}

export function isReleaseFile(path: string, files: ReleaseFiles): boolean {
  return path.startsWith(`${files.folder}/`) || files.changelogs.includes(path) || files.versionFiles.includes(path);
}
