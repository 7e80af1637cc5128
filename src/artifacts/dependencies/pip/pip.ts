import type { DependencyFormat } from "../dependency-format.ts";
import { pythonRequirement } from "../python-package.ts";

/** requirements.txt and its like, as pip reads them. Options, included files and bare addresses name no package. */
export const requirements: DependencyFormat = {
  group: "pip",
  isLock: false,
  reads: (name) => /^(?:[\w.-]+-)?requirements(?:[-_.][\w.-]+)?\.txt$/i.test(name),
  read: (text) =>
    text
      .replaceAll(/\\\r?\n/g, " ")
      .split(/\r?\n/)
      .map((line) =>
        line
          .replace(/(?:^|\s)#.*$/, "")
          .replace(/\s--hash.*$/, "")
          .trim(),
      )
      .filter((line) => line !== "" && !line.startsWith("-"))
      .flatMap((line) => pythonRequirement(line) ?? []),
};
