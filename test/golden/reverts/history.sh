start
change "feat: first" src/a
release v1.0.0
change "feat!: open the door to everyone" src/a
change "Revert \"feat!: open the door to everyone\"

This reverts commit $(hash)." src/a
change "fix: close the window" src/b
change "revert: fix: close the window

This reverts commit $(hash)." src/b
change "Reapply \"fix: close the window\"

This reverts commit $(hash)." src/b
change "revert: feat: first

This reverts commit $(hash v1.0.0)." src/a
