start
file slipway.yaml <<YAML
product: Door
components:
  core: { path: packages/core }
  api: { path: packages/api, dependsOn: [core], tag: "api@{version}" }
  web: { path: packages/web, dependsOn: [api] }
  docs: { path: packages/docs }
YAML
change "feat: first" packages/core/a packages/api/a packages/web/a packages/docs/a
release core-v1.0.0
release api@2.3.0
release web-v0.9.0
release docs-v1.0.0
change "feat: locks" packages/core/a
change "fix: hinges" packages/web/a
change "fix(deps): refresh" packages/docs/package-lock.json
change "feat: root only" README.md
