import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryVersion } from "../version/version.arbitrary.ts";
import { formatVersion } from "../version/version.ts";
import type { VersionFileFormat } from "./formats.ts";
import { readVersions, writeVersion, type VersionFile } from "./version-file.ts";

function file(format: VersionFileFormat, keys: readonly string[], pattern = "{version}"): VersionFile {
  return { path: `file.${format}`, format, keys, pattern };
}

function versionsIn(text: string, setting: VersionFile): string[] {
  const read = readVersions(text, setting);
  if (!read.ok) throw new Error(read.error.found);
  return read.value.map(({ version }) => version);
}

function written(text: string, setting: VersionFile, version: string): string {
  const result = writeVersion(text, setting, version);
  if (!result.ok) throw new Error(result.error.found);
  return result.value;
}

function faultIn(text: string, setting: VersionFile): string {
  const read = readVersions(text, setting);
  return read.ok ? "" : read.error.found;
}

const JSON_FILE = file("json", ["version"]);
const LOCK_FILE = file("json", ["version", 'packages[""].version?']);
const TOML_FILE = file("toml", ["project.version"]);
const YAML_FILE = file("yaml", ["version"]);
const PYTHON_FILE = file("python", ["__version__"]);
const SETUP_FILE = file("python", ["version"]);
const CONSTANT = file("pattern", [], 'const VERSION = "{version}"');

/** Files with `@` where the version stands; everything else is there to be mistaken for it, or to be lost. */
const FILES: readonly (readonly [string, VersionFile, string])[] = [
  ["plain", JSON_FILE, '{\n  "name": "a",\n  "version": "@"\n}\n'],
  ["tabs, CRLF and a byte order mark", JSON_FILE, '\uFEFF{\r\n\t"version" :"@",\r\n\t"x":1}'],
  ["nested and quoted look-alikes", JSON_FILE, '{"a":{"version":"9.9.9"},"b":["version","9.9.9"],"version":"@"}'],
  ["look-alikes in texts", JSON_FILE, '{"a":"\\"version\\": \\"9.9.9\\"","\\u0076x":"v","version":"@"}'],
  ["an escaped key", JSON_FILE, '{"\\u0076ersion":"@"}'],
  [
    "comments and trailing commas",
    JSON_FILE,
    '// "version": "8.8.8"\n{ /* "version": 1 */ "version": "@", "x": [1, 2,], }',
  ],
  ["repeated keys elsewhere", JSON_FILE, '{"a":1,"a":2,"version":"@","z":{"k":1,"k":"2"}}'],
  ["a place in a list", file("json", ["plugins[1].version"]), '{"plugins":[{"version":"1.1.1"},{"version":"@"}]}'],
  [
    "package-lock.json",
    LOCK_FILE,
    '{"version":"@","packages":{"":{"version":"@"},"node_modules/a":{"version":"3.0.0"}}}',
  ],
  ["package-lock.json of old", LOCK_FILE, '{"version":"@","dependencies":{"a":{"version":"3.0.0"}}}'],
  ["plain", TOML_FILE, '[project]\nname = "a"\nversion = "@" # version = "1"\n'],
  ["literal text and CRLF", TOML_FILE, "[project]\r\nversion='@'\r\nx = 1979-05-27 07:32:00\r\n"],
  ["dotted key", TOML_FILE, 'project.name = "a"\nproject . "version" = "@"\n[tool]\nversion = "9.9.9"'],
  ["inline table", TOML_FILE, 'project = { name = "a, version = ", version = "@" }\n'],
  [
    "texts of several lines",
    TOML_FILE,
    '[tool.a]\nx = """\n[project]\nversion = "9.9.9"\n\\""" """\n[project]\nversion = "@"\n',
  ],
  [
    "lists over lines",
    TOML_FILE,
    "[project]\nx = [\n  'version = \"1\"', # ]\n  { version = '9.9.9' },\n]\nversion = \"@\"\n",
  ],
  [
    "array of tables",
    file("toml", ["package[1].version"]),
    '[[package]]\nversion = "1.1.1"\n[package.deps]\nversion = "2.2.2"\n[[package]]\nversion = "@"\n',
  ],
  ["plain", YAML_FILE, "# version: 9.9.9\nname: a\nversion: @ # the version\n"],
  ["quoted, CRLF", YAML_FILE, "a:\r\n  version: 9.9.9\r\nversion: '@'\r\n"],
  ["double quotes and a byte order mark", YAML_FILE, '\uFEFFversion: "@"\ntext: |\n  version: 9.9.9\n'],
  ["flow map, anchor, repeated keys", file("yaml", ["a.version"]), "{x: 1, x: 2, a: {version: &v @, b: *v}}\n"],
  ["second document", YAML_FILE, "a: 1\n---\nversion: @\n...\n"],
  ["a place in a list", file("yaml", ["images[1].tag"]), "images:\n  - tag: 1.1.1\n  - tag: @\n"],
  [
    "plain",
    PYTHON_FILE,
    '"""__version__ = "9.9.9\\""""\n# __version__ = "8.8.8"\n__version__ = "@"\nprint(__version__)\n',
  ],
  ["annotated", PYTHON_FILE, "x = '__version__ = \"1\"'\r\n__version__: Final[str] = '@'\r\n"],
  [
    "named argument",
    SETUP_FILE,
    'a.version = "7.7.7"\nsetup(\n    name="a",\n    version="@",\n    x={"version": "9.9.9"})\n',
  ],
  ["constant", file("python", ["VERSION"]), 'VERSION == "9.9.9"\nVERSION = u"@"\n'],
  ["plain", CONSTANT, 'const OTHER = "9.9.9";\nconst VERSION = "@";\n'],
  ["every place", file("pattern", [], "pkg@{version}"), "npm i pkg@@ or pkg@next\nnpx pkg@@.\n"],
  ["the only word", file("pattern", []), "\uFEFF@\r\n"],
  ["a suffix that could be part of a version", file("pattern", [], "v={version}-SNAPSHOT"), "v=@-SNAPSHOT\n"],
];

const cases = FILES.map(([title, setting, text]) => [setting.format, title, setting, text] as const);

/** `@` is a version, unless it stands between `pkg` and the version. */
function fill(text: string, version: string): string {
  return text.replaceAll(/(?<!pkg)@/g, () => version);
}

test.each(cases)("[V-13] %s, %s: edits replace the version and keep every other byte", (_f, _t, setting, text) => {
  fc.assert(
    fc.property(arbitraryVersion().map(formatVersion), arbitraryVersion().map(formatVersion), (before, after) => {
      const start = fill(text, before);
      expect(new Set(versionsIn(start, setting))).toEqual(new Set([before]));
      expect(written(start, setting, after)).toBe(fill(text, after));
      expect(written(start, setting, before)).toBe(start);
    }),
    { numRuns: 30 },
  );
});

test.each([
  ["json", JSON_FILE, "{}", "there is no `version`"],
  ["json", JSON_FILE, '{"version": 1}', "`version` is 1, not a text"],
  ["json", JSON_FILE, '{"version": {}}', "`version` is a map, not a text"],
  ["json", JSON_FILE, '{"version":"1.0.0","version":"2.0.0"}', "`version` is written twice"],
  ["json", JSON_FILE, '{"version":"1.0.0"', "it ends before everything is closed"],
  ["json", JSON_FILE, '{\n "version" "1.0.0" ]', "an unexpected ] stands at line 2, column 20"],
  ["json", JSON_FILE, '{"version": "1.0.0', "it is no JSON at line 1, column 13"],
  ["json", file("json", ["a..b"]), "{}", "`a..b` is no key path"],
  ["toml", TOML_FILE, "[project]\nversion.workspace = true\n", "there is no `project.version`"],
  ["toml", TOML_FILE, "[project]\nversion = 1.0\n", "`project.version` is 1.0, not a text"],
  ["toml", TOML_FILE, '[project]\nversion = """1.0.0"""\n', "a text of several lines, not a text"],
  ["toml", TOML_FILE, '[project\nversion = "1.0.0"\n', "it is no TOML at line 1"],
  ["toml", TOML_FILE, '[project]\nversion = "1.0.0" x\n', "it is no TOML at line 2"],
  ["yaml", YAML_FILE, "a: &v 1.0.0\nversion: *v\n", "`version` is an alias, not a text"],
  ["yaml", YAML_FILE, "version: |\n  1.0.0\n", "`version` is written as BLOCK_LITERAL, not a text"],
  ["yaml", YAML_FILE, "version: 1.0.0\nversion: 1.0.0\n", "`version` is written twice"],
  ["yaml", YAML_FILE, "version: [\n", "it is no YAML"],
  ["python", PYTHON_FILE, "__version__ = (1, 2)\n", "no text is given to __version__"],
  ["python", PYTHON_FILE, '__version__ = "1"\n__version__ = "2"\n', "__version__ is set 2 times"],
  ["pattern", CONSTANT, 'const VERSION = "next"', "the version is not in it"],
  ["pattern", file("pattern", [], "x"), "x", "does not hold {version} exactly once"],
] as const)("[V-13] %s: %o says why no version can be read from %j", (_, setting, text, reason) => {
  expect(faultIn(text, setting)).toContain(reason);
});

test("[V-13] any text is refused with a reason, or states the version that was written into it", () => {
  const settings = [JSON_FILE, TOML_FILE, YAML_FILE, PYTHON_FILE, CONSTANT];
  const piece = fc.constantFrom('"', "'", "{", "}", "[", "]", ":", "=", ",", "\n", "version", " ", "\\", "#", "1.0.0");
  fc.assert(
    fc.property(fc.array(piece), fc.constantFrom(...settings), (pieces, setting) => {
      const text = pieces.join("");
      const answer = writeVersion(text, setting, "1.2.3");
      expect(answer.ok ? versionsIn(answer.value, setting)[0] : answer.error.code).toMatch(/^1\.2\.3$|^version-file$/);
    }),
    { numRuns: 3000 },
  );
});
