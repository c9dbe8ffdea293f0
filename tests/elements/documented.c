/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is documented is so: launch lines can be typed, every property has its row, defaults are those that are told. */
#include <gst/gst.h>
#include <string.h>

static const gchar *const elements[] = { "facedetect", "facetrack", "faceembed", "faceknn", "faceenroll", "facepublish",
  "overlay" };

static gchar *
read_document (const gchar *element, const gchar *suffix)
{
  g_autofree gchar *name = g_strconcat (element, suffix, NULL);
  g_autofree gchar *path = g_build_filename (g_getenv ("FACEREC_SOURCE_ROOT"), "elements", name, NULL);
  gchar *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static guint
check_lines (const gchar *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint i, n = 0;

  for (i = 0; lines[i]; i++) {
    gchar *launch = strstr (lines[i], "gst-launch-1.0 ");
    g_autoptr (GError) error = NULL;
    g_autoptr (GstElement) pipeline = NULL;

    if (!launch)
      continue;
    launch += strlen ("gst-launch-1.0 ");
    while (*launch == '-')
      launch = strchr (launch, ' ') + 1;
    g_test_message ("%s", launch);
    pipeline = gst_parse_launch_full (launch, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
    g_assert_no_error (error);
    n++;
  }
  return n;
}

static void
test_launch_lines (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autofree gchar *document = read_document (elements[i], ".md"), *source = read_document (elements[i], ".c");

    g_assert_cmpuint (check_lines (document), >=, 2);
    g_assert_cmpuint (check_lines (source), >=, 2);
  }
}

/* As the documents write it; NULL for a kind of which they write words. */
static gchar *
describe_default (GParamSpec *pspec)
{
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    return g_strdup (G_PARAM_SPEC_BOOLEAN (pspec)->default_value ? "true" : "false");
  if (G_IS_PARAM_SPEC_ENUM (pspec)) {
    GParamSpecEnum *choice = G_PARAM_SPEC_ENUM (pspec);

    return g_strdup (g_enum_get_value (choice->enum_class, choice->default_value)->value_nick);
  }
  if (G_IS_PARAM_SPEC_INT (pspec))
    return g_strdup_printf ("%d", G_PARAM_SPEC_INT (pspec)->default_value);
  if (G_IS_PARAM_SPEC_UINT (pspec))
    return g_strdup_printf (g_str_has_suffix (pspec->name, "-color") ? "0x%08x" : "%u",
        G_PARAM_SPEC_UINT (pspec)->default_value);
  if (G_IS_PARAM_SPEC_FLOAT (pspec))
    return g_strdup_printf ("%g", G_PARAM_SPEC_FLOAT (pspec)->default_value);
  if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    return g_strdup_printf ("%g", G_PARAM_SPEC_DOUBLE (pspec)->default_value);
  return NULL;
}

/* values: "0..100 px, 0", "`a`, `b`; a". A range alone names no default: it is fitted to photos. */
static void
check_default (GParamSpec *pspec, const gchar *values)
{
  g_autofree gchar *expected = describe_default (pspec);
  const gchar *end = MAX (strrchr (values, ','), strrchr (values, ';'));

  if (expected && end)
    g_assert_cmpstr (g_strstrip ((gchar *) end + 1), ==, expected);
  else if (expected)
    g_assert_nonnull (strstr (values, ".."));
}

static void
test_properties_are_documented (void)
{
  guint i, p, n_properties;

  for (i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autofree gchar *document = read_document (elements[i], ".md");
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (elements[i]);
    GstElement *element = gst_object_ref_sink (gst_element_factory_create (factory, NULL));
    g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n_properties);

    for (p = 0; p < n_properties; p++) {
      g_autofree gchar *head = g_strdup_printf ("\n| `%s` |", properties[p]->name);
      g_autofree gchar *values = NULL;
      const gchar *row;

      if (!g_str_has_prefix (g_type_name (properties[p]->owner_type), "GstFacerec"))
        continue;
      g_test_message ("%s of %s", properties[p]->name, elements[i]);
      row = strstr (document, head);
      g_assert_nonnull (row);
      row += strlen (head);
      values = g_strndup (row, strcspn (row, "|"));
      check_default (properties[p], values);
    }
    gst_object_unref (element);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/documented/launch lines can be typed", test_launch_lines);
  g_test_add_func ("/elements/documented/every property has its row and default", test_properties_are_documented);
  return g_test_run ();
}
