# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one sample against a name does: strangers of LFW who are called by somebody's name, which a looser rule makes of most of
them, and the people whose name it is."""
import collections
import os
import tempfile

import measures

LOOSE = ['--distance-threshold', '0.62', '--margin', '0']


def strangers(data, enrolled):
    """Photos of each person who is not enrolled and has several."""
    photos = collections.defaultdict(list)
    images = os.path.join(data, 'lfw', 'images')
    for person in sorted(os.listdir(images)):
        if person not in enrolled:
            photos[person] = [os.path.join(images, person, n) for n in sorted(os.listdir(os.path.join(images, person)))]
    return {person: files for person, files in photos.items() if len(files) > 1}


def labels(command, files, rule, gallery, state):
    lines = measures.by_file(command.lines(['identify', *rule], files, extra=state, prepare=lambda: ['--db', gallery()]))
    return {f: measures.label(measures.face_at(lines[f], measures.LFW_BOX)) if f in lines else None for f in files}


def choose(people, before):
    """Of each stranger the first photo that is called by a wrong name: (photo, name, others of that stranger called so)."""
    chosen = []
    for files in people.values():
        wrong = [f for f in files if before[f]]
        if wrong:
            chosen.append((wrong[0], before[wrong[0]], [f for f in wrong[1:] if before[f] == before[wrong[0]]]))
    return chosen


def known(answers, probes):
    return sum(answers[f] == who for who, f in probes)


def measure(command, data):
    images = os.path.join(data, 'lfw', 'images')
    enrolled = [(r['identity'], os.path.join(images, r['image']))
                for r in measures.rows(os.path.join(data, 'lfw', 'gallery.csv'))]
    probes = [(r['identity'], os.path.join(images, r['image']))
              for r in measures.rows(os.path.join(data, 'lfw', 'probe.csv')) if r['identity'] != measures.STRANGER]
    people = strangers(data, {person for person, _ in enrolled})
    files = [f for photos in people.values() for f in photos]
    asked = files + [f for _, f in probes]
    result = {'strangers': len(people), 'probes': len(probes)}
    with tempfile.TemporaryDirectory() as folder:
        gallery = os.path.join(folder, 'enc.bin')

        def plain():
            if not os.path.exists(gallery):
                command.enroll(enrolled, gallery)
            return gallery

        before = {name: labels(command, asked, rule, plain, ['plain', enrolled])
                  for name, rule in (('loose', LOOSE), ('default', []))}
        chosen = choose(people, before['loose'])

        def against():
            done = os.path.join(folder, 'against.bin')
            if not os.path.exists(done):
                os.rename(plain(), done)
                by_name = collections.defaultdict(list)
                for photo, name, _ in chosen:
                    by_name[name].append(photo)
                for name, photos in sorted(by_name.items()):
                    command.mistake(name, photos, done)
            return done

        after = {name: labels(command, asked, rule, against, ['against', enrolled, [c[:2] for c in chosen]])
                 for name, rule in (('loose', LOOSE), ('default', []))}
    others = [(f, name) for _, name, photos in chosen for f in photos]
    still = sum(after['loose'][f] == name for f, name in others)
    result.update({'negatives': len(chosen), 'wrong_names': len(others), 'stopped': len(others) - still,
                   'share_stopped': measures.share(len(others) - still, len(others)),
                   'called_otherwise': sum(after['loose'][f] not in (None, name) for f, name in others)})
    for name in before:
        was, now = known(before[name], probes), known(after[name], probes)
        result[name] = {'known_before': was, 'known_after': now, 'share_lost': measures.share(was - now, was),
                        'strangers_named_before': sum(before[name][f] is not None for f in files),
                        'strangers_named_after': sum(after[name][f] is not None for f in files)}
    return result
