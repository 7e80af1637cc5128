import type { Dependency } from "../../../domain/dependency/dependency.ts";
import type { DependencyFormat } from "../dependency-format.ts";
import { entriesOf, objectOf, textOf } from "../untyped.ts";

/** package-lock.json of npm 5 and later (lockfileVersion 1 to 3), and npm-shrinkwrap.json, which has the same form. */
export const packageLock: DependencyFormat = {
  group: "npm",
  isLock: true,
  reads: (name) => name === "package-lock.json" || name === "npm-shrinkwrap.json",
  read(text) {
    const lock = objectOf(JSON.parse(text));
    return lock["packages"] === undefined ? oldPackages(lock["dependencies"]) : packages(objectOf(lock["packages"]));
  },
};

/** package.json, whose versions are ranges. */
export const packageJson: DependencyFormat = {
  group: "npm",
  isLock: false,
  reads: (name) => name === "package.json",
  read(text) {
    const document = objectOf(JSON.parse(text));
    return FIELDS.flatMap((field) =>
      entriesOf(document[field]).map(([name, version]) => npm(name, textOf(version), true)),
    );
  },
};

const FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/** Keys are paths such as `node_modules/a/node_modules/@s/b`; those without the folder are the product's own parts. */
function packages(all: Readonly<Record<string, unknown>>): Dependency[] {
  const roots = entriesOf(all).filter(([path]) => !path.includes("node_modules/"));
  const asked = new Set(
    roots.flatMap(([, root]) => FIELDS.flatMap((field) => Object.keys(objectOf(objectOf(root)[field])))),
  );
  return entriesOf(all).flatMap(([path, value]) => {
    const at = path.lastIndexOf("node_modules/");
    const entry = objectOf(value);
    if (at === -1 || entry["link"] === true) return [];
    const folder = path.slice(at + "node_modules/".length);
    const name = textOf(entry["name"]) || folder; // an alias is installed under another name
    return [npm(name, textOf(entry["version"]), at === 0 && asked.has(folder))];
  });
}

function oldPackages(dependencies: unknown): Dependency[] {
  return entriesOf(dependencies).flatMap(([name, value]) => {
    const { version, dependencies: inner } = objectOf(value);
    return [npm(name, textOf(version)), ...oldPackages(inner)];
  });
}

function npm(name: string, version: string, direct?: boolean): Dependency {
  return { ecosystem: "npm", name, version, direct };
}
