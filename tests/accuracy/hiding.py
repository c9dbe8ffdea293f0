# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether a face can be seen in a picture: from the pixels alone, knowing nothing of who hid it, or where."""
import operator

# The part of a box, at each side, that is not looked at: hair and background.
BORDER = 1 / 6
# Of the pixels of a face as it was filmed at least this share differs from its neighbours; of a mosaic none does, at most a
# few when it does not reach to the border.
LEAST_DETAIL, MOST_DETAIL = 0.1, 0.02


class Luma:
    """The luma of an I420 picture."""

    def __init__(self, sample):
        import gi
        gi.require_version('Gst', '1.0')
        from gi.repository import Gst
        size = sample.get_caps().get_structure(0)
        self.width, self.height = size.get_int('width')[1], size.get_int('height')[1]
        self.stride = (self.width + 3) // 4 * 4
        buffer = sample.get_buffer()
        done, self.map = buffer.map(Gst.MapFlags.READ)
        assert done and size.get_string('format') == 'I420' and self.map.size >= self.stride * self.height
        self.bytes = bytes(self.map.data[:self.stride * self.height])
        buffer.unmap(self.map)

    def inner(self, box):
        """The rows of the inner part of a box; none where it lies outside."""
        x, y, width, height = box
        left, right = (int(min(max(v, 0), self.width)) for v in (x + BORDER * width, x + (1 - BORDER) * width))
        top, bottom = (int(min(max(v, 0), self.height)) for v in (y + BORDER * height, y + (1 - BORDER) * height))
        return [self.bytes[row * self.stride + left:row * self.stride + right] for row in range(top, bottom)]


def detail(rows):
    """The share of pixels that differ from both neighbours in their row, or both in their column."""
    n = found = 0
    for lines in (rows, list(zip(*rows))):
        for line in lines:
            edges = list(map(operator.ne, line, line[1:]))
            found += sum(map(operator.and_, edges, edges[1:]))
            n += max(len(line) - 2, 0)
    return found / n if n else 0


def changed(before, after):
    """The share of pixels that are others."""
    n = sum(map(len, before))
    return sum(sum(map(operator.ne, a, b)) for a, b in zip(before, after)) / n if n else 0


def judge(filmed, shown):
    """'hidden', 'clear', or None where even the film shows too little to tell. The rows of a face, as it was filmed and as it
    is shown."""
    if detail(filmed) < LEAST_DETAIL:
        return None
    return 'hidden' if detail(shown) <= MOST_DETAIL and changed(filmed, shown) > 0.5 else 'clear'


def link(lines, cuts, overlap, least=0.3, patience=5):
    """Faces of successive frames as chains of (frame, place in the frame's list): each goes on with the face that overlaps
    its last one most, within so many frames and never over a cut. overlap(box, box): intersection over union."""
    chains, open_chains = [], []
    for number, line in enumerate(lines):
        if number in cuts:
            open_chains = []
        open_chains = [c for c in open_chains if number - c[-1][0] <= patience]
        pairs = sorted(((overlap(lines[c[-1][0]]['faces'][c[-1][1]]['box'], face['box']), i, place)
                        for i, c in enumerate(open_chains) for place, face in enumerate(line['faces'])), reverse=True)
        used, taken = set(), set()
        for share, i, place in pairs:
            if share >= least and i not in used and place not in taken:
                open_chains[i].append((number, place))
                used.add(i)
                taken.add(place)
        for place in range(len(line['faces'])):
            if place not in taken:
                chains.append([(number, place)])
                open_chains.append(chains[-1])
    return chains
