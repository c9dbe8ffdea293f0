# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of the command share: running it with the fake engine in a folder of its own, and speaking TAP."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

FAKE = ['--detector', 'fake', '--engine', 'fake']


class Skip(Exception):
    """A case that cannot be run here; says why."""


class Result:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def json(self):
        """The lines of standard output, every one of which must be JSON."""
        return [json.loads(line) for line in self.out.decode('utf-8').splitlines()]

    def statuses(self):
        return {os.path.basename(line['file']): line['status'] for line in self.json()}

    def __repr__(self):
        return f'exit code {self.code}\n{self.out.decode(errors="replace")}\n{self.err.decode(errors="replace")}'


def program():
    path = shutil.which('gst-facerec')
    if not path:
        raise AssertionError('gst-facerec is not in PATH')
    return path


def threads(pid):
    """What each thread of a process is doing, for a report of one that hangs."""
    lines = []
    for task in sorted(glob.glob(f'/proc/{pid}/task/*')):
        texts = []
        for name in ('comm', 'wchan', 'syscall'):
            try:
                with open(os.path.join(task, name), encoding='utf-8') as file:
                    texts.append(file.read().strip())
            except OSError:
                texts.append('?')
        lines.append(' '.join(texts))
    return lines


def run(*arguments, timeout=120, **options):
    """Runs gst-facerec; arguments may be bytes. Never hangs longer than timeout seconds, and then says where."""
    with subprocess.Popen([program(), *arguments], stdin=options.pop('stdin', subprocess.DEVNULL),
                          stdout=options.pop('stdout', subprocess.PIPE), stderr=options.pop('stderr', subprocess.PIPE),
                          **options) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            hung = threads(process.pid)
            process.kill()
            raise AssertionError('\n'.join([f'{arguments} does not end; its threads:', *hung,
                                            repr(process.communicate())])) from None
        except BaseException:
            process.kill()
            raise
    done = subprocess.CompletedProcess(arguments, process.returncode, out, err)
    result = Result(done)
    if result.code < 0:
        raise AssertionError(f'killed by signal {-result.code}: {result}')
    for line in (result.err or b'').splitlines():
        if b'CRITICAL' in line or b'WARNING' in line:
            raise AssertionError(f'it complains: {line!r}')
    return result


def enroll(*arguments, **options):
    return run('enroll', *FAKE, '--min-quality', '0', '-o', 'enc.bin', '--json', *arguments, **options)


def identify(*arguments, **options):
    return run('identify', *FAKE, '--db', 'enc.bin', '--json', *arguments, **options)


def embed(*arguments, **options):
    return run('embed', *FAKE, *arguments, **options)


def gallery(*arguments, **options):
    return run('gallery', *arguments, **options)


def check(got, expected, what=''):
    if got != expected:
        raise AssertionError(f'{what}: got {got!r}, expected {expected!r}')


def contains(text, *parts):
    text = text.decode(errors='replace') if isinstance(text, bytes) else text
    for part in parts:
        if part not in text:
            raise AssertionError(f'{part!r} is not in {text!r}')


def main(namespace):
    """Runs every function whose name begins with test_, each in an empty folder; TAP on standard output."""
    tests = [(name, test) for name, test in namespace.items() if name.startswith('test_')]
    failed = False
    print(f'1..{len(tests)}')
    for number, (name, test) in enumerate(tests, 1):
        title = f'{number} - {(test.__doc__ or name).splitlines()[0]}'
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                test()
                print(f'ok {title}', flush=True)
            except Skip as reason:
                print(f'ok {title} # SKIP {reason}', flush=True)
            except Exception:  # pylint: disable=broad-except
                failed = True
                print(f'not ok {title}', flush=True)
                for line in traceback.format_exc().splitlines():
                    print(f'# {line}', flush=True)
            finally:
                os.chdir(before)
    sys.exit(1 if failed else 0)
