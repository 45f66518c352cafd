// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trace events: which are in use, and that our probes are there while some
 * are. When nobody uses them, nothing is registered and nothing is spent.
 *
 * The tracing core says so by a call under tracepoints_mutex
 * (kernel/tracepoint.c tracepoint_add_func(), tracepoint_remove_func()), which
 * registering a probe takes, too: so a work item does that a moment later. For
 * the same reason nobody can wait for it who switches an event on.
 *
 * The core knows the events before module_init() and after module_exit()
 * (kernel/module/main.c: the notifiers of COMING and GOING), so it may call
 * then, too: what is switched on before is remembered, after the end nothing is
 * done. Enabled in tracefs, an event does not keep the module from being
 * unloaded: the core disables it; perf holds the module.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "stream.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

static enum { EARLY, RUNNING, ENDED } phase;
static u64 in_use;		/* 1 << PROCTREE_EVENT_* */
static DEFINE_SPINLOCK(lock);	/* of both */

static void follow_use(struct work_struct *work)
{
	int err;
	u64 kinds;

	spin_lock(&lock);
	kinds = in_use;
	spin_unlock(&lock);
	err = pt_streams_trace(kinds);
	if (err)
		pr_warn("proctree: no trace events: error %d\n", err);
}

static DECLARE_WORK(work, follow_use);

static int switch_on(u32 kind)
{
	int err = 0;

	spin_lock(&lock);
	if (phase == ENDED ||
	    (phase == RUNNING && !(pt_probes_kinds() & BIT_ULL(kind))))
		err = -ENODEV;
	else
		in_use |= BIT_ULL(kind);
	if (!err && phase == RUNNING)
		schedule_work(&work);
	spin_unlock(&lock);
	return err;
}

static void switch_off(u32 kind)
{
	spin_lock(&lock);
	in_use &= ~BIT_ULL(kind);
	if (phase == RUNNING)
		schedule_work(&work);
	spin_unlock(&lock);
}

#define SWITCH(KIND, name) \
	int pt_trace_on_##name(void) \
	{ \
		return switch_on(PROCTREE_EVENT_##KIND); \
	} \
	void pt_trace_off_##name(void) \
	{ \
		switch_off(PROCTREE_EVENT_##KIND); \
	}
PT_TRACE_KINDS(SWITCH)
#undef SWITCH

/* Context: any but NMI; @ev is the caller's. */
void pt_trace(const struct proctree_event *ev)
{
	switch (ev->kind) {
#define TRACE(KIND, name) \
	case PROCTREE_EVENT_##KIND: \
		trace_proctree_##name(ev); \
		break;
	PT_TRACE_KINDS(TRACE)
#undef TRACE
	}
}

/* pt_probes_init() was called. */
void pt_trace_init(void)
{
	spin_lock(&lock);
	phase = RUNNING;
	if (in_use)
		schedule_work(&work);
	spin_unlock(&lock);
}

/* Context: may sleep. On return no probe runs for the sake of a trace event. */
void pt_trace_exit(void)
{
	spin_lock(&lock);
	phase = ENDED;
	spin_unlock(&lock);
	cancel_work_sync(&work);
	pt_streams_trace(0);
}
