import { parseXml, XmlElement } from "@rgrove/parse-xml";
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
    const { root } = parseXml(text.trim());
    if (root?.name !== "project") throw new Error("its root element is not `project`");
    const properties = propertiesOf(root);
    const filled = (value: string): string =>
      value.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
    return distinct([...dependenciesOf(child(root, "dependencyManagement")), ...dependenciesOf(root)]).map((each) => ({
      ecosystem: "maven",
      name: `${filled(each.groupId)}:${filled(each.artifactId)}`,
      version: filled(filled(each.version)), // a property may name another one
      direct: true,
    }));
  },
};

function propertiesOf(project: XmlElement): ReadonlyMap<string, string> {
  const parent = child(project, "parent");
  const inherited = (name: string): string => textOf(project, name) || textOf(parent, name);
  return new Map([
    ...elements(child(project, "properties")).map((each) => [each.name, each.text.trim()] as const),
    ["project.version", inherited("version")],
    ["project.groupId", inherited("groupId")],
    ["project.artifactId", textOf(project, "artifactId")],
    ["project.parent.version", textOf(parent, "version")],
  ]);
}

type Coordinates = Record<"groupId" | "artifactId" | "version", string>;

function dependenciesOf(place: XmlElement | undefined): Coordinates[] {
  return elements(child(place, "dependencies"))
    .filter(({ name }) => name === "dependency")
    .map((each) => ({
      groupId: textOf(each, "groupId"),
      artifactId: textOf(each, "artifactId"),
      version: textOf(each, "version"),
    }));
}

/** A dependency without a version has the managed one, which is there already. */
function distinct(all: readonly Coordinates[]): Coordinates[] {
  const nameOf = ({ groupId, artifactId }: Coordinates): string => `${groupId}:${artifactId}`;
  const versioned = new Set(all.filter(({ version }) => version !== "").map((each) => nameOf(each)));
  return all.filter((each): boolean => each.version !== "" || !versioned.has(nameOf(each)));
}

function elements(parent: XmlElement | undefined): XmlElement[] {
  return parent?.children.filter((node) => node instanceof XmlElement) ?? [];
}

function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return elements(parent).find((each) => each.name === name);
}

function textOf(parent: XmlElement | undefined, name: string): string {
  return child(parent, name)?.text.trim() ?? "";
}
