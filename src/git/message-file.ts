import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Gives git a message in a file that is whole before git starts. Through a pipe, git would take what had arrived for the
 * message when we are killed in between, and make a tag that says nothing.
 */
export async function withMessageFile<T>(message: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-message-"));
  try {
    const path = join(folder, "message");
    await writeFile(path, message);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
