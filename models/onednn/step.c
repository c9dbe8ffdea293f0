/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/step.h"

#include "models/onednn/taps.h"

/* While the steps are made: who uses what, and what is merged into whom. */
typedef struct {
  const FacerecNetwork *network;
  const FacerecShape *shapes;
  guint *n_uses;  /* per layer: how many layers take its output */
  guint *last_use; /* per layer: the last of them */
  gboolean *relu; /* per layer: its output is made by the relu that follows it */
  gint *merged;   /* per SUM layer: the convolution that adds to the other source, or -1 */
  gboolean *absent; /* per layer: no step of its own */
} Merging;

static void
merging_clear (Merging *merging)
{
  g_free (merging->n_uses);
  g_free (merging->last_use);
  g_free (merging->relu);
  g_free (merging->merged);
  g_free (merging->absent);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merging, merging_clear)

static void
count_use (Merging *merging, gint source, guint user)
{
  if (source < 0)
    return;
  merging->n_uses[source]++;
  merging->last_use[source] = user;
}

static void
count_uses (Merging *merging)
{
  for (guint i = 0; i < merging->network->layers->len; i++) {
    const FacerecLayer *layer = facerec_network_layer (merging->network, i);

    merging->merged[i] = -1;
    count_use (merging, layer->source, i);
    if (layer->kind == FACEREC_LAYER_SUM)
      count_use (merging, layer->other, i);
  }
}

static gboolean
same_shape (const FacerecShape *a, const FacerecShape *b)
{
  return a->channels == b->channels && a->height == b->height && a->width == b->width;
}

/* Whether the convolution may write its part of the sum into what addend holds: nobody else wants either of them later. */
static gboolean
can_add_to (const Merging *merging, guint sum, gint convolution, gint addend)
{
  return convolution >= 0 && addend >= 0 && convolution != addend && !merging->relu[convolution]
      && facerec_network_layer (merging->network, convolution)->kind == FACEREC_LAYER_CONVOLUTION
      && merging->n_uses[convolution] == 1 && merging->last_use[addend] == sum
      && same_shape (&merging->shapes[convolution], &merging->shapes[addend]);
}

static gboolean
is_only_user (const Merging *merging, gint index)
{
  const gint source = facerec_network_layer (merging->network, index)->source;

  return source >= 0 && merging->n_uses[source] == 1;
}

static void
merge_sum (Merging *merging, guint sum)
{
  const FacerecLayer *layer = facerec_network_layer (merging->network, sum);
  const gint later = MAX (layer->source, layer->other), earlier = MIN (layer->source, layer->other);

  /* The network's output, which may be this one's relu, can be of another type than what would be added to. */
  if (sum + 2 >= merging->network->layers->len)
    return;
  if (can_add_to (merging, sum, later, earlier))
    merging->merged[sum] = later;
  else if (can_add_to (merging, sum, earlier, later) && is_only_user (merging, earlier))
    merging->merged[sum] = earlier; /* it now runs later: nobody may have overwritten its source meanwhile */
  if (merging->merged[sum] >= 0)
    merging->absent[merging->merged[sum]] = TRUE;
}

/* A relu goes into the layer before it when nobody wants that as it is. */
static void
merge_relu (Merging *merging, guint relu)
{
  const gint source = facerec_network_layer (merging->network, relu)->source;
  FacerecLayerKind kind;

  if (source < 0 || merging->n_uses[source] != 1)
    return;
  kind = facerec_network_layer (merging->network, source)->kind;
  if (kind != FACEREC_LAYER_CONVOLUTION && kind != FACEREC_LAYER_DENSE && kind != FACEREC_LAYER_SUM)
    return;
  merging->relu[source] = TRUE;
  merging->absent[relu] = TRUE;
}

/* ---- steps ---- */

/* The value of a layer's step: that of the relu that was merged into it where there is one. */
static guint
output_of (const Merging *merging, guint layer)
{
  return merging->relu[layer] ? merging->last_use[layer] : layer;
}

/* The value that a layer takes as its source. */
static guint
value_of (const FacerecSteps *steps, const FacerecLayer *user, gint source)
{
  if (source >= 0)
    return (guint) source;
  return user->kind == FACEREC_LAYER_CONVOLUTION && user->groups == 1 ? FACEREC_VALUE_PLANES (steps)
                                                                      : FACEREC_VALUE_BLOCKS (steps);
}

static FacerecStepKind
step_kind (FacerecLayerKind kind)
{
  switch (kind) {
    case FACEREC_LAYER_CONVOLUTION:
      return FACEREC_STEP_CONVOLUTION;
    case FACEREC_LAYER_RELU:
      return FACEREC_STEP_RELU;
    case FACEREC_LAYER_SUM:
      return FACEREC_STEP_SUM;
    case FACEREC_LAYER_MAX_POOL:
    case FACEREC_LAYER_AVERAGE_POOL:
      return FACEREC_STEP_POOL;
    case FACEREC_LAYER_AVERAGE:
      return FACEREC_STEP_AVERAGE;
    case FACEREC_LAYER_DENSE:
      return FACEREC_STEP_DENSE;
  }
  g_return_val_if_reached (FACEREC_STEP_RELU);
}

static void
append (FacerecSteps *steps, const Merging *merging, guint index)
{
  const FacerecLayer *layer = facerec_network_layer (merging->network, index);
  FacerecStep step = { .other = FACEREC_VALUE_NONE, .output = output_of (merging, index),
    .relu = merging->relu[index] };

  if (merging->merged[index] >= 0) {
    const gint other = layer->source == merging->merged[index] ? layer->other : layer->source;

    step.other = value_of (steps, layer, other);
    layer = facerec_network_layer (merging->network, (guint) merging->merged[index]);
  } else if (layer->kind == FACEREC_LAYER_SUM) {
    step.other = value_of (steps, layer, layer->other);
  }
  step.kind = step_kind (layer->kind);
  step.layer = step.key = layer;
  step.source = value_of (steps, layer, layer->source);
  g_array_append_val (steps->steps, step);
}

static void
append_reorder (FacerecSteps *steps, guint source, guint output)
{
  const FacerecStep step = { .kind = FACEREC_STEP_REORDER, .source = source, .other = FACEREC_VALUE_NONE, .output = output };

  g_array_append_val (steps->steps, step);
}

/* What the input must be turned into for those that use it. */
static void
append_input (FacerecSteps *steps, const FacerecNetwork *network, guint value)
{
  for (guint i = 0; i < network->layers->len; i++) {
    const FacerecLayer *layer = facerec_network_layer (network, i);
    const gboolean is_source = layer->source < 0 && value_of (steps, layer, layer->source) == value;
    const gboolean is_other = layer->kind == FACEREC_LAYER_SUM && layer->other < 0
        && value_of (steps, layer, layer->other) == value;

    if (is_source || is_other) {
      append_reorder (steps, FACEREC_VALUE_PICTURE (steps), value);
      return;
    }
  }
}

/* The last layer, as taps where that is less work, and the way out. */
static void
append_last (FacerecSteps *steps, const Merging *merging, guint block)
{
  const guint last = steps->n_layers - 1;
  const FacerecLayer *layer = facerec_network_layer (merging->network, last);
  FacerecStep taps = { .kind = FACEREC_STEP_CONVOLUTION, .layer = &steps->taps, .key = layer, .other = FACEREC_VALUE_NONE,
    .output = FACEREC_VALUE_TAPS (steps) };
  const FacerecStep shift = { .kind = FACEREC_STEP_SHIFT, .layer = layer, .key = layer, .source = taps.output,
    .other = FACEREC_VALUE_NONE, .output = FACEREC_VALUE_RESULT (steps) };

  if (!merging->absent[last] && facerec_taps_init (&steps->taps, layer, block)) {
    taps.source = value_of (steps, layer, layer->source);
    g_array_append_val (steps->steps, taps);
    g_array_append_val (steps->steps, shift);
    return;
  }
  if (!merging->absent[last])
    append (steps, merging, last);
  append_reorder (steps, last, FACEREC_VALUE_RESULT (steps));
}

static gboolean
only_wide_dense_use (const FacerecSteps *steps, guint value)
{
  for (guint i = 0; i < steps->steps->len; i++) {
    const FacerecStep *user = &g_array_index (steps->steps, FacerecStep, i);

    if (user->other == value
        || (user->source == value && (user->kind != FACEREC_STEP_DENSE || !steps->wide[user->output])))
      return FALSE;
  }
  return TRUE;
}

/* From the end: convolutions take narrow sources only, but may write wide ones; no layer writes narrower than it reads. */
static void
find_wide (FacerecSteps *steps)
{
  steps->wide[FACEREC_VALUE_PICTURE (steps)] = TRUE;
  steps->wide[FACEREC_VALUE_RESULT (steps)] = TRUE;
  steps->wide[FACEREC_VALUE_TAPS (steps)] = TRUE;
  for (guint i = steps->steps->len; i-- > 0;) {
    const FacerecStep *step = &g_array_index (steps->steps, FacerecStep, i);

    if (step->kind == FACEREC_STEP_AVERAGE || step->kind == FACEREC_STEP_DENSE)
      steps->wide[step->output] = step->output + 1 == steps->n_layers || only_wide_dense_use (steps, step->output);
    else if (step->kind == FACEREC_STEP_CONVOLUTION && step->output < steps->n_layers)
      steps->wide[step->output] = step->output + 1 == steps->n_layers;
  }
}

FacerecSteps *
facerec_steps_new (const FacerecNetwork *network, const FacerecShape *shapes, guint block)
{
  const guint n = network->layers->len;
  g_auto (Merging) merging = { network, shapes, g_new0 (guint, n), g_new0 (guint, n), g_new0 (gboolean, n), g_new0 (gint, n),
    g_new0 (gboolean, n) };
  FacerecSteps *steps = g_new0 (FacerecSteps, 1);

  steps->n_layers = n;
  steps->steps = g_array_new (FALSE, TRUE, sizeof (FacerecStep));
  steps->wide = g_new0 (gboolean, FACEREC_N_VALUES (steps));
  count_uses (&merging);
  for (guint i = 0; i < n; i++) {
    const FacerecLayerKind kind = facerec_network_layer (network, i)->kind;

    if (kind == FACEREC_LAYER_RELU)
      merge_relu (&merging, i);
    else if (kind == FACEREC_LAYER_SUM)
      merge_sum (&merging, i);
  }
  append_input (steps, network, FACEREC_VALUE_PLANES (steps));
  append_input (steps, network, FACEREC_VALUE_BLOCKS (steps));
  for (guint i = 0; i + 1 < n; i++)
    if (!merging.absent[i])
      append (steps, &merging, i);
  append_last (steps, &merging, block);
  find_wide (steps);
  return steps;
}

void
facerec_steps_free (FacerecSteps *steps)
{
  if (!steps)
    return;
  g_array_unref (steps->steps);
  g_free (steps->wide);
  g_free (steps->taps.weights);
  g_free (steps);
}
