import type { ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import { verifyRelease, type Verification } from "../../app/artifacts/verify-release.ts";
import { EXIT, type Command } from "../command.ts";
import { artifactTools } from "./make-artifact.ts";

export const verify: Command = {
  name: "verify",
  summary: "check a release or one of its files against its tag: every check with its result",
  operands: "[COMPONENT@]VERSION | FILE",
  arity: [1, 1],
  flags: [
    {
      name: "key",
      value: "FILE",
      summary: "also trust this public key, beside those in the release folder at the tag",
    },
  ],
  examples: [
    { command: "slipway verify 1.4.0", explains: "tag, manifest, bundle, checksums, SBOM and provenance of 1.4.0" },
    { command: "slipway verify ~/Downloads/northwind-1.4.0.tar.gz", explains: "a bundle that came from elsewhere" },
    { command: "slipway verify 1.4.0 --json", explains: "the same as one document" },
  ],
  async run(call) {
    const { operands, text, json, services, output } = call;
    const request = { operand: operands[0]!, key: text("key") };
    const result = await verifyRelease(await artifactTools(call), await services.product(), request);
    if (json) output.document(result);
    else output.answer(render(result));
    return result.ok ? EXIT.done : EXIT.no;
  },
};

function render({ version, checks }: Verification): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const lines = checks.flatMap(({ check, result, file, says }) => {
    const [first = "", ...more] = file === null ? says : [`${file}: ${says[0]}`, ...says.slice(1)];
    const indent = " ".repeat(width + RESULT_WIDTH + 4);
    return [`${check.padEnd(width)}  ${result.padEnd(RESULT_WIDTH)}  ${first}`, ...more.map((text) => indent + text)];
  });
  return [...lines, "", summary(version, checks)].join("\n");
}

const RESULT_WIDTH = "absent".length;

function summary(version: string, checks: readonly ArtifactCheck[]): string {
  const failed = checks.filter(({ result }) => result === "fails").map(({ check, file }) => file ?? check);
  const held = checks.filter(({ result }) => result === "holds").length;
  if (failed.length > 0) return `${version} does not hold: ${failed.join(", ")}`;
  return `${version} holds: ${held} checks, ${checks.length - held} not needed`;
}
