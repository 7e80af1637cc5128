import { exceptBranch } from "../../app/branch-exceptions.ts";
import { readBranchRecords } from "../../app/branch-records.ts";
import { branchNamed, checkBranches, checkStanding } from "../../app/check-branches.ts";
import { createBranch } from "../../app/create-branch.ts";
import { listBranches } from "../../app/list-branches.ts";
import { activeReleaseBranches, proveTargets } from "../../app/merge-back.ts";
import { readBranches, type BranchContext } from "../../app/read-branches.ts";
import { roleOf } from "../../domain/branch/branch-rules.ts";
import { exceptedBy } from "../../domain/branch/exception.ts";
import { mergeCommand } from "../../domain/branch/merge-back.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { renderBranches, renderFindings, renderMergeBack } from "../render-branches.ts";

type Action = (call: Call, operands: readonly string[]) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, { run: Action; arity: readonly [number, number] }>> = {
  list: { run: list, arity: [0, 0] },
  check: { run: check, arity: [0, 1] },
  create: { run: create, arity: [2, 2] },
  except: { run: except, arity: [1, 2] },
  "merge-back": { run: mergeBack, arity: [0, 1] },
};

export const branch: Command = {
  name: "branch",
  summary: "show branches by role, check the branch rules, prove merge-backs",
  operands: "[list | check [NAME] | create release|hotfix VERSION | except NAME [COMMIT] | merge-back [NAME]]",
  arity: [0, 3],
  flags: [
    { name: "release", summary: "check: also whether a release may be prepared from here" },
    { name: "component", value: "NAME", summary: "create: whose version it is, in a product of several components" },
    { name: "reason", value: "TEXT", summary: "except: why; it is recorded" },
    { name: "as", value: "ID", summary: "except: who decides (default: git's user.email)" },
    { name: "role", value: "ROLE", summary: "except: in which role (default: release-manager, or admin)" },
    { name: "dry-run", summary: "create: say what would be made, and make nothing" },
  ],
  examples: [
    { command: "slipway branch", explains: "every branch with role, version, distance to its base, age and state" },
    { command: "slipway branch check", explains: "all broken rules; exit 1 when one of them blocks" },
    { command: "slipway branch check release/1.4.0 --json", explains: "one branch, as one JSON document" },
    {
      command: "slipway branch check --release",
      explains: "and: is this an allowed branch, with nothing uncommitted?",
    },
    { command: "slipway branch create hotfix 1.4.1", explains: "hotfix/1.4.1 from where the process starts hotfixes" },
    {
      command: 'slipway branch except release/1.4.0 6c2b7c11 --reason "the fix needs it"',
      explains: "the release branch may hold this commit; without a commit, a hotfix may be as large as it is",
    },
    {
      command: "slipway branch merge-back hotfix/1.4.1",
      explains: "per target: contained, equivalent or missing; exit 1 when missing",
    },
  ],
  async run(call) {
    const [name = "list", ...operands] = call.operands;
    const action = ACTIONS[name];
    if (action === undefined) throw new SlipwayError(unknownAction(name));
    const [least, most] = action.arity;
    if (operands.length < least || operands.length > most) throw new SlipwayError(wrongOperands(name, operands));
    return action.run(call, operands);
  },
};

async function open({ services }: Call): Promise<BranchContext> {
  const records = await readBranchRecords(services);
  return readBranches(services.repository, services.branches, await services.product(), records);
}

async function list(call: Call): Promise<ExitCode> {
  const rows = await listBranches(await open(call), call.services.clock.now());
  if (call.json) call.output.document({ branches: rows });
  else call.output.answer(renderBranches(rows));
  return EXIT.done;
}

async function check(call: Call, [name]: readonly string[]): Promise<ExitCode> {
  const context = await open(call);
  const standing = call.has("release") ? await checkStanding(context) : [];
  const findings = [...standing, ...(await checkBranches(context, call.services.clock.now(), name))];
  const blocked = findings.some(({ severity }) => severity === "blocks");
  if (call.json) call.output.document({ ok: !blocked, findings });
  else call.output.answer(renderFindings(findings));
  return blocked ? EXIT.no : EXIT.done;
}

async function create(call: Call, [role = "", version = ""]: readonly string[]): Promise<ExitCode> {
  if (role !== "release" && role !== "hotfix") throw new SlipwayError(notCreated(role));
  const dryRun = call.has("dry-run");
  const made = await createBranch(await open(call), call.services.branches, {
    role,
    version,
    component: call.text("component"),
    dryRun,
  });
  if (call.json) call.output.document({ ...made, dryRun });
  else if (!made.created) call.output.answer(`${made.branch} is there already, at ${made.commit.slice(0, 8)}`);
  else
    call.output.answer(
      `${dryRun ? "would make" : "made"} ${made.branch} from ${made.from} at ${made.commit.slice(0, 8)}`,
    );
  return EXIT.done;
}

async function except(call: Call, [name = "", commit]: readonly string[]): Promise<ExitCode> {
  const context = await open(call);
  const { text } = call;
  const reason = text("reason")?.trim() ?? "";
  const request = { commit, reason, as: text("as"), role: text("role") };
  const exception = await exceptBranch(call.services, context, branchNamed(context, name), request);
  if (call.json) call.output.document(exception);
  else call.output.answer(`${name} may hold ${exception.commit.slice(0, 8)}: ${exceptedBy(exception)}`);
  return EXIT.done;
}

async function mergeBack(call: Call, [name]: readonly string[]): Promise<ExitCode> {
  const context = await open(call);
  const wanted = name ?? (await call.services.repository.state()).branch;
  if (wanted === undefined) throw new SlipwayError(wrongOperands("merge-back", []));
  const found = branchNamed(context, wanted);
  const role = roleOf(context.product.branches, wanted)?.name;
  if (role !== "hotfix" && role !== "release") throw new SlipwayError(noMergeBack(wanted, role));
  const proof = await proveTargets(context, found, await activeReleaseBranches(context));
  const missing = proof.targets.filter(({ state }) => state === "missing");
  const actions = missing.map(({ target, commits }) =>
    mergeCommand(
      target,
      wanted,
      commits.filter(({ state }) => state === "missing"),
    ),
  );
  if (call.json) call.output.document({ ok: missing.length === 0, ...proof, actions });
  else call.output.answer(renderMergeBack(proof, actions));
  for (const role of proof.absent) call.output.warn(`there is no ${role} branch to merge ${wanted} into`);
  return missing.length === 0 ? EXIT.done : EXIT.no;
}

function unknownAction(name: string) {
  const suggestion = nearest(name, Object.keys(ACTIONS));
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway branch\` has no action "${name}"`,
    expected: `one of ${Object.keys(ACTIONS).join(", ")}`,
    action: suggestion === undefined ? "`slipway branch --help` shows examples" : `did you mean "${suggestion}"?`,
  } as const;
}

function wrongOperands(name: string, operands: readonly string[]) {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway branch ${name}\` got ${operands.length === 0 ? "no argument" : `the arguments ${operands.join(" ")}`}`,
    expected: `slipway branch ${branch.operands ?? ""}`,
    action: "`slipway branch --help` shows examples",
  } as const;
}

function notCreated(role: string) {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway branch create\` makes no branch of the role "${role}"`,
    expected: "release or hotfix, then a version",
    action: "for example `slipway branch create release 1.4.0`",
  } as const;
}

function noMergeBack(name: string, role: string | undefined) {
  return {
    code: "branch-role",
    kind: "input",
    found: `${name} is ${role === undefined ? "a branch without a role" : `a ${role} branch`}; only release and hotfix branches are merged back`,
    expected: "the name of a release or hotfix branch",
    action: "`slipway branch list` shows the roles",
  } as const;
}
