start
change "feat: first" src/a
release v1.2.0
change "fix: slow start" src/a
branch hotfix/1.2.1 v1.2.0
change "fix: lost sessions

Security: sessions are bound to their device" src/b
release v1.2.1
on main
