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

/** Reads the convention of many commits; files that did not change between two of them are parsed once. */
export function pastConventions(snapshots: Snapshots, folderName: string): (commit: string) => Promise<PastConvention> {
  const byFiles = new Map<string, Convention>();
  const byDocument = new Map<string, PastConvention>();
  return async (commit) => {
    const ids = await snapshots.find(commit, CONVENTION_FILES);
    const key = [...ids].join(" ");
    let convention = byFiles.get(key);
    if (convention === undefined) {
      const read = (paths: readonly string[]) => readTexts(snapshots, commit, paths);
      convention = await detectConvention(await read([...ids.keys()]), read);
      byFiles.set(key, convention);
    }
    const documentKey = JSON.stringify(convention);
    const known = byDocument.get(documentKey) ?? { convention, product: productOf(convention, { folderName }) };
    byDocument.set(documentKey, known);
    return known;
  };
}
