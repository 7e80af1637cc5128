import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Call, Command, ExitCode } from "../command.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const release: Command = {
  name: "release",
  summary: "start releases and look at them; or prepare one in a single run, without a process",
  operands: "start [[COMPONENT@]VERSION] | list | show R | why R | retry R | cancel R | close R | prepare VERSION",
  arity: [1, 2],
  flags: [
    { name: "type", value: "NAME", summary: "start, prepare: one of the types in slipway.yaml" },
    { name: "variant", value: "NAME", summary: "start: a variant of its workflow, such as emergency" },
    { name: "component", value: "NAME", summary: "start: the component whose planned version is meant" },
    { name: "replaces", value: "RELEASE", summary: "start: the rejected or rolled-back release that comes again" },
    {
      name: "trigger",
      value: "KIND[: TEXT]",
      summary: "start: what led to it, `critical-bug: INC-7`; list: these alone",
    },
    { name: "set", value: "LIST", summary: "start: what only people know, such as needsBoard=true,deploys=false" },
    {
      name: "identified",
      value: "TIME",
      summary: "start: when its issue was found, from which the time of its type counts",
    },
    { name: "due", value: "TIME", summary: "start: when it has to be out, where that is not what its type says" },
    { name: "run", value: "NAME", summary: "retry: the run that stopped (default: main)" },
    { name: "title", value: "TEXT", summary: "prepare: title of the release, in changelog and tag" },
    { name: "objective", value: "TEXT", summary: "prepare: objective in one line, in changelog and tag" },
    { name: "waive", value: "LIST", summary: "close: exit conditions that are passed over, with --reason" },
    {
      name: "reason",
      value: "TEXT",
      summary:
        "cancel, close --waive: why; start, prepare: why the version is not the planned one, or why a variant skips what it skips",
    },
    { name: "sign", summary: "prepare: sign the tag with git's own ssh or OpenPGP key, and verify the signature" },
    { name: "skip", value: "LIST", summary: "prepare: leave out artifacts: bundle, checksums, sbom, provenance" },
    { name: "dry-run", summary: "prepare: check everything and name the steps, but write nothing" },
    ...PERSON_FLAGS,
  ],
  examples: [
    { command: "slipway release start --type feature", explains: "the planned version, by the approved process" },
    { command: "slipway release why v1.4.0", explains: "what it waits for, who can resolve it, and by which command" },
    { command: "slipway release list", explains: "every release, its state and what each waits for" },
    { command: 'slipway release cancel v1.4.0 --reason "no demand"', explains: "its number becomes free again" },
    {
      command: 'slipway release prepare 1.4.0 --title "Phase 4: reports"',
      explains: "changelog, version files, manifest, commit, tag, bundle, checksums, SBOM, provenance",
    },
  ],
  async run(call) {
    const [verb = "", operand] = call.operands;
    const known = VERBS.get(verb);
    if (known === undefined || (operand === undefined && known.needs)) throw new SlipwayError(unknownOperation(call));
    return known.run(call, operand ?? "");
  },
};

interface Verb {
  readonly needs: boolean;
  run(call: Call, operand: string): Promise<ExitCode>;
}

const VERBS: ReadonlyMap<string, Verb> = new Map([
  ["start", { needs: false, run: async (call, operand) => (await starting()).start(call, operand || undefined) }],
  ["list", { needs: false, run: async (call) => (await looking()).list(call) }],
  ["show", { needs: true, run: async (call, operand) => (await looking()).show(call, operand) }],
  ["why", { needs: true, run: async (call, operand) => (await looking()).why(call, operand) }],
  ["retry", { needs: true, run: async (call, operand) => (await ending()).retry(call, operand) }],
  ["cancel", { needs: true, run: async (call, operand) => (await ending()).cancel(call, operand) }],
  ["close", { needs: true, run: async (call, operand) => (await ending()).close(call, operand) }],
  [
    "prepare",
    { needs: true, run: async (call, operand) => (await import("../release/prepare.ts")).prepare(call, operand) },
  ],
]);

const starting = () => import("../release/start.ts");
const looking = () => import("../release/look.ts");
const ending = () => import("../release/end.ts");

function unknownOperation({ operands }: Call): Problem {
  const [verb = ""] = operands;
  const suggestion = VERBS.has(verb) ? undefined : nearest(verb, [...VERBS.keys()]);
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway release ${operands.join(" ")}\` is not known`,
    expected: release.operands ?? "",
    action: suggestion === undefined ? "`slipway release --help` shows examples" : `did you mean ${suggestion}?`,
  };
}
