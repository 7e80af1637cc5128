import { parse } from "yaml";

/** Stands in a file of its own so that the parser is loaded only where YAML is found. */
export function parseYamlText(text: string): unknown {
  return parse(text, { logLevel: "silent" });
}
