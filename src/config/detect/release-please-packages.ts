import type { ConfigDocument } from "../../contract/config.ts";
import { fieldsOf, textOf, textsOf, type Evidence, type Fields } from "./evidence.ts";
import { releasePleaseVersioning } from "./release-please-rules.ts";

export interface ReleasePleasePackage {
  readonly path: string;
  readonly own: Fields;
}

/** Several packages are components, each with its folder and its tags. Rules are those of the whole repository. */
export function packagesOf(
  evidence: Evidence,
  config: Fields,
  packages: readonly ReleasePleasePackage[],
): ConfigDocument {
  const others = packages.map(({ path }) => path).filter((path) => path !== ".");
  const excludeOthers = config["exclude-packages-from-root"] === true ? others : [];
  const components = packages.map(({ path, own }) => {
    const settings = { ...config, ...own };
    const exclude = [...textsOf(settings["exclude-paths"]), ...(path === "." ? excludeOthers : [])];
    const name = componentName(evidence, path, settings);
    return [
      name === "" ? "root" : name,
      { path, tag: tagsOf(name, settings), ...(exclude.length === 0 ? {} : { exclude }) },
    ] as const;
  });
  const [first] = packages;
  return {
    components: Object.fromEntries(components),
    dependents: "none",
    versioning: releasePleaseVersioning({ ...config, ...sharedSettings(packages), ...(packages.length === 1 ? first!.own : {}) }),
  };
}

/** Settings on which all packages agree hold for the repository as well. */
function sharedSettings(packages: readonly ReleasePleasePackage[]): Fields {
  const [first, ...rest] = packages;
  const same = ([key, value]: [string, unknown]): boolean =>
    rest.every(({ own }) => JSON.stringify(own[key]) === JSON.stringify(value));
  return Object.fromEntries(Object.entries(first?.own ?? {}).filter((entry) => same(entry)));
}

/** Paths whose package.json tells a component's name, since the configuration does not. */
export function manifestsWanted(config: Fields): string[] {
  return Object.entries(fieldsOf(config["packages"])).flatMap(([path, own]) =>
    path === "." || givenName(fieldsOf(own)) !== undefined ? [] : `${path}/package.json`,
  );
}

function componentName({ document }: Evidence, path: string, settings: Fields): string {
  const given = givenName(settings);
  if (given !== undefined) return given;
  const manifest = path === "." ? "package.json" : `${path}/package.json`;
  const named = textOf(fieldsOf(document(manifest))["name"]);
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
