/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel keeps in memory, by its slab caches. */
#ifndef GUEST_SLAB_H
#define GUEST_SLAB_H

#include <stddef.h>

/*
 * Objects in use of a cache, also of one that was merged; skips the test where
 * the kernel does not tell (CONFIG_SLUB_DEBUG).
 */
long slab_in_use(const char *cache);

/* Not more than @before + @allowed, after some time: fails the test. */
void slab_assert(const char *cache, long before, long allowed);

#endif
