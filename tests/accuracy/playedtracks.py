# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Embeddings of photos shown to the real faceknn as the pictures of tracks, as faceembed would hand them on."""
import json

import films

SIDE, FRAME_MS = 320, 100
# Of the pictures of a track: as far apart as faceembed computes the first two.
PICTURE_MS = 300
# A track stays that long after its last picture: longer than faceknn ever needs.
LAST_MS = 1000


class Player:
    """One stream of faces into faceknn."""

    def __init__(self, gallery):
        self.Gst, _, self.GstFacerec = films.gst()
        caps = f'video/x-raw,format=GRAY8,width={SIDE},height={SIDE},framerate=10/1'
        self.pipeline = self.Gst.parse_launch(f'appsrc name=in format=time caps="{caps}" ! faceknn db="{gallery}" '
                                              '! appsink name=out sync=false')
        self.source, self.sink = (self.pipeline.get_by_name(name) for name in ('in', 'out'))
        self.pipeline.set_state(self.Gst.State.PLAYING)
        self.ms = self.track = 0

    def close(self):
        self.pipeline.set_state(self.Gst.State.NULL)

    def frame(self, photo, age, embedding_age):
        """The identity of the only face."""
        buffer = self.Gst.Buffer.new_allocate(None, 16, None)
        buffer.pts = self.ms * self.Gst.MSECOND
        self.ms += FRAME_MS
        face = self.GstFacerec.buffer_add_face(buffer, 80, 80, 160, 160, SIDE, SIDE, 1, 'photo')
        face.set_track(self.track, age)
        face.set_overall_quality(photo['quality']['overall'])
        face.set_embedding(photo['embedding'], photo['embedding_model'], embedding_age)
        self.source.emit('push-buffer', buffer)
        sample = self.sink.emit('try-pull-sample', 10 * self.Gst.SECOND)
        if sample is None:
            message = self.pipeline.get_bus().pop_filtered(self.Gst.MessageType.ERROR)
            raise SystemExit(f'faceknn: {message.parse_error() if message else "no frame comes out"}')
        face = self.GstFacerec.buffer_get_faces(sample.get_buffer())[0]
        return json.loads(face.to_json(0, self.GstFacerec.JsonFlags.DEFAULT))['identity']

    def play(self, photos):
        """The identities on each frame of another track that shows these photos (faces of `gst-facerec embed`) by turns."""
        self.track += 1
        each = PICTURE_MS // FRAME_MS
        n_frames = each * len(photos) + LAST_MS // FRAME_MS
        return [self.frame(photos[min(i // each, len(photos) - 1)], i,
                           i - min(i // each, len(photos) - 1) * each) for i in range(n_frames)]
