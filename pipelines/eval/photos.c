/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/photos.h"

#include <math.h>

#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "models/error.h"
#include "models/finite.h"
#include "pipelines/batch/picture.h"
#include "pipelines/frames.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"

typedef struct {
  EvalPhotos *photos;
  GPtrArray *models;
  EvalChoice choice;
  Analysis *find;
  BatchJpeg *jpeg; /* NULL: no pictures */
  GHashTable *known; /* SHA-256 to the path that had it first; NULL: duplicates are kept */
  GArray *find_ms;
} Looking;

static void
photo_free (EvalPhoto *photo)
{
  g_free (photo->path);
  g_free (photo->reason);
  g_free (photo->sha256);
  g_free (photo->picture);
  g_free (photo);
}

EvalPhotos *
eval_photos_new (void)
{
  EvalPhotos *self = g_new0 (EvalPhotos, 1);

  self->photos = g_ptr_array_new_with_free_func ((GDestroyNotify) photo_free);
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->find_ms = NAN;
  return self;
}

void
eval_photos_free (EvalPhotos *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->photos);
  g_ptr_array_unref (self->people);
  g_free (self);
}

static void
reject (EvalPhoto *photo, EnrolStatus status, gchar *reason)
{
  photo->status = status;
  photo->reason = reason;
  output_problem (photo->path, reason);
}

void
eval_photos_add (EvalPhotos *self, const gchar *path, guint person, EnrolStatus status, const gchar *reason)
{
  EvalPhoto *photo = g_new0 (EvalPhoto, 1);

  photo->path = g_strdup (path);
  photo->person = person;
  photo->row = G_MAXUINT;
  g_ptr_array_add (self->photos, photo);
  if (reason)
    reject (photo, status, g_strdup (reason));
}

/* ---- one photo ---- */

/* The lower, the more it is the one that is meant. */
static gdouble
rank (const GstFacerecMeta *face, EvalChoice choice, const GstVideoInfo *info)
{
  const gdouble x = face->x + face->width / 2 - info->width / 2.0, y = face->y + face->height / 2 - info->height / 2.0;

  return choice == EVAL_CHOICE_CENTRAL ? x * x + y * y : -(gdouble) face->width * face->height;
}

/* The place among its photo's faces of the one that is meant; G_MAXUINT, and the photo rejected, when there is none. */
static guint
choose_face (EvalPhoto *photo, GstBuffer *buffer, EvalChoice choice, const GstVideoInfo *info)
{
  const guint n = gst_facerec_buffer_count_faces (buffer);
  gpointer state = NULL;
  GstFacerecMeta *face;
  guint chosen = 0;
  gdouble least = INFINITY;

  if (n == 0) {
    reject (photo, ENROL_NO_FACE, g_strdup ("no face was found"));
    return G_MAXUINT;
  }
  if (n > 1 && choice == EVAL_CHOICE_ONLY) {
    reject (photo, ENROL_MANY_FACES, g_strdup_printf ("%u faces; crop the photo, or give --largest to take the largest", n));
    return G_MAXUINT;
  }
  for (guint i = 0; (face = gst_facerec_buffer_iterate_faces (buffer, &state)); i++)
    if (rank (face, choice, info) < least) {
      least = rank (face, choice, info);
      chosen = i;
    }
  return chosen;
}

static GstFacerecMeta *
face_at (GstBuffer *buffer, guint place)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)) && place > 0)
    place--;
  return face;
}

/* Appends the embedding of one face. FALSE: it has none; with an error, the model does not work. */
static gboolean
describe (EvalModel *model, GstSample *sample, guint place, guint n_faces, gchar **reason, GError **error)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GstBuffer) buffer = analysis_run (model->analysis, sample, FALSE, error);
  const gdouble ms = (gdouble) (g_get_monotonic_time () - start) / 1000 / n_faces;
  const GstFacerecMeta *face;
  const gfloat *values;
  gsize n;

  if (!buffer)
    return FALSE;
  face = face_at (buffer, place);
  values = face ? gst_facerec_meta_get_embedding (face, &n) : NULL;
  if (!values || !facerec_are_finite (values, n)) {
    gfloat size, sharpness, pose;

    if (face && !values && gst_facerec_meta_get_quality (face, &size, &sharpness, &pose))
      *reason = g_strdup_printf ("too small, blurred or turned away: quality %.2f (size %.0f px, sharpness %.3f, pose %.2f)",
          gst_facerec_meta_get_overall_quality (face), size, sharpness, pose);
    else
      *reason = g_strdup (values ? "the model gives no finite numbers for it" : "too small to be described");
    return FALSE;
  }
  if (!model->id) {
    model->id = g_strdup (gst_facerec_meta_get_embedding_model (face));
    model->dimensions = (guint) n;
  }
  g_array_append_vals (model->embeddings, values, (guint) n);
  g_array_append_val (model->times_ms, ms);
  return TRUE;
}

/* By all models, or by none. FALSE with an error. */
static gboolean
describe_by_all (Looking *self, EvalPhoto *photo, GstSample *sample, guint place, guint n_faces, GError **error)
{
  for (guint i = 0; i < self->models->len; i++) {
    g_autofree gchar *reason = NULL;
    g_autoptr (GError) failed = NULL;

    if (describe (g_ptr_array_index (self->models, i), sample, place, n_faces, &reason, &failed))
      continue;
    for (guint j = 0; j < i; j++) {
      EvalModel *model = g_ptr_array_index (self->models, j);

      g_array_set_size (model->embeddings, self->photos->n_faces * model->dimensions);
    }
    if (failed) {
      const EvalModel *model = g_ptr_array_index (self->models, i);

      g_propagate_prefixed_error (error, g_steal_pointer (&failed), "%s: ", model->spec);
      return FALSE;
    }
    reject (photo, ENROL_LOW_QUALITY, g_steal_pointer (&reason));
    return TRUE;
  }
  photo->row = self->photos->n_faces++;
  return TRUE;
}

static void
take_picture (Looking *self, EvalPhoto *photo, GstSample *sample, const GstFacerecMeta *face)
{
  g_autoptr (GstSample) picture = batch_picture_cut (sample, face->x, face->y, face->width, face->height);
  g_autoptr (GBytes) jpeg = picture ? batch_jpeg_encode (self->jpeg, picture, NULL) : NULL;

  if (jpeg) {
    g_autofree gchar *text = g_base64_encode (g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));

    photo->picture = g_strconcat ("data:image/jpeg;base64,", text, NULL);
  }
}

static gboolean
look_at (Looking *self, EvalPhoto *photo, GstSample *sample, GError **error)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GstBuffer) found = analysis_run (self->find, sample, TRUE, error);
  const gdouble ms = (gdouble) (g_get_monotonic_time () - start) / 1000;
  g_autoptr (GstSample) with_faces = NULL;
  GstVideoInfo info;
  guint place;

  if (!found || !gst_video_info_from_caps (&info, gst_sample_get_caps (sample)))
    return FALSE;
  g_array_append_val (self->find_ms, ms);
  if ((place = choose_face (photo, found, self->choice, &info)) == G_MAXUINT)
    return TRUE;
  with_faces = gst_sample_new (found, gst_sample_get_caps (sample), NULL, NULL);
  if (!describe_by_all (self, photo, with_faces, place, gst_facerec_buffer_count_faces (found), error))
    return FALSE;
  if (self->jpeg && photo->row != G_MAXUINT)
    take_picture (self, photo, sample, face_at (found, place));
  return TRUE;
}

/* ---- all photos ---- */

static gboolean
take_frame (Looking *self, EvalPhoto *photo, const Frame *frame, GError **error)
{
  const gchar *before;

  if (!frame->sample) {
    if (frame->error)
      reject (photo, ENROL_UNREADABLE, g_strdup (frame->error->message));
    return TRUE;
  }
  photo->sha256 = g_strdup (frame->sha256);
  before = self->known && frame->sha256 ? g_hash_table_lookup (self->known, frame->sha256) : NULL;
  if (before) {
    g_autofree gchar *shown = output_printable (before);

    reject (photo, ENROL_DUPLICATE, g_strdup_printf ("the same picture as %s", shown));
    return TRUE;
  }
  if (self->known && frame->sha256)
    g_hash_table_insert (self->known, photo->sha256, photo->path);
  return look_at (self, photo, frame->sample, error);
}

static gboolean
look_at_all (Looking *self, GPtrArray *wanted, Progress *progress, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const DecoderRate rate = { .interval = 1 };
  g_autoptr (Frames) frames = NULL;
  Frame *frame;
  guint n_done = 0;

  for (guint i = 0; i < wanted->len; i++)
    g_ptr_array_add (paths, ((EvalPhoto *) g_ptr_array_index (wanted, i))->path);
  frames = frames_new (paths, &rate, TRUE);
  while ((frame = frames_next (frames, &interrupted))) {
    const gboolean end = !frame->sample;
    const gboolean done = take_frame (self, g_ptr_array_index (wanted, frame->file), frame, error);

    frame_free (frame);
    if (!done)
      return FALSE;
    n_done += end;
    progress_update (progress, n_done, n_done);
  }
  return TRUE;
}

static gint
compare_ms (gconstpointer a, gconstpointer b)
{
  const gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

gboolean
eval_photos_analyse (EvalPhotos *self, GPtrArray *models, const GArray *settings, EvalChoice choice, gboolean keep_duplicates,
    gboolean with_pictures, Progress *progress, GError **error)
{
  g_autoptr (Analysis) find = analysis_new_for_finding ((const ElementSetting *) settings->data, error);
  g_autoptr (BatchJpeg) jpeg = find && with_pictures ? batch_jpeg_new (error) : NULL;
  g_autoptr (GHashTable) known = keep_duplicates ? NULL : g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) find_ms = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  Looking looking = { self, models, choice, find, jpeg, known, find_ms };

  if (!find || (with_pictures && !jpeg))
    return FALSE;
  for (guint i = 0; i < self->photos->len; i++) {
    EvalPhoto *photo = g_ptr_array_index (self->photos, i);

    if (!photo->reason)
      g_ptr_array_add (wanted, photo);
  }
  if (!look_at_all (&looking, wanted, progress, error))
    return FALSE;
  g_array_sort (find_ms, compare_ms);
  if (find_ms->len > 0)
    self->find_ms = g_array_index (find_ms, gdouble, find_ms->len / 2);
  return TRUE;
}
