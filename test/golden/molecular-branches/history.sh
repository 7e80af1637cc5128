start
file slipway.yaml <<YAML
extends: molecular
product: Molecules
branches: { stale: { days: 100000 } }
YAML
change "chore: how this product is released (#1)" src/a
change "feat: first (#2)" src/a
release v2.3.0
git branch develop
change "fix: wrong unit in the export (#3)" src/b
branch hotfix/2.3.1
change "fix: assay results lost on save" src/c
on main
merge hotfix/2.3.1
