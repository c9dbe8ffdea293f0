/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* One value as typed by the user; what it may be is the element's property to say. */
typedef struct {
  const gchar *option;   /* "--min-face-size", for the error */
  const gchar *element;  /* name of the element in its bin: "facerecdetect", "faceembed" or "faceknn" */
  const gchar *property;
  const gchar *value;    /* NULL: the element's default */
} ElementSetting;

/* Sets them on the elements of bin; those of elements that are not there are left out. settings: ends with an entry whose
 * option is NULL. An error names the option and what it takes. */
gboolean element_settings_apply (GstBin *bin, const ElementSetting *settings, GError **error);

G_END_DECLS
