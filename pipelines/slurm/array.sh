#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A Slurm job array of `gst-facerec batch`: each task does its part of the films. submit.sh starts it, and the merge behind it.
#
# usage: sbatch --array=1-N array.sh --db GALLERY -o OUTPUT [OPTION of batch]... FILE|FOLDER|@LIST...
#
# A task goes on by itself, at most FACEREC_RESTARTS (5) times, where it was
#   - when gst-facerec was killed, or one of its films was, as the kernel does for want of memory;
#   - when its time is over: a minute before that it stops, and is queued again;
#   - when its machine dies (--requeue).
# What is finished is not done again. The task fails when going on is of no use: no gallery, a full disk, a wrong option.
#
#SBATCH --job-name=gst-facerec
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR1@60
set -u
restarts=${SLURM_RESTART_COUNT:-0}
most=${FACEREC_RESTARTS:-5}

fail () { echo "array.sh: $*" >&2; exit 2; }

case ${1:-} in -h | --help) sed -n '5,13s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
[ -n "${SLURM_ARRAY_TASK_ID:-}" ] || fail "is for sbatch --array=1-N; --help tells more"
command -v gst-facerec >/dev/null || fail "gst-facerec is not in PATH on $(hostname)"

# The array may begin anywhere and have any step; an array with holes would leave parts undone.
part=$(((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN) / ${SLURM_ARRAY_TASK_STEP:-1} + 1))
parts=$SLURM_ARRAY_TASK_COUNT
last=$(((SLURM_ARRAY_TASK_MAX - SLURM_ARRAY_TASK_MIN) / ${SLURM_ARRAY_TASK_STEP:-1} + 1))
[ "$last" = "$parts" ] || fail "an array with holes leaves films undone; take --array=1-$parts"

again ()
{
  [ "$restarts" -lt "$most" ] || { echo "array.sh: $1, and it has been queued again $restarts times: given up" >&2; return; }
  echo "array.sh: $1: queued again" >&2
  # Not SLURM_JOB_ID: that of the last task is the whole array's, and what is finished would be done again, too.
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" && exec sleep 60 # until Slurm ends it
}

stopped='' cancelled=''
echo "Part $part of $parts on $(hostname)$([ "$restarts" = 0 ] || echo ", again ($restarts)")"
process=
# Before the process starts: a signal that comes at once would end this script, and nobody would stop the process.
trap 'stopped=yes; kill -TERM $process 2>/dev/null' USR1
trap 'cancelled=yes; kill -TERM $process 2>/dev/null' TERM
gst-facerec batch --jobs "${SLURM_CPUS_PER_TASK:-1}" --shard "$part/$parts" "$@" &
process=$!
[ -z "$stopped$cancelled" ] || kill -TERM $process 2>/dev/null
while :; do # a signal ends wait, too
  wait $process
  status=$?
  kill -0 $process 2>/dev/null || break
done

# 1: films were killed; beyond 128: it was killed itself, or stopped.
if [ -n "$cancelled" ] || [ "$status" = 0 ]; then
  :
elif [ -n "$stopped" ]; then
  again "its time is over"
elif [ "$status" = 1 ]; then
  again "a film was killed"
elif [ "$status" -gt 128 ]; then
  again "gst-facerec was killed (exit code $status)"
fi
exit "$status"
