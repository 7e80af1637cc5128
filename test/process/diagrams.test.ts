import { expect, test } from "vitest";
import { END, graphOf, START, type Edge, type Graph } from "../../src/domain/process/graph.ts";
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
}

const DIAGRAMS: Readonly<Record<string, Diagram>> = {
  "A1 molecular feature release": {
    preset: "molecular",
    workflow: "release",
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
    nodes: {
      IdentifyCriticalIssue: "issue",
      CreateHotfixBranch: "branch",
      ImplementFix: "fix",
      TestFix: "test",
      CreatePullRequest: "request",
      ExpeditedCodeReview: "review",
      ApproveHotfix: "review",
      ReevaluateFix: "again",
      Abandoned: "drop",
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
  "A5 trio phases": chain("trio", "release", [
    ["feature freeze", "freeze"],
    ["testing completion", "testing"],
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
    ...chain("trio", "rollback", [
      ["ServiceShutdown", "shutdown"],
      ["CodeReversion", "code"],
      ["DatabaseRestoration", "database"],
      ["ServiceRestart", "restart"],
      ["HealthVerification", "health"],
    ]),
  },
  "A6 the twelve steps of workflow": chain("workflow", "release", [
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
  "A7 qms normal release": chain("qms", "release", [
    ["verify deliverables", "deliverables"],
    ["run regression", "regression"],
    ["changelog entry", "changelog"],
    ["manifest", "manifest"],
    ["commit", "commit"],
    ["annotated tag", "tag"],
    ["push branch and tags", "push"],
    ["deploy if applicable", "ship"],
  ]),
  "A8 qms hotfix": chain("qms", "hotfix", [
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
  "A9 qms 1.0.0": chain("qms", "milestone", [
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
  "A10 events deployment": {
    preset: "events",
    workflow: "release",
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
  "A10 events rollback": chain("events", "rollback", [
    ["RollbackExecution", "execute"],
    ["RollbackVerification", "rollback-verification"],
    ["RootCauseAnalysis", "root-cause"],
  ]),
  "A12 qms rollback": chain("qms", "rollback", [
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
function chain(preset: string, workflow: string, steps: readonly (readonly [string, string])[]): Diagram {
  const edges = steps.slice(1).map(([name], index) => `${steps[index]![0]} -> ${name}`);
  return { preset, workflow, nodes: Object.fromEntries(steps), edges };
}

const EDGES = Object.entries(DIAGRAMS).flatMap(([title, diagram]) =>
  diagram.edges.map((edge) => [`${title}: ${edge}`, diagram, edge] as const),
);

test.each(EDGES)("%s", async (_, { preset, workflow, nodes }, text) => {
  const [, from = "", outcome, to = ""] = /^(.*?) (?:->|\[(.*)\]) (.*)$/.exec(text) ?? [];
  const [source, target] = [nodes[from]!, nodes[to]!];
  const graph = graphOf((await processOf(`extends: ${preset}`)).workflows.get(workflow)!);
  const drawn = new Set(Object.values(nodes));
  const reached = source === target ? [...graph.works.keys()] : targetsOf(graph, source, outcome, drawn);
  expect(reached).toContain(target);
});

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
