import { writeChecksums } from "../../app/artifacts/write-artifacts.ts";
import type { Command } from "../command.ts";
import { makeArtifact } from "./make-artifact.ts";

export const checksums: Command = {
  name: "checksums",
  summary: "write the SHA-256 checksums of a tagged release, as `sha256sum -c` reads them",
  operands: "[COMPONENT@]VERSION",
  arity: [1, 1],
  flags: [],
  examples: [
    { command: "slipway checksums 1.4.0", explains: "checksums of the source and the manifest at the tag" },
    { command: "sha256sum -c releases/checksums-1.4.0.txt", explains: "checks a working tree against them" },
  ],
  run: (call) => makeArtifact(call, writeChecksums),
};
