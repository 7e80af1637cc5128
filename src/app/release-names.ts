import type { Component, Product } from "../config/product.ts";
import { artifactNames, type ArtifactNames } from "../domain/artifact/artifact-names.ts";

/** Where the artifacts of a release of a component stand. */
export function releaseNames(
  { name: product, releaseFolder: folder }: Product,
  { name: component }: Component,
  version: string,
): ArtifactNames {
  return artifactNames({ product, component, version, folder });
}
