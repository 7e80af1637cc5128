import { bumpVersion, type BumpResult } from "../../app/bump-version.ts";
import { shortHash } from "../../domain/commit/commit.ts";
import { EXIT, type Command } from "../command.ts";

export const bump: Command = {
  name: "bump",
  summary: "write the version into the version files, and commit them where asked",
  operands: "[[COMPONENT@]VERSION]",
  arity: [0, 1],
  flags: [
    { name: "component", value: "NAME", summary: "one component of a product that has several" },
    { name: "type", value: "NAME", summary: "hold the planned version to one of the types in slipway.yaml" },
    { name: "dry-run", summary: "show what would change, and change nothing" },
    { name: "commit", summary: "commit the version files and the changelog, with the message of a bump" },
    { name: "release", summary: "commit these and the release folder, with the message of a release" },
  ],
  examples: [
    { command: "slipway bump --dry-run", explains: "what the planned next version would change" },
    { command: "slipway bump 1.4.0 --commit", explains: "write 1.4.0 and commit it as `chore: bump version to 1.4.0`" },
    { command: "slipway bump api@2.0.0", explains: "one component of several" },
    { command: "slipway bump 1.4.0 --release", explains: "with changelog and manifest, as `chore: release v1.4.0`" },
  ],
  async run({ operands, text, has, json, services, output }) {
    const product = await services.product();
    const dryRun = has("dry-run");
    const result = await bumpVersion({ ...services, signals: services.signals(product) }, product, {
      operand: operands[0],
      component: text("component"),
      type: text("type"),
      dryRun,
      commit: has("release") ? "release" : has("commit") ? "bump" : undefined,
    });
    if (json) output.document({ ...result, dryRun });
    else output.answer(render(result, dryRun));
    return EXIT.done;
  },
};

function render({ version, files, commit }: BumpResult, dryRun: boolean): string {
  const lines = files.map(({ path, from, changed }) =>
    changed ? `${path}: ${from.join(" and ")} -> ${version}` : `${path}: ${version} already`,
  );
  if (commit === null) return lines.length === 0 ? `nothing to change for ${version}` : lines.join("\n");
  const hash = commit.hash === null ? "" : ` ${shortHash(commit.hash)}`;
  const act = dryRun && commit.made ? "would commit" : commit.made ? "committed" : "committed before:";
  return [...lines, `${act}${hash} ${commit.message.split("\n")[0]}`].join("\n");
}
