/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/trainstate.h"

#include <string.h>

#include "models/error.h"

#define MAGIC "facerec-train-1"
#define DIGEST_LENGTH 64

/* ---- whose state it is ---- */

static void
digest_number (GChecksum *digest, gdouble value)
{
  g_checksum_update (digest, (const guchar *) &value, sizeof value);
}

/* Over all that training follows from; fields one by one, since structures have holes. */
static gchar *
fingerprint (const FacerecTrainer *self)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  const FacerecTrainOptions *options = &self->options;
  const FacerecTrainSet *set = self->set;
  const gdouble numbers[] = { options->seed >> 32, options->seed & G_MAXUINT32, options->shape.n_inputs,
    options->shape.n_layers, options->shape.residual, options->shape.normalise, options->standardise,
    options->loss.mining, options->loss.soft,
    options->loss.squared, options->loss.margin, options->warm_up, options->people, options->pictures, options->rate,
    options->last_rate, options->decay, options->memory, options->steps, options->check_every, options->patience, set->n_pictures,
    set->n_variants, set->n_features };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    digest_number (digest, numbers[i]);
  for (guint i = 0; i < options->shape.n_layers; i++) {
    digest_number (digest, options->shape.widths[i]);
    digest_number (digest, options->shape.dropout[i]);
  }
  for (guint i = 0; i < set->n_pictures; i++) {
    digest_number (digest, set->labels[i]);
    digest_number (digest, self->parts[i]);
  }
  g_checksum_update (digest, (const guchar *) set->features,
      (gssize) ((gsize) set->n_pictures * set->n_variants * set->n_features * sizeof (gfloat)));
  return g_strdup (g_checksum_get_string (digest));
}

/* ---- in and out alike ---- */

/* Goes over the state field by field, either way, so that what is written and what is read cannot differ. */
typedef struct {
  GByteArray *out;    /* written to; NULL: read */
  const guint8 *in;
  gsize size, at;
} Tape;

static gboolean
pass (Tape *tape, gpointer data, gsize size)
{
  if (tape->out) {
    g_byte_array_append (tape->out, data, (guint) size);
    return TRUE;
  }
  if (tape->size - tape->at < size)
    return FALSE;
  if (size > 0) /* no checks: data may be NULL */
    memcpy (data, tape->in + tape->at, size);
  tape->at += size;
  return TRUE;
}

static gboolean
pass_checks (Tape *tape, FacerecTrainer *self)
{
  guint32 n = self->checks->len, best = self->best_check;

  if (!pass (tape, &n, sizeof n) || !pass (tape, &best, sizeof best))
    return FALSE;
  if (!tape->out && (tape->size - tape->at) / sizeof (FacerecTrainCheck) < n)
    return FALSE;
  g_array_set_size (self->checks, n);
  self->best_check = best;
  return (n == 0 || best < n) && pass (tape, self->checks->data, n * sizeof (FacerecTrainCheck));
}

static gboolean
pass_all (Tape *tape, FacerecTrainer *self)
{
  FacerecSampler *sampler = self->sampler;
  const gsize n = self->head->n_weights * sizeof (gdouble), people = sampler->n_people * sizeof (guint);

  return pass (tape, &self->random, sizeof self->random) && pass (tape, &self->step, sizeof self->step)
      && pass (tape, sampler->order, people) && pass (tape, sampler->taken, people)
      && pass (tape, sampler->pictures, sampler->n_pictures * sizeof (guint))
      && pass (tape, &sampler->next, sizeof sampler->next)
      && pass (tape, self->head->weights, n) && pass (tape, self->average->weights, n)
      && pass (tape, self->best->weights, n)
      && pass (tape, &self->adam->step, sizeof self->adam->step)
      && pass (tape, self->adam->mean, n) && pass (tape, self->adam->square, n) && pass_checks (tape, self);
}

/* Whether values are those of before, all of them different, in any order. */
static gboolean
is_reordered (const guint *values, const guint *before, guint n)
{
  g_autoptr (GHashTable) left = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (left, GUINT_TO_POINTER (before[i]));
  for (guint i = 0; i < n; i++)
    if (!g_hash_table_remove (left, GUINT_TO_POINTER (values[i])))
      return FALSE;
  return TRUE;
}

/* Whether the sampler draws what it drew before, in whatever order. */
static gboolean
is_sound (const FacerecSampler *sampler, const guint *order, const guint *pictures)
{
  gboolean sound = sampler->next <= sampler->n_people && is_reordered (sampler->order, order, sampler->n_people);

  for (guint i = 0; sound && i < sampler->n_people; i++)
    sound = sampler->taken[i] <= sampler->count[i]
        && is_reordered (sampler->pictures + sampler->first[i], pictures + sampler->first[i], sampler->count[i]);
  return sound;
}

/* Takes the state, or leaves self as it is. */
static gboolean
take_state (FacerecTrainer *self, Tape *tape)
{
  const FacerecSampler *sampler = self->sampler;
  g_autofree guint *order = g_memdup2 (sampler->order, sampler->n_people * sizeof (guint));
  g_autofree guint *pictures = g_memdup2 (sampler->pictures, sampler->n_pictures * sizeof (guint));
  g_autoptr (GByteArray) before = g_byte_array_new ();
  Tape to = { .out = before }, from = { 0 };

  pass_all (&to, self);
  if (pass_all (tape, self) && tape->at == tape->size && is_sound (sampler, order, pictures))
    return TRUE;
  from.in = before->data;
  from.size = before->len;
  pass_all (&from, self);
  return FALSE;
}

static void
digest_bytes (gconstpointer data, gsize size, gchar *digest)
{
  g_autofree gchar *text = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);

  memcpy (digest, text, DIGEST_LENGTH);
}

GBytes *
facerec_trainer_save (const FacerecTrainer *self)
{
  g_autofree gchar *whose = fingerprint (self);
  GByteArray *out = g_byte_array_new ();
  Tape tape = { .out = out };
  gchar digest[DIGEST_LENGTH];

  g_byte_array_append (out, (const guint8 *) MAGIC, sizeof MAGIC);
  g_byte_array_append (out, (const guint8 *) whose, DIGEST_LENGTH);
  pass_all (&tape, (FacerecTrainer *) self);
  digest_bytes (out->data, out->len, digest);
  g_byte_array_append (out, (const guint8 *) digest, DIGEST_LENGTH);
  return g_byte_array_free_to_bytes (out);
}

gboolean
facerec_trainer_restore (FacerecTrainer *self, GBytes *state, GError **error)
{
  g_autofree gchar *whose = fingerprint (self);
  gsize size;
  const guint8 *data = g_bytes_get_data (state, &size);
  const gsize head = sizeof MAGIC + DIGEST_LENGTH;
  gchar digest[DIGEST_LENGTH];
  const gchar *reason = NULL;
  Tape tape = { .in = data, .size = size - MIN (size, DIGEST_LENGTH), .at = head };

  if (size < head + DIGEST_LENGTH || memcmp (data, MAGIC, sizeof MAGIC) != 0) {
    reason = "it is no state of a training";
  } else {
    digest_bytes (data, tape.size, digest);
    if (memcmp (digest, data + tape.size, DIGEST_LENGTH) != 0)
      reason = "it is damaged";
    else if (memcmp (data + sizeof MAGIC, whose, DIGEST_LENGTH) != 0)
      reason = "it is of other pictures, people or options";
    else if (!take_state (self, &tape))
      reason = "it is of another version"; /* checksum and fingerprint are right: our own mistake, or an enemy's work */
  }
  if (reason)
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_READ, reason);
  return reason == NULL;
}
