start
file slipway.yaml <<YAML
extends: qms
product: Dashboard
changelog: { source: both }
YAML
file CHANGELOG.md <<MD
# Changelog

## [0.6.0] - 2026-01-05

### Phase 6: first dashboards

**Objective:** Dashboards that tell what is open.

#### Added

- Dashboards
MD
change "feat: first phase" src/a
release v0.6.0
change "feat: half of the next phase" src/b
