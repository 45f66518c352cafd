// SPDX-License-Identifier: GPL-2.0-only
/* All the odd processes together; see odd.h. */
#include "odd.h"

#include "harness.h"
#include "spawn.h"
#include "zoo.h"

static int make(const struct odd *list, int *ready)
{
	int n;

	for (n = 0; list[n].run; n++)
		spawn(list[n].flags, list[n].run, ready);
	return n;
}

void odd_open(void)
{
	int *ready = shared_alloc(sizeof(*ready)), n = 0;
	struct zoo zoo;

	zoo_open(&zoo);
	n += make(odd_credentials, ready);
	n += make(odd_scheduling, ready);
	n += make(odd_signals, ready);
	n += make(odd_places, ready);
	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST) == n);
}
