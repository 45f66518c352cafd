// SPDX-License-Identifier: GPL-2.0-only
/* Slab caches by /sys/kernel/slab; mm/slub.c objects_show(), shrink_store(). */
#include "slab.h"

#include <stdlib.h>
#include <unistd.h>

#include "harness.h"
#include "world.h"

long slab_in_use(const char *cache)
{
	char path[64], text[256];

	/* What a processor has at hand, or KASAN in quarantine, counts as used. */
	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/shrink", cache);
	file_try_write(path, "1");
	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/objects", cache);
	if (access(path, R_OK))
		SKIP("%s: %s", path, strerror(errno));
	file_read(path, text, sizeof(text));
	return atol(text);
}

/* They are freed a grace period after their end, so look again for 10 s. */
void slab_assert(const char *cache, long before, long allowed)
{
	long more = slab_in_use(cache) - before;
	int tries;

	for (tries = 0; tries < 100 && more > allowed; tries++) {
		usleep(100000);
		more = slab_in_use(cache) - before;
	}
	if (more > allowed)
		FAIL("%s: %ld more than before", cache, more);
}
