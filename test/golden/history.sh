# Words for writing histories. Sourced by every scenario's history.sh, in an empty folder.
set -euo pipefail
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME="Ada Example" GIT_AUTHOR_EMAIL=ada@example.org
export GIT_COMMITTER_NAME="Ada Example" GIT_COMMITTER_EMAIL=ada@example.org
clock=1767603600 # 2026-01-05 09:00 UTC; every act takes an hour

tick() {
  clock=$((clock + 3600))
  export GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000"
}

start() { git init -q -b main; }

# change MESSAGE [PATH...]: a commit that touches the paths (default: none)
change() {
  tick
  local message=$1
  shift
  for path in "$@"; do
    mkdir -p "$(dirname "$path")"
    echo "$clock" >>"$path"
    git add -- "$path"
  done
  git commit -q --allow-empty --cleanup=verbatim -m "$message"
}

# file PATH <<text: writes a file to be part of the next commit
file() {
  mkdir -p "$(dirname "$1")"
  cat >"$1"
  git add -- "$1"
}

release() { tick; git tag -a "$1" -m "Release $1"; }
branch() { git checkout -q -b "$@"; }
on() { git checkout -q "$1"; }
merge() { tick; git merge -q --no-ff -m "Merge branch '$1'" "$1"; }
hash() { git rev-parse "${1:-HEAD}"; }

# suite FILE TEXT: a test suite of the product, which prints TEXT
suite() {
  printf '#!/bin/sh\necho "%s"\n' "$2" | file "$1"
  chmod +x "$1" && git add --chmod=+x -- "$1"
}

# clean_scan PATH: the report of a security scan without findings, outside of the history
clean_scan() {
  mkdir -p "$(dirname "$1")"
  cat >"$1" <<'JSON'
{ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "semgrep" } }, "results": [] }] }
JSON
}
