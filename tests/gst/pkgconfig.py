#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a stranger's build sees: installs into an empty folder, builds a program against the pkg-config file there with
every C compiler at hand, and runs it.

usage: pkgconfig.py BUILD-FOLDER PREFIX LIBDIR"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAM = '''
#include <gst/facerec/facerec.h>
#include <string.h>

int
main (int argc, char **argv)
{
  GstBuffer *buffer;
  gchar *json;
  int failed;

  gst_init (&argc, &argv);
  buffer = gst_buffer_new ();
  gst_facerec_buffer_add_face (buffer, 1, 2, 3, 4, 32, 24, 0.5f, "mine");
  json = gst_facerec_buffer_to_json (buffer, "f", 0, 32, 24, GST_FACEREC_JSON_DEFAULT);
  failed = strstr (json, "\\"box\\":[1,2,3,4],\\"score\\":0.5,\\"detector\\":\\"mine\\"") == NULL;
  g_free (json);
  gst_buffer_unref (buffer);
  return failed;
}
'''


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode != 0:
        sys.exit(f'{" ".join(map(str, command))} failed with {result.returncode}:\n{result.stdout}{result.stderr}')
    return result.stdout


def main():
    build, prefix, libdir = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        run('meson', 'install', '-C', build, '--no-rebuild', '--destdir', folder)
        root = pathlib.Path(folder + prefix)
        libraries = root / libdir
        described = libraries / 'pkgconfig' / 'gstreamer-facerec-1.0.pc'
        described.write_text(described.read_text().replace(f'prefix={prefix}\n', f'prefix={root}\n'))
        environment = dict(os.environ, PKG_CONFIG_PATH=str(described.parent), LD_LIBRARY_PATH=str(libraries))
        flags = run('pkg-config', '--cflags', '--libs', 'gstreamer-facerec-1.0', env=environment).split()

        source = pathlib.Path(folder, 'program.c')
        source.write_text(PROGRAM)
        compilers = [compiler for compiler in ('gcc', 'clang') if shutil.which(compiler)]
        for compiler in compilers:
            program = pathlib.Path(folder, f'program-{compiler}')
            run(compiler, '-Wall', '-Wextra', '-Werror', source, '-o', program, *flags)
            run(program, env=environment)
            print(f'{compiler}: builds and runs')
        if not compilers:
            print('SKIP: neither gcc nor clang is installed')
            sys.exit(77)


main()
