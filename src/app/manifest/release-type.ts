import type { Product } from "../../config/product.ts";
import { printedType, releaseTypesOf, type TypeQuestion } from "../../domain/manifest/release-type-name.ts";
import { formatVersion } from "../../domain/version/version.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { unknownType } from "../problems.ts";

/** The type of a release as manifests print it. `named` may be written as in slipway.yaml or as printed. */
export function releaseTypeOf(product: Product, { named, ...question }: Omit<TypeQuestion, "types">): string {
  const names = [...product.types.keys()];
  const known = named === undefined ? undefined : knownType(product, named);
  const [found, ...others] = releaseTypesOf({ ...question, types: product.types, named: known });
  if (found !== undefined && others.length === 0) return printedType(found);
  const version = formatVersion(question.version);
  throw new SlipwayError(typeNeeded(version, found === undefined ? names : [found, ...others]));
}

/** The name of a type as slipway.yaml has it; a product without types has whatever it is called. */
export function knownType(product: Product, named: string): string {
  const names = [...product.types.keys()];
  const known = names.find((name) => name === named || printedType(name) === named);
  if (known === undefined && names.length > 0) throw new SlipwayError(unknownType(named, product));
  return known ?? named;
}

function typeNeeded(version: string, types: readonly string[]): Problem {
  return {
    code: "release-type",
    kind: "input",
    found: `nothing tells which release type ${version} is of`,
    expected: `one of ${types.join(", ")}`,
    action: "name it with --type, or in the title of the changelog entry",
  };
}
