/** The name of a product as it stands in names of streams: without white space, which those cannot hold. */
export function productId({ name }: { readonly name: string }): string {
  return name.trim().replaceAll(/[\s\p{Cc}\p{Cs}]+/gu, "-");
}
