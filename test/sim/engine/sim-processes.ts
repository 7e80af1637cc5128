import { PRESETS } from "../../../src/config/load.ts";
import type { Process } from "../../../src/domain/process/process.ts";
import { processOf } from "../../support/process.ts";

export const LOOSE_NAME = "loose";

/** One that `process check` refuses: approvals under conditions and in detours, so that only the last question helps. */
const LOOSE = `
environments: { production: { tier: production } }
types: { minor: { bump: [minor], workflow: release, requires: [approved] } }
workflows:
  release:
    phases:
      - phase: all
        steps:
          - work: { uses: task }
          - side: { uses: decision, with: { outcomes: [ask, go-on] }, else: { go-on: hurry, expired: hurry }, expires: 1h }
          - checks:
              together:
                - one: { uses: run, else: { failed: next } }
                - two: { uses: run, else: { failed: hurry } }
                - three: { uses: checklist }
          - ok: { uses: approval, signers: { qa: 2, security: 1 }, when: release.needsBoard, else: { rejected: next } }
          - judged: { uses: gate, with: { of: [one, two] }, else: { closed: next } }
          - ship: { uses: deploy, with: { environment: production }, else: { failed: work } }
          - after: { uses: watch, with: { for: 1h } }
    detours:
      hurry:
        - promise: { uses: approval, roles: [qa] }
        - think: { uses: task }
        - jump: { uses: resume, with: { step: checks }, status: hurried }
  rollback:
    trigger: [{ on: manual }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;

/** The presets and the loose process, with targets in every environment. */
export async function simProcesses(): Promise<ReadonlyMap<string, Process>> {
  const written = [...PRESETS.map((name) => [name, `extends: ${name}`] as const), [LOOSE_NAME, LOOSE] as const];
  const read = await Promise.all(
    written.map(async ([name, yaml]) => [name, reachable(await processOf(yaml))] as const),
  );
  return new Map(read);
}

function reachable(process: Process): Process {
  const target = { adapter: "simulated", settings: {} };
  const environments = [...process.environments].map(([name, each]) => [name, { ...each, target }] as const);
  return { ...process, environments: new Map(environments) };
}
