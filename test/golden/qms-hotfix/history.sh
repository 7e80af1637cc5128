start
file slipway.yaml <<YAML
extends: qms
product: Dashboard
changelog: { source: both }
tests: { suites: { regression: { command: sh tests/regression } } }
YAML
file CHANGELOG.md <<MD
# Changelog

## [0.6.0] - 2026-01-05

### Phase 6: first dashboards

**Objective:** Dashboards that tell what is open.

#### Added

- Dashboards
MD
file tests/regression <<'SH'
if [ -e src/tenant ]; then echo "Tests Passed: 6/6"; else echo "Tests Passed: 5/5"; fi
SH
change "feat: first phase" src/a
release v0.6.0
change "feat: half of the next phase" src/b
clean_scan ../semgrep.sarif
