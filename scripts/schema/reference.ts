/** A setting as a table of docs/configuration.md explains it. */
export interface Entry {
  /** Dotted path; `[]` is any element of a list, `NAME` any key of a map. */
  readonly path: string;
  readonly fallback: string;
  readonly meaning: string;
  readonly line: number;
}

export interface Reference {
  readonly entries: readonly Entry[];
  /** YAML blocks, each an example of a whole configuration. */
  readonly examples: readonly { readonly text: string; readonly line: number }[];
}

const ROW = /^\| `(?<key>[^`]+)` \| (?<fallback>.*?) \| (?<meaning>.*) \|$/;

/** Reads the tables and examples. A heading with paths in code says where the settings of its table stand. */
export function readReference(markdown: string): Reference {
  const entries: Entry[] = [];
  const examples: { text: string; line: number }[] = [];
  let parents: string[] = [];
  let example: { text: string; line: number } | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (example !== undefined) {
      if (line === "```") {
        examples.push(example);
        example = undefined;
      } else example.text += `${line}\n`;
    } else if (line === "```yaml") example = { text: "", line: index + 1 };
    else if (line.startsWith("#")) parents = pathsIn(line);
    else {
      const row = ROW.exec(line)?.groups;
      if (row === undefined) continue;
      const { key = "", fallback = "", meaning = "" } = row;
      for (const parent of parents) {
        entries.push({ path: parent === "" ? key : `${parent}.${key}`, fallback, meaning, line: index + 1 });
      }
    }
  }
  return { entries, examples };
}

function pathsIn(heading: string): string[] {
  const paths = [...heading.matchAll(/`([^`]+)`/g)].map((found) => found[1]!);
  return paths.length === 0 ? [""] : paths;
}
