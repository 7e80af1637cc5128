import type { Product } from "../../config/product.ts";
import { CHANGELOG_STYLES, type ChangelogStyle } from "../../domain/changelog/write-entry.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Call } from "../command.ts";

/** How a changelog is told. */
export interface Format {
  readonly style: ChangelogStyle;
  readonly json: boolean;
}

export function formatOf(call: Call, product: Product): Format {
  const name = call.text("format");
  if (name === undefined || name === "json")
    return { style: product.changelog.style, json: call.json || name === "json" };
  const style = CHANGELOG_STYLES.find((candidate) => candidate === name);
  if (style === undefined) throw new SlipwayError(unknownFormat(name));
  return { style, json: call.json };
}

function unknownFormat(name: string): Problem {
  return {
    code: "unknown-format",
    kind: "input",
    found: `there is no changelog format "${name}"`,
    expected: `one of ${CHANGELOG_STYLES.join(", ")}, json`,
  };
}
