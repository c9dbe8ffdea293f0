#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Every test, on a machine where nothing of it is installed: set-up, then the tests of the plain build, of a sanitizer
# build, of one that looks for races, of a clang build and of a build without dlib; the installed tree; windows; the other
# facedetect; accuracy.
#
# usage: tests/run.sh [--setup-only] [--quick]
#   --setup-only   packages, models, sample media, build; nothing else
#   --quick        only the plain build's tests
#
# Ends with the one line "N passed, N failed"; exit code 0 only when nothing failed. What was skipped is told before, and why.
set -uo pipefail
case ${1:-} in -h | --help) sed -n '5,13s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
. "$(dirname "$0")/../pipelines/setup.sh"

passed=0 failed=0 skipped=0
failures=()
logs=$root/build/test-logs
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-2}
jobs=$(nproc)

# add PASSED FAILED SKIPPED
add () { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# failure TEXT LOG: kept for the end of the report with the log's last lines, since what reads it may have kept the end only.
failure ()
{
  failures+=("FAILED  $1"$'\n'"$(tail -n 10 "$2" | cut -c1-300 | sed 's/^/        | /')")
  say "FAILED  $1"
  tail -n 40 "$2" | sed 's/^/        | /'
}

seconds_since () { echo $((SECONDS - $1)); }

# check NAME COMMAND...: one test; exit code 77 with a last line that says why is a skip.
check ()
{
  local name=$1 log start=$SECONDS status=0
  shift
  log=$logs/${name//[^a-z0-9-]/-}.log
  "$@" >"$log" 2>&1 </dev/null || status=$?
  case $status in
    0) add 1 0 0; say "ok      $name ($(seconds_since "$start") s)" ;;
    77) add 0 0 1; say "SKIP    $name: $(tail -n 1 "$log")" ;;
    *)
      add 0 1 0
      failure "$name (exit code $status, $(seconds_since "$start") s)" "$log"
      ;;
  esac
  return 0
}

# suites BUILD COUNT-OPTION MESON-TEST-ARGUMENTS...: the tests of a build folder.
suites ()
{
  local build=$1 count=$2 start=$SECONDS counts name
  shift 2
  name=$(basename "$build")
  meson test -C "$build" --no-rebuild --num-processes "$jobs" --print-errorlogs "$@" >"$logs/$name.log" 2>&1 </dev/null
  if ! counts=$("$root/tests/tally.py" "$build/meson-logs/testlog.json" $count 2>&1); then
    add 0 1 0
    failure "$name: its tests did not run" "$logs/$name.log"
    return
  fi
  # shellcheck disable=SC2046
  add $(head -n 1 <<<"$counts")
  set -- $(head -n 1 <<<"$counts")
  say "$([ "$2" = 0 ] && echo 'ok     ' || echo 'FAILED ') $name: $1 passed, $2 failed, $3 skipped ($(seconds_since "$start") s)"
  tail -n +2 <<<"$counts" | sed 's/^/        /'
  mapfile -t -O "${#failures[@]}" failures < <(awk -v name="$name" \
    'sub(/^FAILED /, "FAILED  " name ": ") { on = 1 } !/^FAILED / && /^[^ ]/ { on = 0 } on' <<<"$counts")
  [ "$2" = 0 ] || grep -B2 -A60 '✀' "$logs/$name.log" | cut -c1-300 | tail -n 200 | sed 's/^/        | /'
}

# build_variant NAME MESON-OPTION...: configured and compiled beside the plain build; a build that fails is a failed test.
build_variant ()
{
  local build=$root/build-$1 start=$SECONDS
  shift
  if (setup_build "$build" "$@") >"$logs/$(basename "$build")-setup.log" 2>&1; then
    add 1 0 0
    say "ok      $(basename "$build") builds ($(seconds_since "$start") s)"
  else
    add 0 1 0
    failure "$(basename "$build") does not build" "$logs/$(basename "$build")-setup.log"
    return 1
  fi
}

# The command's tests run on the fake engine, and the plain build has run them: of those only what tells a missing engine.
nodlib ()
{
  build_variant nodlib -Ddlib=disabled -Dintrospection=disabled || return
  suites "$root/build-nodlib" --programs --no-suite style --no-suite process
  suites "$root/build-nodlib" --programs command-enroll command-eval command-identify command-live
}

sanitizers ()
{
  # gst-plugin-scanner is not instrumented, so the registry is made in the test itself.
  export GST_REGISTRY_FORK=no UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  export LSAN_OPTIONS=fast_unwind_on_malloc=0:suppressions=$root/tests/supp/lsan.supp
  if build_variant asan -Db_sanitize=address,undefined -Db_lundef=false -Dbuildtype=debugoptimized; then
    # Scanning the system's plugins leaks a little, and the first tests would be blamed for it: scan before.
    ASAN_OPTIONS=detect_leaks=0 meson test -C "$root/build-asan" --no-rebuild gst-gstfacerecidentity \
      >"$logs/build-asan-registry.log" 2>&1 </dev/null
    suites "$root/build-asan" --programs --no-suite style --no-suite process --timeout-multiplier 4
  fi
  unset GST_REGISTRY_FORK UBSAN_OPTIONS LSAN_OPTIONS
}

# Races: what is used by several threads at once. GLib and GStreamer are not instrumented: what they do themselves is not
# looked at, and tests/threads/glibsync.c tells of the order that GLib's locks make.
races ()
{
  local tsan=$root/build-tsan
  build_variant tsan -Db_sanitize=thread -Db_lundef=false -Dbench=disabled -Dintrospection=disabled || return
  export G_SLICE=always-malloc GST_REGISTRY_FORK=no TSAN_OPTIONS=history_size=4:ignore_noninstrumented_modules=1
  LD_PRELOAD=$tsan/tests/threads/glibsync.so suites "$tsan" --programs --timeout-multiplier 6 \
    models-engine models-filedigest models-onednn models-search models-workers side-by-side \
    faceknn facedetect faceembed faceenroll holding late overlay overlaycarry pacing sharing states stats stream
  check "gallery read while it changes, races" env LD_PRELOAD="$tsan/tests/threads/glibsync.so" \
    "$tsan/tests/models/test-models-gallery-reload" -p /gallery/reload/readers-go-on
  unset G_SLICE GST_REGISTRY_FORK TSAN_OPTIONS
}

setup ()
{
  setup_packages "$root/pipelines/packages.txt" "$root/tests/packages.txt" "$root/tests/bench/packages.txt"
  (setup_models --all) || say "Going on without the model files: tests that need them are skipped and say so."
  setup_samples || say "Going on without sample media: tests that need them are skipped and say so."
  setup_build "$root/build" -Dtests=enabled
}

start=$SECONDS
setup
[ "${1:-}" != --setup-only ] || exit 0
mkdir -p "$logs"
say "Set-up complete ($(seconds_since "$start") s); logs are in build/test-logs"

suites "$root/build" ""
if [ "${1:-}" != --quick ]; then
  nodlib
  CC=clang CXX=clang++ build_variant clang -Dbench=disabled -Dwerror=true -Dbuildtype=debug -Dprefix="$root/build-clang/prefix" &&
    suites "$root/build-clang" --programs --suite fuzz
  sanitizers
  races
  check "development environment" meson devenv -C "$root/build" "$root/tests/pipelines/usable.sh"
  check "installed tree" "$root/tests/pipelines/install.sh" "$root/build-clang"
  check "beside the other facedetect" "$root/tests/pipelines/clash.sh"
  check "windows" "$root/tests/pipelines/window.sh"
  check "live" "$root/tests/pipelines/live.sh"
  check "demo" "$root/tests/pipelines/demo.sh"
  check "accuracy" "$root/tests/accuracy/run" --check
  check "tracks" "$root/tests/accuracy/tracks" --check
  check "names" "$root/tests/accuracy/names" --check
  check "timelines" "$root/tests/accuracy/timelines" --check
  check "clusters" "$root/tests/accuracy/clusters" --check
  check "privacy" "$root/tests/accuracy/privacy" --check
  check "trained" "$root/tests/accuracy/trained" --check
  check "backbones" "$root/tests/accuracy/backbones"
  check "a live picture" "$root/tests/accuracy/late" --check
  grep -hE '^(ok|FAILED|SKIP) ' "$logs/accuracy.log" "$logs/tracks.log" "$logs/names.log" "$logs/timelines.log" \
    "$logs/clusters.log" "$logs/privacy.log" "$logs/trained.log" "$logs/a-live-picture.log" | sed 's/^/        /'
fi

say "All of it took $(seconds_since "$start") s."
[ $failed = 0 ] || printf '%s\n' "${failures[@]}"
[ $skipped = 0 ] || say "$skipped skipped: the lines above say why. A skipped test is not counted as passed."
say "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
