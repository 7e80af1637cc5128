import { err, ok, type Result } from "../../kernel/result.ts";
import { parseKeyPaths, placesAt, type FoundValue } from "./key-path.ts";
import type { PlaceSetting, VersionPlace } from "./version-place.ts";

const BLANK = /[ \t]*/y;
const BLANK_LINES = /(?:\s+|\uFEFF|#[^\n]*)*/y;
const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BASIC_TEXT = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"/y;
const LITERAL_TEXT = /'[^'\n]*'/y;
const LONG_TEXT = /"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}/y;
const BARE_VALUE = /[^\s,#\]}]+(?: [0-9][^\s,#\]}]*)?/y;

/** Finds texts by key path in TOML 1.0: tables, arrays of tables, inline tables, dotted and quoted keys. */
export function locateInToml(text: string, { keys }: PlaceSetting): Result<readonly VersionPlace[], string> {
  const paths = parseKeyPaths(keys);
  if (!paths.ok) return paths;
  const reader = new TomlReader(text);
  const found = reader.read();
  return found.ok ? placesAt(paths.value, found.value) : found;
}

/** Walks over a whole document and notes every value with its path. Lives for one document. */
class TomlReader {
  private readonly text: string;
  private readonly found: FoundValue[] = [];
  private readonly arrays = new Map<string, number>();
  private offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): Result<readonly FoundValue[], string> {
    let table: readonly string[] | undefined = [];
    for (this.take(BLANK_LINES); this.offset < this.text.length; this.take(BLANK_LINES)) {
      if (this.text[this.offset] === "[") table = this.header();
      else if (table !== undefined && !this.keyValue(table)) table = undefined;
      if (table === undefined || !this.atLineEnd()) return err(`it is no TOML at line ${this.line()}`);
    }
    return ok(this.found);
  }

  /** `[table]` or `[[array of tables]]`; names below an array mean its last element. */
  private header(): readonly string[] | undefined {
    const isArray = this.text.startsWith("[[", this.offset);
    this.offset += isArray ? 2 : 1;
    const names = this.key();
    const close = isArray ? "]]" : "]";
    if (names === undefined || !this.text.startsWith(close, this.offset)) return undefined;
    this.offset += close.length;
    const path: string[] = [];
    for (const [index, name] of names.entries()) {
      path.push(name);
      const id = JSON.stringify(path);
      const count = this.arrays.get(id);
      if (isArray && index === names.length - 1) {
        this.arrays.set(id, (count ?? -1) + 1);
        path.push(String((count ?? -1) + 1));
      } else if (count !== undefined) path.push(String(count));
    }
    return path;
  }

  private keyValue(table: readonly string[]): boolean {
    const names = this.key();
    if (names === undefined || this.text[this.offset] !== "=") return false;
    this.offset++;
    this.take(BLANK);
    return this.value([...table, ...names]);
  }

  /** A dotted key, up to the sign that follows it. */
  private key(): string[] | undefined {
    const names: string[] = [];
    for (;;) {
      this.take(BLANK);
      const quoted = this.take(BASIC_TEXT) ?? this.take(LITERAL_TEXT);
      const name = quoted === undefined ? this.take(BARE_KEY) : content(quoted);
      if (name === undefined) return undefined;
      names.push(name);
      this.take(BLANK);
      if (this.text[this.offset] !== ".") return names;
      this.offset++;
    }
  }

  private value(path: readonly string[]): boolean {
    const start = this.offset;
    const note = (place: VersionPlace | undefined, kind: string): true => {
      this.found.push({ path, place, kind });
      return true;
    };
    if (this.take(LONG_TEXT) !== undefined) return note(undefined, "a text of several lines");
    const short = this.take(BASIC_TEXT) ?? this.take(LITERAL_TEXT);
    if (short !== undefined) return note({ version: content(short), start: start + 1, end: this.offset - 1 }, "a text");
    if (this.text[start] === "[") return note(undefined, "a list") && this.list(path);
    if (this.text[start] === "{") return note(undefined, "a map") && this.inlineTable(path);
    const bare = this.take(BARE_VALUE);
    return bare !== undefined && note(undefined, bare);
  }

  private list(path: readonly string[]): boolean {
    return this.items("]", (index) => this.value([...path, String(index)]));
  }

  private inlineTable(path: readonly string[]): boolean {
    return this.items("}", () => this.keyValue(path));
  }

  private items(close: string, item: (index: number) => boolean): boolean {
    this.offset++;
    for (let index = 0; ; index++) {
      this.take(BLANK_LINES);
      if (this.text[this.offset] === close) break;
      if (!item(index)) return false;
      this.take(BLANK_LINES);
      if (this.text[this.offset] === ",") this.offset++;
      else if (this.text[this.offset] !== close) return false;
    }
    this.offset++;
    return true;
  }

  private atLineEnd(): boolean {
    this.take(BLANK);
    return this.offset >= this.text.length || /[\r\n#]/.test(this.text[this.offset]!);
  }

  private line(): number {
    return this.text.slice(0, this.offset).split("\n").length;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset += found.length;
    return found;
  }
}

function content(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith("'") || !inner.includes("\\")) return inner;
  try {
    return String(JSON.parse(quoted));
  } catch {
    return inner; // an escape only TOML knows; no version and no usual key holds one
  }
}
