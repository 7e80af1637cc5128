/** A process with everything that costs something: conditions, roles, several signatures, two environments, a gate. */
export const PROCESS = `
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
types: { minor: { bump: [minor], workflow: release, requires: [approved] } }
workflows:
  release:
    phases:
      - phase: preparation
        steps:
          - tests: { together: [{ unit: { uses: run } }, { scan: { uses: run } }] }
          - review: { uses: review, roles: [developer], else: { changes-requested: tests } }
          - migration: { uses: task, roles: [developer], when: release.changesSchema }
          - tag: { uses: tag }
      - phase: staging
        steps:
          - stage: { uses: deploy, with: { environment: staging } }
          - uat: { uses: uat, signers: { stakeholder: 1, product-owner: 1 } }
      - phase: approval
        steps:
          - quality: { uses: approval, roles: [qa], else: { rejected: next } }
          - security: { uses: approval, roles: [security], else: { rejected: next } }
          - all: { uses: gate, with: { of: [quality, security] } }
      - phase: production
        steps:
          - ship: { uses: deploy, with: { environment: production } }
          - watch: { uses: watch, with: { for: 24h } }
          - retrospective: { uses: retrospective, roles: [release-manager] }
  rollback:
    trigger: [{ on: manual }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;

/** People of that process; nobody has two parts of it. */
export const ROLES = ["developer", "stakeholder", "product-owner", "qa", "security", "release-manager"] as const;

/** The same with so many more steps before the tag, by turns of a machine and of a person. */
export function longProcess(steps: number): string {
  const added = Array.from({ length: steps }, (_, at) =>
    at % 2 === 0 ? `check-${at}: { uses: run }` : `look-${at}: { uses: review, roles: [developer] }`,
  );
  return PROCESS.replace(/( +)- tag:.*/, (tag, indent: string) =>
    [...added.map((step) => `${indent}- ${step}`), tag].join("\n"),
  );
}
