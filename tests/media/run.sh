#!/usr/bin/env bash
# Plays every kind of film in real Chromium and real Firefox: picture, sound, jumps. Ends with 1 and a line for each that fails.
#   tests/media/run.sh [--quick] [--only CELL,…] [--json FILE]
#     --quick   one film for each way they are played, about a minute
#     --only    these: names such as mkv/h264/ac3, or their beginnings such as mkv
#     --json    everything that was measured
# The whole matrix takes about half an hour and writes its table into docs/media.md.
set -euo pipefail
unset CDPATH # with it cd prints where it went, and goes elsewhere
root="$(cd "$(dirname "$0")/../.." && pwd)"
case "${1:-}" in -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

missing=0
need() { # WHAT WHERE-FROM
  echo "missing: $1 ($2)" >&2
  missing=1
}
for command in ffmpeg ffprobe chromium firefox-esr; do
  command -v "$command" >/dev/null || need "$command" "installer/packages.sh run test"
done
node="$(find "$root/tests/node_modules/" -path '*/node-linux-*/bin/node' -print -quit 2>/dev/null || true)"
[ -n "$node" ] || need "Node.js 22" "npm ci in tests/"
bin="${MAGNETAR_BIN:-$root/build/bin}"
for program in magnetar magnetar-airlock magnetar-host magnetar-seed; do
  [ -x "$bin/$program" ] || need "$bin/$program" "cmake --preset release && cmake --build --preset release"
done
[ "$missing" -eq 0 ] || exit 2

# A build that runs meanwhile must not replace the measured programs.
copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
cp "$bin/magnetar" "$bin/magnetar-airlock" "$bin/magnetar-host" "$bin/magnetar-seed" "$copy/"
status=0
MAGNETAR_BIN="$copy" "$node" "$root/tests/media/main.mjs" "$@" || status=$?
exit "$status"
