#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A job array of Slurm on this machine alone: four parts, one killed in the middle of a film, one stopped because its time is
over; both queued again; and a merge after which everything is as if one run had done it.

slurmctld and slurmd are started here, on the loopback, with all that they write in a folder that goes afterwards; what the
system has of Slurm is not touched. tests/pipelines/meson.build gives the time that a slow machine needs."""
import contextlib
import getpass
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time

from batch import films, people, workers
from commandtest import FAKE, Skip, check, contains, main, program, run
from outputtree import same_trees, tree
import pictures

ROOT = os.environ['FACEREC_SOURCE_ROOT']
SUBMIT = os.path.join(ROOT, 'pipelines', 'slurm', 'submit.sh')
OPTIONS = [*FAKE, '--distance-threshold', '0.2', '--margin', '0', '--db', 'enc.bin']
PARTS = 4
PATIENCE_S = 240
CONFIGURATION = '''ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
AuthType=auth/none
CredType=cred/none
SlurmUser={user}
SlurmdUser={user}
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
KillWait=2
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=0
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP
'''


def wait_for(condition, what, cluster=None, seconds=PATIENCE_S):
    """The first true value of condition."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f'waited {seconds} s for {what}\n{cluster.logs() if cluster else ""}')


def free_ports(count):
    sockets = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Cluster:
    """Of one machine, this one."""

    def __init__(self, folder):
        controller, node = free_ports(2)
        self.folder, self.daemons = folder, []
        self.configuration = os.path.join(folder, 'slurm.conf')
        for name in ('state', 'spool'):
            os.makedirs(os.path.join(folder, name))
        with open(self.configuration, 'w', encoding='utf-8') as file:
            file.write(CONFIGURATION.format(folder=folder, user=getpass.getuser(), controller=controller, node=node))
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(('SLURM', 'SBATCH'))}
        self.env.update(SLURM_CONF=self.configuration)

    def __enter__(self):
        for daemon in (['slurmctld'], ['slurmd', '-N', 'localhost']):
            with open(os.path.join(self.folder, daemon[0] + '.out'), 'wb') as out:
                command = [shutil.which(daemon[0]), '-D', '-f', self.configuration, *daemon[1:]]
                self.daemons.append(subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, stdout=out, stderr=out))
        try:
            self.wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            self.call('scancel', '--user', getpass.getuser())
        for pid in self.jobs():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def jobs(self, **wanted):
        """Processes whose environment says that they are of a job of this cluster, and what else is wanted."""
        words = [f'SLURM_CONF={self.configuration}', *(f'{name}={value}' for name, value in wanted.items())]
        found = []
        for name in os.listdir('/proc'):
            with contextlib.suppress(OSError):
                if name.isdigit():
                    with open(f'/proc/{name}/environ', 'rb') as file:
                        there = file.read().split(b'\0')
                    if any(word.startswith(b'SLURM_JOB_ID=') for word in there) and all(
                            word.encode() in there for word in words):
                        found.append(int(name))
        return found

    def wait_until_ready(self):
        end = time.monotonic() + 60
        while b'idle' not in self.call('sinfo', '-h', '-o', '%T', check=False).stdout:
            if time.monotonic() > end or any(daemon.poll() is not None for daemon in self.daemons):
                raise Skip('Slurm does not start here: ' + ' | '.join(self.logs().splitlines()[-4:]))
            time.sleep(0.2)

    def call(self, *command, check=True):
        return subprocess.run(command, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=check)

    def logs(self):
        text = ''
        for folder in (self.folder, 'out/slurm'):
            for name in sorted(os.listdir(folder) if os.path.isdir(folder) else []):
                if name.endswith(('.log', '.out')):
                    with open(os.path.join(folder, name), encoding='utf-8', errors='replace') as file:
                        text += f'--- {name}\n{file.read()[-1500:]}\n'
        return text


def slurm():
    missing = [name for name in ('slurmctld', 'slurmd', 'sbatch', 'scontrol') if not shutil.which(name)]
    if missing:
        raise Skip(f'not installed: {" ".join(missing)} (Debian: slurm-wlm)')
    return Cluster(os.path.join(os.getcwd(), 'slurm'))


def command_of(pid):
    with contextlib.suppress(OSError):
        with open(f'/proc/{pid}/cmdline', 'rb') as file:
            return file.read().split(b'\0')
    return []


def batch_at_work(cluster, part):
    """The gst-facerec batch of a part that has a film in work; which does not go on, lest the part ends meanwhile."""
    for pid in cluster.jobs(SLURM_ARRAY_TASK_ID=part):
        words = command_of(pid)
        if b'--shard' in words and b'--worker-film' not in words:
            for worker in workers(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGSTOP)
                    return pid
    return None


def array_job():
    return next(name.split('-part-')[0] for name in os.listdir('out/slurm') if '-part-' in name)


def log_of(part):
    for name in os.listdir('out/slurm'):
        if name.endswith(f'-part-{part}.log'):
            with open(f'out/slurm/{name}', encoding='utf-8') as file:
                return file.read()
    return ''


def start_again(cluster, job, part):
    """Slurm lets a job that is queued again wait for two minutes, lest its machine takes it for the one that it has just ended;
    some seconds are enough, and an administrator may say so."""
    wait_for(lambda: ', again (' in log_of(part) or b'BeginTime' in cluster.call(
        'squeue', '-h', '-r', '-j', job, '-o', '%r', check=False).stdout, f'{job} to be queued again', cluster)
    cluster.call('scontrol', 'update', f'JobId={job}', 'StartTime=now+5', check=False)
    wait_for(lambda: ', again (' in log_of(part), f'{job} to start again', cluster)


def parts_with_most(count):
    """The parts that have most of the films: their ids tell."""
    with sqlite3.connect('whole/index.sqlite') as index:
        return [part for part, in index.execute('SELECT id % ? + 1 FROM film GROUP BY 1 ORDER BY count(*) DESC LIMIT ?',
                                                (PARTS, count))]


def interrupt_parts(cluster, killed, stopped):
    """One loses its process in the middle of a film, of the other Slurm says that its time is over."""
    waiting, jobs = {killed, stopped}, {}
    # Both before either starts again: that takes seconds, in which the other one might come to its end.
    while waiting:
        part, pid = wait_for(lambda: next(((part, pid) for part in waiting if (pid := batch_at_work(cluster, part))), None),
                             f'one of the parts {waiting}', cluster)
        job = f'{array_job()}_{part}'
        if part == killed:
            os.kill(pid, signal.SIGKILL)
        else:
            cluster.call('scancel', '--batch', '--signal=USR1', job)
        jobs[part] = job
        waiting.remove(part)
    for part, job in jobs.items():
        start_again(cluster, job, part)


def test_array():
    """an array of four, one part killed, one out of time, both queued again, then the merge: all as by one run"""
    people()
    films(12, length=500)
    pictures.write('films/text.mp4', b'no film at all\n' * 20)
    check(run('batch', *OPTIONS, '-o', 'whole', 'films').code, 0)
    killed, stopped = parts_with_most(2)
    with slurm() as cluster:
        command = [SUBMIT, '--parts', str(PARTS), '--wait', *OPTIONS, '-o', 'out', 'films']
        with subprocess.Popen(command, env=cluster.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT) as submit:
            try:
                interrupt_parts(cluster, killed, stopped)
                said = submit.communicate(timeout=PATIENCE_S)[0]
            except BaseException:
                submit.kill()
                raise
        check(submit.returncode, 0, f'{said}\n{cluster.logs()}')
        contains(said, '13 films')
        contains(log_of(killed), 'was killed (exit code 137): queued again', ', again (')
        contains(log_of(stopped), 'its time is over: queued again', ', again (')
        again = [part for part in range(1, PARTS + 1) if ', again (' in log_of(part)]
        check(again, sorted([killed, stopped]), 'no other is done again')
        shutil.rmtree('out/slurm')
        same_trees(tree('whole'), tree('out'), 'four parts and a merge')


def documented():
    """The blocks of slurm.md that are to be run."""
    with open(os.path.join(ROOT, 'pipelines', 'slurm', 'slurm.md'), encoding='utf-8') as file:
        blocks = re.findall(r'^```sh\n(.*?)^```', file.read(), re.M | re.S)
    check(len(blocks) >= 3, True, blocks)
    return blocks


def is_idle(cluster):
    queue = cluster.call('squeue', '-h', check=False)
    return queue.returncode == 0 and not queue.stdout


def test_documented():
    """what slurm.md tells to type does what it says"""
    people()
    films(4, length=20)
    pictures.write('films.txt', b'films\n')
    os.symlink(os.path.join(ROOT, 'pipelines'), 'pipelines')
    pictures.write('standins/gst-facerec', f'''#!/bin/sh
shift; exec {program()} batch {" ".join(OPTIONS[:-2])} "$@"\n'''.encode())
    os.chmod('standins/gst-facerec', 0o755)
    check(run('batch', *OPTIONS, '-o', 'whole', 'films').code, 0)
    with slurm() as cluster:
        cluster.env['PATH'] = os.path.abspath('standins') + ':' + cluster.env['PATH']
        for block in documented():
            cluster.call('bash', '-e', '-c', block)
            wait_for(lambda: os.path.exists('out/index.sqlite') and is_idle(cluster), block, cluster)
            shutil.rmtree('out/slurm', ignore_errors=True)
            same_trees(tree('whole'), tree('out'), block)
            shutil.rmtree('out')


def test_refused():
    """what no job could do is said before one waits for its turn"""
    people()
    films(1, length=20)
    pictures.write('standins/sbatch', b'#!/bin/sh\nexit 1\n')
    pictures.write('standins/scancel', b'#!/bin/sh\n')
    for name in os.listdir('standins'):
        os.chmod(os.path.join('standins', name), 0o755)
    environment = dict(os.environ, PATH=os.path.abspath('standins') + ':' + os.environ['PATH'])
    cases = [(('--db', 'enc.bin', 'films'), '-o OUTPUT'), (('-o', 'out', 'films'), '--db GALLERY'),
             (('--db', 'enc.bin', '-o', 'out', '--fps', '5'), 'no films'), (('--db', 'no.bin', '-o', 'out', 'films'), 'no.bin: '),
             (('--db', 'enc.bin', '-o', 'out', '@no.txt'), 'no.txt: '), (('--parts', '0', 'films'), '--parts'),
             (('--shard', '1/2', 'films'), '--shard'), (('films', '-o'), '-o needs a value'),
             (('--db', 'enc.bin', '-oenc.bin/out', 'films'), 'enc.bin/out: '),
             (('--db', 'enc.bin', '-o', 'out', 'films'), 'sbatch has refused'),
             (('--db', 'enc.bin', '--annotate', '-o', 'out', '--retry', 'films'), 'sbatch has refused')]
    for arguments, reason in cases:
        done = subprocess.run([SUBMIT, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              check=False)
        check((done.returncode, done.stdout), (2, b''), f'{arguments}: {done}')
        contains(done.stderr, 'submit.sh: ', reason)
    task = dict(environment, SLURM_ARRAY_TASK_ID='3', SLURM_ARRAY_TASK_MIN='1', SLURM_ARRAY_TASK_MAX='3',
                SLURM_ARRAY_TASK_COUNT='2', SLURM_ARRAY_TASK_STEP='1')
    for env, reason in ((task, 'holes'), (environment, 'sbatch --array')):
        done = subprocess.run([os.path.join(os.path.dirname(SUBMIT), 'array.sh'), *OPTIONS, '-o', 'out', 'films'], env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        check((done.returncode, done.stdout), (2, b''), done)
        contains(done.stderr, reason)


if __name__ == '__main__':
    main(globals())
