/** What a repository says about its releases, read once for all detectors. Pure: it only looks at what was read before. */
export interface Evidence {
  text(path: string): string | undefined;
  /** The parsed content of a JSON, YAML or TOML file; absent when there is none or it cannot be parsed. */
  document(path: string): unknown;
  readonly package: PackageManifest;
  /** The texts of workflows and other CI files, one after the other. */
  readonly ci: string;
  /** Texts of the workflows alone. */
  readonly workflows: readonly string[];
}

/** The parts of a package.json that tell how a package is released. */
export interface PackageManifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** The range asked for, by name. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly fields: Fields;
}

/** A map whose values are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function textsOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? []);
}

export const CI_FILES = [".travis.yml", "azure-pipelines.yml"] as const;
export const WORKFLOWS = ".github/workflows/";
export const CIRCLE = ".circleci/";

export function gatherEvidence(texts: ReadonlyMap<string, string>, documents: ReadonlyMap<string, unknown>): Evidence {
  const below = (folder: string): string[] =>
    [...texts].flatMap(([path, text]) => (path.startsWith(folder) && /\.ya?ml$/.test(path) ? [text] : []));
  const workflows = below(WORKFLOWS);
  const ci = [...CI_FILES.flatMap((path) => texts.get(path) ?? []), ...workflows, ...below(CIRCLE)].join("\n");
  return {
    text: (path) => texts.get(path),
    document: (path) => documents.get(path),
    package: manifestOf(documents.get("package.json")),
    ci,
    workflows,
  };
}

export function manifestOf(document: unknown): PackageManifest {
  const fields = fieldsOf(document);
  const scripts = Object.entries(fieldsOf(fields["scripts"])).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return {
    version: textOf(fields["version"]) ?? "",
    scripts: Object.fromEntries(scripts),
    dependencies: new Map(
      ["dependencies", "devDependencies"].flatMap((kind) =>
        Object.entries(fieldsOf(fields[kind])).map(([name, range]) => [name, textOf(range) ?? ""] as const),
      ),
    ),
    fields,
  };
}
