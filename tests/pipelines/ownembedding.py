#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands of README's chapter "Your own embedding", as they stand there, from a folder of the demo's people to names: in
what identify says and in a stream. And what must not be: a stream with the old gallery."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import demopeople

CHAPTER = re.compile(r'^## Your own embedding\n.*?```sh\n(.*?)```', re.S | re.M)
FRAMES = 25
TIMEOUT_S = 300


def commands():
    with open(os.path.join(demopeople.ROOT, 'README.md'), encoding='utf-8') as file:
        return CHAPTER.search(file.read()).group(1).replace('\\\n', ' ').splitlines()


def prepare(media, folder):
    """people/NAME/ as the demo enrols them, a photo of Franck that is none of them, the beginning of his film."""
    demopeople.copy_people(media, os.path.join(folder, 'people'), ('franck_04117.jpg',))
    shutil.copy(os.path.join(media, 'franck_04117.jpg'), os.path.join(folder, 'photo.jpg'))
    demopeople.write_film(media, os.path.join(folder, 'film.mp4'), FRAMES)


def run(command, folder):
    return subprocess.run(['bash', '-c', command], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=TIMEOUT_S, check=False)


class Report:
    def __init__(self):
        self.number, self.failed = 0, False

    def check(self, good, title, *said):
        self.number, self.failed = self.number + 1, self.failed or not good
        print(f'{"ok" if good else "not ok"} {self.number} - {title.replace("#", "")}', flush=True)
        if not good:
            print(*('# ' + line for part in said for line in str(part).splitlines()[-20:]), sep='\n', flush=True)


def check_chapter(report, folder):
    lines = commands()
    report.check(len(lines) == 5, f'the chapter has five commands, not {len(lines)}')
    for command in lines:
        # There is no display here.
        done = run(command.replace('autovideosink', 'fakesink'), folder)
        report.check(done.returncode == 0 and 'CRITICAL' not in done.stderr, command[:70], done.stdout, done.stderr)
        if command.startswith('gst-facerec identify'):
            names = demopeople.labels(done.stdout)
            report.check(len(names) > 20 and all(found == ['franck'] for found in names),
                         'identify names Franck, and nobody else', names)


def check_stream(report, folder):
    stream = ('gst-launch-1.0 -q filesrc location=film.mp4 ! decodebin ! facerecdetect ! facetrack ! faceembed {} '
              '! faceknn db={} ! facepublish location=named.jsonl ! fakesink')
    done = run(stream.format('model=my.face', 'my.bin'), folder)
    with open(os.path.join(folder, 'named.jsonl'), encoding='utf-8') as file:
        names = demopeople.labels(file.read())
    report.check(done.returncode == 0 and len(names) > 20 and all(found == ['franck'] for found in names),
                 'the stream names Franck in every frame', done.stderr, names)
    report.check(run('gst-facerec enroll -o old.bin people', folder).returncode == 0, 'a gallery of the plain model')
    for model, gallery in (('model=my.face', 'old.bin'), ('', 'my.bin')):
        done = run(stream.format(model, gallery), folder)
        report.check(done.returncode != 0 and 'face:my:' in done.stderr and 'dlib-resnet-v1' in done.stderr,
                     f'a stream with {model or "the plain model"} and {gallery} is refused with both ids', done.stderr)


def main():
    media = demopeople.media()
    if not media:
        print('1..0 # SKIP no sample media or no gst-launch-1.0')
        return
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        os.environ['XDG_CACHE_HOME'] = os.path.join(folder, 'cache')
        prepare(media, folder)
        check_chapter(report, folder)
        check_stream(report, folder)
    print(f'1..{report.number}')
    sys.exit(1 if report.failed else 0)


main()
