import { CONVENTION_FILES, detectConvention } from "../../config/detect.ts";
import type { Convention } from "../../config/detect/convention.ts";
import { productOf } from "../../config/load.ts";
import type { Product } from "../../config/product.ts";
import type { Snapshots } from "../ports.ts";
import { readTexts } from "../read-texts.ts";

/** How the versions of a repository were derived at one commit of its past. */
export interface PastConvention {
  readonly product: Product;
  readonly convention: Convention;
}

/**
 * Reads the convention of many commits; files that did not change between two of them are parsed once. Equal first files
 * call for the same further ones.
 */
export function pastConventions(snapshots: Snapshots, folderName: string): (commit: string) => Promise<PastConvention> {
  const furtherOf = new Map<string, readonly string[]>();
  const byFiles = new Map<string, Convention>();
  const byDocument = new Map<string, PastConvention>();
  const idsOf = async (commit: string, paths: readonly string[]): Promise<string> =>
    paths.length === 0 ? "" : [...(await snapshots.find(commit, paths))].join(" ");
  return async (commit) => {
    const ids = await snapshots.find(commit, CONVENTION_FILES);
    const first = [...ids].join(" ");
    const known = furtherOf.get(first);
    let convention = known === undefined ? undefined : byFiles.get(`${first}\n${await idsOf(commit, known)}`);
    if (convention === undefined) {
      const read = (paths: readonly string[]) => readTexts(snapshots, commit, paths);
      let further: readonly string[] = [];
      convention = await detectConvention(await read([...ids.keys()]), (paths) => read((further = paths)));
      furtherOf.set(first, further);
      byFiles.set(`${first}\n${await idsOf(commit, further)}`, convention);
    }
    const documentKey = JSON.stringify(convention);
    const past = byDocument.get(documentKey) ?? { convention, product: productOf(convention, { folderName }) };
    byDocument.set(documentKey, past);
    return past;
  };
}
