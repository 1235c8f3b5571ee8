#!/usr/bin/env bash
# Measures Magnetar against what a person would take instead, in the same swarm; prints medians, ratios and missed bars.
#   tests/benchmark/run.sh [--quick] [--only CASE,… [--exactly]] [--peers NAME,…] [-n ROUNDS] [--json FILE] [--svg FILE] [--set KEY=VALUE]…
#                          [--seed N] [--traces FOLDER]
#     --quick   at most ten minutes: the cases with a bar, fewer rounds
#     --only    these cases: a name, or all that begin with it and a dash; --exactly: the name alone
#     --set     a setting of Magnetar's, for trying things out
#     --seed    of the swarms of world-*, which are drawn anew each round; by default random, and printed
#     --traces  Magnetar's trace and statistics of each run of world-* go there
# Installs nothing. As root the swarm is network namespaces with a round trip of 40 ms, otherwise loopback.
set -euo pipefail
unset CDPATH # with it cd prints where it went, and goes elsewhere
root="$(cd "$(dirname "$0")/../.." && pwd)"
case "${1:-}" in -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

missing=0
need() { # WHAT WHERE-FROM
  echo "missing: $1 ($2)" >&2
  missing=1
}
for command in ffmpeg:ffmpeg ip:iproute2 btfs:btfs fusermount3:fuse3 nginx:nginx-light; do
  command -v "${command%%:*}" >/dev/null || [ -x "/usr/sbin/${command%%:*}" ] ||
    need "${command%%:*}" "package ${command##*:}, installer/packages.sh bench"
done
node="$(find "$root/tests/node_modules" -path '*/node-linux-*/bin/node' -print -quit 2>/dev/null || true)"
[ -n "$node" ] || need "Node.js 22" "npm ci in tests/"
[ -d "$root/tests/node_modules/peerflix" ] || need peerflix "npm ci in tests/"
bin="${MAGNETAR_BIN:-$root/build/bin}"
for program in magnetar magnetar-seed magnetar-link magnetar-leech magnetar-readers; do
  [ -x "$bin/$program" ] || need "$bin/$program" "cmake --preset release && cmake --build --preset release"
done
[ "$missing" -eq 0 ] || exit 2

# A copy, so that a build during the run does not change the measured programs.
copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
for program in magnetar magnetar-airlock magnetar-host magnetar-seed magnetar-link magnetar-leech magnetar-readers; do
  if [ -x "$bin/$program" ]; then cp "$bin/$program" "$copy/"; fi
done
export MAGNETAR_BIN="$copy" PATH="$PATH:/usr/sbin"
status=0
"$node" "$root/tests/benchmark/main.mjs" "$@" || status=$?
exit "$status"
