/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/interrupt.h"

#include <signal.h>

volatile gint interrupted;

static void
on_signal (int number)
{
  interrupted = 1;
}

void
interrupt_catch (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND | SA_RESTART };
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

  sigemptyset (&action.sa_mask);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++) {
    struct sigaction present;

    /* nohup has asked to ignore it */
    if (sigaction (signals[i], NULL, &present) == 0 && present.sa_handler != SIG_IGN)
      sigaction (signals[i], &action, NULL);
  }
}
