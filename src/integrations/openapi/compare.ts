import { apiCompare, type Diff } from "api-smart-diff";
import type { ApiRevision } from "../../app/ports.ts";
import type { ApiDifference } from "../../domain/api/difference.ts";
import { readSpec } from "./read-spec.ts";

/**
 * Compares an OpenAPI 3 document at two revisions. The library follows references, circular ones too, so a difference
 * in a shared schema is told once for every operation that uses it.
 */
export async function compareOpenApi(path: string, before: ApiRevision, after: ApiRevision): Promise<ApiDifference[]> {
  const [old, current] = await Promise.all([readSpec(path, before), readSpec(path, after)]);
  const { diffs } = apiCompare(old, current);
  return diffs
    .filter((difference) => difference.path[0] !== "x-files") // told again where they are used
    .map((difference) => toDifference(difference));
}

function toDifference({ path, action, before, after, type }: Diff): ApiDifference {
  return { path: path.map(String), action, before, after, rated: type };
}
