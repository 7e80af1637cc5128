import type { Dependency } from "../dependency/dependency.ts";

/**
 * The package URL of a dependency (purl specification, ECMA-427). A range is no version, so it is left out of the URL.
 */
export function packageUrl({ ecosystem, name, version }: Dependency): string {
  const path = pathOf(ecosystem, name)
    .map((part) => encode(part))
    .join("/");
  return isExact(version) ? `pkg:${ecosystem}/${path}@${encode(version)}` : `pkg:${ecosystem}/${path}`;
}

/** Namespace and name, as the type of the URL wants them. */
function pathOf(ecosystem: Dependency["ecosystem"], name: string): string[] {
  if (ecosystem === "maven") return name.split(":");
  if (ecosystem === "pypi") return [name.toLowerCase().replaceAll(/[-_.]+/g, "-")];
  return name.split("/");
}

/** Registries of five ecosystems write versions differently; what asks for several holds one of these. */
function isExact(version: string): boolean {
  return version !== "" && !/[\s^~<>=*|,!()[\]]|(?:^|\.)[xX](?:\.|$)/.test(version);
}

/** Everything but unreserved characters and the colon is encoded. */
function encode(part: string): string {
  return encodeURIComponent(part)
    .replaceAll("%3A", ":")
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
