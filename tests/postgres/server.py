#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A PostgreSQL server of a test's own: on a socket in a temporary folder, on a port only where a test asks for one and then on
the loopback alone, not as root, gone with the test.

usage: server.py PROGRAM [ARGUMENT...]   runs a program with the folder of the server's socket in FACEREC_TEST_POSTGRES

Exit code 77 and a line that says why where PostgreSQL is not installed. Any other reason for which no server runs is a
failure: a test that cannot find out is not passed over for what may be our own doing."""
import ctypes
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PR_SET_PDEATHSIG = 1
# Loaded here: a child of a program of several threads must not load anything.
LIBC = ctypes.CDLL(None)


class Unavailable(Exception):
    """PostgreSQL is not installed."""


class Broken(Exception):
    """It is, and does not run."""


def find_programs():
    """The folder of initdb, postgres and psql."""
    folders = sorted(glob.glob('/usr/lib/postgresql/*/bin'), key=lambda f: int(f.split('/')[-2])) or \
        [os.path.dirname(p) for p in [shutil.which('initdb')] if p]
    for folder in reversed(folders):
        if all(os.access(os.path.join(folder, name), os.X_OK) for name in ('initdb', 'postgres', 'psql')):
            return folder
    raise Unavailable('PostgreSQL is not installed (Debian: postgresql)')


def find_user():
    """(uid, gid) to run as; the server refuses root. None: as who we are."""
    if os.geteuid() != 0:
        return None
    for name in ('postgres', 'nobody'):
        try:
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
        except KeyError:
            continue
    raise Broken('neither the user postgres nor nobody exists, and the server does not run as root')


def free_port():
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        return taken.getsockname()[1]


class Server:
    """with Server() as server: server.address('name of a database')

    rules: lines of pg_hba.conf for 127.0.0.1, on whose server.port the server listens as well then; certificate: a folder with
    server.crt and server.key, for TLS there."""

    def __init__(self, fsync=False, rules=(), certificate=None):
        self.programs, self.user = find_programs(), find_user()
        self.folder = tempfile.mkdtemp(prefix='facerec-pg-')
        self.data, self.socket = os.path.join(self.folder, 'data'), os.path.join(self.folder, 's')
        self.fsync = 'on' if fsync else 'off'
        self.rules, self.certificate, self.port = rules, certificate, free_port() if rules else None
        self.process = None

    def _become(self):
        """In the child, before it is the server: somebody else, and not longer there than this program."""
        if self.user:
            os.setgroups([])
            os.setgid(self.user[1])
            os.setuid(self.user[0])
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGINT)

    def __enter__(self):
        try:
            os.mkdir(self.socket)
            for path in (self.folder, self.socket):
                os.chmod(path, 0o755)
                if self.user:
                    os.chown(path, *self.user)
            done = subprocess.run([os.path.join(self.programs, 'initdb'), '-D', self.data, '-U', 'facerec', '-E', 'UTF8',
                                   '--locale=C', '-A', 'trust', '--no-sync'], preexec_fn=self._become, cwd=self.folder,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if done.returncode:
                raise Broken('initdb: ' + done.stdout.decode(errors='replace').strip().replace('\n', '; ')[-300:])
            self._open_network()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _open_network(self):
        if not self.rules:
            return
        with open(os.path.join(self.data, 'pg_hba.conf'), 'w', encoding='utf-8') as file:
            file.write('local all all trust\n' + ''.join(rule + '\n' for rule in self.rules))
        with open(os.path.join(self.data, 'postgresql.conf'), 'a', encoding='utf-8') as file:
            file.write(f"port = {self.port}\npassword_encryption = 'scram-sha-256'\n")
            file.write('ssl = on\n' if self.certificate else '')
        for name in ('server.crt', 'server.key') if self.certificate else ():
            path = shutil.copy(os.path.join(self.certificate, name), self.data)
            os.chmod(path, 0o600)
            if self.user:
                os.chown(path, *self.user)

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, timeout_s=90):
        """Also after stop or kill."""
        end, log = time.monotonic() + timeout_s, os.path.join(self.folder, 'log')
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                # After a kill the old server's children may need a moment to go.
                with open(log, 'ab') as out:
                    self.process = subprocess.Popen(
                        [os.path.join(self.programs, 'postgres'), '-D', self.data, '-k', self.socket,
                         '-h', '127.0.0.1' if self.port else '',
                         '-F' if self.fsync == 'off' else '-c', *([] if self.fsync == 'off' else ['fsync=on']),
                         '-c', 'max_connections=40', '-c', 'shared_buffers=16MB', '-c', 'unix_socket_permissions=0777'],
                        preexec_fn=self._become, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out,
                        stderr=subprocess.STDOUT)
            if self.sql('SELECT 1', check=False) is not None:
                return
            time.sleep(0.1)
        with open(log, encoding='utf-8', errors='replace') as text:
            raise Broken('the server does not start: ' + '; '.join(text.read().splitlines()[-3:]))

    def stop(self):
        """Fast: whoever is connected is thrown out, nothing is lost."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self):
        """As a power cut does, but for what the kernel has."""
        self.process.kill()
        self.process.wait()

    def address(self, database='postgres', user='facerec'):
        port = f'&port={self.port}' if self.port else ''
        return f'postgresql://{user}@/{database}?host={self.socket}{port}'

    def sql(self, command, database='postgres', check=True):
        """What psql prints; None when it fails and check is False."""
        done = subprocess.run([os.path.join(self.programs, 'psql'), '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d',
                               self.address(database), '-c', command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False, env={**os.environ, 'PGCONNECT_TIMEOUT': '10'})
        if done.returncode and check:
            raise RuntimeError(f'{command}: {done.stderr.decode(errors="replace")}')
        return None if done.returncode else done.stdout.decode().strip()


def skip(reason):
    """Ends the test as skipped."""
    print(f'1..0 # SKIP {reason}')
    print(f'SKIP: {reason}', file=sys.stderr)
    sys.exit(77)


def end_on_signals():
    """A test that is told to stop takes its server with it."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))


def main():
    end_on_signals()
    try:
        with Server() as server:
            program = subprocess.run(sys.argv[1:], check=False,
                                     env={**os.environ, 'FACEREC_TEST_POSTGRES': server.socket})
    except Unavailable as reason:
        skip(reason)
    except Broken as reason:
        print(f'Bail out! {reason}')
        sys.exit(1)
    sys.exit(program.returncode if program.returncode >= 0 else 128 - program.returncode)


if __name__ == '__main__':
    main()
