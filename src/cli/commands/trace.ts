import { shallowClone } from "../../app/problems.ts";
import { traceCommit } from "../../app/trace-commit.ts";
import { findRelease, traceVersion } from "../../app/trace-version.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";
import { renderTracedCommit, renderTracedVersion } from "../render-trace.ts";

export const trace: Command = {
  name: "trace",
  summary: "follow a commit to the releases that carry it, or a release back to its commits",
  operands: "COMMIT|[COMPONENT@]VERSION",
  arity: [1, 1],
  flags: [],
  examples: [
    { command: "slipway trace 3f2a91c", explains: "pull request, first release, branches, reverts and cherry-picks" },
    { command: "slipway trace 1.4.0", explains: "tag, tagger, changes, changelog entry and files of a release" },
    { command: "slipway trace api@2.1.0 --json", explains: "one component of several, as one JSON document" },
  ],
  async run(call) {
    const { repository, branches } = call.services;
    if ((await repository.state()).shallow) throw new SlipwayError(shallowClone());
    const product = await call.services.product();
    const operand = call.operands[0]!;
    const release = await findRelease(repository, product, operand);
    if (release !== undefined) {
      const traced = await traceVersion(repository, branches, product, release);
      if (call.json) call.output.document(traced);
      else call.output.answer(renderTracedVersion(traced));
      return EXIT.done;
    }
    const traced = await traceCommit(repository, branches, product, await repository.resolve(operand));
    if (call.json) call.output.document(traced);
    else call.output.answer(renderTracedCommit(traced));
    return EXIT.done;
  },
};
