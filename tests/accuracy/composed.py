# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two films in one picture, cut out round the face and moved about: whose face is where is known from the films alone."""
import functools
import math

import films
import replay

WIDTH, HEIGHT, FPS = 800, 400, 25
# As much of a film as the longest scene may need.
FILM_FRAMES = 320
# Cut out round the face, in sizes of it.
MARGIN = 0.25
# A face found belongs to the actor whose own is nearer than this, in sizes, unless the other's is hardly further.
NEAR, CLEAR = 0.35, 0.15


@functools.lru_cache(maxsize=None)
def faces_of(path):
    """The size of its pictures, and [(time, box)] of the only face, where there is one."""
    lines = replay.search(films.decoder(path), FILM_FRAMES)
    return (lines[0]['width'], lines[0]['height'],
            [(line['pts_ns'] / 1e9, line['faces'][0]['box']) for line in lines if line['faces']])


class Actor:
    """A film of one person, and where its face is to be: [(share of the scene, x, y)] of the centre, pixels."""

    def __init__(self, path, way):
        self.path, self.way = path, way
        width, height, self.boxes = faces_of(path)
        x, y, size, _ = sorted((b for _, b in self.boxes), key=lambda b: b[0])[len(self.boxes) // 2]
        margin = MARGIN * size
        self.left, self.top = max(0, int(x - margin)), max(0, int(y - margin))
        self.right = max(0, width - int(x + size + margin))
        self.bottom = max(0, height - int(y + size + margin))
        self.face_x, self.face_y, self.size = x + size / 2 - self.left, y + size / 2 - self.top, size

    def branch(self, number):
        return (f'{films.decoder(self.path)} ! videoconvert ! video/x-raw,format=I420 ! videocrop left={self.left} '
                f'top={self.top} right={self.right} bottom={self.bottom} ! c.sink_{number}')

    def corner(self, share):
        """Where the cut-out's corner is at that share of the scene."""
        before = [w for w in self.way if w[0] <= share][-1]
        after = next((w for w in self.way if w[0] > share), before)
        part = (share - before[0]) / (after[0] - before[0]) if after is not before else 0
        x, y = (before[i] + part * (after[i] - before[i]) for i in (1, 2))
        return x - self.face_x, y - self.face_y

    def face(self, time, share):
        """Its centre and size in the picture; None while the film by itself shows none."""
        near, box = min(self.boxes, key=lambda b: abs(b[0] - time))
        if abs(near - time) > 1.5 / FPS:
            return None
        x, y = self.corner(share)
        return box[0] + box[2] / 2 - self.left + x, box[1] + box[3] / 2 - self.top + y, box[2]


def animate(pipeline, actors, n_frames):
    Gst, GstController, _ = films.gst()
    compositor = pipeline.get_by_name('c')
    for number, actor in enumerate(actors):
        pad = compositor.get_static_pad(f'sink_{number}')
        sources = [GstController.InterpolationControlSource(mode=GstController.InterpolationMode.LINEAR) for _ in 'xy']
        for frame in range(n_frames + 1):
            for source, value in zip(sources, actor.corner(frame / n_frames)):
                source.set(frame * Gst.SECOND // FPS, value)
        for source, name in zip(sources, ('xpos', 'ypos')):
            pad.add_control_binding(GstController.DirectControlBinding.new_absolute(pad, name, source))


def whose(face, truth):
    """The place in truth of the actor whose face that is; None when it may be the other's, or nobody's."""
    x, y, width, height = face['box']
    distances = [math.hypot(x + width / 2 - t[0], y + height / 2 - t[1]) / t[2] if t else math.inf for t in truth]
    nearest = min(range(len(truth)), key=lambda i: distances[i])
    others = [d for i, d in enumerate(distances) if i != nearest]
    if distances[nearest] > NEAR or any(d < distances[nearest] + CLEAR for d in others):
        return None
    return nearest


def scene(actors):
    """The launch line that plays it, up to the picture."""
    return (f'{" ".join(actor.branch(i) for i, actor in enumerate(actors))} compositor name=c background=black '
            f'! video/x-raw,format=I420,width={WIDTH},height={HEIGHT},framerate={FPS}/1,pixel-aspect-ratio=1/1')


class Cast:
    """Who has which track, and how often that was another than before, or another actor's."""

    def __init__(self, actors, n_frames):
        self.actors, self.n_frames = actors, n_frames
        self.track_of, self.owner, self.switches = {}, {}, []
        self.found, self.nobody = [0] * len(actors), 0

    def see(self, number, time, face, track):
        """That face was found on that frame, and has this track."""
        who = whose(face, [actor.face(time, number / self.n_frames) for actor in self.actors])
        if who is None:
            self.nobody += 1
            return
        self.found[who] += 1
        if self.track_of.get(who, track) != track or self.owner.get(track, who) != who:
            self.switches.append(number)
        self.track_of[who] = track
        self.owner[track] = who

    def report(self):
        return {'found': self.found, 'nobody': self.nobody, 'tracks': len(self.owner), 'switches': len(self.switches),
                'switched_at': self.switches}


def play(actors, n_frames, detect='', track=''):
    """Identity switches of a scene as the elements play it."""
    lines = films.frames(f'{scene(actors)} ! {films.elements(detect, track)}', n_frames,
                         lambda pipeline: animate(pipeline, actors, n_frames))
    cast = Cast(actors, n_frames)
    for number, line in enumerate(lines):
        for face in line['faces']:
            if face['box_age'] == 0:
                cast.see(number, line['pts_ns'] / 1e9, face, face['track'])
    return dict(cast.report(), frames=len(lines), predicted=sum(f['box_age'] > 0 for line in lines for f in line['faces']))


def search(actors, n_frames):
    """The faces of every frame of a scene."""
    return replay.search(scene(actors), n_frames, lambda pipeline: animate(pipeline, actors, n_frames))


def play_late(actors, lines, every, late, fit):
    """Identity switches of a scene of which only every so many frames are searched, and told so late; lines: what search said.
    fit: a replay.Fit, is told the boxes."""
    shown = replay.play(lines, every, late)
    fit.add(lines, shown)
    cast, known = Cast(actors, len(lines)), None
    for now in shown:
        if now['known'] == known:
            continue
        known = now['known']
        # Whose it was is told where it was found; facetrack keeps the order of faces.
        for given, face in zip(now['given'], now['faces']):
            cast.see(known, lines[known]['pts_ns'] / 1e9, given, face['track'])
    return cast.report()


def splice_source(paths, at):
    """Two films in one stream, as the head of a launch line and what prepares it: as many frames of the first, then of the
    second."""
    def cut(pipeline):
        Gst, GstController, _ = films.gst()
        pad = pipeline.get_by_name('c').get_static_pad('sink_1')
        source = GstController.InterpolationControlSource(mode=GstController.InterpolationMode.NONE)
        source.set(0, 0)
        source.set(at * Gst.SECOND // FPS, 1)
        pad.add_control_binding(GstController.DirectControlBinding.new_absolute(pad, 'alpha', source))

    picture = 'videoconvert ! videoscale add-borders=false ! video/x-raw,format=I420,width=360,height=288'
    branches = ' '.join(f'{films.decoder(path)} ! {picture} ! c.sink_{i}' for i, path in enumerate(paths))
    return f'{branches} compositor name=c ! video/x-raw,format=I420,width=360,height=288,framerate={FPS}/1', cut


def splice(paths, at):
    """What is found on such a stream."""
    launch, cut = splice_source(paths, at)
    return films.frames(f'{launch} ! {films.elements()}', 2 * at, cut)
