#!/usr/bin/env bash
# Makes build/package/magnetar_VERSION_ARCHITECTURE.deb: programs, both extensions, manifests for all users.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

usage() {
  cat <<'TEXT'
installer/package.sh [--no-packages] [--no-build]

  --no-packages  do not install the Debian packages that the build needs
  --no-build     pack what build/release holds already
TEXT
}

packages=yes build_first=yes
while [ $# -gt 0 ]; do
  case "$1" in
    --no-packages) packages=no; shift ;;
    --no-build) build_first=no; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

if [ "$packages" = yes ]; then "$root/installer/packages.sh" build package; fi
if [ "$build_first" = yes ]; then
  say "Building (a few minutes the first time)"
  build_targets magnetar magnetar-host extension
fi
[ -x "$bin/magnetar" ] || die "$bin/magnetar is not there; run without --no-build"

# The same source gives the same bytes, whenever it is packed.
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s)}"
export SOURCE_DATE_EPOCH
umask 022
rm -rf -- "$root/build/package"
cpack --config "$build/CPackConfig.cmake" >/dev/null
ls "$root"/build/package/*.deb
