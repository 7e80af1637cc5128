export interface TreeEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
  readonly id: string;
}

/** The entries of a raw tree object, each: mode, space, name, NUL, raw id (20 bytes, 32 in a SHA-256 repository). */
export function* treeEntries(tree: Buffer, idBytes: number): Generator<TreeEntry> {
  for (let offset = 0; offset < tree.length;) {
    const space = tree.indexOf(32, offset);
    const end = tree.indexOf(0, space);
    const mode = tree.toString("latin1", offset, space);
    const kind = mode === "40000" ? "folder" : mode.startsWith("100") ? "file" : "other";
    yield {
      name: tree.toString("utf8", space + 1, end),
      kind,
      id: tree.toString("hex", end + 1, end + 1 + idBytes),
    };
    offset = end + 1 + idBytes;
  }
}

/** The names in a folder, one a line; folders among them end in `/`. */
export function treeListing(tree: Buffer, idBytes: number): string {
  return [...treeEntries(tree, idBytes)].map(({ name, kind }) => (kind === "folder" ? `${name}/` : name)).join("\n");
}
