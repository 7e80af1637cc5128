import { CONVENTION_FILES, detectConvention } from "../config/detect.ts";
import type { Convention } from "../config/detect/convention.ts";
import type { Repository } from "./ports.ts";
import { readTexts } from "./read-texts.ts";

/** The convention that the files of other tools tell at a commit, whether or not there is a slipway.yaml. */
export async function readConvention(repository: Repository, commit: string | undefined): Promise<Convention> {
  if (commit === undefined) return { source: "default", document: {} };
  const snapshots = repository.snapshots();
  const read = (paths: readonly string[]) => readTexts(snapshots, commit, paths);
  return detectConvention(await read(CONVENTION_FILES), read);
}
