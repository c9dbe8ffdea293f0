# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The measures, each from what the command said about the files of $FACEREC_DATA.

Where the detector finds no face nobody can be compared: `accuracy` and `rank_1` are shares of what could be, the number of
pictures without a face stands beside them, and `..._of_all` counts those as wrong."""
import csv
import glob
import math
import os
import tempfile

PICTURES = ('.jpg', '.jpeg', '.png', '.pgm')
# Every LFW picture holds its person's face about here.
LFW_BOX = (68, 68, 114, 114)
VERIFICATION_DISTANCE = 0.6
SAME_FACE_IOU = 0.4
STRANGER = '__unknown__'
# Its faces are 55 to 80 pixels wide.
SOLVAY_OPTIONS = ['--min-face-size', '40']


def rows(path):
    with open(path, newline='', encoding='utf-8') as file:
        return list(csv.DictReader(file))


def iou(a, b):
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    common = max(0, width) * max(0, height)
    return common / (a[2] * a[3] + b[2] * b[3] - common)


def face_at(line, box):
    """The face that covers box best; None when none touches it."""
    faces = [f for f in line['faces'] if iou(f['box'], box) > 0]
    return max(faces, key=lambda f: iou(f['box'], box), default=None)


def largest_face(line):
    return max(line['faces'], key=lambda f: f['box'][2] * f['box'][3], default=None)


def share(part, whole):
    return round(part / whole, 4) if whole else None


def by_file(lines):
    return {line['file']: line for line in lines}


def verification(command, data):
    images = os.path.join(data, 'lfw', 'images')
    pairs = rows(os.path.join(data, 'lfw', 'pairs.csv'))
    names = sorted({p[k] for p in pairs for k in ('image_a', 'image_b')})
    lines = by_file(command.lines(['embed'], [os.path.join(images, n) for n in names]))
    faces = {n: face_at(lines[os.path.join(images, n)], LFW_BOX) if os.path.join(images, n) in lines else None
             for n in names}
    right = compared = 0
    for pair in pairs:
        a, b = faces[pair['image_a']], faces[pair['image_b']]
        if a and b:
            compared += 1
            near = math.dist(a['embedding'], b['embedding']) < VERIFICATION_DISTANCE
            right += near == (pair['same'] == '1')
    return {'pairs': len(pairs), 'compared': compared, 'distance': VERIFICATION_DISTANCE, 'right': right,
            'accuracy': share(right, compared), 'accuracy_of_all': share(right, len(pairs)), 'images': len(names),
            'images_without_face': sum(1 for f in faces.values() if f is None)}


def ask(command, files, enrolled):
    """Enrols these (person, photo) and asks who is on each of the files, with the command's defaults: JSON lines."""
    with tempfile.TemporaryDirectory() as folder:
        gallery = os.path.join(folder, 'enc.bin')

        def enroll():
            command.enroll(enrolled, gallery)
            return ['--db', gallery]
        return command.lines(['identify'], files, extra=enrolled, prepare=enroll)


def ask_lfw(command, data, people):
    """[(true identity or None, face or None)] of every probe, with only these people enrolled (None: everybody)."""
    images = os.path.join(data, 'lfw', 'images')
    enrolled = [(r['identity'], os.path.join(images, r['image'])) for r in rows(os.path.join(data, 'lfw', 'gallery.csv'))
                if people is None or r['identity'] in people]
    names = {person for person, _ in enrolled}
    probes = [r for r in rows(os.path.join(data, 'lfw', 'probe.csv'))
              if r['identity'] in names or r['identity'] == STRANGER]
    files = [os.path.join(images, r['image']) for r in probes]
    lines = by_file(ask(command, files, enrolled))
    return [(None if r['identity'] == STRANGER else r['identity'], face_at(lines[f], LFW_BOX) if f in lines else None, f)
            for r, f in zip(probes, files)]


def label(face):
    return face['identity']['label'] if face and face.get('identity') else None


def nearest(face):
    candidates = face['identity']['candidates'] if face and face.get('identity') else []
    return candidates[0]['label'] if candidates else None


def open_set(answers):
    known = [(who, face) for who, face, _ in answers if who]
    strangers = [face for who, face, _ in answers if not who]
    return {'known': len(known), 'strangers': len(strangers),
            'tpir': share(sum(label(f) == who for who, f in known), len(known)),
            'fpir': share(sum(label(f) is not None for f in strangers), len(strangers)),
            'misnamed': share(sum(label(f) not in (None, who) for who, f in known), len(known))}


def identification(command, data):
    """Rank-1 and the open set with everybody enrolled; and the open set of the half of the people (and of the strangers)
    that no setting was fitted on: those at odd places of the sorted names."""
    everybody = ask_lfw(command, data, None)
    known = [(who, face) for who, face, _ in everybody if who]
    people = sorted({r['identity'] for r in rows(os.path.join(data, 'lfw', 'gallery.csv'))})
    halves = {}
    for name, start in (('fitting_half', 0), ('held_out_half', 1)):
        answers = ask_lfw(command, data, set(people[start::2]))
        strangers = sorted({f for who, _, f in answers if not who})[start::2]
        halves[name] = open_set([a for a in answers if a[0] or a[2] in set(strangers)])
        halves[name]['people'] = len(people[start::2])
    rank_1 = sum(nearest(face) == who for who, face in known)
    without_face = sum(1 for _, face in known if face is None)
    return {'identification': {'people': len(people), 'probes': len(known), 'probes_without_face': without_face,
                               'rank_1': share(rank_1, len(known) - without_face),
                               'rank_1_of_all': share(rank_1, len(known))},
            'open_set': {'everybody': dict(open_set(everybody), people=len(people)), **halves}}


def negatives(command, data):
    files = sorted(f for f in glob.glob(os.path.join(data, 'negatives', '*')) if f.endswith(PICTURES))
    lines = command.lines(['embed'], files)
    found = {os.path.basename(line['file']): len(line['faces']) for line in lines if line['faces']}
    return {'pictures': len(files), 'answers': len(lines), 'faces': sum(found.values()), 'where': found}


def solvay(command, data):
    """Faces of the 1927 group photo against the 30 boxes given as four corners, row then column."""
    folder = os.path.join(data, 'detection', 'solvay', 'faces')
    if not os.path.isdir(folder):
        folder = '/usr/share/visp-images-data/ViSP-images/faces'
    if not os.path.isdir(folder):
        return None
    truth, corners = [], []
    with open(os.path.join(folder, 'ground_truth_detection.txt'), encoding='utf-8') as file:
        for line in file:
            if len(line.split()) == 2:
                corners.append([float(v) for v in line.split()])
            if len(corners) == 4:
                y, x = min(c[0] for c in corners), min(c[1] for c in corners)
                truth.append((x, y, max(c[1] for c in corners) - x, max(c[0] for c in corners) - y))
                corners = []
    lines = command.lines(['embed', *SOLVAY_OPTIONS], [os.path.join(folder, '1280px-Solvay_conference_1927.png')])
    faces = lines[0]['faces'] if lines else []
    found = sum(any(iou(f['box'], box) >= SAME_FACE_IOU for f in faces) for box in truth)
    false = sum(all(iou(f['box'], box) < SAME_FACE_IOU for box in truth) for f in faces)
    return {'faces': len(truth), 'found': found, 'false': false, 'options': SOLVAY_OPTIONS}


def leave_one_out(command, folder):
    """Rank-1 of every photo of folder/<person>/ against all others."""
    files = sorted(f for f in glob.glob(os.path.join(folder, '*', '*')) if f.lower().endswith(PICTURES))
    people = [os.path.basename(os.path.dirname(f)) for f in files]
    files = [f for f, p in zip(files, people) if people.count(p) > 1 and p not in ('misc', 'groups')]
    lines = by_file(command.lines(['embed'], files))
    faces = [(os.path.basename(os.path.dirname(f)), largest_face(lines[f]) if f in lines else None) for f in files]
    with_face = [(who, face['embedding']) for who, face in faces if face]
    right = 0
    for i, (who, embedding) in enumerate(with_face):
        others = with_face[:i] + with_face[i + 1:]
        right += min(others, key=lambda other: math.dist(embedding, other[1]))[0] == who
    return {'photos': len(files), 'without_face': len(files) - len(with_face), 'right': right,
            'rank_1': share(right, len(with_face))}


def franck(command, media, people):
    """The share of the film's frames in which Franck is named, and in which anybody is named wrongly.

    people: (person, photo) as the demo enrols them."""
    film = os.path.join(media, 'franck.mp4')
    enrolled = [(person, os.path.join(media, photo)) for person, photo in people]
    lines = ask(command, [film], enrolled)
    labels = [{label(face) for face in line['faces']} - {None} for line in lines]
    return {'frames': len(lines), 'franck': share(sum('franck' in names for names in labels), len(lines)),
            'wrong': share(sum(bool(names - {'franck'}) for names in labels), len(lines))}
