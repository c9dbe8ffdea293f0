#!/bin/bash
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: install.sh BUILD-FOLDER      configured with a prefix inside of it; installs there and uses only that
set -euo pipefail
build=$(cd "${1:?a build folder}" && pwd)
prefix=$(meson introspect --buildoptions "$build" |
  python3 -c 'import json, sys; print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')
case $prefix in
  "$build"/*) rm -rf "$prefix" ;;
  *) echo "its prefix $prefix is not inside of it"; exit 2 ;;
esac
meson install -C "$build" --no-rebuild --quiet

library=$(dirname "$(find "$prefix" -name 'libgstfacerec-1.0.so')")
find "$prefix" -type f -o -type l | sort
for file in "$library/gstreamer-1.0/libgstfacerec.so" "$library/pkgconfig/gstreamer-facerec-1.0.pc" \
  "$library/girepository-1.0/GstFacerec-1.0.typelib" "$prefix/share/gir-1.0/GstFacerec-1.0.gir" \
  "$prefix/bin/gst-facerec" "$prefix/include/gstreamer-1.0/gst/facerec/facerec.h"; do
  [ -e "$file" ] || { echo "not installed: $file"; exit 1; }
done

export GST_PLUGIN_PATH_1_0=$library/gstreamer-1.0 GST_REGISTRY_1_0=$prefix/registry.dat
export LD_LIBRARY_PATH=$library GI_TYPELIB_PATH=$library/girepository-1.0 PKG_CONFIG_PATH=$library/pkgconfig
export PATH=$prefix/bin:$PATH
exec "$(dirname "$0")/usable.sh"
