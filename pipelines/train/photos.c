/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/train/photos.h"

#include <string.h>

#include <gst/facerec/facerec.h>

#include "models/error.h"
#include "models/finite.h"
#include "models/train/featurecache.h"
#include "pipelines/databasefolder.h"
#include "pipelines/frames.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/train/chips.h"

#define MIN_QUALITY "0.35" /* as enroll */

typedef struct {
  const TrainOptions *options;
  FacerecBackbone *backbone;
  const FacerecEngine *engine;
  FacerecFeatureCache *cache;
  gchar *key;          /* what features depend on beside the image */
  Analysis *analysis;  /* made when the first photo needs it */
  TrainPhotos *photos;
  GPtrArray *paths, *identities;
  GHashTable *images;  /* SHA-256 to the name of who is on it */
  GHashTable *labels;  /* name to label + 1 */
  GByteArray *chips;
  Progress *progress;
  guint n_done;
} Reading;

static void
report (Reading *self, const gchar *path, const gchar *identity, EnrolStatus status, const gchar *reason)
{
  g_autoptr (EnrolResult) result = enrol_result_new (status, path, identity, reason);
  g_autofree gchar *line = NULL;

  self->photos->counts[status]++;
  if (status == ENROL_OK)
    return;
  line = enrol_report_line (result, self->options->json);
  output_line (line);
}

/* ---- one photo ---- */

static gboolean
start_analysis (Reading *self, GError **error)
{
  g_autoptr (GArray) settings = g_array_new (TRUE, FALSE, sizeof (ElementSetting));

  if (self->analysis)
    return TRUE;
  analysis_options_collect (&self->options->analysis, settings);
  if (!self->options->analysis.min_quality) {
    const ElementSetting quality = { "--min-quality", "faceembed", "min-quality", MIN_QUALITY };

    g_array_append_val (settings, quality);
  }
  self->analysis = analysis_new ((ElementSetting *) settings->data, FALSE, error);
  return self->analysis != NULL;
}

/* The place of the face that is meant; G_MAXUINT with status and reason when there is none that can be used. */
static guint
choose_face (const Reading *self, GstBuffer *buffer, EnrolStatus *status, gchar **reason)
{
  const guint n = gst_facerec_buffer_count_faces (buffer);
  const GstFacerecMeta *face, *largest = NULL;
  gpointer state = NULL;
  guint place = 0;
  gsize n_values;

  for (guint i = 0; (face = gst_facerec_buffer_iterate_faces (buffer, &state)); i++)
    if (!largest || face->width * face->height > largest->width * largest->height) {
      largest = face;
      place = i;
    }
  if (!largest) {
    *status = ENROL_NO_FACE;
    *reason = g_strdup ("no face was found");
  } else if (n > 1 && !self->options->largest) {
    *status = ENROL_MANY_FACES;
    *reason = g_strdup_printf ("%u faces; crop the photo, or give --largest to take the largest", n);
  } else if (!gst_facerec_meta_get_embedding (largest, &n_values)) {
    *status = ENROL_LOW_QUALITY;
    *reason = g_strdup_printf ("too small, blurred or turned away: quality %.2f",
        gst_facerec_meta_get_overall_quality (largest));
  } else {
    return place;
  }
  return G_MAXUINT;
}

/* The rows of a photo that is not in the cache. FALSE with an error that concerns all, or with a status that concerns it. */
static gboolean
describe (Reading *self, const Frame *frame, const gchar *key, gfloat *rows, EnrolStatus *status, gchar **reason,
    GError **error)
{
  const gsize n = (gsize) self->photos->n_rows * self->photos->n_features;
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GError) local = NULL;
  guint place;

  if (!start_analysis (self, error) || !(buffer = analysis_run (self->analysis, frame->sample, TRUE, error)))
    return FALSE;
  place = choose_face (self, buffer, status, reason);
  if (place == G_MAXUINT)
    return FALSE;
  g_byte_array_set_size (self->chips, self->photos->n_rows * FACEREC_CHIP_BYTES);
  if (!train_chips_cut (self->engine->aligner, frame->sample, buffer, place, self->photos->n_rows - 1, frame->sha256,
          (guint64) self->options->seed, self->chips->data, &local)) {
    *status = ENROL_LOW_QUALITY;
    *reason = g_strdup (local->message);
    return FALSE;
  }
  if (!facerec_backbone_compute (self->backbone, self->chips->data, self->photos->n_rows, rows, error))
    return FALSE;
  if (!facerec_are_finite (rows, n)) {
    *status = ENROL_LOW_QUALITY;
    *reason = g_strdup ("the backbone gives no finite numbers for it");
    return FALSE;
  }
  return facerec_feature_cache_put (self->cache, key, rows, n, error);
}

/* Takes features as those of a photo of identity. */
static void
add_photo (Reading *self, const gchar *identity, const gfloat *rows)
{
  TrainPhotos *photos = self->photos;
  guint label = GPOINTER_TO_UINT (g_hash_table_lookup (self->labels, identity));

  if (label == 0) {
    g_ptr_array_add (photos->people, g_strdup (identity));
    label = photos->people->len;
    g_hash_table_insert (self->labels, g_strdup (identity), GUINT_TO_POINTER (label));
  }
  label--;
  g_array_append_val (photos->labels, label);
  g_array_append_vals (photos->features, rows, photos->n_rows * photos->n_features);
}

static gboolean
read_photo (Reading *self, const Frame *frame, const gchar *path, const gchar *identity, GError **error)
{
  const gsize n = (gsize) self->photos->n_rows * self->photos->n_features;
  const gchar *other = g_hash_table_lookup (self->images, frame->sha256);
  g_autofree gchar *key = g_strdup_printf ("%s %s", frame->sha256, self->key), *reason = NULL, *damage = NULL;
  g_autofree gfloat *rows = g_new (gfloat, n);
  EnrolStatus status = ENROL_OK;

  if (other) {
    reason = g_strdup_printf ("this very image is there already, as a photo of %s", other);
    report (self, path, identity, ENROL_DUPLICATE, reason);
    return TRUE;
  }
  g_hash_table_insert (self->images, g_strdup (frame->sha256), g_strdup (identity));
  if (facerec_feature_cache_get (self->cache, key, rows, n, &damage)) {
    self->photos->n_cached++;
  } else {
    g_autoptr (GError) failed = NULL;

    if (damage)
      output_note ("The cache of features is damaged, this photo is looked at again: %s", damage);
    if (!describe (self, frame, key, rows, &status, &reason, &failed)) {
      if (failed) {
        g_propagate_error (error, g_steal_pointer (&failed));
        return FALSE;
      }
      report (self, path, identity, status, reason);
      return TRUE;
    }
  }
  add_photo (self, identity, rows);
  report (self, path, identity, ENROL_OK, NULL);
  return TRUE;
}

/* ---- all photos ---- */

static gboolean
read_frame (Reading *self, const Frame *frame, GError **error)
{
  const gchar *path = g_ptr_array_index (self->paths, frame->file);
  const gchar *identity = g_ptr_array_index (self->identities, frame->file);

  if (!frame->sample && !frame->error)
    return TRUE;
  if (frame->sample && !read_photo (self, frame, path, identity, error))
    return FALSE;
  if (!frame->sample)
    report (self, path, identity, ENROL_UNREADABLE, frame->error->message);
  self->n_done++;
  progress_update (self->progress, self->n_done, self->n_done);
  return TRUE;
}

static gboolean
read_frames (Reading *self, GError **error)
{
  const DecoderRate rate = { .interval = 1 };
  g_autoptr (Frames) frames = frames_new (self->paths, &rate, TRUE);
  Frame *frame;

  while ((frame = frames_next (frames, &interrupted))) {
    const gboolean done = read_frame (self, frame, error);

    frame_free (frame);
    if (!done)
      return FALSE;
  }
  return TRUE;
}

/* The photos among entries; what is none is reported. */
static void
sort_entries (Reading *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++) {
    const DatabaseEntry *entry = g_ptr_array_index (entries, i);

    if (entry->identity) {
      g_ptr_array_add (self->paths, entry->path);
      g_ptr_array_add (self->identities, entry->identity);
    } else {
      report (self, entry->path, NULL, entry->bad_name ? ENROL_BAD_NAME : ENROL_IGNORED, entry->reason);
    }
  }
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* The same for the same groups of the same images, whatever they and the people are called. */
static gchar *
hash_set (Reading *self)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer image, person;

  for (guint i = 0; i < self->photos->people->len; i++) {
    g_autoptr (GPtrArray) images = g_ptr_array_new ();

    g_hash_table_iter_init (&iter, self->images);
    while (g_hash_table_iter_next (&iter, &image, &person))
      if (strcmp (person, g_ptr_array_index (self->photos->people, i)) == 0)
        g_ptr_array_add (images, image);
    g_ptr_array_sort (images, compare_texts);
    g_ptr_array_add (images, NULL);
    g_ptr_array_add (people, g_strjoinv (" ", (gchar **) images->pdata));
  }
  g_ptr_array_sort (people, compare_texts);
  for (guint i = 0; i < people->len; i++) {
    g_checksum_update (digest, g_ptr_array_index (people, i), -1);
    g_checksum_update (digest, (const guchar *) "\n", 1);
  }
  return g_strdup (g_checksum_get_string (digest));
}

static gboolean
check_folder (const gchar *folder, GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
      "%s: %s; train takes a FOLDER of people with their photos in it, FOLDER/NAME/photo.jpg", folder,
      g_file_test (folder, G_FILE_TEST_EXISTS) ? "is no folder" : "there is no such folder");
  return FALSE;
}

static gboolean
prepare (Reading *self, GPtrArray *entries, GError **error)
{
  const TrainOptions *options = self->options;
  const AnalysisOptions *analysis = &options->analysis;
  g_autofree gchar *usual = g_build_filename (g_get_user_cache_dir (), "gst-facerec", "features", NULL);

  for (gchar **folder = options->folders; *folder; folder++)
    if (!check_folder (*folder, error) || !database_folder_read (*folder, entries, error))
      return FALSE;
  if (!(self->engine = facerec_engine_find (analysis->engine, error))
      || !(self->cache = facerec_feature_cache_new (options->cache ? options->cache : usual, error)))
    return FALSE;
  self->key = g_strdup_printf ("%s chips=%d variants=%d seed=%" G_GINT64_FORMAT " largest=%d engine=%s precision=%s detector=%s "
      "min-face-size=%s min-quality=%s", facerec_backbone_id (self->backbone), TRAIN_CHIPS_VERSION, options->variants,
      options->seed, options->largest, self->engine->name, analysis->precision ? analysis->precision : "auto",
      analysis->detector ? analysis->detector : "auto", analysis->min_face_size ? analysis->min_face_size : "auto",
      analysis->min_quality ? analysis->min_quality : MIN_QUALITY);
  return TRUE;
}

static void
reading_clear (Reading *self)
{
  facerec_feature_cache_free (self->cache);
  analysis_free (self->analysis);
  g_free (self->key);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->identities);
  g_hash_table_unref (self->images);
  g_hash_table_unref (self->labels);
  g_byte_array_unref (self->chips);
}

TrainPhotos *
train_photos_read (const TrainOptions *options, FacerecBackbone *backbone, GError **error)
{
  g_autoptr (TrainPhotos) photos = g_new0 (TrainPhotos, 1);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) database_entry_free);
  Reading self = { .options = options, .backbone = backbone, .photos = photos, .paths = g_ptr_array_new (),
      .identities = g_ptr_array_new (), .chips = g_byte_array_new (),
      .images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
      .labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  gboolean done;

  photos->people = g_ptr_array_new_with_free_func (g_free);
  photos->labels = g_array_new (FALSE, FALSE, sizeof (guint));
  photos->features = g_array_new (FALSE, FALSE, sizeof (gfloat));
  photos->n_rows = 1 + (guint) options->variants;
  photos->n_features = facerec_backbone_features (backbone);
  done = prepare (&self, entries, error);
  if (done) {
    sort_entries (&self, entries);
    self.progress = progress_new (self.paths->len, "photos", options->quiet);
    output_set_progress (self.progress);
    done = read_frames (&self, error) && !interrupted;
    output_set_progress (NULL);
    progress_free (self.progress);
    photos->sha256 = done ? hash_set (&self) : NULL;
  }
  reading_clear (&self);
  return done ? g_steal_pointer (&photos) : NULL;
}

void
train_photos_free (TrainPhotos *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->people);
  g_array_unref (self->labels);
  g_array_unref (self->features);
  g_free (self->sha256);
  g_free (self);
}
