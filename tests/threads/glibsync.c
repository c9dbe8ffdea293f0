/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* GLib's locks and counts of references, told to ThreadSanitizer. They are futexes and atomics inside of a library that is
 * not instrumented, so it would see none of the order that they make, and call every use of one a race. Preloaded into the
 * tests of the build with -Db_sanitize=thread: each function calls GLib's own and says what it means. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>

#include <glib.h>

/* Of the run time of the sanitizer; absent in the programs that are not instrumented. */
void __tsan_acquire (void *address) __attribute__ ((weak));
void __tsan_release (void *address) __attribute__ ((weak));

static void
acquired (gpointer lock)
{
  if (__tsan_acquire)
    __tsan_acquire (lock);
}

static void
released (gpointer lock)
{
  if (__tsan_release)
    __tsan_release (lock);
}

/* GLib's own function of that name. No lock may be taken on the way, nor static data be guarded: a pointer that two threads
 * find is the same pointer. */
#define REAL(name) \
  static __typeof__ (name) *real; \
  __typeof__ (name) *function = __atomic_load_n (&real, __ATOMIC_RELAXED); \
  if (!function) { \
    function = (__typeof__ (name) *) dlsym (RTLD_NEXT, #name); \
    __atomic_store_n (&real, function, __ATOMIC_RELAXED); \
  }

#define TAKES(name, Type) \
  __attribute__ ((visibility ("default"))) void name (Type *lock) \
  { \
    REAL (name) \
    function (lock); \
    acquired (lock); \
  }

#define TRIES(name, Type) \
  __attribute__ ((visibility ("default"))) gboolean name (Type *lock) \
  { \
    gboolean taken; \
    REAL (name) \
    taken = function (lock); \
    if (taken) \
      acquired (lock); \
    return taken; \
  }

#define GIVES(name, Type) \
  __attribute__ ((visibility ("default"))) void name (Type *lock) \
  { \
    REAL (name) \
    released (lock); \
    function (lock); \
  }

TAKES (g_mutex_lock, GMutex)
TRIES (g_mutex_trylock, GMutex)
GIVES (g_mutex_unlock, GMutex)
TAKES (g_rw_lock_writer_lock, GRWLock)
GIVES (g_rw_lock_writer_unlock, GRWLock)
TAKES (g_rw_lock_reader_lock, GRWLock)
GIVES (g_rw_lock_reader_unlock, GRWLock)

__attribute__ ((visibility ("default"))) void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (g_cond_wait)
  released (mutex);
  function (cond, mutex);
  acquired (mutex);
}

__attribute__ ((visibility ("default"))) gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean signalled;
  REAL (g_cond_wait_until)

  released (mutex);
  signalled = function (cond, mutex, end_time);
  acquired (mutex);
  return signalled;
}

__attribute__ ((visibility ("default"))) gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  gboolean last;
  REAL (g_atomic_ref_count_dec)

  released (count);
  last = function (count);
  if (last)
    acquired (count);
  return last;
}
