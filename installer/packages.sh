#!/usr/bin/env bash
# Installs the Debian packages of the named sections of packages.txt, as far as they are missing.
#   installer/packages.sh run build [demo] [test] [PACKAGE of the list]…
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

list="$root/installer/packages.txt"

# entries SECTION-OR-PACKAGE: lines "package [command]" of the list.
entries() {
  awk -v wanted="$1" '
    /^[[:space:]]*(#|$)/ { next }
    /^\[/ { section = substr($1, 2, length($1) - 2); next }
    section == wanted || $1 == wanted { print $1, $2 }' "$list"
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

is_there() {
  local package="$1" command="$2"
  { [ -n "$command" ] && command -v "$command" >/dev/null; } || is_installed "$package"
}

missing_of() {
  local found package command
  found="$(entries "$1")"
  [ -n "$found" ] || die "packages.txt has no section or package '$1'"
  while read -r package command; do
    is_there "$package" "$command" || say "$package"
  done <<<"$found"
}

[ $# -gt 0 ] || { say "usage: installer/packages.sh run|build|demo|test|PACKAGE…" >&2; exit 2; }
command -v dpkg-query >/dev/null ||
  die "this is not a Debian system; install what corresponds to installer/packages.txt, then use --no-packages"

wanted=""
for name in "$@"; do
  wanted+="$(missing_of "$name")"$'\n'
done
mapfile -t missing < <(sort -u <<<"$wanted" | sed '/^$/d')

if [ ${#missing[@]} -eq 0 ]; then
  say "Packages: everything is there."
  exit 0
fi
say "Packages: installing ${missing[*]}"
as_root apt-get update -q
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
