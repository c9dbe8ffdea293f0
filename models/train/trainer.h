/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/train/adam.h"
#include "models/train/loss.h"
#include "models/train/sampler.h"
#include "models/train/trainhead.h"
#include "models/train/separation.h"

G_BEGIN_DECLS

/* Training a head: batches of P people with K pictures, a triplet loss, Adam; now and then a look at people whom it has never
 * seen, and the weights that did best there are kept. All of it follows from the features, the labels, the options and the
 * seed, and all that changes is in the state, so that training that was killed goes on to the very same end. */

/* ---- what is trained on what ---- */
typedef enum {
  FACEREC_PART_TRAIN,  /* seen in training */
  FACEREC_PART_HELD,   /* another picture of somebody seen in training: known people */
  FACEREC_PART_UNSEEN, /* of people of whom nothing is seen in training */
} FacerecTrainPart;

/* People it takes at least for some of them to be kept apart. */
#define FACEREC_TRAIN_MIN_PEOPLE_FOR_UNSEEN 10

/* The part of each picture, from the seed: of at least ten people with two pictures or more a fifth, three at least, is
 * unseen; of each other person with four or more pictures a fifth, rounded, is held out. labels: of n pictures, any numbers. */
void facerec_train_split (const guint *labels, guint n, guint64 seed, FacerecTrainPart *parts);

/* ---- how ---- */
typedef struct {
  guint64 seed;
  FacerecTrainHeadShape shape;
  gboolean standardise;   /* features to mean 0 and deviation 1 */
  FacerecLossOptions loss;
  guint warm_up;          /* steps that take semi-hard triplets first */
  guint people, pictures; /* of a batch: P and K */
  gdouble rate, last_rate; /* Adam's, falling in a straight line */
  gdouble decay;          /* towards the head's anchor, see adam.h */
  gdouble memory;         /* what is kept is not the weights but their running mean, from 0 (no mean), below 1; 0.98: of some
                           * fifty steps. It is quieter and less fitted to the last batches (Polyak and Juditsky, 1992) */
  guint steps;            /* at most */
  guint check_every;      /* steps, >= 1 */
  guint patience;         /* checks without a better one until it stops; 0: never */
} FacerecTrainOptions;

/* ---- what a look at it shows ---- */
typedef struct {
  guint64 step;
  gdouble loss;   /* mean since the last check; NAN before the first step */
  gdouble active; /* share of triplets that cost something */
  gdouble score;  /* what is compared, lower is better */
  gdouble unseen_eer, held_eer; /* of people never seen; of held-out pictures against those trained on; NAN: there are none */
} FacerecTrainCheck;

typedef struct _FacerecTrainer FacerecTrainer;

/* set and parts must outlive it. FACEREC_ERROR_ARGUMENT when there are not two people with enough pictures to train on. */
FacerecTrainer *facerec_trainer_new (const FacerecTrainSet *set, const FacerecTrainPart *parts,
    const FacerecTrainOptions *options, GError **error);
void facerec_trainer_free (FacerecTrainer *self); /* NULL is fine */

/* Goes on to the next check (the first, before any step, shows where it begins). FALSE: it has ended. */
gboolean facerec_trainer_run (FacerecTrainer *self, FacerecTrainCheck *check);
/* All checks so far, element-type FacerecTrainCheck; owned by self. */
const GArray *facerec_trainer_get_checks (const FacerecTrainer *self);
/* The check whose weights are kept: the best. Index into the checks; before the first check 0. */
guint facerec_trainer_get_best (const FacerecTrainer *self);
/* The head with the best weights; owned by self, valid until the next run. */
const FacerecTrainHead *facerec_trainer_get_head (FacerecTrainer *self);

/* All that has changed since facerec_trainer_new(), as bytes. (transfer full) */
GBytes *facerec_trainer_save (const FacerecTrainer *self);
/* Goes back to where it was when it was saved. FACEREC_ERROR_READ when state is not of a trainer with this set and these
 * options; self is as it was then. */
gboolean facerec_trainer_restore (FacerecTrainer *self, GBytes *state, GError **error);

/* ---- measuring ---- */
/* The pictures themselves (no variants) of one part, by head; NULL: the features as they are. */
void facerec_train_measure_unseen (const FacerecTrainSet *set, const FacerecTrainPart *parts, const FacerecTrainHead *head,
    FacerecSeparation *result);
/* Held-out pictures against those trained on. */
void facerec_train_measure_held (const FacerecTrainSet *set, const FacerecTrainPart *parts, const FacerecTrainHead *head,
    FacerecSeparation *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecTrainer, facerec_trainer_free)

G_END_DECLS
