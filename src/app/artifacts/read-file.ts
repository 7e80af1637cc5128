import type { ArtifactFiles } from "../artifact-ports.ts";

/** A file as text; absent when there is none. */
export async function readText(files: ArtifactFiles, path: string): Promise<string | undefined> {
  const bytes = await readBytes(files, path);
  return bytes?.toString();
}

export async function readBytes(files: ArtifactFiles, path: string): Promise<Buffer | undefined> {
  const chunks = await files.read(path);
  if (chunks === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
