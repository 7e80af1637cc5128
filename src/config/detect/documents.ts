/**
 * Parses the files that hold settings. JSON is tried first: it is fast, and a `.releaserc` may be either. The parsers of
 * YAML and TOML are loaded only when such a file is there. A file that cannot be parsed tells nothing.
 */
export async function parseDocuments(texts: ReadonlyMap<string, string>): Promise<Map<string, unknown>> {
  const documents = new Map<string, unknown>();
  for (const [path, text] of texts) {
    if (!/\.toml$|\.json$/.test(path) && !YAML.test(path)) continue;
    if (path === "pyproject.toml" && !TOOLS_OF_PYTHON.test(text)) continue;
    try {
      documents.set(path, await parse(path, text));
    } catch {
      continue;
    }
  }
  return documents;
}

const YAML = /^(?:\.releaserc(?:\.ya?ml)?|\.?cz\.yaml)$/;

/** What else this file holds tells nothing of releases. */
const TOOLS_OF_PYTHON = /semantic_release|commitizen/;

async function parse(path: string, text: string): Promise<unknown> {
  if (path.endsWith(".toml")) return (await import("./toml-text.ts")).parseTomlText(text);
  if (!YAML.test(path)) return JSON.parse(text);
  try {
    return JSON.parse(text);
  } catch {
    return (await import("./yaml-text.ts")).parseYamlText(text); // in braces too, where it allows a comma before the end
  }
}
