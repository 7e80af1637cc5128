import { parse } from "smol-toml";
import type { Dependency } from "../../../domain/dependency/dependency.ts";
import type { DependencyFormat } from "../dependency-format.ts";
import { pythonPackage, pythonRequirement } from "../python-package.ts";
import { entriesOf, listOf, objectOf, textOf } from "../untyped.ts";

/** pyproject.toml: the lists of PEP 621 and PEP 735, and the tables of Poetry. */
export const pyproject: DependencyFormat = {
  group: "python",
  isLock: false,
  reads: (name) => name === "pyproject.toml",
  read(text) {
    const document = objectOf(parse(text));
    const project = objectOf(document["project"]);
    const lists = [
      project["dependencies"],
      ...Object.values(objectOf(project["optional-dependencies"])),
      ...Object.values(objectOf(document["dependency-groups"])),
    ];
    const listed = lists.flatMap((list) => listOf(list).flatMap((one) => pythonRequirement(textOf(one)) ?? []));
    return [...listed, ...poetryTables(objectOf(objectOf(document["tool"])["poetry"]))];
  },
};

function poetryTables(poetry: Readonly<Record<string, unknown>>): Dependency[] {
  const groups = Object.values(objectOf(poetry["group"])).map((group) => objectOf(group)["dependencies"]);
  return [poetry["dependencies"], poetry["dev-dependencies"], ...groups].flatMap((table) =>
    entriesOf(table)
      .filter(([name]) => name !== "python")
      .map(([name, asked]) => pythonPackage(name, textOf(asked) || textOf(objectOf(asked)["version"]), true)),
  );
}
