import { parse } from "smol-toml";
import type { DependencyFormat } from "../dependency-format.ts";
import { pythonPackage } from "../python-package.ts";
import { listOf, objectOf, textOf } from "../untyped.ts";

/** uv.lock. Packages that come from the repository itself are the product, and name what it asks for. */
export const uvLock: DependencyFormat = {
  group: "python",
  isLock: true,
  reads: (name) => name === "uv.lock",
  read(text) {
    const all = listOf(parse(text)["package"]).map((each) => objectOf(each));
    const own = all.filter((each) => isOwn(each));
    const asked = new Set(own.flatMap((each) => askedBy(each)));
    return all
      .filter((each) => !isOwn(each))
      .map((each) => pythonPackage(textOf(each["name"]), textOf(each["version"]), asked.has(textOf(each["name"]))));
  },
};

function isOwn(each: Readonly<Record<string, unknown>>): boolean {
  const source = objectOf(each["source"]);
  return ["virtual", "editable", "directory"].some((kind) => source[kind] !== undefined);
}

/** Its dependencies, and those of its groups and extras. */
function askedBy(each: Readonly<Record<string, unknown>>): string[] {
  const groups = ["dev-dependencies", "optional-dependencies"].flatMap((kind) => Object.values(objectOf(each[kind])));
  return [each["dependencies"], ...groups].flatMap((list) => listOf(list).map((one) => textOf(objectOf(one)["name"])));
}
