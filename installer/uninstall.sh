#!/usr/bin/env bash
# Removes Magnetar: the daemon, the registrations, the files; films and settings when asked to.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

usage() {
  cat <<'TEXT'
installer/uninstall.sh [--prefix DIR] [--system] [--purge | --keep]

  --prefix DIR  where it was installed (~/.local; with --system /usr/local)
  --system      it was installed for all users
  --purge       also remove films, settings and state of this user, without asking
  --keep        keep films, settings and state, without asking
TEXT
}

prefix="" system=no purge=ask
scope=()
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) need_value "$1" $#; prefix="$2"; shift 2 ;;
    --system) system=yes; scope=(--system); shift ;;
    --purge) purge=yes; shift ;;
    --keep) purge=no; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

if [ "$system" = yes ] && [ -z "$prefix" ] && dpkg-query -W -f '${db:Status-Status}' magnetar 2>/dev/null | grep -qx installed; then
  as_root apt-get purge -y -q magnetar
fi

privileged() { if [ "$system" = yes ]; then as_root "$@"; else "$@"; fi; }

# xdg VARIABLE BELOW_HOME: a folder of the XDG Base Directory Specification; values that are not absolute do not count.
xdg() {
  case "${!1:-}" in
    /*) printf '%s/magnetar' "${!1}" ;;
    *) printf '%s/magnetar' "$HOME/$2" ;;
  esac
}

if [ -z "$prefix" ]; then
  if [ "$system" = yes ]; then prefix=/usr/local; else prefix="$HOME/.local"; fi
fi
prefix="$(realpath -m -- "$prefix")"
program="$prefix/bin/magnetar"

config="$(xdg XDG_CONFIG_HOME .config)"
state="$(xdg XDG_STATE_HOME .local/state)"
cache="$(xdg XDG_CACHE_HOME .cache)"

# Where the installed program is gone already, a built one can still take the registrations back.
if [ ! -x "$program" ]; then
  say "There is no Magnetar in $prefix; removing what is left of it."
  program="$bin/magnetar"
fi
if [ -x "$program" ]; then
  "$program" stop >/dev/null 2>&1 || true
  privileged "$program" unregister ${scope[@]+"${scope[@]}"} || say "Some registrations were left; see above."
fi

privileged rm -f -- "$prefix/bin/magnetar" "$prefix/bin/magnetar-airlock" "$prefix/bin/magnetar-host"
privileged rm -rf -- "$prefix/share/magnetar"
# Folders that the installation made and that are empty now.
for folder in "$prefix/share" "$prefix/bin" "$prefix"; do
  if [ "$folder" != "$HOME" ] && [ "$system" = no ]; then rmdir -- "$folder" 2>/dev/null || true; fi
done
say "The programs and the extension are gone from $prefix."

if [ "$purge" = ask ]; then
  purge=no
  if [ -t 0 ] && { [ -e "$cache" ] || [ -e "$config" ] || [ -e "$state" ]; }; then
    read -r -p "Remove films, settings and state too ($cache, $config, $state)? [y/N] " answer
    case "$answer" in [yY]*) purge=yes ;; esac
  fi
fi

own_folder=""
if [ -r "$config/settings.conf" ]; then
  own_folder="$(sed -n 's/^[[:space:]]*cache_folder[[:space:]]*=[[:space:]]*//p' "$config/settings.conf" | tail -n 1)"
fi
if [ "$purge" = yes ]; then
  rm -rf -- "$cache" "$config" "$state"
  say "Removed films, settings and state."
  case "$own_folder" in
    "" | "$cache"/*) ;;
    *) say "Films in the folder you chose were kept: $own_folder" ;;
  esac
elif [ -e "$cache" ] || [ -e "$config" ] || [ -e "$state" ]; then
  say "Kept films, settings and state: $cache, $config, $state (--purge removes them)."
fi
case "${XDG_RUNTIME_DIR:-}" in
  /*) rm -rf -- "$XDG_RUNTIME_DIR/magnetar" ;;
esac
