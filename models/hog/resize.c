/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The levels of the pyramid, byte for byte as dlib makes them: compiled without contraction of products and sums. */
#include "models/hog/variant.h"

#ifdef __SSSE3__
#include <immintrin.h>
#endif

/* ---- bilinear ---- */

/* As many as can be taken in groups; their number is returned. */
static gint
take_groups (const guint8 *row, const FacerecHogResampling *how, guint16 *pairs)
{
  gint i = 0;

#ifdef __SSSE3__
  for (; i < how->n_grouped; i += FACEREC_HOG_GROUP) {
    const __m128i pixels = _mm_loadu_si128 ((const __m128i *) (gconstpointer) (row + how->left[i]));
    const __m128i shuffle = _mm_loadu_si128 ((const __m128i *) (gconstpointer) (how->shuffle + 2 * i));

    _mm_storeu_si128 ((__m128i *) (gpointer) (pairs + i), _mm_shuffle_epi8 (pixels, shuffle));
  }
#endif
  return i;
}

/* Each column's pixel and its right neighbour, from one row of the source: low and high byte. */
static void
take_pairs (const guint8 *row, const FacerecHogResampling *how, guint16 *pairs)
{
  const gint last = how->source_width - 1;
  gint i = take_groups (row, how, pairs);

  for (; i < how->n_single; i++) {
    const guint8 *pair = row + how->left[i];

    pairs[i] = (guint16) (pair[0] | pair[1] << 8);
  }
  for (; i < how->width; i++)
    pairs[i] = (guint16) (row[how->left[i]] | row[MIN (how->left[i] + 1, last)] << 8);
}

/* Rounded by adding a half, which must not round up what is less than a half away by less than a bit. */
static inline guint8
round_positive (gfloat value)
{
  const gint32 whole = (gint32) value;

  return (guint8) (whole + (value - (gfloat) whole >= 0.5f));
}

static void
blend_single (const guint16 *restrict upper, const guint16 *restrict lower, const gfloat *restrict across, gfloat upper_part,
    gfloat lower_part, gint n, guint8 *restrict out)
{
  for (gint i = 0; i < n; i++) {
    const gfloat right_part = across[i], left_part = 1 - across[i];
    const gfloat upper_left = (gfloat) (gint32) (upper[i] & 255), upper_right = (gfloat) (gint32) (upper[i] >> 8);
    const gfloat lower_left = (gfloat) (gint32) (lower[i] & 255), lower_right = (gfloat) (gint32) (lower[i] >> 8);

    out[i] = round_positive (upper_part * left_part * upper_left + upper_part * right_part * upper_right
        + lower_part * left_part * lower_left + lower_part * right_part * lower_right);
  }
}

/* The last columns: rows are blended in double precision, and what is left of a whole number is cut off. */
static void
blend_last (const guint16 *upper, const guint16 *lower, const gfloat *across, gdouble down, gint n, guint8 *out)
{
  for (gint i = 0; i < n; i++) {
    const gfloat above = (1 - across[i]) * (gfloat) (upper[i] & 255) + across[i] * (gfloat) (upper[i] >> 8);
    const gfloat below = (1 - across[i]) * (gfloat) (lower[i] & 255) + across[i] * (gfloat) (lower[i] >> 8);
    const gfloat value = (gfloat) ((1 - down) * above + down * below);

    out[i] = value >= 255 ? 255 : value > 0 ? (guint8) value : 0;
  }
}

void
FACEREC_HOG_NAME (facerec_hog_enlarge_or_reduce) (const FacerecHogPicture *source, const FacerecHogResampling *how,
    guint8 *target, gint from, gint to, guint8 *scratch)
{
  const gsize row_size = ((gsize) how->width * 2 + 63) / 64 * 64;
  guint16 *pairs[2] = { (guint16 *) (gpointer) scratch, (guint16 *) (gpointer) (scratch + row_size) };
  gint held[2] = { -1, -1 }; /* rows of the source whose pairs these are */
  guint8 *line = scratch + 2 * row_size;
  const gint single = how->n_single;

  for (gint y = from; y < to; y++) {
    const gint rows[2] = { how->top[y], MIN (how->top[y] + 1, how->source_height - 1) };
    const gdouble down = how->down[y];
    guint8 *out = target + (gsize) y * (gsize) how->width;

    if (held[1] == rows[0]) {
      guint16 *swapped = pairs[0];

      pairs[0] = pairs[1];
      pairs[1] = swapped;
      held[1] = held[0];
      held[0] = rows[0];
    }
    for (gint i = 0; i < 2; i++)
      if (held[i] != rows[i]) {
        take_pairs (facerec_hog_picture_row (source, 0, rows[i], source->width, line), how, pairs[i]);
        held[i] = rows[i];
      }
    blend_single (pairs[0], pairs[1], how->across, (gfloat) (1 - down), (gfloat) down, single, out);
    blend_last (pairs[0] + single, pairs[1] + single, how->across + single, down, how->width - single, out + single);
  }
}

/* ---- halved ---- */

/* Binomial weights 1 4 6 4 1 at every other pixel. */
static void
sum_row (const guint8 *restrict row, gint n, guint16 *restrict out)
{
  for (gint i = 0; i < n; i++)
    out[i] = (guint16) (row[2 * i] + 4 * row[2 * i + 1] + 6 * row[2 * i + 2] + 4 * row[2 * i + 3] + row[2 * i + 4]);
}

/* The largest sum, 256 * 255, fits. */
static void
sum_column (guint16 *const *rows, gint n, guint8 *restrict out)
{
  const guint16 *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4];

  for (gint i = 0; i < n; i++)
    out[i] = (guint8) ((guint16) (a[i] + 4 * b[i] + 6 * c[i] + 4 * d[i] + e[i]) >> 8);
}

void
FACEREC_HOG_NAME (facerec_hog_halve) (const FacerecHogPicture *source, guint8 *target, gint width, gint from, gint to,
    guint8 *scratch)
{
  const gsize row_size = ((gsize) width * 2 + 63) / 64 * 64;
  guint8 *line = scratch + 5 * row_size;
  gint next = 2 * from; /* row of the source that is summed next; row r is kept in slot r % 5 */

  for (gint y = from; y < to; y++) {
    guint16 *rows[5];

    for (gint i = 0; i < 5; i++)
      rows[i] = (guint16 *) (gpointer) (scratch + (gsize) ((2 * y + i) % 5) * row_size);
    for (; next < 2 * y + 5; next++)
      sum_row (facerec_hog_picture_row (source, 0, next, source->width, line), width, rows[next - 2 * y]);
    sum_column (rows, width, target + (gsize) y * (gsize) width);
  }
}
