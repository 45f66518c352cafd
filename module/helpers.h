/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an open file may be helped with; helpers.c.
 */
#ifndef PROCTREE_HELPERS_H
#define PROCTREE_HELPERS_H

#include <linux/mutex.h>
#include <linux/timer.h>

#include "proctree.h"

/**
 * struct pt_helpers - the sleep and the kernel thread of one open file
 * @sleeping:	bit 0: somebody is in PROCTREE_IOC_SLEEP
 * @lock:	all of the following but @work, which the thread reads
 * @thread:	ours until kthread_stop(): it never ends by itself. Or NULL
 * @fresh:	the request that made @thread is not answered yet
 * @parked:	@thread was told to park
 * @work:	PROCTREE_KTHREAD_SLEEP, _IDLE or _SPIN
 * @spin_ms:	written before @work
 * @value:	what @thread will return
 * @unwoken:	wakes a thread that nobody has woken
 */
struct pt_helpers {
	unsigned long sleeping;
	struct mutex lock;	/* all of the following but work */
	struct task_struct *thread;
	bool fresh;
	bool parked;
	u32 work;
	u32 spin_ms;
	int value;
	struct timer_list unwoken;
};

void pt_helpers_init(struct pt_helpers *h);
void pt_helpers_release(struct pt_helpers *h);
int pt_helper_sleep(struct pt_helpers *h, const struct pt_view *view,
		    const struct proctree_sleep *arg);
int pt_helper_kthread(struct pt_helpers *h, const struct pt_view *view,
		      struct proctree_kthread *arg);
void pt_helper_answered(struct pt_helpers *h, bool answered);

#endif
