import { writeProvenance } from "../../app/artifacts/write-artifacts.ts";
import type { Command } from "../command.ts";
import { makeArtifact } from "./make-artifact.ts";

export const provenance: Command = {
  name: "provenance",
  summary: "sign what the artifacts of a release were made from (in-toto, SLSA provenance v1, DSSE)",
  operands: "[COMPONENT@]VERSION",
  arity: [1, 1],
  flags: [{ name: "key", value: "FILE", summary: "sign with this private key instead of the one of this repository" }],
  examples: [
    { command: "slipway provenance 1.4.0", explains: "signs for the artifacts that are there, after comparing them" },
    { command: "slipway provenance 1.4.0 --key ci.pem", explains: "signs with a key of your choice" },
  ],
  run: (call) => makeArtifact(call, (tools, expected) => writeProvenance(tools, expected, call.text("key"))),
};
