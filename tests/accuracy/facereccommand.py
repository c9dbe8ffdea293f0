# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the real gst-facerec over lists of files, two processes at a time, and keeps what it said.

An answer is kept under a key made of the command's own files, the model files, the arguments and the input files: it is
used again only when all of them are the same."""
import concurrent.futures
import hashlib
import json
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROCESSES = 2


def build_folder():
    """That of the test that runs this, else the usual one."""
    return os.environ.get('FACEREC_BUILD_ROOT') or os.path.join(ROOT, 'build')


def environment():
    """The build tree's elements and command, where there is one; OpenBLAS on one thread a process."""
    env = dict(os.environ, OPENBLAS_NUM_THREADS='1')
    build = build_folder()
    if os.path.exists(os.path.join(build, 'pipelines', 'gst-facerec')):
        for name, folder in (('GST_PLUGIN_PATH_1_0', 'elements'), ('LD_LIBRARY_PATH', 'gst/facerec'),
                             ('PATH', 'pipelines')):
            env[name] = os.path.join(build, folder) + (':' + env[name] if env.get(name) else '')
        env['GST_REGISTRY_1_0'] = os.path.join(build, 'registry.dat')
    return env


class Command:
    def __init__(self, options=()):
        """options: for every command that looks at pictures."""
        self.options = list(options)
        self.env = environment()
        self.program = shutil.which('gst-facerec', path=self.env['PATH'])
        if not self.program:
            raise SystemExit('gst-facerec is not built: meson setup build && meson compile -C build')
        cache = os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')
        self.cache = os.path.join(cache, 'gst-facerec', 'accuracy')
        os.makedirs(self.cache, mode=0o700, exist_ok=True)
        self.identity = self.own_files_digest()

    def own_files_digest(self):
        build = os.path.dirname(os.path.dirname(self.program))
        paths = [self.program]
        for folder in (os.path.join(build, 'elements'), os.path.join(build, 'gst', 'facerec')):
            if os.path.isdir(folder):
                paths += [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if '.so' in n]
        data = os.environ.get('XDG_DATA_HOME') or os.path.expanduser('~/.local/share')
        models = os.environ.get('FACEREC_MODELS') or os.path.join(data, 'gst-facerec', 'models')
        if os.path.isdir(models):
            paths += [os.path.join(models, n) for n in sorted(os.listdir(models)) if n.endswith('.dat')]
        digest = hashlib.sha256()
        for path in paths:
            if os.path.isfile(path):
                with open(path, 'rb') as file:
                    digest.update(hashlib.sha256(file.read()).digest())
        return digest.hexdigest()

    def key(self, arguments, files, extra):
        digest = hashlib.sha256(json.dumps([self.identity, arguments, extra]).encode())
        for path in files:
            state = os.stat(path)
            digest.update(f'{path}\0{state.st_size}\0{state.st_mtime_ns}\n'.encode())
        return os.path.join(self.cache, digest.hexdigest()[:32] + '.jsonl')

    def lines(self, arguments, files, extra='', prepare=None):
        """The JSON lines of `gst-facerec ARGUMENTS @LIST`, as a list of dictionaries in the order of files.

        extra: what else the answer depends on, such as who is enrolled. prepare: called only when the answer is not kept
        yet; returns further arguments, which are no part of the key, such as the path of a gallery that it has made."""
        arguments = arguments + self.options
        kept = self.key(arguments, files, extra)
        if not os.path.exists(kept):
            arguments = arguments + (prepare() if prepare else [])
            chunk = max(1, -(-len(files) // PROCESSES))
            parts = [files[i:i + chunk] for i in range(0, len(files), chunk)]
            with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
                text = b''.join(pool.map(lambda part: self.output(arguments, part), parts))
            with tempfile.NamedTemporaryFile(dir=self.cache, delete=False) as file:
                file.write(text)
            os.replace(file.name, kept)
        with open(kept, encoding='utf-8') as file:
            return [json.loads(line) for line in file if line.startswith('{')]

    def output(self, arguments, files):
        with tempfile.NamedTemporaryFile('w', suffix='.txt', encoding='utf-8') as names:
            names.write(''.join(path + '\n' for path in files))
            names.flush()
            done = subprocess.run([self.program, *arguments, '@' + names.name], env=self.env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f'gst-facerec {" ".join(arguments)}: exit code {done.returncode}\n'
                             + done.stderr.decode(errors='replace')[-2000:])
        return done.stdout

    def enroll(self, photos, gallery):
        """photos: list of (person, path). Returns the report lines that are not ok, as text."""
        with tempfile.TemporaryDirectory() as folder:
            for person, path in photos:
                os.makedirs(os.path.join(folder, person), exist_ok=True)
                shutil.copy2(path, os.path.join(folder, person, os.path.basename(path)))
            done = subprocess.run([self.program, 'enroll', '--largest', *self.options, '-o', gallery, folder], env=self.env,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f'gst-facerec enroll: exit code {done.returncode}\n{done.stderr[-2000:]}')
        return [line for line in done.stdout.splitlines() if line.strip()]

    def mistake(self, name, photos, gallery):
        """Keeps who is on the photos against name. Returns how many were good enough."""
        done = subprocess.run([self.program, 'enroll', '--largest', *self.options, '-o', gallery, '--not-this-person', name,
                               *photos], env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f'gst-facerec enroll --not-this-person: exit code {done.returncode}\n{done.stderr[-2000:]}')
        return sum(line.startswith('ok ') for line in done.stdout.splitlines())
