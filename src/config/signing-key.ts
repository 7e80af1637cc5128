/** The private key that the environment holds, for machines that have no key file. */
export function signingKeyText(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const text = environment["SLIPWAY_SIGNING_KEY"];
  return text === undefined || text.trim() === "" ? undefined : text;
}
