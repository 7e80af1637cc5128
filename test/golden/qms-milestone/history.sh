start
file slipway.yaml <<YAML
extends: qms
product: Dashboard
tests:
  suites: { regression: { command: tests/regression }, security: { command: tests/security } }
YAML
file CHANGELOG.md <<MD
# Changelog

## [Unreleased]

### Phase 10: production

**Objective:** The dashboard carries the audits of a year.

#### Added

- Export of the audit trail

## [0.9.0] - 2026-01-05

### Phase 9: hardening

**Objective:** Nothing that a stranger sends does harm.

#### Security

- Requests are validated
MD
suite tests/regression "Tests Passed: 6/6"
suite tests/security "11/11 security tests passed"
for guide in INSTALL OPERATIONS RUNBOOK; do echo "# $guide" | file $guide.md; done
echo "flask==3.0.3" | file requirements.txt
for proof in workstreams regression production operations; do echo "Done." | file releases/graduation/$proof.md; done
echo "TBD" | file releases/graduation/security.md
change "feat: ninth phase" src/a
release v0.9.0
change "feat: export of the audit trail" src/b
clean_scan ../semgrep.sarif
