/**
 * Parses the files that hold settings. JSON is tried first: it is fast, and a `.releaserc` may be either. The parsers of
 * YAML and TOML are loaded only when such a file is there. A file that cannot be parsed tells nothing.
 */
export async function parseDocuments(texts: ReadonlyMap<string, string>): Promise<Map<string, unknown>> {
  const documents = new Map<string, unknown>();
  for (const [path, text] of texts) {
    const parse = await parserOf(path, text);
    if (parse === undefined) continue;
    try {
      documents.set(path, parse(text));
    } catch {
      continue;
    }
  }
  return documents;
}

/** What else this file holds tells nothing of releases. */
const TOOLS_OF_PYTHON = /semantic_release|commitizen/;

async function parserOf(path: string, text: string): Promise<((text: string) => unknown) | undefined> {
  if (path === "pyproject.toml" && !TOOLS_OF_PYTHON.test(text)) return undefined;
  if (path.endsWith(".toml")) return (await import("./toml-text.ts")).parseTomlText;
  const isYaml = /^(?:\.releaserc(?:\.ya?ml)?|\.?cz\.yaml)$/.test(path);
  if (!isYaml && !path.endsWith(".json")) return undefined;
  if (!isYaml || text.trimStart().startsWith("{")) return JSON.parse as (text: string) => unknown;
  return (await import("./yaml-text.ts")).parseYamlText;
}
