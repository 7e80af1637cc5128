start
file slipway.yaml <<YAML
extends: qms
product: Dashboard
versioning: { files: [backend/version.py] }
tests: { suites: { regression: { command: tests/regression } } }
YAML
file backend/version.py <<PY
"""Where the version stands."""
__version__ = "0.6.0"  # read by the health endpoint
PY
file CHANGELOG.md <<MD
# Changelog

## [Unreleased]

### Workstream 2: audit view

**Objective:** Auditors find every decision.

#### Added

- Audit view with filters

#### Security

- Paths are checked before files are opened

## [0.6.0] - 2026-01-05

### Phase 6: first dashboards

**Objective:** Dashboards that tell what is open.

#### Added

- Dashboards
MD
suite tests/regression "Tests Passed: 6/6"
change "feat: first phase" src/a
release v0.6.0
change "feat: audit view" src/b
change "fix: filters keep their order" src/b
clean_scan ../semgrep.sarif
