start
file slipway.yaml <<YAML
extends: trio
product: Trio
branches: { stale: { days: 100000 } }
YAML
change "chore: how this product is released (#1)" src/a
change "feat: first (#2)" src/a
release v1.4.0
change "feat: threads (#3)" src/b
branch release/1.5.0
change "fix: threads keep their order" src/b
change "feat: one more thing" src/c
branch hotfix/1.4.1 v1.4.0
change "fix: bot answers twice" src/d
release v1.4.1
on main
merge hotfix/1.4.1
