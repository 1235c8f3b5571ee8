#!/usr/bin/env bash
# Describes and prepares every film of the corpus with the real daemon. Ends with 1 when one is not right.
#   tests/corpus/films.sh [--only NAME] [--write]
#     --only    films whose name contains this, or of this kind
#     --write   writes the table into docs/media.md
set -euo pipefail
unset CDPATH # with it cd prints where it went, and goes elsewhere
root="$(cd "$(dirname "$0")/../.." && pwd)"
case "${1:-}" in -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
node="$(find "$root/tests/node_modules/" -path '*/node-linux-*/bin/node' -print -quit 2>/dev/null || true)"
[ -n "$node" ] || { echo "missing: Node.js 22 (npm ci in tests/)" >&2; exit 2; }
exec "$node" "$root/tests/corpus/films_main.mjs" "$@"
