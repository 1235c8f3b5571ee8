#!/usr/bin/env bash
# From a click on a magnet link to the film, on this machine alone, in a throw-away browser profile.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

usage() {
  cat <<'TEXT'
installer/demo.sh [--browser chromium|firefox] [--headless --shot FILE.png] [--no-build] [--keep]

Installs what is missing, builds, makes a short film, shares it on this machine, and opens a browser with a profile of
its own on a page with the magnet link. Nothing in your own profiles, settings or films is touched.

  --browser NAME    chromium or firefox (the first that is installed)
  --headless        without a window: clicks the link itself, waits until the film has run for 3 s
  --shot FILE.png   where the picture of the player goes (needed by --headless)
  --no-build        use what build/ holds already
  --keep            leave the throw-away folder there, to look at
TEXT
}

browser="" headless=no shot="" keep=no build_first=yes
while [ $# -gt 0 ]; do
  case "$1" in
    --browser) need_value "$1" $#; browser="$2"; shift 2 ;;
    --shot) need_value "$1" $#; shot="$2"; shift 2 ;;
    --headless) headless=yes; shift ;;
    --no-build) build_first=no; shift ;;
    --keep) keep=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
case "$browser" in "" | chromium | firefox) ;; *) usage >&2; exit 2 ;; esac
if [ "$headless" = yes ] && [ -z "$shot" ]; then say "demo.sh: --headless needs --shot FILE.png" >&2; exit 2; fi
if [ "$headless" = no ] && [ -n "$shot" ]; then say "demo.sh: --shot goes with --headless" >&2; exit 2; fi
if [ "$headless" = no ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  die "there is no screen to open a window on; use --headless --shot FILE.png"
fi

# first_command NAME…: the path of the first command that is there.
first_command() {
  local name
  for name in "$@"; do command -v "$name" && return; done
  return 1
}
program_of() {
  if [ "$1" = firefox ]; then first_command firefox-esr firefox; else first_command chromium chromium-browser; fi
}
package_of() { if [ "$1" = firefox ]; then say firefox-esr; else say chromium; fi; }

if [ -z "$browser" ]; then
  browser=chromium
  if ! program_of chromium >/dev/null && program_of firefox >/dev/null; then browser=firefox; fi
fi

packages=(run build demo)
program_of "$browser" >/dev/null || packages+=("$(package_of "$browser")")
"$root/installer/packages.sh" "${packages[@]}"
executable="$(program_of "$browser")"

if [ "$build_first" = yes ]; then
  say "Building (a few minutes the first time)"
  build_targets magnetar magnetar-host magnetar-seed extension
fi
[ -x "$bin/magnetar-seed" ] || die "$bin/magnetar-seed is not there; run without --no-build"

driver="$root/installer/demo"
if [ ! "$driver/node_modules/.package-lock.json" -nt "$driver/package-lock.json" ]; then
  say "Fetching the browser driver"
  (cd "$driver" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null)
fi

film="$root/build/demo/A short film.mp4"
if [ ! -f "$film" ]; then
  say "Making a short film"
  mkdir -p "$(dirname "$film")"
  # A moving picture, a running clock and a beep every second: what stalls is seen and heard.
  ffmpeg -hide_banner -loglevel error -nostdin -y \
    -f lavfi -i "testsrc2=size=1280x720:rate=30:duration=60" \
    -f lavfi -i "sine=frequency=330:beep_factor=4:sample_rate=48000:duration=60" \
    -vf "drawtext=text='%{pts\:hms}':fontsize=110:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=18:x=(w-tw)/2:y=h-th-90" \
    -c:v libx264 -preset veryfast -crf 24 -pix_fmt yuv420p -g 60 -c:a aac -b:a 128k \
    -movflags +faststart "$film.part.mp4"
  mv "$film.part.mp4" "$film"
fi

# Everything that could be the person's own is replaced by a folder that goes at the end.
work="$(mktemp -d "${TMPDIR:-/tmp}/magnetar-demo.XXXXXX")"
mkdir -p "$work/home" "$work/profile" "$work/config/magnetar"
mkdir -m 700 "$work/run"
private=(env "HOME=$work/home" "XDG_CONFIG_HOME=$work/config" "XDG_STATE_HOME=$work/state"
  "XDG_CACHE_HOME=$work/cache" "XDG_DATA_HOME=$work/data" "XDG_RUNTIME_DIR=$work/run")
# The window and the sound are the person's: their doors lie in the folders just replaced.
private+=("XAUTHORITY=${XAUTHORITY:-$HOME/.Xauthority}")
if [ -n "${XDG_RUNTIME_DIR:-}" ]; then
  private+=("PIPEWIRE_RUNTIME_DIR=$XDG_RUNTIME_DIR" "PULSE_SERVER=${PULSE_SERVER:-unix:$XDG_RUNTIME_DIR/pulse/native}")
  case "${WAYLAND_DISPLAY:-/}" in /*) ;; *) private+=("WAYLAND_DISPLAY=$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY") ;; esac
fi

driver_group="" seeder=""
# status_pid: the process of the demo's daemon; fails when there is none.
# shellcheck disable=SC2317  # runs from the trap
status_pid() { "${private[@]}" "$bin/magnetar" status --json 2>/dev/null | node -p 'JSON.parse(require("fs").readFileSync(0)).pid'; }

# shellcheck disable=SC2317  # runs from the trap
stop_daemon() {
  local daemon
  daemon="$(status_pid 2>/dev/null)" || return 0
  "${private[@]}" "$bin/magnetar" stop >/dev/null 2>&1 || true
  timeout 10 tail --pid="$daemon" -f /dev/null || kill -KILL "$daemon" 2>/dev/null || true
}

# shellcheck disable=SC2317  # runs from the trap
finish() {
  trap - EXIT INT TERM HUP
  if [ -n "$driver_group" ]; then
    kill -TERM -- "-$driver_group" 2>/dev/null || true
    timeout 30 tail --pid="$driver_group" -f /dev/null || kill -KILL -- "-$driver_group" 2>/dev/null || true
  fi
  stop_daemon
  if [ -n "$seeder" ]; then kill -TERM "$seeder" 2>/dev/null || true; fi
  if [ "$keep" = yes ]; then say "Kept $work"; else rm -rf -- "$work"; fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# A swarm on this machine: no DHT, no neighbours, no router, loopback only.
cat >"$work/config/magnetar/settings.conf" <<'CONF'
listen_interfaces = 127.0.0.1:0
dht = false
lsd = false
port_mapping = false
utp = false
CONF

coproc SEED { exec "$bin/magnetar-seed" "$film" 2>"$work/seed.log"; }
# shellcheck disable=SC2153  # coproc sets SEED_PID
seeder="$SEED_PID"
read -r -t 60 seeding <&"${SEED[0]}" || die "the film could not be shared: $(tail -n 1 "$work/seed.log")"
magnet="$(node -p 'JSON.parse(process.argv[1]).magnet' "$seeding")"

if [ "$browser" = firefox ]; then place="$work/home/.mozilla/native-messaging-hosts"; else place="$work/profile/NativeMessagingHosts"; fi
"${private[@]}" "$bin/magnetar" register --to "$place" --family "$browser" >/dev/null

options=(--family "$browser" --executable "$executable" --extension "$root/build/extension/$browser"
  --profile "$work/profile" --magnet "$magnet")
if [ "$headless" = yes ]; then options+=(--headless --shot "$(realpath -m -- "$shot")"); fi

say "Opening $browser"
# A group of its own, so that the browser ends with its driver whatever happens; in the background, so that a signal
# to this script is heard at once.
"${private[@]}" setsid node "$driver/drive.mjs" "${options[@]}" &
driver_group=$!
result=0
wait "$driver_group" || result=$?
[ "$result" -eq 0 ] || [ "$headless" = no ] || {
  log="$work/state/magnetar/daemon.log"
  if [ -s "$log" ]; then tail -n 20 "$log" >&2; fi
}
exit "$result"
