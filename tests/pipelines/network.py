#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A gallery on a server that is reached as from another machine: over TCP, with a password, and with TLS."""
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, 'command'), os.path.join(os.path.dirname(HERE), 'postgres')]
import pictures  # noqa: E402
import server as postgres  # noqa: E402
from commandtest import FAKE, Skip, check, contains, gallery, main, run  # noqa: E402

# With all that has a meaning in an address.
PASSWORD = 'p@ss:w/rd?%41 ß'
# Whoever has no TLS does not get to the database "secret".
RULES = ('hostssl secret all 127.0.0.1/32 scram-sha-256', 'hostnossl secret all 127.0.0.1/32 reject',
         'host all all 127.0.0.1/32 scram-sha-256')
server = certificates = None


def make_certificate(folder, name):
    """A server's own, for localhost."""
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=DNS:localhost', '-keyout', os.path.join(folder, f'{name}.key'), '-out',
                    os.path.join(folder, f'{name}.crt')], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def address(database, password=PASSWORD, host='127.0.0.1', **parameters):
    secret = '' if password is None else ':' + urllib.parse.quote(password, safe='')
    query = urllib.parse.urlencode(parameters)
    return f'postgresql://anna{secret}@{host}:{server.port}/{database}' + (f'?{query}' if query else '')


def list_people(where, **environment):
    """Of gallery list; nothing that it says holds the password."""
    result = gallery('list', '--json', where, env={**os.environ, **environment})
    text = (result.out + result.err).decode(errors='replace')
    for secret in (PASSWORD, urllib.parse.quote(PASSWORD, safe=''), 'p@ss', 'p%40ss'):
        check(secret in text, False, text)
    return result


def enroll_ann(where):
    pictures.person('db/Ann/1.ppm', 'red')
    result = run('enroll', *FAKE, '--min-quality', '0', '-o', where, '--json', 'db')
    check(result.code, 0, result)


def test_password():
    """a password in the address lets in, over TCP; a wrong one and none do not, and none is told"""
    server.sql('CREATE DATABASE plain OWNER anna')
    enroll_ann(address('plain'))
    result = list_people(address('plain'))
    check((result.code, [line['person'] for line in result.json()]), (0, ['Ann']), result)
    check(server.sql("SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'anna'"), 't')
    for wrong, word in (('wrong-password', 'password authentication failed'), (None, '~/.pgpass or PGPASSWORD')):
        result = list_people(address('plain', wrong))
        check((result.code, result.out), (2, b''), result)
        contains(result.err, word, f'postgresql://anna@127.0.0.1:{server.port}/plain')
        check(b'wrong-password' in result.err, False, result)
    check(list_people(address('plain', None), PGPASSWORD=PASSWORD).code, 0)
    with open('pass', 'w', encoding='utf-8') as file:
        os.chmod('pass', 0o600)
        file.write(f'127.0.0.1:{server.port}:plain:anna:' + PASSWORD.replace('\\', '\\\\').replace(':', '\\:') + '\n')
    check(list_people(address('plain', None), PGPASSFILE=os.path.abspath('pass')).code, 0)


def test_nobody_listens():
    """a port that nobody listens on is an error that says so"""
    result = list_people(address('plain').replace(f':{server.port}/', f':{postgres.free_port()}/'))
    check((result.code, result.out), (2, b''), result)
    contains(result.err, 'refused', 'is the server running')


def test_tls():
    """TLS where the address demands it: of the right server, and of no other"""
    if not certificates:
        raise Skip('openssl, which makes a certificate, is not installed')
    server.sql('CREATE DATABASE secret OWNER anna')
    enroll_ann(address('secret', sslmode='require'))
    root, other = (os.path.join(certificates, name) for name in ('server.crt', 'other.crt'))
    cases = (({'sslmode': 'disable'}, 2), ({'sslmode': 'require'}, 0),
             ({'sslmode': 'verify-full', 'sslrootcert': root, 'host': 'localhost'}, 0),
             ({'sslmode': 'verify-full', 'sslrootcert': root}, 2),
             ({'sslmode': 'verify-full', 'sslrootcert': other, 'host': 'localhost'}, 2))
    for parameters, code in cases:
        result = list_people(address('secret', **parameters))
        check(result.code, code, (parameters, result))
        check(result.out.count(b'"Ann"'), 0 if code else 1, (parameters, result))


if __name__ == '__main__':
    postgres.end_on_signals()
    with tempfile.TemporaryDirectory() as home:
        # Nothing of whoever runs this: no password and no certificate of theirs.
        os.environ['HOME'] = home
        for variable in [name for name in os.environ if name.startswith('PG')]:
            del os.environ[variable]
        if shutil.which('openssl'):
            certificates = home
            make_certificate(home, 'server')
            make_certificate(home, 'other')
        try:
            with postgres.Server(rules=RULES, certificate=certificates) as server:
                server.sql("CREATE ROLE anna LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'")
                main(globals())
        except postgres.Unavailable as reason:
            postgres.skip(reason)
