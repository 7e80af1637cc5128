import type { ConfigDocument } from "../../contract/config.ts";
import { cycleIn } from "../../domain/component/graph.ts";
import { fieldsOf, listOf, textOf, textsOf, type Evidence, type Fields } from "./evidence.ts";
import type { Versioning } from "./convention.ts";
import { releasePleaseVersioning } from "./release-please-rules.ts";

export interface ReleasePleasePackage {
  readonly path: string;
  readonly own: Fields;
}

/** A commit counts for the packages whose folders hold any file of it, and an empty one for all of them. */
export const COUNTED = { lockFiles: "counted", emptyCommits: "every" } as const;

/** Several packages are components, each with its folder and its tags, and with rules where they differ. */
export function packagesOf(
  evidence: Evidence,
  config: Fields,
  packages: readonly ReleasePleasePackage[],
): ConfigDocument {
  const others = packages.map(({ path }) => path).filter((path) => path !== ".");
  const excludeOthers = config["exclude-packages-from-root"] === true ? others : [];
  const along = takesDependentsAlong(config);
  const named = packages.map(({ path, own }) => ({
    path,
    own,
    name: componentName(evidence, path, { ...config, ...own }),
  }));
  const edges = along
    ? dependencies(evidence, new Map(named.map(({ name, path }) => [name, path])))
    : new Map<string, string[]>();
  const whole = releasePleaseVersioning(config);
  const titleOf = (name: string): string => (name === "" ? "root" : name);
  const components = named.map(({ path, own, name }) => {
    const settings = { ...config, ...own };
    const exclude = [...textsOf(settings["exclude-paths"]), ...(path === "." ? excludeOthers : [])];
    const versioning = ownVersioning(settings, whole);
    const dependsOn = (edges.get(name) ?? []).map((other) => titleOf(other));
    return [
      titleOf(name),
      {
        path,
        tag: tagsOf(name, settings),
        ...releaseAsOf(settings),
        ...(exclude.length === 0 ? {} : { exclude }),
        ...(dependsOn.length === 0 ? {} : { dependsOn }),
        ...changelogOf(path, textOf(settings["changelog-path"])),
        ...(versioning === undefined ? {} : { versioning }),
      },
    ] as const;
  });
  return {
    ...COUNTED,
    components: Object.fromEntries(components),
    dependents: along ? "patch" : "none",
    versioning: whole,
  };
}

function changelogOf(path: string, changelog: string | undefined): { changelog?: string } {
  return changelog === undefined ? {} : { changelog: path === "." ? changelog : `${path}/${changelog}` };
}

/** Settings of a package that lead to other rules than those of the whole repository. */
function ownVersioning(settings: Fields, whole: Versioning): Pick<Versioning, (typeof OWN)[number]> | undefined {
  const own = releasePleaseVersioning(settings);
  const isSame = OWN.every((key) => JSON.stringify(own[key]) === JSON.stringify(whole[key]));
  return isSame
    ? undefined
    : Object.fromEntries(OWN.flatMap((key) => (own[key] === undefined ? [] : [[key, own[key]]])));
}

const OWN = ["rules", "zero", "floor", "initial", "firstCounter"] as const;

/** Manifests that tell what the configuration does not: a component's name, or what it depends on. */
export function manifestsWanted(config: Fields): string[] {
  return Object.entries(fieldsOf(config["packages"])).flatMap(([path, own]) =>
    path === "." || (givenName(fieldsOf(own)) !== undefined && !takesDependentsAlong(config)) ? [] : manifestOf(path),
  );
}

/** The plugin `node-workspace` releases a package when another one it depends on is released. */
function takesDependentsAlong(config: Fields): boolean {
  return listOf(config["plugins"]).some((plugin) =>
    (textOf(plugin) ?? textOf(fieldsOf(plugin)["type"]) ?? "").startsWith("node-workspace"),
  );
}

function manifestOf(path: string): string {
  return path === "." ? "package.json" : `${path}/package.json`;
}

/**
 * Who depends on whom, by component name. An edge that would close a circle is left out: packages test each other, which
 * is why development dependencies come last.
 */
function dependencies({ document }: Evidence, named: ReadonlyMap<string, string>): Map<string, string[]> {
  const byPackage = new Map(
    [...named].map(([name, path]) => [textOf(fieldsOf(document(manifestOf(path)))["name"]) ?? "", name]),
  );
  const edges = new Map<string, string[]>([...named.keys()].map((name) => [name, []]));
  for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "devDependencies"]) {
    for (const [name, path] of named) {
      for (const wanted of Object.keys(fieldsOf(fieldsOf(document(manifestOf(path)))[kind]))) {
        const other = byPackage.get(wanted);
        if (other === undefined || other === name || edges.get(name)!.includes(other)) continue;
        edges.get(name)!.push(other);
        if (cycleIn(edges) !== undefined) edges.get(name)!.pop();
      }
    }
  }
  return edges;
}

/** `release-as` names the next version, whatever the commits say, until somebody takes it out again. */
export function releaseAsOf(settings: Fields): { readonly releaseAs?: string } {
  const releaseAs = textOf(settings["release-as"])?.replace(/^v/i, "");
  return releaseAs === undefined || releaseAs === "" ? {} : { releaseAs };
}

function componentName({ document }: Evidence, path: string, settings: Fields): string {
  const given = givenName(settings);
  if (given !== undefined) return given;
  const named = textOf(fieldsOf(document(manifestOf(path)))["name"]);
  return withoutScope(named ?? path.slice(path.lastIndexOf("/") + 1).replace(/^\.$/, ""));
}

function givenName(settings: Fields): string | undefined {
  const name = textOf(settings["component"]) ?? textOf(settings["package-name"]);
  return name === undefined ? undefined : withoutScope(name);
}

function withoutScope(name: string): string {
  return name.replace(/^@[^/]*\//, "");
}

function tagsOf(name: string, settings: Fields): string | string[] {
  const version = settings["include-v-in-tag"] === false ? "{version}" : "v{version}";
  const separator = textOf(settings["tag-separator"]) ?? "-";
  if (name === "" || settings["include-component-in-tag"] === false) return [version, "{version}"];
  return `${name}${separator}${version}`;
}
