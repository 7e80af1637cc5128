import type { BranchRow } from "../app/list-branches.ts";
import type { MergeBack } from "../app/merge-back.ts";
import type { Finding } from "../domain/branch/finding.ts";
import { shortHash } from "../domain/commit/commit.ts";

/** Branches as a table; the columns are as wide as what stands in them. */
export function renderBranches(rows: readonly BranchRow[]): string {
  const table = [
    ["NAME", "ROLE", "VERSION", "BASE", "AHEAD/BEHIND", "AGE", "STATE"],
    ...rows.map((row) => [
      row.remote === null ? row.name : `${row.name} (${row.remote})`,
      row.role ?? "-",
      row.version ?? "-",
      row.role === "main" ? "-" : row.base,
      row.role === "main" ? "-" : `+${row.ahead}/-${row.behind}`,
      `${row.ageDays}d`,
      row.state,
    ]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  return table
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Findings, those that block first. */
export function renderFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return "every branch keeps the rules";
  const lines = findings.map(
    ({ rule, severity, found, action }) => `${severity} [${rule}] ${found}${action === "" ? "" : `\n  do: ${action}`}`,
  );
  const blocking = findings.filter(({ severity }) => severity === "blocks").length;
  return [...lines, `${findings.length} findings, ${blocking} of them block`].join("\n");
}

/** The proof per target, commit by commit, and the commands for what is missing. */
export function renderMergeBack({ branch, targets }: MergeBack, actions: readonly string[]): string {
  if (targets.length === 0) return `${branch}: there is no branch it has to be merged into`;
  const lines = targets.flatMap(({ target, state, commits }) => [
    `${target}: ${state}`,
    ...commits.map(({ commit, subject, state, by, evidence }) => {
      const proof = by === undefined ? evidence : `${evidence}: ${shortHash(by)}`;
      return `  ${shortHash(commit)} ${state}${proof === undefined ? "" : ` (${proof})`}  ${subject.slice(0, 100)}`;
    }),
  ]);
  return [...lines, ...actions.map((action) => `do: ${action}`)].join("\n");
}
