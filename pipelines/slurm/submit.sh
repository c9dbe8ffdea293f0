#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# `gst-facerec batch` on all machines of a Slurm cluster: a job array, each task of which does its part of the films, and one
# job behind it that makes the index over all.
#
# usage: submit.sh [--parts N] [--wait] [--sbatch OPTION]... --db GALLERY -o OUTPUT [OPTION of batch]... FILE|FOLDER|@LIST...
#
#   --parts N        into so many parts (8); take some for each machine, so that none waits long for the last
#   --sbatch OPTION  for sbatch, such as --sbatch --partition=long --sbatch --cpus-per-task=4 (as many films at a time)
#   --wait           until all is done, and tell how it goes; else return at once
#
# Films, gallery and OUTPUT are on a file system that all machines share, under the same paths. The logs are in OUTPUT/slurm/.
# The same command again goes on where it was, whatever has happened. slurm.md tells the rest.
set -u
here=$(cd "$(dirname "$0")" && pwd)
parts=8 wait='' output='' gallery='' n_files=0
options=() batch=()

fail () { echo "submit.sh: $*" >&2; exit 2; }
need () { [ "$1" -ge 2 ] || fail "$2 needs a value; --help tells more"; }

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -n '5,16s/^# \{0,1\}//p' "$0"; exit 0 ;;
    --parts) need $# "$1"; parts=$2; shift 2 ;;
    --parts=*) parts=${1#*=}; shift ;;
    --sbatch) need $# "$1"; options+=("$2"); shift 2 ;;
    --sbatch=*) options+=("${1#*=}"); shift ;;
    --wait) wait=yes; shift ;;
    --shard | --shard=* | --merge) fail "$1 is what this script gives itself; leave it out" ;;
    -o | --output) need $# "$1"; output=$2; batch+=("$1" "$2"); shift 2 ;;
    -o?*) output=${1#-o}; batch+=("$1"); shift ;;
    --output=*) output=${1#*=}; batch+=("$1"); shift ;;
    --db) need $# "$1"; gallery=$2; batch+=("$1" "$2"); shift 2 ;;
    --db=*) gallery=${1#*=}; batch+=("$1"); shift ;;
    --) n_files=$((n_files + $# - 1)); batch+=("$@"); break ;;
    --json | --quiet | -q | --retry | --annotate | -*=* | -j?*) batch+=("$1"); shift ;;
    -*) need $# "$1"; batch+=("$1" "$2"); shift 2 ;;
    *) n_files=$((n_files + 1)); batch+=("$1"); shift ;;
  esac
done

# What a job would find out only when it has waited for its turn.
[[ $parts =~ ^[1-9][0-9]*$ ]] || fail "--parts takes a number, not '$parts'"
[ -n "$output" ] || fail "-o OUTPUT is missing, a folder for the results that all machines see; --help tells more"
[ -n "$gallery" ] || fail "--db GALLERY is missing, a file made by gst-facerec enroll; --help tells more"
[ "$n_files" -gt 0 ] || fail "no films are named: FILE, FOLDER or @LIST; --help tells more"
case $gallery in *://*) ;; *) [ -r "$gallery" ] || fail "$gallery: there is no such gallery, or it cannot be read" ;; esac
for word in "${batch[@]}"; do
  case $word in @*) [ -r "${word#@}" ] || fail "${word#@}: there is no such list, or it cannot be read" ;; esac
done
command -v gst-facerec >/dev/null || fail "gst-facerec is not in PATH; it must be here and on the machines of the cluster"
command -v sbatch >/dev/null || fail "sbatch is not in PATH: is this a machine of the cluster? (Debian: slurm-client)"
mkdir -p "$output/slurm" || fail "$output: the folder cannot be made"

logs=${output//%/%%}/slurm
array=$(sbatch --parsable --array="1-$parts" --output="$logs/%A-part-%a.log" ${options[@]+"${options[@]}"} "$here/array.sh" \
  "${batch[@]}") || fail "sbatch has refused the array; the line above says why"
array=${array%%;*}
merge=$(sbatch --parsable --dependency="afterok:$array" --kill-on-invalid-dep=yes --output="$logs/%j-merge.log" \
  ${options[@]+"${options[@]}"} "$here/merge.sh" -o "$output")
merge=${merge%%;*}
if [ -z "$merge" ]; then
  scancel "$array"
  fail "sbatch has refused the merge; the line above says why"
fi
echo "Submitted: $parts parts (job $array), then the merge (job $merge). Logs: $output/slurm/"
if [ -z "$wait" ]; then
  echo "How it goes: squeue -j $array,$merge    Stop it: scancel $array $merge    Then the same command goes on."
  exit 0
fi

# State of a job as its scheduler has it, empty when it cannot be asked just now.
state () { scontrol --oneliner show job "$1" 2>/dev/null | grep -o ' JobState=[A-Z_]*' | cut -d= -f2 | sort | uniq -c; }

waiting=0
while :; do
  parts_now=$(state "$array")
  now=$(state "$merge")
  done_now=$(grep -o '[0-9]* COMPLETED' <<<"$parts_now" | cut -d' ' -f1)
  if [ -t 2 ]; then
    printf '\r%s of %s parts done, %s films finished  \033[K' "${done_now:-0}" "$parts" \
      "$(find "$output/films" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l)" >&2
  fi
  case $now in
    *COMPLETED* | *FAILED* | *CANCELLED* | *TIMEOUT* | *NODE_FAIL* | *OUT_OF_MEMORY* | *DEADLINE* | *BOOT_FAIL*) break ;;
    '') waiting=$((waiting + 1)); [ $waiting -lt 60 ] || fail "Slurm does not answer any more; squeue -j $array,$merge" ;;
    *) waiting=0 ;;
  esac
  sleep 2
done
[ ! -t 2 ] || printf '\r\033[K' >&2
case $now in
  *COMPLETED*) cat "$output/slurm/$merge-merge.log"; exit 0 ;;
esac
echo "submit.sh: not all parts have been done; the last line of each log:" >&2
for log in "$output/slurm/$array"-part-*.log "$output/slurm/$merge-merge.log"; do
  [ ! -s "$log" ] || echo "  $log: $(tail -n 1 "$log")" >&2
done
exit 1
