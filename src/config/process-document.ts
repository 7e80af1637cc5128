import type { ConfigDocument } from "../contract/config.ts";
import { configSchema } from "../contract/config.ts";
import type { Process } from "../domain/process/process.ts";
import { canonicalJson, type Json } from "../kernel/canonical-json.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { normaliseProcess } from "./normalise-process.ts";

/** Settings that say what is made and not how it is released. They are taken from the commit that is released. */
const NOT_PROCESS = [
  "appliesFrom",
  "artifacts",
  "branches",
  "changelog",
  "channels",
  "dependents",
  "emptyCommits",
  "exclude",
  "extends",
  "ledger",
  "lockFiles",
  "manifest",
  "messages",
  "path",
  "product",
  "scan",
  "tag",
  "tagSigning",
  "taskMarkers",
  "tests",
  "versioning",
] as const satisfies readonly (keyof ConfigDocument)[];

/** What of a configuration makes the process, without what was taken out of the extended one. A new setting belongs to it. */
export function processDocument(document: ConfigDocument): Json {
  const outside: readonly string[] = NOT_PROCESS;
  const inside = Object.entries(document).filter(([key]) => !outside.includes(key));
  const components = Object.entries(document.components ?? {}).map(([name, { path, dependsOn }]) => [
    name,
    { path, dependsOn },
  ]);
  const parts = components.length === 0 ? {} : { components: Object.fromEntries(components) };
  return settled({ ...Object.fromEntries(inside), ...parts });
}

/** The process that a document says, as it was registered. */
export function readProcessDocument(text: string): { readonly process: Process; readonly document: Json } {
  const document = JSON.parse(text) as Json; // it is parsed JSON
  const parsed = configSchema.safeParse(document);
  if (!parsed.success) throw new SlipwayError(notUnderstood(parsed.error.issues.map(({ path }) => path.join("."))));
  return { process: normaliseProcess(parsed.data), document };
}

/** Without the entries that `~` takes out: where an extended configuration was merged, they say nothing any more. */
function settled(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(settled);
    return items.filter((item) => canonicalJson(item) !== "{}");
  }
  const entries = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, key === "with" ? member : settled(member as Json)]));
}

function notUnderstood(places: readonly string[]): Problem {
  return {
    code: "process-unreadable",
    kind: "failed",
    found: `a registered process is not understood: ${places.join(", ")}`,
    expected: "a process of a version of Slipway up to this one",
    action: "use the version that registered it, or approve the process of slipway.yaml",
  };
}
