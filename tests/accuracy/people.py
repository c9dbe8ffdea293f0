# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""People of $FACEREC_DATA with several pictures each, whom a model is trained on or compared by."""
import glob
import os

import facereccommand
import measures

LEAST_PICTURES = 4
NO_PEOPLE = ('misc', 'groups')


def data_folder():
    """$FACEREC_DATA or shared/data beside the source folder; None where the pictures are not there."""
    data = os.environ.get('FACEREC_DATA') or os.path.join(os.path.dirname(facereccommand.ROOT), 'shared', 'data')
    wanted = ('lfw/images', 'gallery/tbbt', 'gallery/dlib_johns')
    return data if all(os.path.isdir(os.path.join(data, folder)) for folder in wanted) else None


def of(data):
    """{person: [picture]}, everything in an order of its own."""
    people = {}
    for folder in ('lfw/images', 'gallery/tbbt', 'gallery/dlib_johns', 'gallery/orl'):
        for person in sorted(os.listdir(os.path.join(data, folder))):
            pictures = sorted(p for p in glob.glob(os.path.join(data, folder, person, '*'))
                              if p.lower().endswith(measures.PICTURES))
            if len(pictures) >= LEAST_PICTURES and person not in NO_PEOPLE:
                people[f'{os.path.basename(os.path.dirname(pictures[0]))}-{os.path.basename(folder)}'] = pictures
    return people


def link(people, folder):
    """The same as folder/PERSON/picture, links. Returns folder."""
    for person, pictures in people.items():
        os.makedirs(os.path.join(folder, person))
        for picture in pictures:
            os.symlink(os.path.abspath(picture), os.path.join(folder, person, os.path.basename(picture)))
    return folder
