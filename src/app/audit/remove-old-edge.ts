import { isTileOf, levelCount, levelWidth, tileAt, tilePath, TILE_WIDTH, type Tile } from "../../domain/merkle/tile.ts";
import type { LogFiles } from "../log-ports.ts";

/** Removes the unfinished tiles of an earlier size, which wider ones have replaced. */
export async function removeOldEdge(files: LogFiles, { was, is }: { was: number; is: number }): Promise<void> {
  const levels = Array.from({ length: levelCount(was) }, (_, level) => level);
  for (const level of [...levels, "entries" as const]) {
    const tile = lastTileOf(level, was);
    if (tile !== undefined && tile.width < TILE_WIDTH && !isTileOf(tile, is)) await files.remove(tilePath(tile));
  }
}

function lastTileOf(level: number | "entries", size: number): Tile | undefined {
  return tileAt(level, Math.floor(levelWidth(level === "entries" ? 0 : level, size) / TILE_WIDTH), size);
}
