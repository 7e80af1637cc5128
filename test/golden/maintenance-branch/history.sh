start
change "feat: first" src/a
release v1.4.0
change "feat!: second generation" src/b
release v2.0.0
branch 1.4.x v1.4.0
change "fix: a leak in the first generation" src/a
release v1.4.1
change "fix: another leak" src/a
on main
change "fix: second generation starts faster" src/b
merge 1.4.x
branch 1.x v1.4.1
change "feat: a last feature for the first generation" src/d
branch 2.0.x v2.0.0
change "feat: on the wrong branch" src/c
