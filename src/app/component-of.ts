import type { Component, Product } from "../config/product.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { componentNeeded, unknownComponent } from "./problems.ts";

/** The component a request is about. A product with several needs a name. */
export function componentOf(product: Product, name: string | undefined | null): Component {
  if (name === undefined || name === null) {
    if (product.components.length > 1) throw new SlipwayError(componentNeeded(product));
    return product.components[0];
  }
  const found = product.components.find((component) => component.name === name);
  if (found === undefined) throw new SlipwayError(unknownComponent(name, product));
  return found;
}
