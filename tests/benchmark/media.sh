#!/usr/bin/env bash
# Times films that browsers cannot play themselves, in real Chromium and real Firefox; prints medians and missed bars.
#   tests/benchmark/media.sh [-n ROUNDS] [--json FILE]
# Installs nothing. As root the swarm is network namespaces with a round trip of 40 ms, otherwise loopback. About ten minutes.
set -euo pipefail
unset CDPATH # with it cd prints where it went, and goes elsewhere
root="$(cd "$(dirname "$0")/../.." && pwd)"
case "${1:-}" in -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
node="$(find "$root/tests/node_modules/" -path '*/node-linux-*/bin/node' -print -quit 2>/dev/null || true)"
[ -n "$node" ] || { echo "missing: Node.js 22 (npm ci in tests/)" >&2; exit 2; }
PATH="$PATH:/usr/sbin" exec "$node" "$root/tests/benchmark/media/main.mjs" "$@"
