start
change "feat: first" src/a
release v1.0.0
change "fxi: typo in the type" src/a
wrong=$(hash)
change "feat: invoices in every currency" src/b
quiet=$(hash)
file "releases/corrections/${wrong:0:12}.md" <<TEXT
fix(export): keep leading zeros

Closes #31
TEXT
file "releases/corrections/${quiet:0:12}.md" <<TEXT
chore: invoices are prepared, and hidden until the next release
TEXT
change "docs: correct two notes"
