import { SaxesParser } from "saxes";
import type { Dependency } from "../../../domain/dependency/dependency.ts";
import type { DependencyFormat } from "../dependency-format.ts";

/**
 * pom.xml (POM 4.0.0): the dependencies of the project and those it manages, with properties of the same file put in. What
 * plug-ins and profiles ask for is no part of the product. A version that comes from a parent is not in the file.
 */
export const maven: DependencyFormat = {
  group: "maven",
  isLock: false,
  reads: (name) => name === "pom.xml",
  read(text) {
    const fields = readFields(text);
    const properties = new Map(
      fields.flatMap(({ path, text }) => {
        const name = /^project\/properties\/([^/]+)$/.exec(path)?.[1];
        if (name !== undefined) return [[name, text] as const];
        const own = /^(project\/(?:parent\/)?(?:version|groupId|artifactId))$/.exec(path)?.[1];
        return own === undefined ? [] : [[own.replaceAll("/", "."), text] as const];
      }),
    );
    if (!properties.has("project.version"))
      properties.set("project.version", properties.get("project.parent.version") ?? "");
    const filled = (value: string): string =>
      value.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
    return joined(fields).map(({ groupId, artifactId, version }) => ({
      ecosystem: "maven",
      name: `${filled(groupId)}:${filled(artifactId)}`,
      version: filled(filled(version)),
      direct: true,
    }));
  },
};

interface Field {
  /** Names of the elements around a text, from the outermost in. */
  readonly path: string;
  readonly text: string;
  /** Number of the `dependency` element it stands in, counted from 0. */
  readonly index: number;
}

function readFields(text: string): Field[] {
  const fields: Field[] = [];
  const names: string[] = [];
  let words = "";
  let index = -1;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    names.push(name);
    words = "";
    if (name === "dependency") index++;
  });
  parser.on("text", (part) => (words += part));
  parser.on("closetag", () => {
    if (words.trim() !== "") fields.push({ path: names.join("/"), text: words.trim(), index });
    words = "";
    names.pop();
  });
  parser.write(text.trim()).close();
  return fields;
}

const PLACE = /^project\/(dependencyManagement\/)?dependencies\/dependency\/(groupId|artifactId|version)$/;

/** A dependency without a version has that of the managed one; a managed one nobody uses is still a decision of the file. */
function joined(fields: readonly Field[]): { groupId: string; artifactId: string; version: string }[] {
  const byIndex = new Map<number, { groupId: string; artifactId: string; version: string }>();
  for (const { path, text, index } of fields) {
    const field = PLACE.exec(path)?.[2];
    if (field === undefined) continue;
    const known = byIndex.get(index) ?? { groupId: "", artifactId: "", version: "" };
    byIndex.set(index, { ...known, [field]: text });
  }
  const all = [...byIndex.values()];
  const versioned = new Set(
    all.filter(({ version }) => version !== "").map(({ groupId, artifactId }) => `${groupId}:${artifactId}`),
  );
  return all.filter(({ groupId, artifactId, version }) => version !== "" || !versioned.has(`${groupId}:${artifactId}`));
}
