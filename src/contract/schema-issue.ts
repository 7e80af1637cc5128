import type * as z from "zod/mini";

/** The first thing a schema found wrong with a value, as a person reads it: field, what it is, what it should be. */
export function firstIssue(error: z.core.$ZodError, value: unknown): { found: string; expected: string } {
  const issue = deepest(error.issues);
  if (issue === undefined) return { found: "is not understood", expected: "the documented form" };
  if (issue.code === "unrecognized_keys") {
    const [key] = issue.keys;
    return { found: `there is no setting \`${dotted([...issue.path, key ?? ""])}\``, expected: "a documented setting" };
  }
  const at = issue.path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const field = issue.path.length === 0 ? "the line" : `\`${dotted(issue.path)}\``;
  return {
    found: at === undefined ? `${field} is missing` : `${field} is ${shortened(at)}`,
    expected: expectation(issue),
  };
}

function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  return issues[0];
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `a value of type ${issue.expected}`;
  if (issue.code === "too_small") return `${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}`;
  if (issue.code === "too_big") return `${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}`;
  return "a value of the documented form";
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : String(step)))
    .join(".")
    .replaceAll(".[", "[");
}
