#!/usr/bin/env node
import { chunkLoader } from "./chunks.ts";

const NODE_MIN = 24;

if (Number.parseInt(process.versions.node, 10) < NODE_MIN) {
  process.stderr.write(
    `slipway: this is Node ${process.versions.node}\n  expected: Node ${NODE_MIN} or later\n  do: npm install --save-dev node@${NODE_MIN}, or update Node\n`,
  );
  process.exitCode = 2;
} else chunkLoader({ folder: import.meta.dirname, require })("./cli-entry.cjs");
