#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The last step of a Slurm job array of `gst-facerec batch`: makes the index over all films.
#
# usage: sbatch --dependency=afterok:JOB merge.sh -o OUTPUT
#
#SBATCH --job-name=gst-facerec-merge
#SBATCH --requeue
#SBATCH --open-mode=append
case ${1:-} in -h | --help) sed -n '5,7s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
command -v gst-facerec >/dev/null || { echo "merge.sh: gst-facerec is not in PATH on $(hostname)" >&2; exit 2; }
exec gst-facerec batch --merge "$@"
