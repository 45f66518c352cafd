// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines of a kernel's log that fail a run, and lines that do not.
 */
#include <string.h>

#include "../scripts/vm/complaint.h"
#include "unit.h"

static void assert_each(const char *const *lines, size_t n, bool wanted)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is_complaint(lines[i]) != wanted)
			fail_msg("%s", lines[i]);
}

#define ASSERT_EACH(wanted, ...)					\
	do {								\
		static const char *const lines[] = { __VA_ARGS__ };	\
									\
		assert_each(lines, sizeof(lines) / sizeof(*lines),	\
			    wanted);					\
	} while (0)

TEST("what a kernel finds wrong is a complaint, with a time stamp and without")
{
	ASSERT_EACH(true,
		    "BUG: KASAN: use-after-free in pt_emit+0x1/0x2 [proctree]",
		    "BUG: KASAN: use-after-free in event_define_fields+0x1/0x2",
		    "[    1.234567] BUG: unable to handle page fault",
		    "[ 1.2][ T9] WARNING: CPU: 0 PID: 1 at module/x.c:1 f+0x1/0x2",
		    "WARNING: possible circular locking dependency detected",
		    "BUG: KCSAN: data-race in pt_emit [proctree] / release_task",
		    "BUG: KMSAN: uninit-value in pt_emit+0x1/0x2 [proctree]",
		    "BUG: KMSAN: kernel-infoleak in bcmp+0x1/0x2",
		    "BUG: KMSAN: uninit-value in string+0x1/0x2",
		    "rcu: INFO: rcu_preempt self-detected stall on CPU",
		    "kmemleak: 2 new suspected memory leaks (see /sys/...)");
}

TEST("a wrong use of RCU is one, wherever the source of the module is")
{
	ASSERT_EACH(true,
		    "kernel/sched/core.c:9999 Illegal context switch in RCU read-side critical section!",
		    "module/lookup.c:12 suspicious rcu_dereference_check() usage!",
		    "/home/Jane Doe/Proc-Tree/module/task.c:1 suspicious rcu_dereference_check() usage!");
}

TEST("what the kernel blames itself for is none, nor is what others write")
{
	ASSERT_EACH(false,
		    "WARNING: suspicious RCU usage",	/* of whom is said below */
		    "lib/maple_tree.c:816 suspicious rcu_dereference_check() usage!",
		    "BUG: KASAN: stack-out-of-bounds in __get_wchan+0xfb/0x120",
		    "BUG: KCSAN: data-race in tick_sched_do_timer / ktime_get",
		    "WARNING: CPU: 0 PID: 1 at event_define_fields+0x1/0x2",
		    "WARNING: CPU: 0 PID: 1 at kernel/trace/trace_events.c:2556 event_define_fields.part.0+0x1/0x2",
		    "BUG: KMSAN: uninit-value in bcmp+0x241/0x290",
		    "BUG: KMSAN: uninit-value in ring_buffer_iter_peek+0xd87/0x1eb0",
		    "proctree: BUG: a[7]",
		    "proctree: 12 x.c:1 boo!",
		    "kmemleak: 0 new suspected memory leaks",
		    "");
}
