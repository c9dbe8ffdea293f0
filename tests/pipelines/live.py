#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The part of live.sh that types and looks. Needs a display.

usage: live.py FOLDER     where screenshots go"""
import json
import os
import re
import shutil
import subprocess
import sys
import time

MEDIA = os.environ['FACEREC_MEDIA']
HERE = os.path.dirname(os.path.abspath(__file__))
# Colours of boxes and names, as elements/overlay.md has them.
KNOWN, UNKNOWN = [(0x48, 0xe0, 0x60)], [(0xff, 0xb0, 0x30), (0xff, 0x6a, 0x5a)]
NEAR = 40        # sum of the channels' differences
FOOT = 70        # px from the foot of the picture, where live writes


class Picture:
    def __init__(self, path):
        with open(path, 'rb') as file:
            data = file.read()
        _, width, height, _ = data.split(maxsplit=4)[:4]
        self.width, self.height = int(width), int(height)
        self.pixels = data[-3 * self.width * self.height:]

    def pixel(self, x, y):
        at = 3 * (y * self.width + x)
        return self.pixels[at:at + 3]

    def count(self, colours):
        return sum(sum(abs(a - b) for a, b in zip(self.pixels[at:at + 3], colour)) < NEAR
                   for at in range(0, len(self.pixels), 3) for colour in colours)

    def changed_rows(self, other):
        """The rows in which two pictures of the same still differ."""
        stride = 3 * self.width
        return {row for row in range(self.height)
                if any(abs(a - b) > 40 for a, b in zip(self.pixels[row * stride:(row + 1) * stride],
                                                       other.pixels[row * stride:(row + 1) * stride]))}


class Live:
    """gst-facerec live with a window, a folder of its own, and what it says."""

    def __init__(self, name, *arguments):
        self.folder = os.path.join(sys.argv[1], name)
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.out, self.err = (os.path.join(self.folder, file) for file in ('out.txt', 'err.txt'))
        environment = dict(os.environ, XDG_DATA_HOME=os.path.join(self.folder, 'data'),
                           FACEREC_MODELS=os.environ.get('FACEREC_MODELS', os.path.join(
                               os.environ.get('XDG_DATA_HOME', os.path.expanduser('~/.local/share')), 'gst-facerec/models')))
        with open(self.out, 'wb') as out, open(self.err, 'wb') as err:
            self.process = subprocess.Popen(['gst-facerec', 'live', *arguments], stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=err, cwd=self.folder, env=environment)

    def said(self):
        with open(self.out, encoding='utf-8') as out, open(self.err, encoding='utf-8') as err:
            return ''.join(line for line in out if not line.startswith('{')) + err.read()

    def wait_for(self, text, seconds=90):
        """Returns after how many seconds it was said."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if re.search(text, self.said()):
                return time.monotonic() - start
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.process.kill()
        raise AssertionError(f'{text!r} was not said: {self.said()}')

    def shot(self, name, seconds=90):
        """A screenshot of the window, once there is a picture in it."""
        raw, path = os.path.join(self.folder, name + '.xwd'), os.path.join(self.folder, name + '.ppm')
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            tree = subprocess.run(['xwininfo', '-root', '-tree'], capture_output=True, text=True, check=True).stdout
            window = re.search(r'^ *(0x[0-9a-f]+) .* \d+x\d+\+', tree, re.MULTILINE)
            if window and subprocess.run(['xwd', '-silent', '-id', window[1], '-out', raw], stderr=subprocess.DEVNULL,
                                         check=False).returncode == 0:
                subprocess.run(['convert', 'xwd:' + raw, '+set', 'comment', path], check=True)
                os.remove(raw)
                picture = Picture(path)
                if sum(picture.pixels[::97]) > 10 * len(picture.pixels[::97]):
                    subprocess.run(['convert', path, path.replace('.ppm', '.png')], check=True)
                    return picture
            time.sleep(0.2)
        self.process.kill()
        raise AssertionError(f'no window: {self.said()}')

    def shot_with(self, colours, without, name, seconds=60):
        """A screenshot in which boxes and names have these colours and not those."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            picture = self.shot(name)
            if picture.count(colours) > 200 and picture.count(without) < 20:
                return picture
        self.process.kill()
        raise AssertionError(f'{name}: {picture.count(colours)} pixels of {colours}, {picture.count(without)} of {without}')

    def changed_rows(self, before, name, wanted=True, seconds=60):
        """The rows that are other than before, once there are any, or once there are none (wanted False)."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rows = self.shot(name).changed_rows(before)
            if bool(rows) == wanted:
                return rows
            time.sleep(0.5)
        self.process.kill()
        raise AssertionError(f'{name}: rows that differ: {sorted(rows)}')

    @staticmethod
    def type(*keys):
        """A name of several characters is a key such as Return; other text is typed."""
        subprocess.run(['xdotool', 'mousemove', '150', '150'], check=True)
        for key in keys:
            subprocess.run(['xdotool', 'key' if len(key) == 1 or key in ('Return', 'Escape', 'BackSpace', 'F1') else 'type',
                            '--delay', '40', key], check=True)

    def end(self, seconds=60):
        try:
            code = self.process.wait(seconds)
        finally:
            self.process.kill()
        assert code == 0, (code, self.said())
        bad = [line for line in self.said().splitlines()
               if re.search('CRITICAL|WARNING|^gst-facerec: ', line) and 'XDG_RUNTIME_DIR' not in line]
        assert not bad, bad


def enrol_in_window(name, *arguments):
    """A stranger in a film gets a name by keys, and has it within seconds; then it is taken back."""
    live = Live(name, '--loop', os.path.join(MEDIA, 'franck.mp4'), *arguments)
    live.shot_with(UNKNOWN, KNOWN, 'stranger')
    live.wait_for('No gallery yet')
    live.type('e', 'Franck M', 'BackSpace', 'T')
    live.shot('asking')
    live.type('Return')
    live.wait_for('Enrolling Franck T: |That face has gone')
    if 'That face has gone' in live.said():  # the track had just been lost: once more is for the next
        live.type('Return')
    live.wait_for('Enrolling Franck T: ')
    seconds = live.wait_for('Franck T is here')
    live.wait_for(r'Franck T is enrolled with \d faces?\.')
    print(f'# {name}: enrolled and named {seconds:.1f} s after Enter')
    live.shot_with(KNOWN, UNKNOWN, 'named')
    assert seconds < 5, seconds
    live.type('n')
    live.wait_for('Remembered: not Franck T')
    live.wait_for('Franck T has gone')
    live.type('q')
    live.end()


def keys_on_a_still(name, *arguments):
    """What the keys say stands at the foot of the picture, and nowhere else; they do what they say."""
    live = Live(name, os.path.join(MEDIA, 'franck_04035.jpg'), '--hide', 'all', *arguments)
    live.wait_for('q quit')
    time.sleep(8)           # the help has gone
    hidden = live.shot('hidden')
    live.type('h')
    live.wait_for('Hiding nobody')
    time.sleep(8)
    plain = live.shot_with(UNKNOWN, KNOWN, 'plain')
    assert len(plain.changed_rows(hidden)) > 50
    live.type('e', 'Ann')
    rows = live.changed_rows(plain, 'asking')
    assert min(rows) > plain.height - FOOT, sorted(rows)
    live.type('Escape')
    live.changed_rows(plain, 'plain-again', False)
    live.type('l')
    time.sleep(1)
    live.shot('landmarks')
    live.type('F1')
    live.changed_rows(plain, 'help')
    live.type('Escape')
    live.end()


def network_camera():
    """An RTSP camera with a password, which goes away and comes back."""
    servers = []
    try:
        use_network_camera(servers)
    finally:
        for server in servers:
            server.kill()


def use_network_camera(servers):
    def serve(port):
        servers.append(subprocess.Popen([sys.executable, os.path.join(HERE, 'rtspserver.py'),
                                         os.path.join(MEDIA, 'franck.mp4'), port, 'ann', 'secret'],
                                        stdout=subprocess.PIPE, text=True))
        return servers[-1].stdout.readline().strip()

    address = serve('0')
    port = re.search(r':(\d+)/', address)[1]
    with_login = address.replace('://', '://ann:secret@')
    done = subprocess.run(['gst-facerec', 'live', '--no-window', address], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done
    assert done.stderr.endswith(f'gst-facerec: {address}: user name or password is missing or wrong; write '
                                'rtsp://USER:PASSWORD@HOST/PATH\n'), done.stderr
    done = subprocess.run(['gst-facerec', 'live', '--no-window', with_login.replace('film', 'other')], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 2 and ': the server has no such stream' in done.stderr, done
    assert 'secret' not in done.stderr, done.stderr
    live = Live('network', '--json', with_login)
    live.shot_with(UNKNOWN, KNOWN, 'stranger')
    time.sleep(3)
    servers[0].kill()
    live.wait_for('The connection is lost; trying again every 2 s')
    serve(port)
    live.wait_for('Connected again')
    live.type('q')
    live.end()
    with open(live.out, encoding='utf-8') as out:
        lines = [json.loads(line) for line in out]
    assert {line['file'] for line in lines} == {address}
    # Until the loss no frame is missing, though those of H.264 with B-frames come in bursts.
    times = [line['pts_ns'] / 1e9 for line in lines]
    n_before = next(i for i in range(1, len(times)) if times[i] < times[i - 1] - 1)
    rate = n_before / times[n_before - 1]
    print(f'# network: {len(lines)} frames, before the loss {n_before}, {rate:.1f} a second')
    assert 22 < rate < 27, times


def main():
    tests = [('enrol in the window', lambda: enrol_in_window('film')),
             ('enrol in an X11 window', lambda: enrol_in_window('film-x11', '--sink', 'ximagesink')),
             ('keys on a still', lambda: keys_on_a_still('still')),
             ('a network camera', network_camera)]
    failed = 0
    for name, test in tests:
        if len(sys.argv) > 2 and name not in sys.argv[2:]:
            continue
        try:
            test()
            print('ok', name, flush=True)
        except AssertionError as error:
            failed += 1
            print('FAILED', name, error, flush=True)
    sys.exit(1 if failed else 0)


main()
