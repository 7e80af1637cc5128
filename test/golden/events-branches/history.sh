start
file slipway.yaml <<YAML
extends: events
product: Events
branches: { stale: { days: 100000 } }
YAML
change "chore: how this product is released (#1)" src/a
change "feat: first (#2)" src/a
release v3.0.0
branch release/3.1.0
on main
branch release/3.2.0
branch feature/seats
change "feat: seats are numbered

Tested: pass" src/b
on release/3.2.0
merge feature/seats
on main
branch hotfix/3.0.1
change "fix: payment is asked for twice" src/c
on main
merge hotfix/3.0.1
on release/3.1.0
merge hotfix/3.0.1
on main
