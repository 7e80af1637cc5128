import type { VariableChange } from "./manifest.ts";

const NAME = "[A-Za-z_][A-Za-z0-9_]*";
const QUOTED = `["'\`]${NAME}["'\`]`;

/**
 * How programs ask for environment variables, as a POSIX extended expression: Node, Vite and Deno, Python, Go, Java, Ruby,
 * Rust, PHP and .NET.
 */
export const ENVIRONMENT_EXPRESSION = [
  `(process|import\\.meta)\\.env\\??\\.${NAME}`,
  `(process|import\\.meta)\\.env\\??\\.?\\[${QUOTED}\\]`,
  `(Deno|Bun)\\.env(\\.get\\(${QUOTED}|\\.${NAME})`,
  `environ(\\.get|\\.setdefault|\\.pop)?[[(] *${QUOTED}`,
  `(getenv|Getenv|LookupEnv|GetEnvironmentVariable|env::var|env::var_os|ENV\\.fetch|[^A-Za-z0-9_]env!|option_env!) *\\( *${QUOTED}`,
  `ENV\\[ *${QUOTED}`,
].join("|");

/** The variable that a text found by the expression asks for. */
export function variableIn(text: string): string | undefined {
  const quoted = new RegExp(`["'\`](${NAME})["'\`]`).exec(text)?.[1];
  return quoted ?? (/\.env\??\.(?!get\()/.test(text) ? new RegExp(`(${NAME})$`).exec(text)?.[1] : undefined);
}

/** The variables of a file with lines `NAME=default`, with their defaults; `export` and quotes may stand there. */
export function environmentFile(text: string): ReadonlyMap<string, string> {
  const line = new RegExp(`^\\s*#?\\s*(?:export\\s+)?(${NAME})=(.*)$`);
  return new Map(
    text.split(/\r?\n/).flatMap((each) => {
      const found = line.exec(each);
      return found === null ? [] : [[found[1]!, found[2]!.trim()] as const];
    }),
  );
}

/** What a release asks of its environment: every variable the source names, and the default where a file states one. */
export interface Environment {
  readonly names: ReadonlySet<string>;
  readonly defaults: ReadonlyMap<string, string>;
}

/** Variables that only one of two releases knows, and those whose default moved; with what commits say about them. */
export function environmentChanges(
  before: Environment,
  after: Environment,
  notes: ReadonlyMap<string, string>,
): VariableChange[] {
  const [old, current] = [allNames(before), allNames(after)];
  const names = [...new Set([...old, ...current, ...notes.keys()])].toSorted();
  return names.flatMap((name): VariableChange[] => {
    const note = notes.get(name) || null;
    const isChanged = isMoved(name, before, after) || notes.has(name);
    const state = stateOf(name, old, current) ?? (isChanged ? "changed" : undefined);
    return state === undefined ? [] : [{ name, state, note: note ?? movedNote(name, before, after) }];
  });
}

/** `NAME what it is for`, as an `Env:` footer of a commit writes it. */
export function environmentNote(text: string): readonly [string, string] | undefined {
  const found = new RegExp(`^\`?(${NAME})\`?[\\s:,=-]*(.*)$`).exec(text.trim());
  return found === null ? undefined : [found[1]!, found[2]!.trim()];
}

function allNames({ names, defaults }: Environment): Set<string> {
  return new Set([...names, ...defaults.keys()]);
}

function stateOf(name: string, old: ReadonlySet<string>, current: ReadonlySet<string>) {
  if (current.has(name)) return old.has(name) ? undefined : "new";
  return old.has(name) ? "removed" : "new"; // only a commit tells about it
}

function isMoved(name: string, before: Environment, after: Environment): boolean {
  const [from, to] = [before.defaults.get(name), after.defaults.get(name)];
  return from !== undefined && to !== undefined && from !== to;
}

function movedNote(name: string, before: Environment, after: Environment): string | null {
  if (!isMoved(name, before, after)) return null;
  return `its default was \`${plain(before.defaults.get(name))}\` and is \`${plain(after.defaults.get(name))}\``;
}

function plain(value: string | undefined): string {
  return (value ?? "").replaceAll("`", "'") || " ";
}
