// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processors; see cpus.h.
 */
#include <limits.h>
#include <sched.h>
#include <stdlib.h>

#include "cpus.h"
#include "harness.h"
#include "timing.h"

#define NEVER_MS	300	/* to see that it does not happen */

int cpus_nth(int nth)
{
	cpu_set_t set;
	int cpu;

	if (sched_getaffinity(0, sizeof(set), &set))
		return -1;
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set) && !nth--)
			return cpu;
	return -1;
}

bool cpus_bind(int32_t tid, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return !sched_setaffinity(tid, sizeof(set), &set);
}

void cpus_pin(int cpu)
{
	if (!cpus_bind(0, cpu))
		leave(EXIT_FAILURE);
}

static bool runs_now(struct proctree *pt, int32_t tid)
{
	const struct proctree_scheduling *scheduling;
	struct proctree_rows *rows;
	bool runs;

	if (proctree_take_task(pt, tid, 0, PROCTREE_BLOCK_SCHEDULING, &rows))
		leave(EXIT_FAILURE);
	scheduling = proctree_row_block(rows, proctree_row_at(rows, 0),
					PROCTREE_BLOCK_SCHEDULING);
	runs = scheduling->on_cpu;
	proctree_rows_free(rows);
	return runs;
}

bool cpus_together(const struct trial *t, int32_t tid, bool same)
{
	int ms = same ? NEVER_MS : trial_time_left(t, INT_MAX) / 2;
	int64_t end = timing_now(CLOCK_MONOTONIC) + ms * 1000000LL;

	while (!runs_now(t->pt, tid))
		if (timing_now(CLOCK_MONOTONIC) > end)
			return false;
	return true;
}

void cpus_compare(struct trial *t, struct role *role, const char *pinned,
		  const char *apart)
{
	bool two = role_said(role, "cpus") > 1;

	step(t, "pinned", "%s", pinned);
	role_go(role);
	if (!two) {
		step_skip(t, "apart", "there is one processor only");
		return;
	}
	role_wait(role);
	if (role_said(role, "together"))
		step(t, "apart", "%s", apart);
	else
		step_skip(t, "apart", "the processors are too busy: the two never "
			  "had one at once");
	role_go(role);
}
