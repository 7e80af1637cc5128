import { expect, test } from "vitest";
import { END, graphOf, START, type Edge, type Graph } from "../../src/domain/process/graph.ts";
import { rehearse, type RehearsedStep } from "../../src/domain/release/rehearse.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { MAIN } from "../../src/domain/release/release-state.ts";
import { processOf } from "../support/process.ts";

/**
 * The diagrams of the written processes, edge by edge: `FROM [outcome] TO`, the names as the diagrams have them. A node is
 * a step of the preset; several nodes may share one (a step and the decision on its outcome). An edge stands in the
 * preset when one leads from step to step, over steps that the diagram does not draw at most.
 */
interface Diagram {
  readonly preset: string;
  readonly workflow: string;
  readonly nodes: Readonly<Record<string, string>>;
  readonly edges: readonly string[];
  /** Rehearsals that walk every edge between them: a release type, outcomes as `step=outcome`, an event as `step!event`. */
  readonly walks: readonly string[];
}

const DIAGRAMS: Readonly<Record<string, Diagram>> = {
  "A1 molecular feature release": {
    preset: "molecular",
    workflow: "release",
    walks: ["feature", "feature review=changes-requested", "feature uat=rejected"],
    nodes: {
      Start: START,
      CreateReleaseBranch: "branch",
      UpdateVersionNumbers: "version",
      GenerateChangelog: "changelog",
      UpdateDocumentation: "docs",
      CommitChanges: "commit",
      CreatePullRequest: "request",
      CodeReview: "review",
      ApproveChanges: "review",
      RequestChanges: "changes",
      MergeToMain: "merge",
      CreateReleaseTag: "tag",
      DeployStaging: "stage",
      UAT: "uat",
      ApproveRelease: "uat",
      DeployProduction: "ship",
      RollbackToPrevious: "restore",
      PostReleaseMonitoring: "watch",
      End: END,
    },
    edges: [
      "Start -> CreateReleaseBranch",
      "CreateReleaseBranch -> UpdateVersionNumbers",
      "UpdateVersionNumbers -> GenerateChangelog",
      "GenerateChangelog -> UpdateDocumentation",
      "UpdateDocumentation -> CommitChanges",
      "CommitChanges -> CreatePullRequest",
      "CreatePullRequest -> CodeReview",
      "CodeReview -> ApproveChanges",
      "ApproveChanges -> MergeToMain",
      "ApproveChanges [changes-requested] RequestChanges",
      "RequestChanges -> CommitChanges",
      "MergeToMain -> CreateReleaseTag",
      "CreateReleaseTag -> DeployStaging",
      "DeployStaging -> UAT",
      "UAT -> ApproveRelease",
      "ApproveRelease -> DeployProduction",
      "ApproveRelease [rejected] RollbackToPrevious",
      "DeployProduction -> PostReleaseMonitoring",
      "RollbackToPrevious -> PostReleaseMonitoring",
      "PostReleaseMonitoring -> End",
    ],
  },
  "A2 molecular hotfix": {
    preset: "molecular",
    workflow: "hotfix",
    walks: ["hotfix", "hotfix review=changes-requested", "hotfix review=changes-requested again=abandon"],
    nodes: {
      IdentifyCriticalIssue: "issue",
      CreateHotfixBranch: "branch",
      ImplementFix: "fix",
      TestFix: "test",
      CreatePullRequest: "request",
      ExpeditedCodeReview: "review",
      ApproveHotfix: "review",
      ReevaluateFix: "again",
      Abandoned: END,
      MergeToMain: "merge",
      CreateHotfixTag: "tag",
      DeployProduction: "ship",
      MergeToDevelop: "merge-back",
      End: END,
    },
    edges: [
      "IdentifyCriticalIssue -> CreateHotfixBranch",
      "CreateHotfixBranch -> ImplementFix",
      "ImplementFix -> TestFix",
      "TestFix -> CreatePullRequest",
      "CreatePullRequest -> ExpeditedCodeReview",
      "ExpeditedCodeReview -> ApproveHotfix",
      "ApproveHotfix -> MergeToMain",
      "ApproveHotfix [changes-requested] ReevaluateFix",
      "ReevaluateFix -> ImplementFix",
      "ReevaluateFix [abandon] Abandoned",
      "MergeToMain -> CreateHotfixTag",
      "CreateHotfixTag -> DeployProduction",
      "DeployProduction -> MergeToDevelop",
      "MergeToDevelop -> End",
    ],
  },
  "A3 molecular approval": {
    preset: "molecular",
    workflow: "release",
    walks: [
      "feature",
      "feature uat=rejected",
      "feature qa=rejected",
      "feature product-owner=rejected",
      "feature security=rejected",
    ],
    nodes: {
      StagingDeploymentComplete: "stage",
      UAT: "uat",
      ApproveRelease: "uat",
      ProductOwnerApproval: "product-owner",
      QAApproval: "qa",
      SecurityApproval: "security",
      AllApprovalsReceived: "all-received",
      RejectRelease: "restore",
      NotifyStakeholders: "tell",
      ScheduleProductionDeployment: "slot",
      End: END,
    },
    edges: [
      "StagingDeploymentComplete -> UAT",
      "UAT -> ApproveRelease",
      "ApproveRelease -> ProductOwnerApproval",
      "ApproveRelease [rejected] RejectRelease",
      "ProductOwnerApproval -> QAApproval",
      "ProductOwnerApproval [rejected] QAApproval",
      "QAApproval -> SecurityApproval",
      "QAApproval [rejected] RejectRelease",
      "SecurityApproval -> AllApprovalsReceived",
      "SecurityApproval [rejected] AllApprovalsReceived",
      "AllApprovalsReceived -> ScheduleProductionDeployment",
      "AllApprovalsReceived [closed] RejectRelease",
      "RejectRelease -> NotifyStakeholders",
      "NotifyStakeholders -> End",
      "ScheduleProductionDeployment -> End",
    ],
  },
  "A4 molecular rollback": {
    preset: "molecular",
    workflow: "rollback",
    walks: ["feature watch!manual", "feature watch!manual monitor=unhealthy", "feature watch!manual previous=closed"],
    nodes: {
      DeploymentFailureDetected: START,
      IdentifyPreviousStable: "previous",
      InitiateRollback: "revert",
      MonitorRollback: "monitor",
      RollbackSuccessful: "monitor",
      VerifyFunctionality: "verify",
      NotifyStakeholders: "tell",
      EscalateOnCall: "on-call",
      ManualIntervention: "intervene",
      End: END,
    },
    edges: [
      "DeploymentFailureDetected -> IdentifyPreviousStable",
      "IdentifyPreviousStable -> InitiateRollback",
      "IdentifyPreviousStable [closed] EscalateOnCall",
      "InitiateRollback -> MonitorRollback",
      "MonitorRollback -> RollbackSuccessful",
      "RollbackSuccessful -> VerifyFunctionality",
      "RollbackSuccessful [unhealthy] EscalateOnCall",
      "EscalateOnCall -> ManualIntervention",
      "ManualIntervention -> VerifyFunctionality",
      "VerifyFunctionality -> NotifyStakeholders",
      "NotifyStakeholders -> End",
    ],
  },
  "A5 trio phases": chain("trio", "release", "minor", [
    ["testing completion", "testing"],
    ["feature freeze", "freeze"],
    ["documentation updates", "docs"],
    ["migration preparation", "migrations"],
    ["version selection", "version"],
    ["notes drafting", "notes"],
    ["changelog compilation", "changelog"],
    ["migration script review", "migration-review"],
    ["staging deployment", "stage"],
    ["integration test", "integration"],
    ["performance test", "performance"],
    ["migration test", "migration-test"],
    ["rollback test", "rollback-drill"],
    ["tag creation", "tag"],
    ["docs publication", "publish-docs"],
    ["monitoring activation", "alerts"],
    ["deployment execution", "ship"],
    ["health verification", "health"],
    ["performance and error monitoring", "watch"],
    ["feedback collection", "feedback"],
    ["docs refinement", "docs-refined"],
  ]),
  "A5 trio rollback": {
    ...chain("trio", "rollback", "minor watch!manual", [
      ["ServiceShutdown", "shutdown"],
      ["CodeReversion", "code"],
      ["DatabaseRestoration", "database"],
      ["ServiceRestart", "restart"],
      ["HealthVerification", "health"],
    ]),
  },
  "A6 the twelve steps of workflow": chain("workflow", "release", "minor", [
    ["1 Release scoping", "scoping"],
    ["2 Environment preparation", "environment-preparation"],
    ["3 Stakeholder coordination", "stakeholders"],
    ["4 Final QA", "final-qa"],
    ["5 UAT", "uat"],
    ["6 Production readiness review", "readiness"],
    ["7 Pre-deployment", "pre-deployment"],
    ["8 Staged deployment", "stage"],
    ["9 Production deployment", "ship"],
    ["10 Immediate monitoring", "monitoring"],
    ["11 Issue resolution", "issues"],
    ["12 Release validation", "validation"],
  ]),
  "A7 qms normal release": chain("qms", "release", "phase", [
    ["verify deliverables", "deliverables"],
    ["run regression", "regression"],
    ["changelog entry", "changelog"],
    ["manifest", "manifest"],
    ["commit", "commit"],
    ["annotated tag", "tag"],
    ["push branch and tags", "push"],
    ["deploy if applicable", "ship"],
  ]),
  "A8 qms hotfix": chain("qms", "hotfix", "hotfix", [
    ["branch from the tag of the live version", "branch"],
    ["fix and tests", "fix"],
    ["regression", "regression"],
    ["changelog entry marked SECURITY", "changelog"],
    ["expedited manifest", "manifest"],
    ["commit", "commit"],
    ["tag", "tag"],
    ["deploy immediately", "ship"],
    ["notify stakeholders", "tell"],
    ["merge to main", "merge-back"],
  ]),
  "A9 qms 1.0.0": {
    ...chain("qms", "milestone", "milestone", [
      ["final verification sweep", "sweep"],
      ["full test suite", "suite"],
      ["security approval", "security"],
      ["operations readiness", "operations"],
      ["changelog", "changelog"],
      ["manifest with full audit trail", "manifest"],
      ["bundle", "bundle"],
      ["checksums of all files", "checksums"],
      ["detailed annotated tag", "tag"],
      ["CAB", "board"],
      ["production deployment", "ship"],
      ["post-deployment verification", "verify"],
      ["announce", "announce"],
    ]),
  },
  "A10 events deployment": {
    preset: "events",
    workflow: "streamlined",
    walks: ["minor", "minor go=no-go", "minor go=defer"],
    nodes: {
      ReleaseNotesCompiled: "notes",
      DeploymentPlanned: "deployment-plan",
      FinalVerification: "final-verification",
      GoNoGo: "go",
      PreDeploymentNotification: "notice",
      DatabaseUpdates: "database",
      ApplicationDeployment: "ship",
      DeploymentVerification: "verify",
      PostDeploymentMonitoring: "watch",
      Evaluation: "evaluation",
      Deferred: "tell",
    },
    edges: [
      "ReleaseNotesCompiled -> DeploymentPlanned",
      "DeploymentPlanned -> FinalVerification",
      "FinalVerification -> GoNoGo",
      "GoNoGo -> PreDeploymentNotification",
      "GoNoGo [no-go] Deferred",
      "GoNoGo [defer] Deferred",
      "PreDeploymentNotification -> DatabaseUpdates",
      "DatabaseUpdates -> ApplicationDeployment",
      "ApplicationDeployment -> DeploymentVerification",
      "DeploymentVerification -> PostDeploymentMonitoring",
      "PostDeploymentMonitoring -> Evaluation",
    ],
  },
  "A10 events rollback": chain("events", "rollback", "minor watch!manual", [
    ["RollbackExecution", "execute"],
    ["RollbackVerification", "rollback-verification"],
    ["RootCauseAnalysis", "root-cause"],
  ]),
  "A12 qms rollback": chain("qms", "rollback", "phase verify!manual", [
    ["IdentifyPrevious", "previous"],
    ["Stop", "stop"],
    ["RestoreCode", "code"],
    ["RestoreData", "data"],
    ["Restart", "restart"],
    ["Verify", "verify"],
    ["Document", "document"],
  ]),
};

/** A diagram whose nodes follow one another. */
function chain(preset: string, workflow: string, walk: string, steps: readonly (readonly [string, string])[]): Diagram {
  const edges = steps.slice(1).map(([name], index) => `${steps[index]![0]} -> ${name}`);
  return { preset, workflow, nodes: Object.fromEntries(steps), edges, walks: [walk] };
}

const EDGES = Object.entries(DIAGRAMS).flatMap(([title, diagram]) =>
  diagram.edges.map((edge) => [`${title}: ${edge}`, diagram, edge] as const),
);

test.each(EDGES)("%s", async (_, diagram, text) => {
  const { preset, workflow, nodes } = diagram;
  const [, from = "", outcome, to = ""] = /^(.*?) (?:->|\[(.*)\]) (.*)$/.exec(text) ?? [];
  const [source, target] = [nodes[from]!, nodes[to]!];
  const process = await processOf(`extends: ${preset}\n`);
  const graph = graphOf(process.workflows.get(workflow)!);
  const drawn = new Set(Object.values(nodes));
  const reached = source === target ? [...graph.works.keys()] : targetsOf(graph, source, outcome, drawn);
  expect(reached).toContain(target);
  const isMain = process.workflows.get(workflow)!.triggers.length === 0;
  const walked = diagram.walks.some((walk) => {
    const steps = walkOf(process, walk).filter(({ run }) => (run === MAIN) === isMain);
    return source === target
      ? steps.some(({ step }) => step === source)
      : goes(steps, { source, target, outcome, success: graph, drawn });
  });
  expect(walked).toBe(true);
});

/** The steps of a rehearsal written as in `walks`. */
function walkOf(process: Process, walk: string): readonly RehearsedStep[] {
  const [releaseType = "", ...said] = walk.split(" ");
  const pairs = (separator: string) =>
    said
      .filter((item) => item.includes(separator))
      .map((item) => {
        const [step = "", value = ""] = item.split(separator);
        return { step, value };
      });
  const script = { releaseType, variant: null, outcomes: pairs("="), triggers: pairs("!"), skipped: [] };
  const rehearsal = rehearse(process, script);
  if (!rehearsal.ok) throw new Error(rehearsal.error.found);
  expect(rehearsal.value).toMatchObject({ waitsFor: [], unused: [] });
  return rehearsal.value.steps;
}

interface Leg {
  readonly source: string;
  readonly target: string;
  readonly outcome: string | undefined;
  readonly success: Graph;
  readonly drawn: ReadonlySet<string>;
}

/** Whether a walk goes from one drawn step to another, over steps at most that are not drawn. */
function goes(steps: readonly RehearsedStep[], { source, target, outcome, success, drawn }: Leg): boolean {
  const path = [{ run: "", step: START, outcome: "" }, ...steps, { run: "", step: END, outcome: "" }];
  return path.some(({ step, outcome: ended }, index) => {
    const expected = outcome ?? success.edges.find(({ from, kind }) => from === source && kind === "success")?.outcome;
    if (step !== source || ended !== (expected ?? "")) return false;
    const next = path.slice(index + 1).find((each) => drawn.has(each.step) || each.step === END);
    return (
      next?.step === target ||
      (target === END && !path.slice(index + 1).some((each) => drawn.has(each.step) && each.step !== END))
    );
  });
}

/** The drawn steps that come next when a step ends with an outcome, success unless one is named. */
function targetsOf(
  { edges }: Graph,
  source: string,
  outcome: string | undefined,
  drawn: ReadonlySet<string>,
): string[] {
  const first = edges.filter((edge) => edge.from === source && matches(edge, outcome));
  const seen = new Set(first.map(({ to }) => to));
  for (const name of seen)
    if (!drawn.has(name)) for (const edge of edges) if (edge.from === name && edge.kind !== "stop") seen.add(edge.to);
  return [...seen].filter((name) => drawn.has(name));
}

function matches({ kind, outcome }: Edge, wanted: string | undefined): boolean {
  return wanted === undefined ? kind === "success" || kind === "jump" : outcome === wanted && kind === "else";
}
