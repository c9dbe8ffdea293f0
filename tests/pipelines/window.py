#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares a screenshot with the one of the same pipeline without analysis.

usage: window.py PLAIN.ppm ANALYSED.ppm FACE.jsonl NAME

What changed must be the outline of every face's box, in colour, and a label beside it; nothing else."""
import json
import sys

CHANGED = 40          # sum of the channels' differences
OUTLINE = 5           # px, half the width of the band in which the outline may lie
LABEL_HEIGHT = 40     # px above and below the box
LABEL_WIDTH = 260


def read_ppm(path):
    with open(path, 'rb') as file:
        data = file.read()
    head = data.split(maxsplit=4)[:4]
    assert head[0] == b'P6' and head[3] == b'255', head
    width, height = int(head[1]), int(head[2])
    return width, height, data[-width * height * 3:]


class Comparison:
    def __init__(self, plain, analysed):
        self.width, self.height, self.plain = read_ppm(plain)
        width, height, self.analysed = read_ppm(analysed)
        assert (width, height) == (self.width, self.height)

    def pixel(self, x, y):
        at = 3 * (y * self.width + x)
        return self.analysed[at:at + 3]

    def changed(self, x, y):
        at = 3 * (y * self.width + x)
        return sum(abs(self.plain[at + c] - self.analysed[at + c]) for c in range(3)) > CHANGED

    def inside(self, x, y):
        return 0 <= x < self.width and 0 <= y < self.height


def outline_points(box):
    """Each point of the box's edges with the direction across the edge."""
    x, y, w, h = (round(v) for v in box)
    for i in range(x + OUTLINE, x + w - OUTLINE):
        yield i, y, (0, 1)
        yield i, y + h, (0, 1)
    for j in range(y + OUTLINE, y + h - OUTLINE):
        yield x, j, (1, 0)
        yield x + w, j, (1, 0)


def drawn_outline(picture, box):
    """(share of the outline that is drawn, share of that in colour)"""
    total = drawn = coloured = 0
    for x, y, (dx, dy) in outline_points(box):
        band = [(x + dx * i, y + dy * i) for i in range(-OUTLINE, OUTLINE + 1)]
        band = [p for p in band if picture.inside(*p)]
        total += bool(band)
        hits = [picture.pixel(*p) for p in band if picture.changed(*p)]
        drawn += bool(hits)
        coloured += any(max(p) - min(p) > 80 for p in hits)
    return drawn / total, coloured / total


def is_label(x, y, box):
    bx, by, bw, bh = box
    return bx - OUTLINE <= x <= bx + max(bw, LABEL_WIDTH) and (
        by - LABEL_HEIGHT <= y < by - OUTLINE or by + bh + OUTLINE < y <= by + bh + LABEL_HEIGHT
        or by + OUTLINE < y <= by + LABEL_HEIGHT)


def is_outline(x, y, box):
    bx, by, bw, bh = box
    within = bx - OUTLINE <= x <= bx + bw + OUTLINE and by - OUTLINE <= y <= by + bh + OUTLINE
    core = bx + OUTLINE < x < bx + bw - OUTLINE and by + OUTLINE < y < by + bh - OUTLINE
    return within and not core


def main():
    picture = Comparison(*sys.argv[1:3])
    with open(sys.argv[3], encoding='utf-8') as file:
        faces = json.loads(file.readline())['faces']
    assert [f['identity']['label'] for f in faces] == [sys.argv[4]], faces
    boxes = [f['box'] for f in faces]
    label = elsewhere = 0
    for y in range(picture.height):
        for x in range(picture.width):
            if not picture.changed(x, y) or any(is_outline(x, y, b) for b in boxes):
                continue
            if any(is_label(x, y, b) for b in boxes):
                label += 1
            else:
                elsewhere += 1
    for box in boxes:
        drawn, coloured = drawn_outline(picture, box)
        print(f'{sys.argv[2]}: outline drawn {drawn:.3f}, in colour {coloured:.3f}; '
              f'{label} pixels of label, {elsewhere} elsewhere')
        assert drawn > 0.95 and coloured > 0.9
    assert label > 200 and elsewhere < 50


main()
