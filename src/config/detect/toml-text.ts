import { parse } from "smol-toml";

/** Stands in a file of its own so that the parser is loaded only where TOML is found. */
export function parseTomlText(text: string): unknown {
  return parse(text);
}
