/** The part of JSON Schema that zod writes. */
export interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  anyOf?: SchemaNode[];
  description?: string;
  [keyword: string]: unknown;
}

/** Every setting of a schema by its path, with the nodes that stand for it. */
export function settingsOf(schema: SchemaNode): Map<string, SchemaNode[]> {
  const settings = new Map<string, SchemaNode[]>();
  const visit = (node: SchemaNode, path: string): void => {
    for (const option of node.anyOf ?? []) visit(option, path);
    if (node.items !== undefined) visit(node.items, `${path}[]`);
    if (typeof node.additionalProperties === "object") visit(node.additionalProperties, `${path}.NAME`);
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      const place = path === "" ? key : `${path}.${key}`;
      settings.set(place, [...(settings.get(place) ?? []), child]);
      visit(child, place);
    }
  };
  visit(schema, "");
  return settings;
}

/** The paths of all settings that a value gives, written as those of the schema are. */
export function pathsUsed(value: unknown, known: ReadonlySet<string>): Set<string> {
  const used = new Set<string>();
  const visit = (node: unknown, path: string): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, `${path}[]`);
    else if (typeof node === "object" && node !== null)
      for (const [key, child] of Object.entries(node)) {
        const own = path === "" ? key : `${path}.${key}`;
        const place = known.has(own) ? own : `${path}.NAME`;
        used.add(place);
        visit(child, place);
      }
  };
  visit(value, "");
  return used;
}
