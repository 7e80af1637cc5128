start
file slipway.yaml <<YAML
extends: qms
product: Dashboard
branches: { stale: { days: 100000 } }
YAML
change "chore: how this product is released" src/a
change "feat: first phase" src/a
release v0.6.0
change "feat: audit view" src/b
branch hotfix/0.6.1
change "fix: started on main by mistake" src/c
on main
branch experiment
