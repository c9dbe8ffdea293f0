/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/enroll/writer.h"

#include <string.h>

#include "models/gallery.h"
#include "models/identity.h"

/* In a larger gallery nobody looks whether the face has another name there: reading it would take longer than enrolling. */
#define MANY_FACES 65536
#define MAX_SOURCE_BYTES 8192
/* What all that is left to write may take at the end: as long as a server may be silent. */
#define DRAIN_US (10 * G_USEC_PER_SEC)

struct _GstFacerecEnrolWriter {
  GstFacerecEnrolWriterFunc func;
  gpointer user_data;
  GThread *thread; /* NULL before the first job */

  GMutex lock;
  GCond changed; /* one of those below */
  GQueue jobs;   /* the first one stays until it is done */
  gboolean stop;
  gint give_up; /* atomic; the time for what is left is over */
};

void
gst_facerec_enrol_job_free (GstFacerecEnrolJob *job)
{
  if (!job)
    return;
  g_free (job->db);
  g_free (job->shown_db);
  g_free (job->identity);
  g_free (job->model_id);
  g_free (job->source);
  g_clear_pointer (&job->samples, g_ptr_array_unref);
  g_free (job);
}

/* ---- one job ---- */

typedef struct {
  const GstFacerecEnrolJob *job;
  const gint *give_up;
  FacerecGallery *gallery;
  gchar *person;   /* as whom the faces are stored */
  GPtrArray *news; /* GstFacerecFaceSample, borrowed: those that the person does not have yet */
  gchar *known_as;
  const gchar *reason;
} Task;

static void
task_clear (Task *task)
{
  facerec_gallery_close (task->gallery);
  g_free (task->person);
  g_clear_pointer (&task->news, g_ptr_array_unref);
  g_free (task->known_as);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static const FacerecGalleryPerson *
find_person (const GPtrArray *people, const gchar *name)
{
  guint i;

  for (i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);

    if (g_str_equal (person->name, name))
      return person;
  }
  return NULL;
}

static gboolean
check_mistaken_name (Task *task, const GPtrArray *people, GError **error)
{
  const FacerecGalleryPerson *person = find_person (people, task->job->identity);

  if (!task->job->negative || (person && person->kind == FACEREC_PERSON))
    return TRUE;
  task->reason = "unknown-name";
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
      "%s: nobody is called '%s': not-this-person wants the name that was given by mistake", task->job->shown_db,
      task->job->identity);
  return FALSE;
}

/* Who the gallery has taken the best face for so far, when that is somebody else. */
static gboolean
look_up_name (Task *task, const GPtrArray *people, GError **error)
{
  const FacerecIdentityRule rule = FACEREC_IDENTITY_RULE_INIT;
  const GstFacerecFaceSample *best = g_ptr_array_index (task->job->samples, 0);
  g_autoptr (FacerecEncodings) encodings = NULL;
  FacerecIdentityResult result;
  guint64 n_faces = 0;
  guint i;

  for (i = 0; i < people->len; i++)
    n_faces += ((const FacerecGalleryPerson *) g_ptr_array_index (people, i))->n_faces;
  if (n_faces == 0 || n_faces > MANY_FACES)
    return TRUE;
  encodings = facerec_gallery_load (task->gallery, error);
  if (!encodings)
    return FALSE;
  facerec_identify (encodings, NULL, best->values, 1, &rule, &result);
  if (result.label && !g_str_equal (result.label, task->job->identity))
    task->known_as = g_strdup (result.label);
  return TRUE;
}

static gboolean
drop_known (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Task *task = user_data;
  GstFacerecFaceSample known = { (gfloat *) face->values, facerec_gallery_get_dimensions (task->gallery), 0, 0, 0, 0, 0,
    0 };
  guint i = task->news->len;

  while (i-- > 0)
    if (gst_facerec_face_sample_distance (g_ptr_array_index (task->news, i), &known) < GST_FACEREC_FACE_CHOICE_DIFFERENT)
      g_ptr_array_remove_index (task->news, i);
  return task->news->len > 0;
}

/* Leaves in task->news what the person does not have yet. */
static gboolean
find_news (Task *task, const GPtrArray *people, GError **error)
{
  guint i;

  task->news = g_ptr_array_new ();
  for (i = 0; i < task->job->samples->len; i++)
    g_ptr_array_add (task->news, g_ptr_array_index (task->job->samples, i));
  if (find_person (people, task->person)
      && !facerec_gallery_foreach_face (task->gallery, task->person, drop_known, task, error))
    return FALSE;
  if (task->news->len > 0)
    return TRUE;
  task->reason = "duplicate";
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: '%s' has these faces already: turn the head, or come "
      "again in another light", task->job->shown_db, task->person);
  return FALSE;
}

/* Where in a film the face was is told as the web does (Media Fragments). NULL: it cannot be told. */
static gchar *
make_source (const GstFacerecEnrolJob *job, const GstFacerecFaceSample *sample)
{
  g_autofree gchar *valid = NULL;
  gchar *source;

  if (!job->source)
    return g_strdup ("live");
  valid = g_utf8_make_valid (job->source, -1);
  if (!GST_CLOCK_TIME_IS_VALID (sample->stream_time))
    source = g_steal_pointer (&valid);
  else
    source = g_strdup_printf ("%s#t=%" G_GUINT64_FORMAT ".%03u", valid, (guint64) (sample->stream_time / GST_SECOND),
        (guint) (sample->stream_time % GST_SECOND / GST_MSECOND));
  if (strlen (source) > MAX_SOURCE_BYTES)
    g_clear_pointer (&source, g_free);
  return source;
}

static gboolean
add_faces (Task *task, GError **error)
{
  guint i;

  for (i = 0; i < task->news->len; i++) {
    const GstFacerecFaceSample *sample = g_ptr_array_index (task->news, i);
    g_autofree gchar *source = make_source (task->job, sample);
    const FacerecGalleryFace face = { 0, sample->values, sample->quality, sample->x, sample->y, sample->width,
      sample->height, source, NULL, g_get_real_time () };

    if (!facerec_gallery_add_face (task->gallery, task->person, task->job->negative ? FACEREC_NEGATIVE : FACEREC_PERSON,
            &face, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
store (Task *task, GError **error)
{
  if (!facerec_gallery_begin (task->gallery, error))
    return FALSE;
  if (add_faces (task, error) && facerec_gallery_commit (task->gallery, error))
    return TRUE;
  facerec_gallery_rollback (task->gallery);
  return FALSE;
}

/* Every job behind one that has waited in vain would wait as long. */
static gboolean
check_time (Task *task, GError **error)
{
  if (g_atomic_int_get (task->give_up) == 0)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "%s: the gallery has not answered in the time there was",
      task->job->shown_db);
  return FALSE;
}

static gboolean
carry_out (Task *task, GError **error)
{
  const GstFacerecEnrolJob *job = task->job;
  const GstFacerecFaceSample *best = g_ptr_array_index (job->samples, 0);
  g_autoptr (GPtrArray) people = NULL;

  task->reason = "gallery";
  task->person = job->negative ? facerec_gallery_negative_name (job->identity) : g_strdup (job->identity);
  if (!facerec_gallery_check_name (task->person, error) || !check_time (task, error))
    return FALSE;
  task->gallery = facerec_gallery_open (job->db, job->negative ? FACEREC_GALLERY_WRITE : FACEREC_GALLERY_CREATE,
      job->model_id, best->n_values, error);
  if (task->gallery)
    facerec_gallery_set_give_up (task->gallery, task->give_up);
  if (!task->gallery || !(people = facerec_gallery_list_people (task->gallery, error)))
    return FALSE;
  return check_mistaken_name (task, people, error) && find_news (task, people, error) && look_up_name (task, people, error)
      && store (task, error);
}

static void
do_job (GstFacerecEnrolWriter *self, const GstFacerecEnrolJob *job)
{
  g_auto (Task) task = { .job = job, .give_up = &self->give_up };
  g_autoptr (GError) error = NULL;
  gboolean done = carry_out (&task, &error);
  if (!done && g_str_equal (task.reason, "gallery"))
    g_prefix_error (&error, "\"%s\" is not enrolled: ", job->identity);
  const GstFacerecEnrolOutcome outcome = { done ? task.news->len : 0, done ? NULL : task.reason, error, task.known_as };

  /* Whoever hears of it finds the gallery closed. */
  g_clear_pointer (&task.gallery, facerec_gallery_close);
  self->func (job, &outcome, self->user_data);
}

/* ---- the thread ---- */

static gpointer
run (gpointer data)
{
  GstFacerecEnrolWriter *self = data;
  GstFacerecEnrolJob *job;

  g_mutex_lock (&self->lock);
  while (TRUE) {
    while (!self->stop && g_queue_is_empty (&self->jobs))
      g_cond_wait (&self->changed, &self->lock);
    job = g_queue_peek_head (&self->jobs);
    if (!job)
      break;
    g_mutex_unlock (&self->lock);
    do_job (self, job);
    g_mutex_lock (&self->lock);
    gst_facerec_enrol_job_free (g_queue_pop_head (&self->jobs));
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

GstFacerecEnrolWriter *
gst_facerec_enrol_writer_new (GstFacerecEnrolWriterFunc func, gpointer user_data)
{
  GstFacerecEnrolWriter *self = g_new0 (GstFacerecEnrolWriter, 1);

  self->func = func;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->jobs);
  return self;
}

void
gst_facerec_enrol_writer_push (GstFacerecEnrolWriter *self, GstFacerecEnrolJob *job)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->jobs, job);
  if (!self->thread)
    self->thread = g_thread_new ("facerec-enrol", run, self);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
gst_facerec_enrol_writer_drain (GstFacerecEnrolWriter *self)
{
  const gint64 end = g_get_monotonic_time () + DRAIN_US;

  g_mutex_lock (&self->lock);
  while (!g_queue_is_empty (&self->jobs))
    if (!g_cond_wait_until (&self->changed, &self->lock, end)) {
      g_atomic_int_set (&self->give_up, 1);
      break;
    }
  while (!g_queue_is_empty (&self->jobs))
    g_cond_wait (&self->changed, &self->lock);
  g_atomic_int_set (&self->give_up, 0);
  g_mutex_unlock (&self->lock);
}

void
gst_facerec_enrol_writer_free (GstFacerecEnrolWriter *self)
{
  if (!self)
    return;
  gst_facerec_enrol_writer_drain (self);
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (self->thread)
    g_thread_join (self->thread);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}
