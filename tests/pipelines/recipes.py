#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs every recipe of pipelines/recipes.md as it is written, from the first to the last in one folder, and compares what it
prints with the block of output under it; then the lines of batch.md that are meant for more than one film.

The film of the page is made of rectangles, which the fake engine takes for faces: gst-facerec and gst-launch-1.0 are called
through scripts that choose that engine.

usage: recipes.py [--update]   --update writes what was printed into the page"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.environ['FACEREC_SOURCE_ROOT']
PAGE = os.path.join(ROOT, 'pipelines', 'recipes.md')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'pipelines', 'command'))
import pictures  # noqa: E402
from commandtest import check, enroll  # noqa: E402

TOOLS = ('jq', 'sqlite3', 'ffmpeg', 'ffprobe', 'gst-launch-1.0')
ANNA, BERT, STRANGER = (10, 10, 60, 80, 'red'), (90, 20, 50, 70, 'blue'), (10, 30, 50, 60, 'green')
BLOCK = re.compile(r'^```(sh|python)\n(.*?)^```\n(?:\n```output\n(.*?)^```\n)?', re.M | re.S)
LINES = re.compile(r'(?:^    .*\n)+', re.M)
TIMEOUT_S = 60
RULE = '--distance-threshold 0.2 --margin 0'
STANDINS = {
    'gst-facerec': f'''case $1 in
  embed) options="--detector fake --engine fake" ;;
  enroll) options="--detector fake --engine fake --min-quality 0" ;;
  *) options="--detector fake --engine fake {RULE}" ;;
esac
subcommand=$1; shift
exec {{program}} "$subcommand" $options "$@"''',
    'gst-launch-1.0': '''for word; do
  shift
  case $word in
    facerecdetect) set -- "$@" facerecdetect detector=fake ;;
    faceembed) set -- "$@" faceembed engine=fake ;;
    faceknn) set -- "$@" faceknn distance-threshold=0.2 margin=0 ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec {program} "$@"''',
    'chromium': 'grep -q "</html>" "$1"'}


def prepare(folder):
    """The files that the page speaks of, and an environment with the stand-ins."""
    os.chdir(folder)
    for colour, name in ('red', 'Anna'), ('blue', 'Bert'):
        for number in range(3):
            pictures.person(f'people/{name}/{number}.ppm', colour, shade=3 * number)
    check(enroll('people').code, 0)
    pictures.film('film.mp4', [[ANNA]] * 50 + [[]] * 75 + [[ANNA, BERT]] * 50 + [[STRANGER]] * 25, 'mp4mux',
                  'openh264enc', 'bitrate=2000000', 'gop-size=25', '!', 'h264parse')
    pictures.ppm('photo.jpg', ANNA)
    pictures.ppm('group.jpg', BERT, ANNA)
    os.symlink(os.path.join(ROOT, 'pipelines'), 'pipelines')
    os.mkdir('standins')
    for name, script in STANDINS.items():
        path = os.path.join('standins', name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write('#!/bin/sh\n' + script.replace('{program}', shutil.which(name) or name) + '\n')
        os.chmod(path, 0o755)
    return dict(os.environ, PATH=os.path.abspath('standins') + ':' + os.environ['PATH'], LC_ALL='C.UTF-8')


def run(kind, recipe, environment):
    command = [sys.executable, '-'] if kind == 'python' else ['bash', '-e', '-o', 'pipefail', '-s']
    return subprocess.run(command, input=recipe, env=environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=TIMEOUT_S, check=False)


def report(number, title, done, expected):
    good = done.returncode == 0 and done.stdout == expected
    print(f'{"ok" if good else "not ok"} {number} - {title}', flush=True)
    if not good:
        shown = f'exit code {done.returncode}\n{done.stderr}\n--- printed\n{done.stdout}\n--- documented\n{expected}'
        print(*('# ' + line for line in shown.splitlines()), sep='\n', flush=True)
    return good


def lines_of_batch(folder):
    """(line of the page, what to run): its indented blocks, of which a part stands for all parts."""
    with open(os.path.join(ROOT, 'pipelines', 'batch.md'), encoding='utf-8') as file:
        page = file.read()
    for block in LINES.finditer(page):
        lines = []
        for line in block.group(0).replace('/shared/', f'{folder}/shared/').splitlines():
            parts = range(1, 5) if ' 1/4 ' in line else [1]
            lines += [line.strip().replace(' 1/4 ', f' {part}/4 ') for part in parts]
        yield page[:block.start()].count('\n') + 1, '\n'.join(lines)


def run_batch_lines(folder, number, environment):
    """How many went wrong: an index with the people of the film must come out of each."""
    bad = 0
    for name in ('films', 'shared/films'):
        os.makedirs(name)
        shutil.copy('film.mp4', name)
    for line, script in lines_of_batch(folder):
        output = 'shared/out' if 'shared' in script else 'out'
        shutil.rmtree(output, ignore_errors=True)
        query = f'\nsqlite3 {output}/index.sqlite "SELECT DISTINCT person FROM span WHERE person <> \'\' ORDER BY 1" >people.txt'
        pictures.write('people.txt', b'')
        done = run('sh', script + query, environment)
        with open('people.txt', encoding='utf-8') as file:
            done.stdout = file.read()
        bad += not report(number, f'line {line} of batch.md', done, 'Anna\nBert\n')
        number += 1
    return bad


def main():
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        print('1..0 # SKIP not installed:', *missing)
        return
    with open(PAGE, encoding='utf-8') as file:
        page = file.read()
    recipes = list(BLOCK.finditer(page))
    if len(re.findall(r'^```', page, re.M)) != sum(4 if recipe.group(3) is not None else 2 for recipe in recipes):
        raise SystemExit('a block of the page is no recipe and no output of one')
    print(f'1..{len(recipes) + len(list(lines_of_batch("")))}')
    bad, made = 0, page
    with tempfile.TemporaryDirectory() as folder:
        environment = prepare(folder)
        for number, recipe in enumerate(recipes, 1):
            done = run(recipe.group(1), recipe.group(2), environment)
            title = f'line {page[:recipe.start()].count(chr(10)) + 1} of recipes.md'
            bad += not report(number, title, done, recipe.group(3) or '')
            block = f'```{recipe.group(1)}\n{recipe.group(2)}```\n'
            made = made.replace(recipe.group(0), block + (f'\n```output\n{done.stdout}```\n' if done.stdout else ''))
        bad += run_batch_lines(folder, len(recipes) + 1, environment)
        os.chdir(ROOT)
    if '--update' in sys.argv:
        with open(PAGE, 'w', encoding='utf-8') as file:
            file.write(made)
    sys.exit(1 if bad else 0)


main()
