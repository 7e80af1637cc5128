import { writeBundle } from "../../app/artifacts/write-artifacts.ts";
import type { Command } from "../command.ts";
import { makeArtifact } from "./make-artifact.ts";

export const bundle: Command = {
  name: "bundle",
  summary: "make the bundle of a tagged release: source, guides, changelog, manifest, test results",
  operands: "[COMPONENT@]VERSION",
  arity: [1, 1],
  flags: [],
  examples: [
    { command: "slipway bundle 1.4.0", explains: "releases/PRODUCT-1.4.0.tar.gz; the same tag gives the same bytes" },
    { command: "slipway bundle api@2.1.0", explains: "the bundle of one component of several" },
  ],
  run: (call) => makeArtifact(call, writeBundle),
};
