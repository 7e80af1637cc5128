import { nearest } from "../../kernel/nearest.ts";
import type { Problem } from "../../kernel/problem.ts";
import { RELEASE_FACTS, type FactValue, type ReleaseFact } from "./facts.ts";

/** What follows from the release itself, and nobody can say otherwise. */
const FIXED = ["version", "previous", "type", "variant", "component", "channel", "prerelease", "changes", "bump"];

/** Names that `--set` takes. */
export const DECLARABLE = Object.keys(RELEASE_FACTS).filter((name) => !FIXED.includes(name));

/** Reads what people say about a release, as `needsBoard=true`. Everything that is wrong is told at once. */
export function declaredTraits(texts: readonly string[]): {
  readonly traits: Partial<Record<ReleaseFact, FactValue>>;
  readonly problems: readonly Problem[];
} {
  const read = texts.map((text): [string, boolean] | Problem => {
    const [, name = "", value = ""] = /^\s*([^=\s]*)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
    if (!DECLARABLE.includes(name)) return unknownTrait(name === "" ? text : name);
    return value === "true" || value === "false" ? [name, value === "true"] : notBoolean(name, value);
  });
  return {
    traits: Object.fromEntries(read.filter((each) => Array.isArray(each))),
    problems: read.filter((each): each is Problem => !Array.isArray(each)),
  };
}

function unknownTrait(name: string): Problem {
  const suggestion = nearest(name, DECLARABLE);
  const isFixed = FIXED.includes(name);
  return {
    code: "unknown-trait",
    kind: "input",
    found: isFixed ? `${name} follows from the release and cannot be set` : `there is no trait ${name}`,
    expected: `one of ${DECLARABLE.join(", ")}, each true or false`,
    action:
      suggestion === undefined || isFixed ? "leave it out, or correct the name" : `did you mean \`${suggestion}\`?`,
  };
}

function notBoolean(name: string, value: string): Problem {
  return {
    code: "trait-value",
    kind: "input",
    found: `${name} is "${value}"`,
    expected: "true or false",
    action: `for example --set ${name}=true`,
  };
}
