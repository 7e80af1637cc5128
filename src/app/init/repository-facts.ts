import type { Convention } from "../../config/detect/convention.ts";
import { changelogFile, isManifest } from "./known-files.ts";
import type { BranchReader, Repository } from "../ports.ts";
import { readConvention } from "../read-convention.ts";

/** What a repository tells about how it is released. */
export interface RepositoryFacts {
  readonly folderName: string;
  readonly tags: readonly string[];
  /** Paths of all files at HEAD. */
  readonly paths: readonly string[];
  /** Texts of the files that say something about packages, versions and changes. */
  readonly texts: ReadonlyMap<string, string>;
  /** Branch names, without the names of remotes. */
  readonly branches: readonly string[];
  readonly currentBranch: string | undefined;
  readonly convention: Convention;
}

const MANIFESTS_MAX = 2_000;

/** Reads the facts at HEAD. A repository without a commit has few of them. */
export async function readFacts(
  repository: Repository,
  reader: BranchReader,
  folderName: string,
): Promise<RepositoryFacts> {
  const { head, branch } = await repository.state();
  const paths = head === undefined ? [] : await repository.list(head, "");
  const changelog = changelogFile(paths);
  const wanted = [
    ...paths.filter((path) => isManifest(path)).slice(0, MANIFESTS_MAX),
    ...(changelog === undefined ? [] : [changelog]),
  ];
  const [tags, branches, contents, convention] = await Promise.all([
    repository.tags(),
    reader.branches(),
    head === undefined ? new Map<string, Buffer>() : repository.files(head, wanted),
    readConvention(repository, head),
  ]);
  const texts = new Map([...contents].map(([path, content]) => [path, content.toString()]));
  return {
    folderName,
    tags: [...tags].map(({ name }) => name),
    paths,
    texts,
    branches: [...new Set(branches.map(({ name }) => name))],
    currentBranch: branch,
    convention,
  };
}
