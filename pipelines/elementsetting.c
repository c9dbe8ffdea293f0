/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/elementsetting.h"

#include "models/error.h"

/* "one of auto, hog, cnn" or "10 to 10000": what a property takes. */
static gchar *
describe_values (GParamSpec *pspec)
{
  if (G_IS_PARAM_SPEC_ENUM (pspec)) {
    const GEnumClass *klass = G_PARAM_SPEC_ENUM (pspec)->enum_class;
    GString *nicks = g_string_new ("one of ");

    for (guint i = 0; i < klass->n_values; i++)
      g_string_append_printf (nicks, "%s%s", i ? ", " : "", klass->values[i].value_nick);
    return g_string_free (nicks, FALSE);
  }
  if (G_IS_PARAM_SPEC_INT (pspec))
    return g_strdup_printf ("%d to %d", G_PARAM_SPEC_INT (pspec)->minimum, G_PARAM_SPEC_INT (pspec)->maximum);
  if (G_IS_PARAM_SPEC_UINT (pspec))
    return g_strdup_printf ("%u to %u", G_PARAM_SPEC_UINT (pspec)->minimum, G_PARAM_SPEC_UINT (pspec)->maximum);
  if (G_IS_PARAM_SPEC_FLOAT (pspec))
    return g_strdup_printf ("%g to %g", G_PARAM_SPEC_FLOAT (pspec)->minimum, G_PARAM_SPEC_FLOAT (pspec)->maximum);
  if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    return g_strdup_printf ("%g to %g", G_PARAM_SPEC_DOUBLE (pspec)->minimum, G_PARAM_SPEC_DOUBLE (pspec)->maximum);
  return g_strdup (g_type_name (G_PARAM_SPEC_VALUE_TYPE (pspec)));
}

static gboolean
apply_setting (GstElement *element, const ElementSetting *setting, GError **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), setting->property);
  g_auto (GValue) value = G_VALUE_INIT;

  if (!pspec) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "%s: the installed element %s has no property %s",
        setting->option, setting->element, setting->property);
    return FALSE;
  }
  g_value_init (&value, G_PARAM_SPEC_VALUE_TYPE (pspec));
  if (G_VALUE_HOLDS_STRING (&value)) {
    /* Not deserialised: a path may hold quotes and any other bytes. */
    g_value_set_string (&value, setting->value);
  } else if (!gst_value_deserialize_with_pspec (&value, setting->value, pspec)
      || g_param_value_validate (pspec, &value)) {
    g_autofree gchar *values = describe_values (pspec);

    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s takes %s, not \"%s\"", setting->option, values,
        setting->value);
    return FALSE;
  }
  g_object_set_property (G_OBJECT (element), setting->property, &value);
  return TRUE;
}

gboolean
element_settings_apply (GstBin *bin, const ElementSetting *settings, GError **error)
{
  for (const ElementSetting *setting = settings; setting->option; setting++) {
    g_autoptr (GstElement) element = gst_bin_get_by_name (bin, setting->element);

    if (setting->value && element && !apply_setting (element, setting, error))
      return FALSE;
  }
  return TRUE;
}
