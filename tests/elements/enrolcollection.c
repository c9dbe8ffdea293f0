/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which faces of a stream are taken for an enrolment, and when it ends: frames made by hand. */
#include "elements/enroll/collection.h"

#include <math.h>

#define MAX_FACES 2
#define MAX_FRAMES 8
#define NONE GST_FACEREC_NO_TRACK
#define UNMEASURED -1
#define REFUSED -2

/* A face on a frame. value: its embedding, 0: none. */
typedef struct {
  gfloat x;
  guint64 track;
  gfloat value;
  guint age, box_age; /* of the embedding, of the box */
  gfloat quality; /* or UNMEASURED, or REFUSED by faceembed, which has not measured it either */
} Face;

typedef struct {
  const gchar *name;
  guint64 wanted;
  guint timeout; /* frames */
  Face frames[MAX_FRAMES][MAX_FACES]; /* the face with quality 0 is not there */
  guint n_frames;
  guint n_taken;
  GstFacerecEnrolState state;
} Case;

#define NOBODY { .quality = 0 }
#define WAITING GST_FACEREC_ENROL_WAITING
#define MANY GST_FACEREC_ENROL_MANY_FACES

static const Case cases[] = {
  { "each new embedding of a track once", NONE, 0,
    { { { 0, 1, 1, 0, 0, 1 } }, { { 0, 1, 1, 1, 0, 1 } }, { { 0, 1, 2, 0, 0, 1 } }, { { 0, 1, 2, 1, 0, 1 } } }, 4, 2,
    WAITING },
  { "not what was computed before", NONE, 0, { { { 0, 1, 1, 9, 0, 1 } }, { { 0, 1, 1, 10, 0, 1 } } }, 2, 0, WAITING },
  { "nor at the frame before the first", NONE, 0, { { { 0, 1, 1, 1, 0, 1 } }, { { 0, 1, 1, 2, 0, 1 } } }, 2, 0, WAITING },
  { "what comes late counts, too", NONE, 0,
    { { { 0, 1, 0, 0, 0, 1 } }, { { 0, 1, 0, 0, 1, 1 } }, { { 0, 1, 5, 2, 2, 1 } }, { { 0, 1, 5, 3, 3, 1 } },
    { { 0, 1, 6, 3, 2, 1 } } }, 5, 2, WAITING },
  { "without a track only boxes of the frame", NONE, 0,
    { { { 0, NONE, 1, 0, 0, 1 } }, { { 0, NONE, 2, 0, 1, 1 } }, { { 0, NONE, 3, 0, 0, 1 } } }, 3, 2, WAITING },
  { "poor faces are not taken", NONE, 0, { { { 0, 1, 1, 0, 0, .4f } }, { { 0, 1, 2, 0, 0, .5f } } }, 2, 1, WAITING },
  { "two faces", NONE, 0, { { { 0, 1, 1, 0, 0, 1 }, { 200, 2, 2, 0, 0, 1 } } }, 1, 0, MANY },
  { "a second face later", NONE, 0, { { { 0, 1, 1, 0, 0, 1 } }, { { 0, 1, 1, 1, 0, 1 }, { 200, 2, 0, 0, 0, 1 } } }, 2, 1,
    MANY },
  { "a second face that is poor", NONE, 0, { { { 0, 1, 1, 0, 0, 1 }, { 200, NONE, 0, 0, 0, .1f } } }, 1, 0, MANY },
  { "one face found twice", NONE, 0, { { { 0, 1, 1, 0, 0, 1 }, { 20, 2, 2, 0, 0, 1 } }, { { 0, 1, 3, 0, 0, 1 } } }, 2, 2,
    WAITING },
  { "the track that is wanted", 2, 0,
    { { { 0, 1, 1, 0, 0, 1 }, { 200, 2, 2, 0, 0, 1 } }, { { 0, 1, 3, 0, 0, 1 }, { 200, 2, 4, 0, 0, 1 } } }, 2, 2, WAITING },
  { "the track that is wanted is not there", 7, 2,
    { { { 0, 1, 1, 0, 0, 1 } }, { { 0, 1, 2, 0, 0, 1 } }, { { 0, 1, 3, 0, 0, 1 } } }, 3, 0, GST_FACEREC_ENROL_NO_FACE },
  { "somebody else afterwards is not taken", NONE, 0,
    { { { 0, 1, 1, 0, 0, 1 } }, { { 200, 2, 2, 0, 0, 1 } }, { { 0, 1, 3, 0, 0, 1 } } }, 3, 2, WAITING },
  { "the window ends", NONE, 0,
    { { NOBODY }, { { 0, 1, 1, 0, 0, 1 } }, { { 0, 1, 2, 0, 0, 1 } }, { NOBODY }, { NOBODY }, { NOBODY }, { NOBODY } }, 6, 2,
    GST_FACEREC_ENROL_READY },
  { "not a frame earlier", NONE, 0, { { NOBODY }, { { 0, 1, 1, 0, 0, 1 } }, { { 0, 1, 2, 0, 0, 1 } }, { NOBODY }, { NOBODY } },
    5, 2, WAITING },
  { "nobody comes", NONE, 3, { { NOBODY } }, 4, 0, GST_FACEREC_ENROL_NO_FACE },
  { "nobody has come yet", NONE, 3, { { NOBODY } }, 3, 0, WAITING },
  { "nobody comes, and there is time", NONE, 0, { { NOBODY } }, 8, 0, WAITING },
  { "nobody good enough comes", NONE, 3, { { { 0, 1, 1, 0, 0, .1f } } }, 4, 0, GST_FACEREC_ENROL_LOW_QUALITY },
  { "nobody describes faces", NONE, 3, { { { 0, 1, 0, 0, 0, UNMEASURED } } }, 4, 0, GST_FACEREC_ENROL_NO_EMBEDDING },
  { "faces are refused", NONE, 3, { { { 0, 1, 0, 0, 0, UNMEASURED } }, { { 0, 1, 0, 0, 0, REFUSED } } }, 4, 0,
    GST_FACEREC_ENROL_LOW_QUALITY },
  { "their embeddings are late", NONE, 3, { { { 0, NONE, 0, 0, 0, .9f } } }, 4, 0, GST_FACEREC_ENROL_LOW_QUALITY },
};

static void
add_face (GstBuffer *buffer, const Face *face)
{
  GstFacerecMeta *meta = gst_facerec_buffer_add_face (buffer, face->x, 50, 100, 100, 640, 480, 1, NULL);
  const gfloat values[] = { face->value / 100, 1 };

  gst_facerec_meta_set_track (meta, face->track, 0);
  gst_facerec_meta_set_box_age (meta, face->box_age);
  if (face->quality > 0)
    gst_facerec_meta_set_overall_quality (meta, face->quality);
  if (face->quality == REFUSED) {
    g_autoptr (GstFacerecIdentity) refused = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_LOW_QUALITY, NAN, NAN, 0, 0);

    gst_facerec_meta_set_identity (meta, refused);
  }
  if (face->value > 0)
    gst_facerec_meta_set_embedding (meta, values, G_N_ELEMENTS (values), "model", face->age);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  /* A window of four frames. */
  const GstFacerecEnrolTerms terms = { c->wanted, 0.5f, 400 * GST_MSECOND, c->timeout * 100 * GST_MSECOND };
  GstFacerecEnrolCollection *collection = gst_facerec_enrol_collection_new (&terms);
  GstFacerecEnrolState state = WAITING;
  guint i, j;

  for (i = 0; i < c->n_frames; i++) {
    GstBuffer *buffer = gst_buffer_new ();

    g_assert_cmpint (state, ==, WAITING);
    for (j = 0; j < MAX_FACES; j++)
      if (c->frames[i][j].quality != 0)
        add_face (buffer, &c->frames[i][j]);
    state = gst_facerec_enrol_collection_see (collection, buffer, (7 + i) * 100 * GST_MSECOND, i);
    gst_buffer_unref (buffer);
  }
  g_assert_cmpint (state, ==, c->state);
  g_assert_cmpuint (gst_facerec_enrol_collection_count (collection), ==, c->n_taken);
  gst_facerec_enrol_collection_restart (collection);
  g_assert_cmpuint (gst_facerec_enrol_collection_count (collection), ==, 0);
  g_assert_cmpuint (gst_facerec_enrol_collection_get_track (collection), ==, c->wanted);
  g_assert_cmpint (gst_facerec_enrol_collection_end (collection), ==, GST_FACEREC_ENROL_NO_FACE);
  gst_facerec_enrol_collection_free (collection);
}

int
main (int argc, char **argv)
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/elements/enrolcollection/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  return g_test_run ();
}
