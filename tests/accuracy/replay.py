# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What facetrack makes of faces that are sought on some frames only, or told late: the faces that a search of every frame has
found are given to the real element as such a detector would have, and what it shows is compared with that search."""

import films
import measures

FPS = 25
# Faces are taken for the same person's down to that overlap; below, the box shown has lost the face.
FOLLOWS = 0.3


def search(launch, n_frames=None, prepare=None):
    """The faces of every frame, nobody tracking."""
    return films.frames(launch + ' ! facerecdetect detector=hog interval=1', n_frames, prepare)


def measured_on(frame, every, late):
    """The frame of which the faces are known on this one; None: of none yet. Each `every`th is searched, its faces are known
    `late` frames later."""
    known = frame - late
    return known - known % every if known >= 0 else None


def push(source, lines, every, late):
    Gst, _, GstFacerec = films.gst()
    width, height = lines[0]['width'], lines[0]['height']
    for frame in range(len(lines)):
        buffer = Gst.Buffer.new_allocate(None, width * height, None)
        buffer.pts, buffer.duration = frame * Gst.SECOND // FPS, Gst.SECOND // FPS
        then = measured_on(frame, every, late)
        for face in lines[then]['faces'] if then is not None else []:
            meta = GstFacerec.buffer_add_face(buffer, *face['box'], width, height, face['score'], 'replay')
            meta.set_box_age(frame - then)
        source.emit('push-buffer', buffer)
    source.emit('end-of-stream')


def play(lines, every, late, track=''):
    """The frames that facetrack makes of it, with the frame that was known as `known` and the faces as given as `given`."""
    width, height = lines[0]['width'], lines[0]['height']
    # The pictures are not needed: those of a cut would be.
    shown = films.frames(f'appsrc name=in format=time caps=video/x-raw,format=GRAY8,width={width + width % 2},height={height},'
                         f'framerate={FPS}/1 ! facetrack detect-cuts=false {track}', None,
                         lambda pipeline: push(pipeline.get_by_name('in'), lines, every, late))
    for frame, line in enumerate(shown):
        line['known'] = measured_on(frame, every, late)
        line['given'] = lines[line['known']]['faces'] if line['known'] is not None else []
    return shown


class Fit:
    """How well boxes fit those of the search of every frame."""

    def __init__(self):
        self.shown, self.carried, self.lost = [], [], 0

    def add(self, lines, shown):
        """From the first frame on of which anything can be known."""
        for line, now in zip(lines, shown):
            if now['known'] is None:
                continue
            for face in line['faces']:
                self.shown.append(max((measures.iou(f['box'], face['box']) for f in now['faces']), default=0))
                self.carried.append(max((measures.iou(f['box'], face['box']) for f in now['given']), default=0))
                self.lost += self.shown[-1] < FOLLOWS

    def report(self):
        count = len(self.shown)
        return {'boxes': count, 'iou': measures.share(sum(self.shown), count),
                'iou_if_carried': measures.share(sum(self.carried), count), 'not_followed': measures.share(self.lost, count)}
