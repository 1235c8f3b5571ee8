#!/usr/bin/env bash
# Fuzzes the parsers of strangers' data, with libFuzzer under the address and undefined behaviour sanitizers.
#   tests/fuzz/run.sh [--minutes N] [TARGET…]
#     --minutes N  for each target, 10 unless told
#     TARGET       targets of targets.cmake (rpc, magnet, …); without one all of them
# Needs the packages of [fuzz] in installer/packages.txt. Builds in build/fuzz; findings lie in build/fuzz/found/TARGET and
# make the exit code non-zero, the learned corpus lies in build/fuzz/learned/TARGET.
set -euo pipefail
unset CDPATH # with it cd may go elsewhere
cd "$(dirname "$0")/../.."

minutes=10
targets=()
while [ $# -gt 0 ]; do
  case "$1" in
    --minutes) minutes="${2:?--minutes needs a number}"; shift ;;
    -*) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
    *) targets+=("$1") ;;
  esac
  shift
done
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(sed -n 's/^magnetar_fuzz_target(\([a-z0-9_]*\) .*/\1/p' tests/fuzz/targets.cmake)
command -v clang++ >/dev/null || { echo "missing: clang++ (installer/packages.sh fuzz)" >&2; exit 2; }
seconds=$(awk -v minutes="$minutes" 'BEGIN { printf "%d", minutes * 60 }')

# The precompiled headers stay; ccache would want flags of GCC for them. Type information of libtorrent is not exported, so
# that its virtual functions cannot be checked.
cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g1' \
  -DMAGNETAR_SANITIZE='address,undefined,fuzzer-no-link;-fno-sanitize=vptr,function' -DMAGNETAR_LIBFUZZER=ON -DMAGNETAR_EXTENSION=OFF \
  -DCCACHE_PROGRAM=OFF -DCMAKE_RUNTIME_OUTPUT_DIRECTORY="$PWD/build/fuzz/bin" >/dev/null
cmake --build build/fuzz --target "${targets[@]/#/fuzz_}"

# fuzz TARGET: prints libFuzzer's last lines, or its finding.
fuzz() {
  local name=$1 found="build/fuzz/found/$1" learned="build/fuzz/learned/$1" log="build/fuzz/$1.log"
  mkdir -p "$found" "$learned"
  if build/fuzz/bin/fuzz_"$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
    -dict=tests/fuzz/dictionaries/"$name".dict -artifact_prefix="$found/" "$learned" tests/fuzz/corpus/"$name" >"$log" 2>&1; then
    awk -v name="$name" '
      / cov: [0-9]+ / { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
      /number_of_executed_units/ { runs = $2 }
      END { printf "%-14s ok    %9d inputs, %d edges\n", name, runs, edges }' "$log"
  else
    printf '%-14s FOUND something, see %s\n' "$name" "$log"
    grep -E 'does not hold|ERROR: |runtime error:|Test unit written' "$log" | head -n 5 | sed 's/^/    /'
    return 1
  fi
}

failed=0
for name in "${targets[@]}"; do fuzz "$name" || failed=1; done
exit $failed
