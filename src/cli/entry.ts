#!/usr/bin/env node
import { main } from "./main.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // the reader has seen enough
  throw error;
});

const NODE_MIN = 24;

if (Number.parseInt(process.versions.node, 10) < NODE_MIN) {
  process.stderr.write(
    `slipway: this is Node ${process.versions.node}\n  expected: Node ${NODE_MIN} or later\n  do: npm install --save-dev node@${NODE_MIN}, or update Node\n`,
  );
  process.exitCode = 2;
} else {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
