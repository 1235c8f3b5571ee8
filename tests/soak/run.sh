#!/usr/bin/env bash
# Soak: the real daemon in a swarm that comes and goes, with people who watch, seek and leave; every byte is compared.
#   tests/soak/run.sh [--minutes N] [--seed S] [--kinds KIND,…] [--troubles TROUBLE,…] [--liars]
#     --minutes   3 unless told
#     --seed      chooses all that happens; by default random, and printed
#     --kinds     of torrents: v1 v2 hybrid; all three unless told
#     --troubles  what happens now and then: kill settings again alter disk; or none
#     --liars     five viewers and two liars for each film, no other trouble than films that begin anew
# Ends non-zero on a crash, a wrong byte, an honest peer banned, a wait beyond the limit, something lost, or growth.
set -euo pipefail
unset CDPATH # with it cd may go elsewhere
root="$(cd "$(dirname "$0")/../.." && pwd)"
case "${1:-}" in -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
node="$(find "$root/tests/node_modules" -path '*/node-linux-*/bin/node' -print -quit 2>/dev/null || true)"
[ -n "$node" ] || { echo "missing: Node.js 22 (npm ci in tests/)" >&2; exit 2; }

# A copy, so that a build during the run does not change the tested programs.
bin="${MAGNETAR_BIN:-$root/build/bin}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
# The copy's name tells the tests of a sanitizer, which needs more time.
copy="$folder/$(basename "$(dirname "$(realpath "$bin")")")"
mkdir "$copy"
for program in magnetar magnetar-airlock magnetar-host magnetar-seed; do
  [ -x "$bin/$program" ] || { echo "missing: $bin/$program (cmake --preset release && cmake --build --preset release)" >&2; exit 2; }
  cp "$bin/$program" "$copy/"
done
MAGNETAR_BIN="$copy" "$node" "$root/tests/soak/main.mjs" "$@"
