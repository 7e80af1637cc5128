import { parse } from "smol-toml";
import type { Dependency } from "../../../domain/dependency/dependency.ts";
import type { DependencyFormat } from "../dependency-format.ts";
import { entriesOf, listOf, objectOf, textOf } from "../untyped.ts";

/** Cargo.lock. Packages without a source are the product's own crates, and name what they ask for. */
export const cargoLock: DependencyFormat = {
  group: "cargo",
  isLock: true,
  reads: (name) => name === "Cargo.lock",
  read(text) {
    const all = listOf(parse(text)["package"]).map((each) => objectOf(each));
    const own = all.filter((each) => each["source"] === undefined);
    // `name`, or `name version` where several versions are there
    const asked = new Set(own.flatMap((each) => listOf(each["dependencies"]).map((one) => textOf(one))));
    return all
      .filter((each) => each["source"] !== undefined)
      .map((each) => {
        const [name, version] = [textOf(each["name"]), textOf(each["version"])];
        return crate(name, version, asked.has(name) || asked.has(`${name} ${version}`));
      });
  },
};

/** Cargo.toml: its own tables, those of a workspace, and those of single targets. */
export const cargoToml: DependencyFormat = {
  group: "cargo",
  isLock: false,
  reads: (name) => name === "Cargo.toml",
  read(text) {
    const document = objectOf(parse(text));
    const targets = Object.values(objectOf(document["target"])).map((target) => objectOf(target));
    return [document, objectOf(document["workspace"]), ...targets].flatMap((place) =>
      TABLES.flatMap((table) =>
        entriesOf(place[table]).flatMap(([key, asked]) => {
          const { package: renamed, version, path } = objectOf(asked);
          if (path !== undefined && version === undefined) return []; // a crate of the product itself
          return [crate(textOf(renamed) || key, textOf(asked) || textOf(version), true)];
        }),
      ),
    );
  },
};

const TABLES = ["dependencies", "dev-dependencies", "build-dependencies"] as const;

function crate(name: string, version: string, direct: boolean): Dependency {
  return { ecosystem: "cargo", name, version, direct };
}
