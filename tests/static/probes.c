// SPDX-License-Identifier: GPL-2.0-only
/* For scripts/probe_calls.awk: it has to find the calls marked "seen". */
#include <string.h>

#include "kernel.h"

#define PROBE static __attribute__((used))

static __attribute__((noinline)) void free_later(void *memory)
{
	kfree(memory); /* seen */
}

PROBE void probe_sched_switch(void *data)
{
	free_later(data);
}

PROBE void probe_task_newtask(void *data)
{
	_raw_spin_lock_irqsave(data);
	kfree(data);
}

PROBE unsigned long fill_fork(void *data)
{
	_raw_spin_lock(data); /* seen */
	return strlen(data);
}

/* Not one of theirs. */
PROBE void ioctl(void *data)
{
	_raw_spin_lock(data);
}
