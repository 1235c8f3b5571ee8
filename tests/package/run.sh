#!/usr/bin/env bash
# Makes the Debian package, installs it, plays a film with it in both browsers, purges it, and checks that nothing is left. All of
# it happens on a copy of this system that ends with the test: overlays over /usr, /etc and /var in a mount namespace. Needs root.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/../.."

[ "$(id -u)" -eq 0 ] || { echo "tests/package/run.sh needs root for a mount namespace of its own" >&2; exit 2; }
if [ "${1:-}" != --on-a-copy ]; then
  installer/package.sh --no-packages --no-build
  exec unshare --mount --propagation private "$0" --on-a-copy
fi

copies=/mnt # of the namespace alone
mount -t tmpfs -o mode=755 tmpfs "$copies"
for folder in usr etc var; do
  mkdir -p "$copies/$folder/new" "$copies/$folder/work"
  mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$copies/$folder/new,workdir=$copies/$folder/work" "/$folder"
done
node="$(find "$PWD/tests/node_modules" -path '*/node-linux-*/bin/node' -print -quit)"
exec "$node" --test --test-reporter=tap --test-timeout=600000 --test-concurrency=1 tests/package/*.test.mjs
