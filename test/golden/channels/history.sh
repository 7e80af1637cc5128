start
change "feat: first" src/a
release v1.0.0
branch beta
change "feat: search" src/a
release v1.1.0-beta.1
change "fix: search finds itself" src/a
release v1.1.0-beta.2
branch alpha
change "feat!: new storage" src/b
release v2.0.0-alpha.1
change "fix: storage keeps what it is given" src/b
on beta
change "perf: search in half the time" src/a
on main
merge beta
