import picomatch from "picomatch";
import { parse } from "yaml";
import { folderOf } from "./known-files.ts";

/** A package of a workspace. */
export interface Member {
  readonly path: string;
  readonly name: string;
  readonly version: string | undefined;
  /** Names of packages it needs to run. */
  readonly needs: readonly string[];
}

/** The packages that npm, pnpm, lerna, Cargo and Go workspaces list, each folder once. */
export function workspaceMembers(texts: ReadonlyMap<string, string>): Member[] {
  const npm = [...npmGlobs(texts.get("package.json")), ...pnpmGlobs(texts.get("pnpm-workspace.yaml"))];
  const globs = npm.length > 0 ? npm : lernaGlobs(texts.get("lerna.json"));
  const found = [
    ...matching(texts, "package.json", globs, npmMember),
    ...matching(texts, "Cargo.toml", cargoGlobs(texts.get("Cargo.toml")), cargoMember),
    ...matching(texts, "go.mod", goFolders(texts.get("go.work")), goMember),
  ];
  return [...new Map(found.map((member) => [member.path, member])).values()];
}

type MemberReader = (path: string, text: string) => Member;

function matching(
  texts: ReadonlyMap<string, string>,
  manifest: string,
  globs: readonly string[],
  read: MemberReader,
): Member[] {
  if (globs.length === 0) return [];
  const plain = globs.map((glob) => glob.replace(/^(!?)\.\//, "$1").replace(/\/+$/, ""));
  const isMember = picomatch(
    plain.filter((glob) => !glob.startsWith("!")),
    { ignore: plain.flatMap((glob) => (glob.startsWith("!") ? glob.slice(1) : [])) },
  );
  return [...texts].flatMap(([path, text]) => {
    const folder = folderOf(path);
    const isManifest = path === `${folder}/${manifest}` && folder !== "";
    return isManifest && isMember(folder) ? [read(folder, text)] : [];
  });
}

function npmMember(path: string, text: string): Member {
  const { name, version, dependencies = {}, peerDependencies = {} } = asMap(json(text));
  const needs = [...Object.keys(asMap(dependencies)), ...Object.keys(asMap(peerDependencies))];
  return { path, name: textOf(name) ?? baseName(path), version: textOf(version), needs };
}

function cargoMember(path: string, text: string): Member {
  const name = /^name\s*=\s*["']([^"']+)["']/m.exec(tomlTable(text, "package"))?.[1];
  const version = /^version\s*=\s*["']([^"']+)["']/m.exec(tomlTable(text, "package"))?.[1];
  const inline = [...tomlTable(text, "dependencies").matchAll(/^([\w-]+)\s*[.=]/gm)].map((found) => found[1]!);
  const tables = [...text.matchAll(/^\[dependencies\.([\w-]+)\]/gm)].map((found) => found[1]!);
  return { path, name: name ?? baseName(path), version, needs: [...inline, ...tables] };
}

/** Go modules are tagged with their folder: `tools/v1.2.0`. */
function goMember(path: string): Member {
  return { path, name: path, version: undefined, needs: [] };
}

function npmGlobs(text: string | undefined): string[] {
  const { workspaces } = asMap(json(text));
  return textsOf(Array.isArray(workspaces) ? workspaces : asMap(workspaces)["packages"]);
}

function lernaGlobs(text: string | undefined): string[] {
  return text === undefined ? [] : textsOf(asMap(json(text))["packages"] ?? ["packages/*"]);
}

function pnpmGlobs(text: string | undefined): string[] {
  if (text === undefined) return [];
  try {
    return textsOf(asMap(parse(text))["packages"]);
  } catch {
    return []; // a broken file lists nothing
  }
}

function cargoGlobs(text: string | undefined): string[] {
  const members = /^members\s*=\s*\[([^\]]*)\]/m.exec(tomlTable(text ?? "", "workspace"))?.[1] ?? "";
  return [...members.matchAll(/["']([^"']+)["']/g)].map((found) => found[1]!);
}

function goFolders(text: string | undefined): string[] {
  const uses = [...(text ?? "").matchAll(/^use\s+(?:\(([^)]*)\)|(\S+))/gm)];
  return uses
    .flatMap(([, block, single]) => (block ?? single ?? "").split(/\s+/))
    .filter((folder) => /\w/.test(folder));
}

/** The lines of one table, without those of its sub-tables. */
function tomlTable(text: string, name: string): string {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() === `[${name}]`);
  if (start === -1) return "";
  const end = lines.findIndex((line, index) => index > start && line.startsWith("["));
  return lines.slice(start + 1, end === -1 ? undefined : end).join("\n");
}

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined; // a broken file says nothing
  }
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
