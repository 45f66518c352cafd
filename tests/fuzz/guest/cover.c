// SPDX-License-Identifier: GPL-2.0-only
/* Coverage by KCOV; see cover.h. */
#include "cover.h"

#include <fcntl.h>
#include <linux/kcov.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#define ENTRIES	(256U << 10)

bool cover_open(struct cover *cover)
{
	cover->area = NULL;
	cover->fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (cover->fd < 0)
		return false;
	if (!ioctl(cover->fd, KCOV_INIT_TRACE, ENTRIES))
		cover->area = mmap(NULL, ENTRIES * sizeof(uint64_t),
				   PROT_READ | PROT_WRITE, MAP_SHARED,
				   cover->fd, 0);
	if (!cover->area || cover->area == MAP_FAILED) {
		perror("fuzz-guest: kcov");
		exit(1);
	}
	return true;
}

void cover_begin(struct cover *cover)
{
	if (cover->area && ioctl(cover->fd, KCOV_ENABLE, KCOV_TRACE_PC)) {
		perror("fuzz-guest: KCOV_ENABLE");
		exit(1);
	}
}

void cover_clear(struct cover *cover)
{
	if (cover->area)
		__atomic_store_n(&cover->area[0], 0, __ATOMIC_RELAXED);
}

static bool place_add(struct places *places, uint64_t place)
{
	uint32_t at = (place * 0x9e3779b97f4a7c15ULL) >> 49, tries;
	uint64_t there;

	for (tries = 0; tries < PLACES_MAX; tries++) {
		there = __atomic_load_n(&places->table[at], __ATOMIC_RELAXED);
		if (there == place)
			return false;
		if (!there &&
		    __atomic_compare_exchange_n(&places->table[at], &there,
						place, false, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED)) {
			__atomic_fetch_add(&places->count, 1, __ATOMIC_RELAXED);
			return true;
		}
		if (there == place)
			return false;
		at = (at + 1) % PLACES_MAX;
	}
	return false;
}

uint32_t cover_collect(const struct cover *cover, struct places *places)
{
	uint32_t found = 0;
	uint64_t i, n;

	if (!cover->area)
		return 0;
	n = __atomic_load_n(&cover->area[0], __ATOMIC_RELAXED);
	for (i = 1; i <= n && i < ENTRIES; i++)
		found += place_add(places, cover->area[i]);
	return found;
}

void places_add(struct places *places, const struct places *from)
{
	uint32_t i;

	for (i = 0; i < PLACES_MAX; i++)
		if (from->table[i])
			place_add(places, from->table[i]);
}
