#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-facerec live without a window: its lines, its keys on a terminal, and what it says when something is not there. In a
window: tests/pipelines/live.sh."""
import fcntl
import glob
import json
import os
import pty
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import termios
import time

from commandtest import FAKE, Skip, check, contains, enroll, gallery, main, program, run
from facefile import write_face_file
import pictures

QUALITY = ['--min-quality', '0']
HEADLESS = ['live', *FAKE, *QUALITY, '--no-window']


def people(*colours):
    for colour in colours:
        pictures.person(f'db/{colour}/1.ppm', colour)
        pictures.person(f'db/{colour}/2.ppm', colour, shade=6)
    check(enroll('db').code, 0)


def film(path='film.mkv', n_frames=50, colour='red'):
    """A person who stands still, 25 frames a second."""
    return pictures.film(path, [[(30, 20, 90, 90, colour)]] * n_frames, 'matroskamux', 'jpegenc', 'quality=95')


def live(*arguments, **options):
    options.setdefault('env', dict(os.environ, XDG_DATA_HOME=os.path.abspath('data')))
    return run(*HEADLESS, *arguments, **options)


def frames(lines):
    return [(line['frame'], line['pts_ns'], line['width'], line['height'], list(line), [list(f) for f in line['faces']])
            for line in lines]


class Terminal:
    """The command with a terminal for its standard input, as in a shell; with prompts for its standard error as well."""

    def __init__(self, *arguments, prompts=False):
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen([program(), *HEADLESS, *arguments], stdin=self.slave, stdout=subprocess.PIPE,
                                        stderr=self.slave if prompts else subprocess.PIPE, start_new_session=True,
                                        preexec_fn=self.take,
                                        env=dict(os.environ, XDG_DATA_HOME=os.path.abspath('data')))
        os.set_blocking(self.process.stdout.fileno(), False)
        if prompts:
            os.set_blocking(self.master, False)
        else:
            os.set_blocking(self.process.stderr.fileno(), False)
        self.out = self.err = b''

    def take(self):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def read(self):
        self.out += self.process.stdout.read() or b''
        if self.process.stderr:
            self.err += self.process.stderr.read() or b''
            return
        try:
            self.err += os.read(self.master, 65536)
        except BlockingIOError:
            pass

    def wait_for(self, text, seconds=20):
        """Until one of the outputs has it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read()
            if text.encode() in self.out + self.err:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f'{text!r} has not come; {self.out.decode()!r} {self.err.decode()!r}')

    def type(self, text):
        os.write(self.master, text.encode())

    def is_raw(self):
        return not termios.tcgetattr(self.slave)[3] & (termios.ICANON | termios.ECHO)

    def end(self, timeout=20):
        """The exit code; the terminal is as it was."""
        try:
            code = self.process.wait(timeout)
        finally:
            self.process.kill()
        self.process.stdout.flush()
        self.read()
        check(termios.tcgetattr(self.slave), self.before, 'settings of the terminal')
        os.close(self.master)
        os.close(self.slave)
        return code


def test_lines_are_those_of_identify():
    """each frame's JSON line has the fields, number and time that identify gives it"""
    people('red', 'green')
    film(n_frames=40)
    known = run('identify', *FAKE, '--db', 'enc.bin', '--json', 'film.mkv').json()
    result = live('--db', 'enc.bin', '--json', 'film.mkv')
    check(result.code, 0, result)
    lines = result.json()
    check(len(lines), 40)
    # A live picture is tracked, and its first frames may pass before anybody has looked at them.
    check([frame[:5] for frame in frames(lines)], [frame[:5] for frame in frames(known)])
    check(frames(lines)[-1][5], frames(known)[-1][5])
    check(lines[-1]['faces'][0]['identity']['label'], 'red')
    check(list(lines[-1]['faces'][0]['identity']), list(known[-1]['faces'][0]['identity']))
    check(lines[0]['file'], 'film.mkv')


def test_plays_in_real_time():
    """a recording takes as long as it was recorded"""
    people('red')
    film(n_frames=50)
    start = time.monotonic()
    check(len(live('--db', 'enc.bin', '--json', 'film.mkv').json()), 50)
    check(1.9 < time.monotonic() - start < 10, True, 'seconds')


def test_who_comes_and_goes():
    """a line says who is here, and one who has gone"""
    people('red')
    film()
    result = live('--db', 'enc.bin', 'film.mkv')
    check(result.code, 0, result)
    check([re.sub(r'^\d\d:\d\d:\d\d ', '', line) for line in result.out.decode().splitlines()],
          ['red is here', 'red has gone'])
    result = live('--db', 'enc.bin', '--json', 'film.mkv')
    contains(result.err, 'red is here')
    check(live('--db', 'enc.bin', '--quiet', 'film.mkv').out, b'')


def test_frames_and_duration():
    """--frames and --duration end it, also where the source has no end"""
    for source in ('test', 'film.mkv'):
        film(n_frames=200)
        check(len(live('--json', '--frames', '7', source).json()), 7, source)
    n_frames = len(live('--json', '--duration', '2', 'test').json())
    check(15 <= n_frames <= 90, True, f'{n_frames} frames of 30 a second in 2 s')


def test_photo_and_loop():
    """a photo stands still; --loop begins a recording again"""
    people('red')
    lines = live('--db', 'enc.bin', '--json', '--frames', '20', 'db/red/1.ppm').json()
    check(lines[-1]['faces'][0]['identity']['label'], 'red')
    film(n_frames=25)
    lines = live('--db', 'enc.bin', '--json', '--loop', '--frames', '60', 'film.mkv').json()
    check([line['frame'] for line in lines], list(range(60)))
    check([line['pts_ns'] for line in lines if line['pts_ns'] == 0], [0, 0, 0])


def expect(line, *arguments, code=2, **options):
    result = live(*arguments, **options)
    check(result.code, code, result)
    check(result.err.decode().splitlines()[-1], 'gst-facerec: ' + line)
    check(result.out, b'')


def test_sources_that_are_none():
    """what SOURCE cannot be is told in one line, with exit code 2"""
    pictures.write('text.txt', b'nothing but words\n' * 20)
    pictures.write('empty.mkv', b'')
    pictures.launch('audiotestsrc', 'num-buffers=20', '!', 'wavenc', '!', 'filesink', 'location=sound.wav')
    os.mkdir('folder')
    os.mkfifo('fifo')
    expect('nofilm.mp4: no such file; SOURCE is a file, a device such as /dev/video0, an address such as '
           'rtsp://camera/stream, or test; gst-facerec live --list shows the cameras', 'nofilm.mp4')
    expect('text.txt: is text, not a picture or recording', 'text.txt')
    expect('empty.mkv: is empty', 'empty.mkv')
    expect('folder: is a folder', 'folder')
    expect('fifo: is a FIFO, not a file', 'fifo')
    expect('sound.wav: has no pictures in it', 'sound.wav')
    expect('/dev/null: is no camera; gst-facerec live --list shows the cameras', '/dev/null')
    expect('what://ever: nothing installed opens what:// addresses; network cameras need the package '
           'gstreamer1.0-plugins-good', 'what://ever')
    expect('live takes one SOURCE; see gst-facerec live --help', 'test', 'test')


def test_no_camera():
    """without a camera it says what was looked at, and what to try"""
    if glob.glob('/dev/video*'):
        raise Skip('there is a camera')
    advice = ('plug one in, or try: gst-facerec live film.mp4, gst-facerec live rtsp://camera/stream, '
              'gst-facerec live test')
    nothing = "no camera: there is no /dev/video*, and GStreamer's device monitor finds none; " + advice
    expect(nothing)
    expect(f'/dev/video7: no such camera, there is no /dev/video* at all; {advice}', '/dev/video7')
    expect(f'/dev/video7: no such camera, there is no /dev/video* at all; {advice}', '7')
    expect(nothing, '--list', code=1)


def test_network():
    """an address where nobody answers is told, without its password"""
    expect('rtsp://127.0.0.1:9/x: cannot be reached; is it on, and are address and port right? (Could not open resource '
           'for reading and writing.)', 'rtsp://ann:secret@127.0.0.1:9/x')


def test_no_display():
    """without a display it says how to do without"""
    without = {key: value for key, value in os.environ.items() if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    result = run('live', *FAKE, 'test', env=without)
    check(result.code, 2, result)
    check(result.err.decode().splitlines()[-1], 'gst-facerec: no display: neither DISPLAY nor WAYLAND_DISPLAY is set; run '
          'it on a desktop or through ssh -X, or without a window: gst-facerec live --no-window --json …')
    result = run('live', *FAKE, 'test', env=dict(without, DISPLAY=':4711'))
    check(result.code, 2, result)
    contains(result.err, 'no window can be opened on display :4711: ', 'gst-facerec live --no-window --json')


def test_galleries():
    """no gallery is fine, one that was named must be there, and of the right model"""
    film()
    home = os.path.abspath('data/gst-facerec/enc.bin')
    result = live('--json', '--frames', '30', 'film.mkv')
    check(result.code, 0, result)
    contains(result.err, f'No gallery yet at {home}: everybody is unknown. gst-facerec enroll makes one from photos.')
    check(result.json()[-1]['faces'][0]['identity']['label'], None)
    check(os.path.exists(home), False, 'a gallery that nobody asked for')
    expect("nobody.bin: there is no such gallery; 'gst-facerec enroll -o nobody.bin FOLDER' makes one", '--db', 'nobody.bin',
           'film.mkv')
    people('red')
    result = live('--json', '--frames', '30', 'film.mkv')
    contains(result.err, 'enc.bin: 1 person, 2 faces.')
    check(result.json()[-1]['faces'][0]['identity']['label'], 'red')
    pictures.write('text.bin', b'no gallery\n')
    result = live('--db', 'text.bin', 'film.mkv')
    check((result.code, result.out), (2, b''))
    contains(result.err, 'text.bin')
    with sqlite3.connect('enc.bin') as database:
        database.execute("UPDATE model SET id = 'other-v1'")
    result = live('film.mkv')
    check((result.code, result.out), (2, b''))
    contains(result.err, 'enc.bin', 'other-v1', 'fake-v1')


def test_hide():
    """a name that nobody has is told: it may be a mistyped rule, which would hide nobody"""
    people('red', 'green')
    film(n_frames=5)
    for rule, nobody in (('unkown', 'unkown'), ('red, Ann', 'Ann'), ('unknown,!red', None), ('all', None), ('none', None),
                         (' green ,red', None), ('\\\\all', 'all'), ('!Zoë\\\\, X,known', 'Zoë, X'), ('', None)):
        rule = rule.replace('\\\\', '\\')
        result = live('--db', 'enc.bin', '--hide', rule, 'film.mkv')
        check(result.code, 0, result)
        told = [line for line in result.err.decode().splitlines() if '--hide' in line]
        check(told, [f"gst-facerec: --hide: nobody in enc.bin is called '{nobody}'; the rules are unknown, known, all, or names"]
              if nobody else [], rule)


def test_options():
    """wrong values are named with what an option takes"""
    expect('--detector takes one of auto, hog, cnn, fake, not "best"', '--detector', 'best', 'test')
    expect('--frames and --duration take more than 0', '--frames', '-1', 'test')
    expect('--no-window and --sink exclude each other', '--sink', 'fakesink', 'test')
    result = run('live', '--sink', 'nosuchsink', *FAKE, 'test')
    check(result.code, 2, result)
    contains(result.err, '--sink: no element "nosuchsink"')
    result = run('live', '--help')
    check(result.code, 0)
    contains(result.out, '[SOURCE]', 'rtsp://', 'Examples:', 'slow); default auto', 'pixels (default 80)', '(default 0: as many')


def test_models():
    """a missing model file is told as elsewhere"""
    if os.environ.get('FACEREC_HAVE_DLIB') != 'yes':
        raise Skip('built without dlib')
    nowhere = dict(os.environ, FACEREC_MODELS='nowhere', XDG_DATA_HOME='nowhere', XDG_DATA_DIRS='nowhere')
    result = run('live', '--no-window', 'test', env=nowhere)
    check(result.code, 2, result)
    contains(result.err, 'models/fetch.sh')
    photo = pictures.ppm('photo.ppm', (30, 20, 90, 90, 'red'))
    check(result.err, run('embed', photo, env=nowhere).err, 'the words of embed')


def test_signals():
    """SIGINT, SIGTERM and SIGHUP end it in order, with exit code 0 and whole lines"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with subprocess.Popen([program(), *HEADLESS, '--json', 'test'], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            for _ in range(5):
                process.stdout.readline()
            process.send_signal(number)
            rest, _ = process.communicate(timeout=20)
        check(process.returncode, 0)
        check(rest.endswith(b'\n') or not rest, True, 'the end of the last line')
        for line in rest.splitlines():
            json.loads(line)


def test_closed_pipe():
    """it ends when nobody reads any more, and says so"""
    with subprocess.Popen([program(), *HEADLESS, '--json', 'test'], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        try:
            check(process.wait(20), 2)
            contains(process.stderr.read(), 'standard output: nobody reads it any more')
        finally:
            process.kill()


def test_terminal_is_put_back():
    """q, Esc and every signal leave the terminal as it was"""
    for key in ('q', '\x1b'):
        terminal = Terminal('--json', 'test')
        terminal.wait_for('"frame":3')
        check(terminal.is_raw(), True)
        terminal.type(key)
        check(terminal.end(), 0)
    for number, code in ((signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGQUIT, -signal.SIGQUIT),
                         (signal.SIGSEGV, -signal.SIGSEGV), (signal.SIGABRT, -signal.SIGABRT)):
        terminal = Terminal('--json', 'test')
        terminal.wait_for('"frame":3')
        terminal.process.send_signal(number)
        check(terminal.end(), code, number)


def test_stopped():
    """Ctrl-Z gives the terminal back for as long as it lasts"""
    terminal = Terminal('--json', 'test')
    terminal.wait_for('"frame":3')
    terminal.process.send_signal(signal.SIGTSTP)
    os.waitpid(terminal.process.pid, os.WUNTRACED)
    check(termios.tcgetattr(terminal.slave), terminal.before)
    terminal.process.send_signal(signal.SIGCONT)
    end = time.monotonic() + 5
    while not terminal.is_raw() and time.monotonic() < end:
        time.sleep(0.02)
    check(terminal.is_raw(), True)
    terminal.type('q')
    check(terminal.end(), 0)


def test_keys():
    """a face is enrolled by keys, named at once, and a wrong name is taken back"""
    # A loop ends every track: long enough for a name to be asked for and sampled, whatever the machine does meanwhile.
    film(n_frames=250)
    terminal = Terminal('--loop', 'film.mkv')
    terminal.wait_for('unknown-1 is here')
    terminal.type('?')
    terminal.wait_for('q quit')
    # Esc is no end while a name is asked for; arrows and Backspace work.
    terminal.type('eNo\x1b')
    terminal.type('e\x1b[D\x1b[1;5CZoer\x7f\x7fë K.\r')
    terminal.wait_for('Enrolling Zoë K.: ')
    terminal.wait_for('Zoë K. is enrolled with ')
    terminal.wait_for('Zoë K. is here')
    time.sleep(0.3)  # until a frame with that name has come to where the keys look
    terminal.type('n')
    terminal.wait_for('Remembered: not Zoë K.')
    terminal.wait_for('Zoë K. has gone')
    terminal.type('q')
    check(terminal.end(), 0)
    home = 'data/gst-facerec/enc.bin'
    check(os.stat(home).st_mode & 0o777, 0o600)
    kinds = [(line['person'], line['kind']) for line in gallery('list', '--json', home).json()]
    check(kinds, [('Zoë K.', 'person'), ('not Zoë K.', 'negative')])


def test_model_file():
    """with a model of other numbers than dlib's, and no gallery yet: the first face that is enrolled makes one of its kind"""
    write_face_file('dlib', 'my.face')
    os.makedirs('data/gst-facerec')
    os.symlink(os.path.join(os.environ.get('XDG_DATA_HOME') or os.path.expanduser('~/.local/share'), 'gst-facerec', 'models'),
               'data/gst-facerec/models')
    # Long enough for a real network on a busy machine, before it begins again.
    film(n_frames=250)
    terminal = Terminal('--engine', 'auto', '--model', 'my.face', '--distance-threshold', '100', '--loop', 'film.mkv')
    terminal.wait_for('unknown-1 is here', 60)
    terminal.type('eZoë\r')
    terminal.wait_for('Zoë is here', 60)
    terminal.type('q')
    check(terminal.end(), 0)
    with sqlite3.connect('data/gst-facerec/enc.bin') as database:
        check(database.execute('SELECT dimensions FROM model').fetchall(), [(16,)])


def test_who_is_meant():
    """with several people in view the question says whom it is about, by the name or number that the picture shows"""
    people('red')
    pictures.film('pair.mkv', [[(10, 10, 90, 90, 'green'), (115, 40, 40, 40, 'red')]] * 150, 'matroskamux', 'jpegenc',
                  'quality=95')
    pictures.film('known.mkv', [[(10, 10, 90, 90, 'red'), (115, 40, 40, 40, 'green')]] * 150, 'matroskamux', 'jpegenc',
                  'quality=95')
    for path, comes, question in (('pair.mkv', 'unknown-1 is here', 'Who is the largest face (unknown-1)? _'),
                                  ('known.mkv', 'red is here', 'Who is the largest face (red)? _')):
        terminal = Terminal('--loop', '--db', 'enc.bin', path, prompts=True)
        terminal.wait_for(comes)
        time.sleep(0.3)  # until a frame with that name has come to where the keys look
        terminal.type('e')
        terminal.wait_for(question)
        terminal.process.send_signal(signal.SIGINT)
        check(terminal.end(), 0)


def test_two_names():
    """who had another name before is told with the command that joins the two, ready to be typed"""
    people('red')
    film(n_frames=250)
    terminal = Terminal('--loop', '--db', 'enc.bin', 'film.mkv')
    terminal.wait_for('red is here')
    terminal.type("eJo O'Neill\r")
    terminal.wait_for("Jo O'Neill is enrolled with ")
    terminal.wait_for('gallery merge')
    terminal.type('q')
    check(terminal.end(), 0)
    told = terminal.err.decode()
    contains(told, ', but was known as red; one person? gst-facerec gallery merge ')
    check(re.search('enrolled with (1 face|[2-5] faces),', told) is not None, True, told)
    arguments = shlex.split(re.search('gallery merge [^\r\n]*', told)[0])
    check(arguments[2:], ['enc.bin', "Jo O'Neill", 'red'])
    check(run(*arguments).code, 0)
    check([line['person'] for line in gallery('list', '--json', 'enc.bin').json()], ['red'])


def test_landmarks():
    """with --landmarks nearly every face has some, not only those that are compared; the key says what it did"""
    people('red')
    film(n_frames=50)

    def count(*arguments):
        lines = live('--db', 'enc.bin', '--json', *arguments, 'film.mkv').json()
        return sum(bool(face['landmarks']) for line in lines for face in line['faces'])

    check(count() < 15, True, 'landmarks where nobody has asked for them')
    check(count('--landmarks') > 25, True, 'landmarks of 50 faces')
    for arguments, told in (((), 'Landmarks on, of faces as they are compared'), (('--landmarks',), 'Landmarks off.')):
        terminal = Terminal('--loop', *arguments, 'film.mkv')
        terminal.wait_for('red is here')
        terminal.type('l')
        terminal.wait_for(told)
        terminal.type('l')
        terminal.wait_for('Landmarks on.' if arguments else 'Landmarks off.')
        terminal.type('q')
        check(terminal.end(), 0)


def test_bad_names():
    """a name that cannot be one is asked for again; without a face there is nothing to name"""
    pictures.film('nobody.mkv', [[]] * 25, 'matroskamux', 'jpegenc')
    terminal = Terminal('--loop', '--json', 'nobody.mkv')
    terminal.wait_for('"frame":3')
    terminal.type('e')
    terminal.wait_for('There is no face in view to enrol.')
    terminal.type('n')
    terminal.wait_for('Nobody in view has a name that could be wrong.')
    terminal.type('q')
    check(terminal.end(), 0)
    film(n_frames=250)
    terminal = Terminal('--loop', 'film.mkv')
    terminal.wait_for('unknown-1 is here')
    terminal.type('ea/b\r')
    terminal.wait_for('slash')
    terminal.type('\x7f\x7fnn\r')
    terminal.wait_for('Enrolling ann: ')
    terminal.type('q')
    check(terminal.end(), 0)


def test_pause():
    """space stops the picture, and lets it go on"""
    terminal = Terminal('--json', 'test')
    terminal.wait_for('"frame":3')
    terminal.type(' ')
    terminal.wait_for('Paused.')
    time.sleep(0.5)
    terminal.read()
    n_lines = terminal.out.count(b'\n')
    time.sleep(1)
    terminal.read()
    check(terminal.out.count(b'\n') - n_lines <= 1, True, 'frames while it is paused')
    terminal.type(' ')
    terminal.wait_for(f'"frame":{n_lines + 20},')
    terminal.type('q')
    check(terminal.end(), 0)


if len(sys.argv) > 1:
    main({n: t for n, t in globals().items() if n in sys.argv})
main(globals())
