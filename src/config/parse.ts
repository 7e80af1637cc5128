import * as z from "zod/mini";
import { LineCounter, isMap, isNode, isPair, parseDocument, type Document, type YAMLParseError } from "yaml";
import { configSchema, type ConfigDocument } from "../contract/config.ts";
import { nearest } from "../kernel/nearest.ts";
import type { Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";

type Path = readonly PropertyKey[];
type Problems = readonly [Problem, ...Problem[]];

/** Reads the text of a slipway.yaml. Every fault is told at once, each with line and column. */
export function parseConfig(text: string, file: string): Result<ConfigDocument, Problems> {
  return parseYaml(text, file, configSchema, {});
}

/** Reads YAML that follows a schema; `empty` stands for a file that holds nothing. */
export function parseYaml<T>(
  text: string,
  file: string,
  schema: z.ZodMiniType<T>,
  empty: unknown,
): Result<T, Problems> {
  const strange = /[\0\uFFFD]/.exec(text);
  if (strange !== null) return err([encodingFault(file, text.slice(0, strange.index).split("\n").length)]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const faults = document.errors.map((error) => syntaxFault(place(error.pos[0]), wordsOf(error)));
  if (isNonEmpty(faults)) return err(faults);
  const value = valueOf(document);
  if (!value.ok) return err([syntaxFault(`${file}:1:1`, value.error)]);
  const parsed = z.safeParse(schema, value.value ?? empty);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.flatMap((issue) => schemaFaults(issue, document, place, schema));
  return isNonEmpty(problems) ? err(problems) : err([syntaxFault(file, "is not a valid configuration")]);
}

/** Of the words of the library only those that a person can follow. */
function wordsOf({ code, message }: YAMLParseError): string {
  if (code === "MULTIPLE_DOCS") return "a second document begins here, and one is expected";
  return /call stack|stack overflow/i.test(message) ? "it is nested too deeply" : message;
}

function valueOf(document: Document): Result<unknown, string> {
  try {
    return ok(document.toJS());
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error)); // aliases of aliases of aliases, without end
  }
}

function encodingFault(file: string, line: number): Problem {
  return {
    code: "config-encoding",
    kind: "input",
    found: `${file}:${line}: it holds bytes that are no text in UTF-8`,
    expected: "a file in UTF-8",
    action: `save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8 ${file}   (or -f ISO-8859-1)`,
  };
}

function syntaxFault(where: string, message: string): Problem {
  return {
    code: "config-syntax",
    kind: "input",
    found: `${where}: ${message}`,
    expected: "YAML 1.2",
    action: "correct the line; `slipway init --dry-run` prints a commented example",
  };
}

function schemaFaults(
  issue: z.core.$ZodIssue,
  document: Document,
  place: (offset: number) => string,
  schema: z.ZodMiniType,
): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      unknownKey(key, issue.path, place(offsetOfKey(document, [...issue.path, key])), schema),
    );
  }
  if (issue.code === "invalid_union") {
    const inner = closest(issue.errors);
    if (inner !== undefined)
      return inner.flatMap((nested) => schemaFaults(prefixed(nested, issue.path), document, place, schema));
  }
  const value = document.getIn(issue.path);
  const found = value === undefined ? "nothing" : JSON.stringify(isNode(value) ? value.toJSON() : value);
  return [
    {
      code: "config-value",
      kind: "input",
      found: `${place(offsetOfKey(document, issue.path))}: ${issue.path.length === 0 ? "the file" : `\`${dotted(issue.path)}\``} is ${found}`,
      expected: expectation(issue),
      action: "correct the value; docs/configuration.md lists every setting",
    },
  ];
}

function unknownKey(key: string, path: Path, where: string, root: z.ZodMiniType): Problem {
  const known = knownKeys(path, root);
  const suggestion = nearest(key, known);
  return {
    code: "config-key",
    kind: "input",
    found: `${where}: there is no setting \`${dotted([...path, key])}\``,
    expected: known.length === 0 ? "no key here" : `one of ${known.join(", ")}`,
    action: suggestion === undefined ? "remove it" : `did you mean \`${suggestion}\`?`,
  };
}

/** The keys the schema knows at a path. Only asked when something is wrong, so the schema is walked in its plain form. */
function knownKeys(path: Path, root: z.ZodMiniType): string[] {
  let schema = z.toJSONSchema(root) as SchemaNode | undefined;
  for (const step of path) {
    const options: SchemaNode[] = schema?.anyOf ?? (schema === undefined ? [] : [schema]);
    schema = options
      .map((option) => option.properties?.[String(step)] ?? option.items ?? option.additionalProperties)
      .find((next): next is SchemaNode => typeof next === "object");
  }
  const options: SchemaNode[] = schema?.anyOf ?? (schema === undefined ? [] : [schema]);
  return options.flatMap((option) => Object.keys(option.properties ?? {}));
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly anyOf?: SchemaNode[];
}

/** Of the ways to read a value, the one that got furthest tells what the author meant. */
function closest(errors: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return errors.toSorted((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0) || rank(a) - rank(b))[0];
}

function rank(issues: readonly z.core.$ZodIssue[]): number {
  return issues[0]?.code === "unrecognized_keys" ? 0 : 1;
}

function prefixed(issue: z.core.$ZodIssue, path: Path): z.core.$ZodIssue {
  return { ...issue, path: [...path, ...issue.path] as PropertyKey[] };
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `a value of type ${issue.expected}`;
  if (issue.code === "invalid_union") return "a text, or a map of settings";
  return issue.message === "" ? "a value that is not empty" : issue.message;
}

function offsetOfKey(document: Document, path: Path): number {
  if (path.length === 0) return 0;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  const pair = isMap(parent)
    ? parent.items.find((item) => isPair(item) && String(item.key) === String(key))
    : undefined;
  const node = isNode(pair?.key) ? pair.key : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return offsetOfKey(document, path.slice(0, -1));
}

function dotted(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : String(step)))
    .join(".")
    .replaceAll(".[", "[");
}

function isNonEmpty<T>(list: readonly T[]): list is readonly [T, ...T[]] {
  return list.length > 0;
}
