// SPDX-License-Identifier: GPL-2.0-only
/*
 * Roles that the module helps with; see helper.h.
 */
#include "helper.h"

static void tell(const struct role *me, struct proctree *pt, uint32_t op,
		 uint32_t spin_ms)
{
	struct proctree_kthread request = {
		.op = op,
		.ms = op == PROCTREE_KTHREAD_SPIN ? spin_ms : 0,
	};
	int err = proctree_kthread(pt, &request);

	say(me, "result", PROCTREE_KIND_COUNT, err ? err : request.value);
}

void own_thread(const struct role *me, int value, const uint32_t *ops,
		unsigned int n, uint32_t spin_ms)
{
	struct proctree_kthread request = { .value = value };
	struct proctree *pt = NULL;
	int err = proctree_open(&pt);
	unsigned int i;

	if (!err)
		err = proctree_kthread(pt, &request);
	say(me, "create", PROCTREE_KIND_PID, err ? err : request.pid);
	barrier(me);
	for (i = 0; !err && i < n; i++) {
		tell(me, pt, ops[i], spin_ms);
		barrier(me);
	}
	proctree_close(pt);
}

void sleep_inside(const struct role *me, uint32_t kind, uint32_t ms)
{
	struct proctree *pt = NULL;
	int err = proctree_open(&pt);

	if (!err)
		err = proctree_sleep(pt, kind, ms);
	say(me, "slept", PROCTREE_KIND_COUNT, err);
	proctree_close(pt);
}

bool cast_thread(struct role *owner, struct role *thread)
{
	int64_t pid;

	role_wait(owner);
	pid = role_said(owner, "create");
	if (pid > 0)
		role_cast(thread, pid);
	return pid > 0;
}
