/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/mmod.h"

void
facerec_mmod_model_free (FacerecMmodModel *model)
{
  if (!model)
    return;
  g_free (model->model_id);
  facerec_network_free (model->network);
  for (guint i = 0; i < model->n_windows; i++)
    g_free (model->windows[i].label);
  g_free (model->windows);
  g_free (model);
}
