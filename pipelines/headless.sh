#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Who is in these films and photos: JSON lines, one a frame, into a file, then a summary; needs no display.
#
# usage: headless.sh GALLERY RESULT.jsonl FILE...
[ $# -ge 3 ] || { echo "usage: headless.sh GALLERY RESULT.jsonl FILE..." >&2; exit 2; }
set -e
gallery=$1 result=$2
shift 2
gst-facerec identify --db "$gallery" "$@" >"$result"
exec "$(dirname "$0")/seen.py" "$result"
