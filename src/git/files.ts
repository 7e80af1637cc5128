import { git } from "./run.ts";
import { treeListing } from "./tree.ts";

/** Reads many files of one revision with a single call of git. A path that ends in `/` asks for the names in a folder. */
export async function readFiles(
  folder: string,
  revision: string,
  paths: readonly string[],
): Promise<Map<string, Buffer>> {
  const input = paths.map((path) => `${revision}:${path.replace(/\/$/, "")}\n`).join("");
  const output = await git(["cat-file", "--batch"], { folder, input });
  const files = new Map<string, Buffer>();
  let offset = 0;
  for (const path of paths) {
    const end = output.indexOf(10, offset);
    const header = output.subarray(offset, end).toString();
    offset = end + 1;
    const found = /^([0-9a-f]+) (\w+) (\d+)$/.exec(header);
    if (found === null) continue;
    const size = Number(found[3]);
    const content = output.subarray(offset, offset + size);
    if (found[2] === "blob" && !path.endsWith("/")) files.set(path, content);
    if (found[2] === "tree" && path.endsWith("/"))
      files.set(path, Buffer.from(treeListing(content, found[1]!.length / 2)));
    offset += size + 1;
  }
  return files;
}
