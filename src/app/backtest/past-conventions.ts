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
  const furtherOf = new Map<string, readonly string[]>();
  const byFiles = new Map<string, Convention>();
  const byDocument = new Map<string, PastConvention>();
  const keyOf = async (commit: string, paths: readonly string[]): Promise<string> =>
    paths.length === 0 ? "" : [...(await snapshots.find(commit, paths))].join(" ");
  return async (commit) => {
    const ids = await snapshots.find(commit, CONVENTION_FILES);
    const first = [...ids].join(" ");
    const further = furtherOf.get(first);
    let convention = further && byFiles.get(first + (await keyOf(commit, further)));
    if (convention === undefined) {
      const asked: string[] = [];
      convention = await detectConvention(await readTexts(snapshots, commit, [...ids.keys()]), (paths) => {
        asked.push(...paths);
        return readTexts(snapshots, commit, paths);
      });
      const outside = asked.filter((path) => ![...ids.keys()].some((known) => isInside(path, known)));
      furtherOf.set(first, outside);
      byFiles.set(first + (await keyOf(commit, outside)), convention);
    }
    const documentKey = JSON.stringify(convention);
    const known = byDocument.get(documentKey) ?? { convention, product: productOf(convention, { folderName }) };
    byDocument.set(documentKey, known);
    return known;
  };
}

/** Whether a change of the file changes the known one too, as the listing of its folder. */
function isInside(path: string, known: string): boolean {
  return known.endsWith("/") && path.startsWith(known);
}
