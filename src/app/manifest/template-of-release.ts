import type { Product } from "../../config/product.ts";
import { manifestTemplate } from "../../domain/manifest/manifest-template.ts";
import { readOperand } from "../release-operand.ts";
import { typeNames } from "./build-manifest.ts";
import { fromFolder } from "./manifest-release.ts";
import { releaseNames } from "../release-names.ts";

/** A manifest to fill in by hand, for a version or for any. */
export function templateOfRelease(product: Product, operand: string | undefined): string {
  const target = operand === undefined ? undefined : readOperand(operand, product);
  const component = target?.component ?? product.components[0];
  const name = target?.component.name ?? null;
  return manifestTemplate({
    product: name === null ? product.name : `${product.name} ${name}`,
    version: target?.text ?? null,
    types: typeNames(product),
    suites: product.tests.suites.map(({ label }) => label),
    changelog: fromFolder(product, component.changelog),
    file: releaseNames(product, component, target?.text ?? "VERSION").manifest,
  });
}
