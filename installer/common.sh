# shellcheck shell=bash
# What every script of the installer shares. Sourced, not run.

unset CDPATH # with it cd prints where it went, and goes elsewhere
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="$root/build/release"
# shellcheck disable=SC2034  # used by the scripts that source this file
bin="$root/build/bin"

say() { printf '%s\n' "$*"; }

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# need_value NAME COUNT: the option NAME must be followed by a value.
need_value() { [ "$2" -ge 2 ] || { printf '%s: %s needs a value\n' "$(basename "$0")" "$1" >&2; exit 2; }; }

# Runs a command as root: directly, or by sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root and there is no sudo; run as root: $*"
  fi
}

# What draws subtitles with styles comes from the npm registry. Where that cannot be reached, the extension is built without.
extension_packages() {
  [ ! -d "$root/extension/node_modules/jassub" ] || return 0
  say "Fetching the packages of the extension"
  (cd "$root/extension" && npm ci --ignore-scripts --omit=dev --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null) ||
    say "They cannot be had: subtitles will be shown without their styles."
}

# build_targets TARGET…: configures and builds these targets of the release preset.
build_targets() {
  case " $* " in *" extension "*) extension_packages ;; esac
  # The preset is read from the folder cmake runs in.
  (cd "$root" && cmake --preset release >/dev/null && cmake --build "$build" --target "$@")
}
