import type { ConfigDocument } from "../contract/config.ts";
import type { Process } from "../domain/process/process.ts";
import type { Json } from "../kernel/canonical-json.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { nearest } from "../kernel/nearest.ts";
import type { Convention } from "./detect/convention.ts";
import { CONVENTION_FILES, detectConvention } from "./detect.ts";
import { mergeConfig } from "./merge.ts";
import { normalise } from "./normalise.ts";
import type { Product } from "./product.ts";

export const CONFIG_FILE = "slipway.yaml";
export const PRESETS = ["molecular", "trio", "workflow", "qms", "events", "standard"] as const;

/** Where configuration is read from. Files that do not exist are absent from the answer. */
export interface ConfigSource {
  /**
   * Reads files of the product's repository; of a path that ends in `/`, the names in that folder, one a line. `otherwise`
   * is read too where none of the paths exists.
   */
  read(paths: readonly string[], otherwise?: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** A preset that comes with Slipway, with everything it extends in it. */
  preset(name: string): Promise<ConfigDocument>;
  /** Name of the folder the repository stands in. */
  readonly folderName: string;
  /** A file named by hand instead of slipway.yaml. */
  readonly file?: { readonly path: string; readonly text: string };
}

/** The product's settings: slipway.yaml if there is one, otherwise what the files of other tools tell. */
export async function loadProduct(source: ConfigSource): Promise<Product> {
  const files = source.file === undefined ? await source.read([CONFIG_FILE], CONVENTION_FILES) : new Map();
  const own = ownFile(source, files);
  if (own === undefined) return productOf(await detectConvention(files, (paths) => source.read(paths)), source);
  const document = await readDocument(own.text, own.path, source, []);
  return normalise(document, own.path, source.folderName, "slipway");
}

/** A process, where it stands, and everything it follows from as a document of its own. */
export interface LoadedProcess {
  readonly process: Process;
  /** Path of a file, or the name of a preset. */
  readonly path: string;
  readonly document: Json;
}

/** The product's process: that of slipway.yaml, otherwise that of the preset `standard`. */
export async function loadProcess(source: ConfigSource): Promise<LoadedProcess> {
  const [{ normaliseProcess }, { processDocument }, { inheritWorkflows }] = await Promise.all([
    import("./normalise-process.ts"),
    import("./process-document.ts"),
    import("./inherit-workflows.ts"),
  ]);
  const own = ownFile(source, await source.read([CONFIG_FILE])) ?? { path: "standard", text: "extends: standard" };
  const document = inheritWorkflows(await readDocument(own.text, own.path, source, []));
  return { process: normaliseProcess(document), path: own.path, document: processDocument(document) };
}

function ownFile({ file }: ConfigSource, files: ReadonlyMap<string, string>): ConfigSource["file"] {
  const text = files.get(CONFIG_FILE);
  return file ?? (text === undefined ? undefined : { path: CONFIG_FILE, text });
}

/** A product without a slipway.yaml, told by the settings of another tool. */
export function productOf(convention: Convention, { folderName }: Pick<ConfigSource, "folderName">): Product {
  return normalise(convention.document, convention.source, folderName, convention.tool);
}

/** Follows `extends` from file to file; what stands nearer to the product wins. */
async function readDocument(
  text: string,
  path: string,
  source: ConfigSource,
  trail: readonly string[],
): Promise<ConfigDocument> {
  const { parseConfig } = await import("./parse.ts");
  const parsed = parseConfig(text, path);
  if (!parsed.ok) throw new SlipwayError(parsed.error);
  const { extends: base, ...own } = parsed.value;
  const commands = trail.length === 0 ? undefined : commandsIn(own);
  if (commands !== undefined) throw new SlipwayError(commandsInBase(path, commands));
  if (base === undefined) return own;
  if (trail.includes(base)) throw new SlipwayError(extendsItself([...trail, base]));
  return mergeConfig(await readBase(base, path, source, [...trail, base]), own);
}

async function readBase(
  base: string,
  path: string,
  source: ConfigSource,
  trail: readonly string[],
): Promise<ConfigDocument> {
  if ((PRESETS as readonly string[]).includes(base)) return source.preset(base);
  const text = (await source.read([base])).get(base);
  if (text === undefined) throw new SlipwayError(unknownPreset(base, path));
  return readDocument(text, base, source, trail);
}

/** A preset from its text, and from the texts of the presets it extends. The build does this once for every user. */
export function readPreset(name: string, readText: (name: string) => Promise<string>): Promise<ConfigDocument> {
  const source: ConfigSource = {
    read: async () => new Map(),
    preset: async (base) => readDocument(await readText(base), base, source, [base]),
    folderName: name,
  };
  return source.preset(name);
}

function unknownPreset(base: string, path: string): Problem {
  const suggestion = nearest(base, PRESETS);
  return {
    code: "unknown-preset",
    kind: "input",
    found: `${path}: \`extends: ${base}\` names no preset and no file of the repository`,
    expected: `one of ${PRESETS.join(", ")}, or a path`,
    action: suggestion === undefined ? "correct the name" : `did you mean "${suggestion}"?`,
  };
}

/** The first setting that holds commands. */
function commandsIn({ versioning, tests }: ConfigDocument): string | undefined {
  if (versioning?.checks !== undefined) return "versioning.checks";
  const suite = Object.entries(tests?.suites ?? {}).find(([, each]) => each?.command !== undefined);
  return suite === undefined ? undefined : `tests.suites.${suite[0]}.command`;
}

function commandsInBase(path: string, setting: string): Problem {
  return {
    code: "checks-in-base",
    kind: "refused",
    found: `${path}, which the configuration extends, has \`${setting}\``,
    expected: "commands only in the product's own slipway.yaml, so that nobody else decides what runs here",
    action: `move them from ${path} to slipway.yaml`,
  };
}

function extendsItself(trail: readonly string[]): Problem {
  return {
    code: "extends-circle",
    kind: "input",
    found: `the configuration extends itself: ${trail.join(" -> ")}`,
    expected: "a chain of files that ends",
    action: "remove one `extends`",
  };
}
