#!/usr/bin/env bash
# Proves Magnetar on this machine: builds it, checks it, runs every test. Ends with the line "N passed, N failed".
#   tests/run.sh [--quick] [--only STEP]…
#     --quick      no browsers, no sanitizers, no clang-tidy; the unit tests run as people's programs are built
#     --only STEP  only these steps: packages format release scripts extension ctest e2e soak package browser media asan asan-e2e tsan tidy
#                  (ctest, soak, package, asan-e2e and tsan run only when they are named; package needs root)
# Root is needed only where packages are missing. Independent steps run on when one fails; the end is non-zero then.
set -uo pipefail
unset CDPATH # with it cd may go elsewhere
cd "$(dirname "$0")/.." || exit

quick=0
only=()
while [ $# -gt 0 ]; do
  case "$1" in
    --quick) quick=1 ;;
    --only) only+=("${2:?--only needs a step}"); shift ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
  shift
done

logs=build/test-logs
mkdir -p "$logs"
passed=0
failed=0
failures=()

# Debian's Node.js 18 is enough for the extension's checks; the tests bring their own, newer one.
node22() { find "$PWD/tests/node_modules" -path '*/node-linux-*/bin/node' -print -quit; }

# Adds up what a step's log says about single tests: ctest, node --test (TAP or spec).
count_tests() {
  local log=$1
  sed -E 's/\x1b\[[0-9;]*m//g' "$log" | awk '
    /^# pass [0-9]+/ || /^ℹ pass [0-9]+/ { pass += $3 }
    /^# fail [0-9]+/ || /^ℹ fail [0-9]+/ { fail += $3 }
    /^# cancelled [0-9]+/ || /^ℹ cancelled [0-9]+/ { fail += $3 }
    match($0, /[0-9]+ tests failed out of [0-9]+/) { split(substr($0, RSTART, RLENGTH), w, " "); fail += w[1]; pass += w[6] - w[1] }
    END { print pass + 0, fail + 0 }'
}

wanted() {
  local step=$1
  [ ${#only[@]} -eq 0 ] && return 0
  local name
  for name in "${only[@]}"; do [ "$name" = "$step" ] && return 0; done
  return 1
}

# What failed, by name, with what it said; where no test is named, the end of the log.
show_failure() {
  local said
  said=$(awk '
    /^ *not ok / { print; block = 1; next }
    /^ *\.\.\.$/ || /^ *(code|stack|failureType): / { telling = 0 }
    /^ *\.\.\.$/ { block = 0 }
    block && /^ *error: / { telling = 1 }
    block && telling
    /: Failure$|ERROR: .*Sanitizer|runtime error:/ { print; after = 12; next }
    after-- > 0
  ' "$1" | head -n 100)
  grep -E '\((Failed|Timeout|SEGFAULT|Subprocess aborted|Not Run)\)$' "$1"
  if [ -n "$said" ]; then echo "$said"; else tail -n 20 "$1"; fi
}

# step NAME COMMAND…: runs it with its output in a log, prints one line, counts its tests (or itself as one).
step() {
  local name=$1 from=$SECONDS log="$logs/$1.log" status counts pass fail
  shift
  wanted "$name" || return 0
  "$@" >"$log" 2>&1
  status=$?
  read -r pass fail <<<"$(count_tests "$log")"
  if [ "$((pass + fail))" -eq 0 ]; then
    [ $status -eq 0 ] && pass=1 || fail=1
  elif [ $status -ne 0 ] && [ "$fail" -eq 0 ]; then
    fail=1
  fi
  passed=$((passed + pass))
  failed=$((failed + fail))
  counts="$pass passed"
  [ "$fail" -gt 0 ] && counts="$counts, $fail failed"
  printf '%-10s %-4s %4d s  %s\n' "$name" "$([ "$fail" -eq 0 ] && echo ok || echo FAIL)" "$((SECONDS - from))" "$counts"
  if [ "$fail" -gt 0 ]; then
    failures+=("$name")
    show_failure "$log" | sed 's/^/    /'
    return 1
  fi
}

packages() {
  installer/packages.sh run build test || return
  (cd tests && npm ci --ignore-scripts) || return
  (cd extension && npm ci --ignore-scripts)
}

cpp_files() { find native-host tests -name node_modules -prune -o \( -name '*.cpp' -o -name '*.h' \) -print; }
format() { cpp_files | xargs clang-format --dry-run --Werror; }
# The whole run has its unit tests from the sanitizers' build.
release() {
  local targets=()
  [ $quick -eq 0 ] && [ ${#only[@]} -eq 0 ] && targets=(--target end_to_end_programs extension)
  cmake --preset release && cmake --build --preset release "${targets[@]}"
}
scripts() { find installer tests .ci -name node_modules -prune -o \( -name '*.sh' -o -path '.ci/run' \) -print0 | xargs -0 shellcheck; }
extension() { (cd extension && PATH="$(dirname "$(node22)"):$PATH" npm run check && PATH="$(dirname "$(node22)"):$PATH" npm run lint:web-ext); }
ctest_release() { ctest --preset release -j2 --timeout 300; }
# What hangs is a failure that is told, in minutes: a file of tests has ten, a C++ test five.
node_tests() { # FOLDER JOBS
  "$(node22)" --test --test-reporter=tap --test-timeout=600000 --test-concurrency="$2" "tests/$1/"*.test.mjs
}
# Most of them wait: for a deadline, a swarm, a disk.
e2e() { node_tests e2e 3; }
# Another seed each time; what it finds names its seed.
soak() { timeout --kill-after=10 600 tests/soak/run.sh --minutes 3; }
# Installs the Debian package on a copy of this system, which needs root.
package() { timeout --kill-after=10 900 tests/package/run.sh; }
browser() { node_tests browser 1; }
media() { timeout --kill-after=10 900 tests/media/run.sh --quick; }
asan() { cmake --preset asan && cmake --build --preset asan && ctest --preset asan -j2 --timeout 300; }
# Freed memory that the sanitizer holds back would count as growth.
asan_e2e() {
  cmake --preset asan && cmake --build --preset asan --target end_to_end_programs || return
  ASAN_OPTIONS=quarantine_size_mb=8 MAGNETAR_BIN="$PWD/build/asan/bin" node_tests e2e 3
}
# Unit tests, then one run of the programs with peers, streams and a stop; each report of a daemon is a file.
tsan() {
  local reports=$PWD/build/tsan/reports
  cmake --preset tsan && cmake --build --preset tsan && ctest --preset tsan -j2 --timeout 300 || return
  rm -rf "$reports" && mkdir -p "$reports"
  TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp log_path=$reports/report" MAGNETAR_BIN="$PWD/build/tsan/bin" \
    "$(node22)" --test --test-reporter=tap --test-timeout=600000 tests/e2e/restart.test.mjs || return
  ! grep -h -A 20 'WARNING: ThreadSanitizer' -r "$reports"
}
# clang cannot read GCC's precompiled headers: its commands are those of a build without. Several files at a time cost what
# one does, since most of it is headers; what is found in them has their names.
tidy() {
  cmake -S . -B build/tidy -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DMAGNETAR_EXTENSION=OFF \
    -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=6 -DCMAKE_RUNTIME_OUTPUT_DIRECTORY="$PWD/build/tidy/bin" || return
  # Only what is found: a line for each of thousands of warnings in system headers hides it.
  local found
  found=$(run-clang-tidy -quiet -j2 -p build/tidy -checks=-bugprone-suspicious-include -header-filter='(native-host|tests)/.*\.(h|cpp)$' \
    "$PWD/(build/tidy/)?native-host/.*\.(cpp|cxx)$" 2>/dev/null) && return
  grep -E '(error|warning): ' <<<"$found"
  return 1
}

step packages packages || { [ ${#only[@]} -eq 0 ] && echo '0 passed, 1 failed' && exit 1; }
step format format
step scripts scripts
if step release release; then
  step extension extension
  if [ $quick -eq 1 ] || [ ${#only[@]} -gt 0 ]; then step ctest ctest_release; fi
  step e2e e2e
  if [ $quick -eq 0 ]; then
    # Minutes that the whole run cannot spare.
    if [ ${#only[@]} -gt 0 ]; then step soak soak; step package package; step asan-e2e asan_e2e; step tsan tsan; fi
    step browser browser
    step media media
    step asan asan
    step tidy tidy
  fi
fi

echo
if [ ${#failures[@]} -gt 0 ]; then echo "failed: ${failures[*]}; logs in $logs/"; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
