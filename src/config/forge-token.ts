/** SLIPWAY_FORGE_TOKEN, with which release pages of a forge are made. Absent when it is not set. */
export function forgeToken(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  return environment["SLIPWAY_FORGE_TOKEN"]?.trim() || undefined;
}
