import type { Product } from "../../config/product.ts";

/** A release type, where the version rules of the product know it; some types only name a process. */
export function typeNamed({ types }: Product, name: string): string | undefined {
  return types.has(name) ? name : undefined;
}
