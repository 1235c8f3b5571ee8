#!/usr/bin/env bash
# Builds Magnetar, installs it and tells the browsers of this machine about it.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

usage() {
  cat <<'TEXT'
installer/install.sh [--prefix DIR] [--system] [--browser NAME]… [--no-packages] [--no-build]

  --prefix DIR    where to install (~/.local; with --system /usr/local)
  --system        for all users; asks for root by sudo. On Debian it is a package (installer/package.sh), and Chromium and Firefox
                  have the extension at their next start
  --browser NAME  register with this browser only (chrome, chromium, edge, brave, vivaldi, opera, firefox, …)
  --no-packages   do not install Debian packages
  --no-build      install what build/release holds already
TEXT
}

prefix="" system=no packages=yes build_first=yes
register=(register)
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) need_value "$1" $#; prefix="$2"; shift 2 ;;
    --browser) need_value "$1" $#; register+=(--browser "$2"); shift 2 ;;
    --system) system=yes; register+=(--system); shift ;;
    --no-packages) packages=no; shift ;;
    --no-build) build_first=no; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

# In whose name files are written: everything below --system belongs to root.
privileged() { if [ "$system" = yes ]; then as_root "$@"; else "$@"; fi; }

# The package knows where the browsers of everybody look for extensions, and takes all of it away again.
if [ "$system" = yes ] && [ -z "$prefix" ] && [ ${#register[@]} -eq 2 ] && command -v dpkg >/dev/null; then
  if [ "$packages" = yes ]; then "$root/installer/packages.sh" run build package; fi
  with=(--no-packages)
  if [ "$build_first" = no ]; then with+=(--no-build); fi
  "$root/installer/package.sh" "${with[@]}"
  as_root apt-get install -y -q --no-install-recommends "$root"/build/package/magnetar_*.deb
  say "Start Chromium or Firefox anew: the extension is there. Other browsers load it from /usr/share/chromium/extensions/magnetar."
  exec /usr/bin/magnetar doctor
fi

if [ -z "$prefix" ]; then
  if [ "$system" = yes ]; then prefix=/usr/local; else prefix="$HOME/.local"; fi
fi
prefix="$(realpath -m -- "$prefix")"

if [ "$packages" = yes ]; then "$root/installer/packages.sh" run build; fi
if [ "$build_first" = yes ]; then
  say "Building (a few minutes the first time)"
  build_targets magnetar magnetar-host extension
fi
[ -x "$bin/magnetar" ] || die "$bin/magnetar is not there; run without --no-build"

say "Installing to $prefix"
# Files that an older version had and this one has not.
privileged rm -rf -- "$prefix/share/magnetar/extension"
privileged cmake --install "$build" --prefix "$prefix" >/dev/null
# A daemon of an older version would go on; browsers that need one start the new one.
"$prefix/bin/magnetar" stop >/dev/null 2>&1 || true
privileged "$prefix/bin/magnetar" "${register[@]}"

extension="$prefix/share/magnetar/extension"
say ""
say "One step is left: load the extension into the browser."
say "  Chrome, Chromium, Edge, Brave, Vivaldi, Opera:"
say "    open chrome://extensions, switch on Developer mode, choose Load unpacked: $extension/chromium"
say "  Firefox, LibreWolf, Waterfox:"
say "    open about:debugging#/runtime/this-firefox, choose Load Temporary Add-on: $extension/firefox/manifest.json"
say "    (Firefox forgets an add-on that Mozilla did not sign when it is closed.)"
case ":$PATH:" in
  *":$prefix/bin:"*) ;;
  *) say "$prefix/bin is not in your PATH: use $prefix/bin/magnetar on the command line." ;;
esac
say ""
exec "$prefix/bin/magnetar" doctor
