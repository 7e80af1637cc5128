import type { ReportSource } from "./report-format.ts";
import { oneLine, withoutColours } from "./report-text.ts";

/** Decodes UTF-8, or what a byte order mark announces, and takes out the colours of terminals. */
export function reportSource(bytes: Uint8Array): ReportSource {
  const text = withoutColours(new TextDecoder(encodingOf(bytes)).decode(bytes));
  let parsed: { json: unknown; jsonFault: string | undefined } | undefined;
  const parse = () => (parsed ??= parseJson(text));
  return {
    text,
    get json() {
      return parse().json;
    },
    get jsonFault() {
      return parse().jsonFault;
    },
  };
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

function parseJson(text: string): { json: unknown; jsonFault: string | undefined } {
  try {
    return { json: JSON.parse(text), jsonFault: undefined };
  } catch (error) {
    return { json: undefined, jsonFault: oneLine((error as Error).message) };
  }
}
