import { writeSbom } from "../../app/artifacts/write-artifacts.ts";
import type { Command } from "../command.ts";
import { makeArtifact } from "./make-artifact.ts";

export const sbom: Command = {
  name: "sbom",
  summary: "write the software bill of materials of a tagged release, in CycloneDX 1.6",
  operands: "[COMPONENT@]VERSION",
  arity: [1, 1],
  flags: [],
  examples: [
    { command: "slipway sbom 1.4.0", explains: "every package that the lock files at the tag name" },
    { command: "slipway sbom api@2.1.0", explains: "the packages of one component of several" },
  ],
  run: (call) => makeArtifact(call, writeSbom),
};
