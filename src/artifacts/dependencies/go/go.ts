import type { DependencyFormat } from "../dependency-format.ts";

/** go.mod: `require` lines with exact versions; what only others ask for is marked `// indirect`. */
export const goMod: DependencyFormat = {
  group: "go",
  isLock: true,
  reads: (name) => name === "go.mod",
  read(text) {
    let block = "";
    return text.split(/\r?\n/).flatMap((line) => {
      const [code = "", remark = ""] = line.split("//", 2);
      const opens = /^\s*(\w+)\s*\(\s*$/.exec(code);
      if (opens !== null) block = opens[1]!;
      else if (code.trim() === ")") block = "";
      const found = /^\s*(?:require\s+)?"?([^\s"()]+)"?\s+(v[^\s]+)\s*$/.exec(code);
      if (found === null || !(block === "require" || /^\s*require\s/.test(code))) return [];
      return [
        { ecosystem: "golang" as const, name: found[1]!, version: found[2]!, direct: remark.trim() !== "indirect" },
      ];
    });
  },
};
