import { parse } from "smol-toml";
import type { DependencyFormat } from "../dependency-format.ts";
import { pythonPackage } from "../python-package.ts";
import { listOf, objectOf, textOf } from "../untyped.ts";

/** poetry.lock, and pdm.lock, which has the same form. Neither tells what was asked for. */
export const poetryLock: DependencyFormat = {
  group: "python",
  isLock: true,
  reads: (name) => name === "poetry.lock" || name === "pdm.lock",
  read: (text) =>
    listOf(parse(text)["package"]).map((each) => {
      const { name, version } = objectOf(each);
      return pythonPackage(textOf(name), textOf(version));
    }),
};
