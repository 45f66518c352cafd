/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stream of events, inside the module.
 *
 *	probes.c	tracepoints -> pt_emit()
 *	reparent.c	what no tracepoint tells
 *	   |
 *	stream.c	who wants the event; the streams and their lifetime
 *	family.c	the tasks that a stream follows
 *	   |
 *	ring.c		one stream's rings: written by probes, read by read()
 *	stock.c		memory for family.c and reparent.c
 *
 *	trace.c		the same events for perf and ftrace, from stream.c
 *
 * Probes run in any context: under the run queue's lock, under siglock, in
 * interrupts, since 7.0 preemptible and outside of RCU. So pt_emit() takes its
 * own RCU section, and writes with interrupts off into memory that is there
 * already. A stream is found by probes through an RCU list only, and freed a
 * grace period after it left the list.
 */
#ifndef PROCTREE_STREAM_H
#define PROCTREE_STREAM_H

#include <linux/irq_work.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/timer.h>
#include <linux/wait.h>

#include "proctree.h"

#define PT_RING_DEFAULT		16384
#define PT_RING_MAX		(1U << 20)
#define PT_LATENCY_DEFAULT	20
#define PT_LATENCY_MAX		1000
#define PT_STREAMS_MAX		1024

struct pt_family;
struct pt_ring;

/**
 * struct pt_rings - the events of one stream that were not read yet
 * @seq:	number of the last event written
 * @size:	events that each ring holds, a power of two
 * @latency:	jiffies from an event to ready
 * @ready:	it is worth reading: enough events, or an old one
 * @armed:	@work was or will be queued for the events there are
 * @work:	carries "there is something" out of the probe's context
 * @deadline:	makes the stream ready @latency after that
 * @wait:	who waits for ready
 * @read_lock:	readers
 * @next_seq:	number of the event to be read next; under @read_lock
 * @ringless:	lost without a ring: on a processor that came after the stream,
 *		or of a task for which there was no memory in the family
 * @ringless_told: as many of them were reported
 * @cpu:	the ring of each processor, or NULL
 */
struct pt_rings {
	atomic64_t seq;
	u32 size;
	unsigned long latency;
	bool ready;
	bool armed;
	struct irq_work work;
	struct timer_list deadline;
	wait_queue_head_t wait;
	struct mutex read_lock;	/* readers */
	u64 next_seq;
	atomic64_t ringless;
	u64 ringless_told;
	struct pt_ring *cpu[];
};

/* ring.c */
struct pt_rings *pt_rings_new(u32 size, u32 latency_ms);
void pt_rings_free(struct pt_rings *rings);
void pt_rings_lose(struct pt_rings *rings);
struct proctree_event *pt_ring_reserve(struct pt_rings *rings, int cpu);
void pt_ring_publish(struct pt_rings *rings, int cpu);
ssize_t pt_rings_read(struct pt_rings *rings, char __user *buf, size_t count,
		      bool nonblock);

/* stock.c */
#define PT_STOCK_SIZE		64
void *pt_stock_take(size_t size);
void pt_stock_return(void *memory);
void pt_stock_fill(void);
void pt_stock_exit(void);

/* family.c */
struct pt_family *pt_family_new(void);
void pt_family_free(struct pt_family *family);
bool pt_family_add(struct pt_family *family, struct task_struct *t, s32 pid,
		   s32 tgid);
bool pt_family_find(struct pt_family *family, struct task_struct *t, s32 *pid,
		    s32 *tgid);
void pt_family_del(struct pt_family *family, struct task_struct *t);
void pt_family_exec(struct pt_family *family, struct task_struct *t, s32 pid);

/**
 * struct pt_stream - one WATCH
 * @list:	in the list of streams
 * @view:	who watches
 * @rd:		for numbers
 * @kinds:	1 << PROCTREE_EVENT_*
 * @all:	others' tasks too
 * @family:	the tasks followed; NULL = every task
 * @rings:	the events
 */
struct pt_stream {
	struct list_head list;
	struct pt_view view;
	struct pt_reader rd;
	u64 kinds;
	bool all;
	struct pt_family *family;
	struct pt_rings *rings;
};

/* Fill what is special to a kind; u is zero before. @arg: as for pt_emit() */
typedef void (*pt_fill_event_t)(const struct pt_reader *rd,
				struct proctree_event *ev, const void *arg);

/* stream.c */
void pt_emit(u32 kind, struct task_struct *t, pt_fill_event_t fill,
	     const void *arg);
void pt_emit_fork(struct task_struct *child, pt_fill_event_t fill,
		  const void *arg);
void pt_emit_exec(struct task_struct *t, pt_fill_event_t fill,
		  const void *arg);
void pt_emit_free(struct task_struct *t);
u64 pt_kinds_wanted(void);
int pt_streams_trace(u64 kinds);
struct pt_stream *pt_stream_new(const struct pt_view *view,
				struct proctree_watch *watch);
void pt_stream_free(struct pt_stream *stream);
int pt_stream_mark(struct pt_stream *stream, struct proctree_mark *mark);

/* probes.c */
void pt_probes_init(void);
u64 pt_probes_kinds(void);
int pt_probes_get(u64 kinds);
void pt_probes_put(u64 kinds);

/* trace.c */
void pt_trace(const struct proctree_event *ev);
void pt_trace_init(void);
void pt_trace_exit(void);

/* reparent.c */
void pt_reparent_predict(struct task_struct *p);
void pt_reparent_exit(void);

#endif
