import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes the folder of the data, closed to other users, and keeps git from ever adding what is in it. */
export function makeDataFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) === undefined) return;
  writeFileSync(join(folder, ".gitignore"), "*\n");
}
