#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Faces from Python: every getter and setter by introspection, on a buffer that went through a pipeline."""
import json
import math
import sys
import unittest

try:
    import gi
    gi.require_version('Gst', '1.0')
    gi.require_version('GstFacerec', '1.0')
    from gi.repository import Gst, GstFacerec
except (ImportError, ValueError) as error:
    print(f'SKIP: {error}')
    sys.exit(77)

LANDMARKS = [0.25, 0.5, 0.75, 0.5, 0.125, -0.25, 1.5, 0.5, 0.5, 1.0]
EMBEDDING = [i / 8 - 4 for i in range(128)]


def add_full_face(buffer):
    face = GstFacerec.buffer_add_face(buffer, 101, 60, 80, 96, 320, 240, 1.25, 'dlib-hog')
    identity = GstFacerec.Identity.new('Zoë', GstFacerec.Reason.NONE, 1.5, 0.375, 4, 5)
    identity.add_candidate('Zoë', 0.375)
    identity.add_candidate('Adam', 0.75)
    identity.set_rule(0.5625, 0.0625)
    face.set_track(7, 17)
    face.set_box_age(5)
    face.set_quality(96.5, 12.25, 0.875)
    face.set_overall_quality(0.5)
    face.set_landmarks(LANDMARKS)
    face.set_embedding(EMBEDDING, 'dlib-resnet-v1', 3)
    face.set_identity(identity)
    return face


class Introspection(unittest.TestCase):
    def setUp(self):
        self.buffer = Gst.Buffer.new_allocate(None, 16, None)

    def check_full_face(self, face, box, frame):
        self.assertEqual(tuple(face.get_box()), box)
        self.assertEqual((face.x, face.y, face.width, face.height), box)
        self.assertEqual(tuple(face.get_frame_size()), frame)
        self.assertEqual(face.get_score(), 1.25)
        self.assertEqual(face.get_detector(), 'dlib-hog')
        self.assertEqual((face.get_track_id(), face.get_track_age()), (7, 17))
        self.assertEqual(face.get_box_age(), 5)
        self.assertEqual(tuple(face.get_quality()), (True, 96.5, 12.25, 0.875))
        self.assertEqual(face.get_overall_quality(), 0.5)
        self.assertEqual(face.get_landmarks(), LANDMARKS)
        self.assertEqual(face.get_embedding(), EMBEDDING)
        self.assertEqual(face.get_embedding_model(), 'dlib-resnet-v1')
        self.assertEqual(face.get_embedding_age(), 3)
        self.assertEqual(face.get_label(), 'Zoë')
        self.check_identity(face.get_identity())

    def check_identity(self, identity):
        self.assertEqual(identity.get_label(), 'Zoë')
        self.assertEqual(identity.get_reason(), GstFacerec.Reason.NONE)
        self.assertEqual((identity.get_score(), identity.get_distance()), (1.5, 0.375))
        self.assertEqual((identity.get_votes(), identity.get_k()), (4, 5))
        self.assertEqual(tuple(identity.get_rule()), (0.5625, 0.0625))
        candidates = [tuple(identity.get_candidate(i)) for i in range(identity.get_n_candidates())]
        self.assertEqual(candidates, [(True, 'Zoë', 0.375), (True, 'Adam', 0.75)])
        self.assertFalse(identity.get_candidate(2)[0])

    def test_every_getter_returns_what_was_set(self):
        face = add_full_face(self.buffer)
        self.check_full_face(face, (101, 60, 80, 96), (320, 240))

    def test_a_bare_face_has_none_of_it(self):
        face = GstFacerec.buffer_add_face(self.buffer, 1, 2, 3, 4, 32, 24, 0, None)
        self.assertIsNone(face.get_detector())
        self.assertEqual(face.get_track_id(), GstFacerec.NO_TRACK)
        self.assertFalse(face.get_quality()[0])
        self.assertTrue(math.isnan(face.get_overall_quality()))
        self.assertEqual(face.get_landmarks(), [])
        self.assertEqual(face.get_embedding(), [])
        self.assertIsNone(face.get_embedding_model())
        self.assertIsNone(face.get_identity())
        self.assertIsNone(face.get_label())

    def test_a_stranger_has_an_id(self):
        identity = GstFacerec.Identity.new(None, GstFacerec.Reason.TOO_FAR, 0, 0, 0, 5)
        self.assertIsNone(identity.get_stranger())
        identity.set_stranger('unknown-2')
        face = GstFacerec.buffer_add_face(self.buffer, 1, 2, 3, 4, 32, 24, 0, None)
        face.set_identity(identity)
        self.assertEqual(face.get_identity().get_stranger(), 'unknown-2')
        self.assertIsNone(face.get_label())

    def test_faces_of_a_buffer(self):
        ids = [add_full_face(self.buffer).get_id() for _ in range(3)]
        self.assertEqual([face.get_id() for face in GstFacerec.buffer_get_faces(self.buffer)], ids)
        self.assertEqual(GstFacerec.buffer_count_faces(self.buffer), 3)
        self.assertEqual(GstFacerec.buffer_find_face(self.buffer, ids[1]).get_id(), ids[1])
        self.assertIsNone(GstFacerec.buffer_find_face(self.buffer, -1))
        self.assertEqual(GstFacerec.buffer_remove_faces(self.buffer), 3)
        self.assertEqual(GstFacerec.buffer_get_faces(self.buffer), [])

    def test_the_json_line(self):
        add_full_face(self.buffer)
        line = json.loads(GstFacerec.buffer_to_json(self.buffer, 'film.mp4', 3, 320, 240,
                                                    GstFacerec.JsonFlags.EMBEDDING))
        face = line['faces'][0]
        self.assertEqual(face['box'], [101, 60, 80, 96])
        self.assertEqual(face['embedding'], EMBEDDING)
        self.assertEqual(face['identity']['label'], 'Zoë')
        self.assertEqual(json.loads(GstFacerec.buffer_get_faces(self.buffer)[0].to_json(
            0, GstFacerec.JsonFlags.EMBEDDING)), face)

    def test_regions_of_interest(self):
        face = add_full_face(self.buffer)
        GstFacerec.buffer_mirror_face(self.buffer, face)
        self.assertEqual(GstFacerec.buffer_adopt_regions(self.buffer, 320, 240), 0)

    def test_reasons(self):
        self.assertEqual(GstFacerec.reason_to_string(GstFacerec.Reason.LOW_QUALITY), 'low-quality')
        self.assertEqual(GstFacerec.Reason.LOW_QUALITY.value_nick, 'low-quality')

    def test_an_application_reads_faces_behind_a_scaler(self):
        pipeline = Gst.parse_launch(
            'appsrc name=src caps=video/x-raw,format=GRAY8,width=320,height=240,framerate=30/1 format=time '
            '! videoconvertscale ! video/x-raw,format=RGB,width=160,height=120 ! appsink name=sink sync=false')
        frame = Gst.Buffer.new_wrapped(bytes(320 * 240))
        frame.pts = 0
        add_full_face(frame)
        pipeline.set_state(Gst.State.PLAYING)
        pipeline.get_by_name('src').emit('push-buffer', frame)
        pipeline.get_by_name('src').emit('end-of-stream')
        sample = pipeline.get_by_name('sink').emit('pull-sample')
        faces = GstFacerec.buffer_get_faces(sample.get_buffer())
        self.assertEqual(len(faces), 1)
        self.check_full_face(faces[0], (50.5, 30, 40, 48), (160, 120))
        pipeline.set_state(Gst.State.NULL)


Gst.init(None)
unittest.main()
