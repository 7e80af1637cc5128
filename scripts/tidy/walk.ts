import { visitorKeys, type Node } from "oxc-parser";

/** Calls `visit` for a node and everything below it, with the parent and the name of the field that holds the node. */
export function walk(root: Node, visit: (node: Node, parent: Node | undefined, field: string) => void): void {
  const step = (node: Node, parent: Node | undefined, field: string): void => {
    visit(node, parent, field);
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Readonly<Record<string, unknown>>)[key];
      for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) step(each, node, key);
    }
  };
  step(root, undefined, "");
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
