// SPDX-License-Identifier: GPL-2.0-only
/*
 * The streams: which there are, who wants an event, how one begins and ends.
 * The only file that knows both tasks and rings.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/log2.h>
#include <linux/mutex.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/timekeeping.h>
#include <linux/tracepoint.h>

#include "block.h"
#include "stream.h"

static LIST_HEAD(streams);
static DEFINE_MUTEX(streams_lock);
static unsigned int streams_count;
static u64 kinds_wanted;
static u64 kinds_traced;	/* those of trace events in use */

/* Kinds that anybody wants; a hint for probes that would have to work. */
u64 pt_kinds_wanted(void)
{
	return READ_ONCE(kinds_wanted);
}

/* Does @s want events of @t, and which numbers has it there? */
static bool wants_rcu(const struct pt_stream *s, struct task_struct *t,
		      s32 *pid, s32 *tgid)
{
	if (s->family) {
		if (!pt_family_find(s->family, t, pid, tgid))
			return false;
	} else {
		*pid = t->pid;
		*tgid = t->tgid;
	}
	return s->all || pt_owns_rcu(&s->view, t);
}

static void fill_event(const struct pt_reader *rd, struct proctree_event *ev,
		       u32 kind, struct task_struct *t, s32 pid, s32 tgid,
		       pt_fill_event_t fill, const void *arg)
{
	ev->time_ns = ktime_get_boot_fast_ns();
	ev->start_ns = t->start_boottime;
	ev->kind = kind;
	ev->cpu = raw_smp_processor_id();
	ev->pid = pid;
	ev->tgid = tgid;
	/* Its owner changes it at any moment: exit_signals(), begin_new_exec() */
	ev->pf = PT_RACY(t->flags);
	if (fill)
		fill(rd, ev, arg);
}

static void emit_rcu(struct pt_stream *s, u32 kind, struct task_struct *t,
		     pt_fill_event_t fill, const void *arg)
{
	struct proctree_event *ev;
	unsigned long flags;
	s32 pid, tgid;
	int cpu;

	if (!(s->kinds & BIT_ULL(kind)) || !wants_rcu(s, t, &pid, &tgid))
		return;
	local_irq_save(flags);
	cpu = smp_processor_id();
	ev = pt_ring_reserve(s->rings, cpu);
	if (ev) {
		fill_event(&s->rd, ev, kind, t, pid, tgid, fill, arg);
		pt_ring_publish(s->rings, cpu);
	}
	local_irq_restore(flags);
}

/* For trace events: of every task, with its own numbers. */
static noinline void emit_trace_rcu(u32 kind, struct task_struct *t,
				    pt_fill_event_t fill, const void *arg)
{
	static const struct pt_view all_seeing = { .pid_ns = &init_pid_ns };
	static const struct pt_reader rd = { .view = &all_seeing };
	struct proctree_event ev = { };

	fill_event(&rd, &ev, kind, t, t->pid, t->tgid, fill, arg);
	pt_trace(&ev);
}

static inline void trace_rcu(u32 kind, struct task_struct *t,
			     pt_fill_event_t fill, const void *arg)
{
	if (READ_ONCE(kinds_traced) & BIT_ULL(kind))
		emit_trace_rcu(kind, t, fill, arg);
}

/**
 * pt_emit - write an event into every stream that wants it, and trace it
 * @kind: PROCTREE_EVENT_*
 * @t: the task it is about, alive or about to be freed
 * @fill: writes what is special to @kind, may not sleep; may be NULL
 * @arg: for @fill
 *
 * Context: any but NMI.
 */
void pt_emit(u32 kind, struct task_struct *t, pt_fill_event_t fill,
	     const void *arg)
{
	struct pt_stream *s;

	rcu_read_lock();
	list_for_each_entry_rcu(s, &streams, list)
		emit_rcu(s, kind, t, fill, arg);
	trace_rcu(kind, t, fill, arg);
	rcu_read_unlock();
}

/* current made @child: streams that follow the one follow the other. */
void pt_emit_fork(struct task_struct *child, pt_fill_event_t fill,
		  const void *arg)
{
	struct pt_stream *s;
	s32 pid, tgid;

	rcu_read_lock();
	list_for_each_entry_rcu(s, &streams, list) {
		if (s->family &&
		    pt_family_find(s->family, current, &pid, &tgid)) {
			pid = pt_tid_nr_rcu(&s->rd, child);
			tgid = pt_tgid_nr_rcu(&s->rd, child);
			/* Not followed is lost: the stream must say so. */
			if (!pt_family_add(s->family, child, pid, tgid))
				pt_rings_lose(s->rings);
		}
		emit_rcu(s, PROCTREE_EVENT_FORK, current, fill, arg);
	}
	trace_rcu(PROCTREE_EVENT_FORK, current, fill, arg);
	rcu_read_unlock();
}

/* @arg is the thread id before, as struct pid knows nothing of it any more. */
void pt_emit_exec(struct task_struct *t, pt_fill_event_t fill, const void *arg)
{
	struct pt_stream *s;
	s32 pid, tgid;

	rcu_read_lock();
	list_for_each_entry_rcu(s, &streams, list) {
		emit_rcu(s, PROCTREE_EVENT_EXEC, t, fill, arg);
		if (s->family &&
		    pt_family_find(s->family, t, &pid, &tgid) && pid != tgid)
			pt_family_exec(s->family, t, pid);
	}
	trace_rcu(PROCTREE_EVENT_EXEC, t, fill, arg);
	rcu_read_unlock();
}

void pt_emit_free(struct task_struct *t)
{
	struct pt_stream *s;

	rcu_read_lock();
	list_for_each_entry_rcu(s, &streams, list) {
		emit_rcu(s, PROCTREE_EVENT_FREE, t, NULL, NULL);
		if (s->family)
			pt_family_del(s->family, t);
	}
	trace_rcu(PROCTREE_EVENT_FREE, t, NULL, NULL);
	rcu_read_unlock();
}

/* A walk that makes members of the tasks that are there already. */
struct family_sink {
	struct pt_sink sink;
	struct pt_family *family;
};

static int sink_task(struct pt_sink *sink, struct task_struct *t,
		     const struct proctree_row *row)
{
	struct family_sink *fs = container_of(sink, struct family_sink, sink);
	bool alive;

	if (!pt_family_add(fs->family, t, row->pid, row->tgid))
		return -ENOMEM;
	/* Alive now: the event of its release is yet to come, and deletes it. */
	rcu_read_lock();
	alive = pid_alive(t);
	rcu_read_unlock();
	if (!alive)
		pt_family_del(fs->family, t);
	return 0;
}

static int found_family(struct pt_stream *s, const struct pt_view *view,
			const struct proctree_watch *watch)
{
	struct family_sink fs = {
		.sink = { .task = sink_task },
		.family = s->family,
	};
	struct proctree_snapshot snap = {
		.root_pid = watch->root_pid,
		.root_start_ns = watch->root_start_ns,
		.flags = PROCTREE_SNAPSHOT_THREADS,
	};

	return pt_snapshot(view, &snap, &fs.sink);
}

static int check_watch(struct proctree_watch *watch)
{
	if (!watch->ring)
		watch->ring = PT_RING_DEFAULT;
	if (!watch->latency_ms)
		watch->latency_ms = PT_LATENCY_DEFAULT;
	if (watch->flags || watch->root_pid < 0 || watch->ring > PT_RING_MAX ||
	    watch->latency_ms > PT_LATENCY_MAX)
		return -EINVAL;
	watch->ring = roundup_pow_of_two(max(watch->ring, 4U));
	watch->kinds &= pt_probes_kinds();
	if (!watch->kinds)
		return -EINVAL;
	if (watch->kinds & PROCTREE_EVENTS_SCHED && !watch->root_pid)
		return -EINVAL;
	watch->kinds |= BIT_ULL(PROCTREE_EVENT_LOST) |
			BIT_ULL(PROCTREE_EVENT_MARK);
	return 0;
}

static bool may_watch_all(const struct pt_view *view)
{
	struct user_namespace *ns = view->pid_ns->user_ns;

	return file_ns_capable(view->file, ns, CAP_SYS_PTRACE) ||
	       file_ns_capable(view->file, ns, CAP_SYS_ADMIN);
}

static void note_wanted(void)
{
	const struct pt_stream *s;
	u64 kinds = kinds_traced;

	lockdep_assert_held(&streams_lock);
	list_for_each_entry(s, &streams, list)
		kinds |= s->kinds;
	WRITE_ONCE(kinds_wanted, kinds);
}

/**
 * pt_streams_trace - have trace events of these kinds made, and of no others
 * @kinds: 1 << PROCTREE_EVENT_*, 0 = none
 *
 * Context: may sleep; not under tracepoints_mutex. Return: as pt_probes_get().
 */
int pt_streams_trace(u64 kinds)
{
	u64 before;
	int err = 0;

	mutex_lock(&streams_lock);
	/* New ones first: what both want is not interrupted. */
	if (kinds)
		err = pt_probes_get(kinds);
	if (!err) {
		before = kinds_traced;
		WRITE_ONCE(kinds_traced, kinds);
		note_wanted();
		if (before)
			pt_probes_put(before);
	}
	mutex_unlock(&streams_lock);
	return err;
}

/* In the list, and what is needed of the probes with it. */
static int link_stream(struct pt_stream *s)
{
	int err = -ENFILE;

	mutex_lock(&streams_lock);
	if (streams_count < PT_STREAMS_MAX)
		err = pt_probes_get(s->kinds);
	if (!err) {
		streams_count++;
		list_add_rcu(&s->list, &streams);
		note_wanted();
	}
	mutex_unlock(&streams_lock);
	return err;
}

static void unlink_stream(struct pt_stream *s)
{
	mutex_lock(&streams_lock);
	list_del_rcu(&s->list);
	streams_count--;
	note_wanted();
	pt_probes_put(s->kinds);
	mutex_unlock(&streams_lock);
	synchronize_rcu();
}

/* Not in the list, or not any more. */
static void free_stream(struct pt_stream *s)
{
	pt_family_free(s->family);
	if (s->rings)
		pt_rings_free(s->rings);
	kfree(s);
}

static struct pt_stream *alloc_stream(const struct pt_view *view,
				      const struct proctree_watch *watch)
{
	struct pt_stream *s = kzalloc(sizeof(*s), GFP_KERNEL_ACCOUNT);

	if (!s)
		return NULL;
	s->view = *view;
	s->view.stream = true;
	s->all = may_watch_all(view);
	if (s->all)
		s->view.hidepid = HIDEPID_OFF;
	pt_reader_init(&s->rd, &s->view, PROCTREE_BLOCK_BASE);
	s->kinds = watch->kinds;
	s->rings = pt_rings_new(watch->ring, watch->latency_ms);
	/* A nested namespace's numbers are gone when a task is freed. */
	if (watch->root_pid || s->rd.level)
		s->family = pt_family_new();
	if (s->rings && (s->family || !(watch->root_pid || s->rd.level)))
		return s;
	free_stream(s);
	return NULL;
}

/**
 * pt_stream_new - PROCTREE_IOC_WATCH
 * @view: who watches; its file stays open as long as the stream lives
 * @watch: request and answer
 *
 * Context: may sleep. Return: the stream or an ERR_PTR.
 */
struct pt_stream *pt_stream_new(const struct pt_view *view,
				struct proctree_watch *watch)
{
	kuid_t uid = view->file->f_cred->uid;
	struct pt_stream *s;
	int err;

	err = check_watch(watch);
	if (err)
		return ERR_PTR(err);
	err = pt_quota_get(uid, PT_QUOTA_STREAM);
	if (err)
		return ERR_PTR(err);
	s = alloc_stream(view, watch);
	if (!s) {
		err = -ENOMEM;
		goto put_quota;
	}
	err = link_stream(s);
	if (err)
		goto free;
	/* Linked first: a fork during the walk is seen by one of the two. */
	err = s->family ? found_family(s, view, watch) : 0;
	watch->flags = s->all ? 0 : PROCTREE_WATCH_OWN;
	if (!err)
		return s;
	unlink_stream(s);
free:
	free_stream(s);
put_quota:
	pt_quota_put(uid, PT_QUOTA_STREAM);
	return ERR_PTR(err);
}

/* Context: may sleep; nobody reads. */
void pt_stream_free(struct pt_stream *s)
{
	kuid_t uid;

	if (!s)
		return;
	uid = s->view.file->f_cred->uid;
	unlink_stream(s);
	free_stream(s);
	pt_quota_put(uid, PT_QUOTA_STREAM);
}

/* PROCTREE_IOC_MARK: into this stream only. */
int pt_stream_mark(struct pt_stream *s, struct proctree_mark *mark)
{
	struct proctree_event *ev;
	unsigned long flags;
	int cpu;

	if (strnlen(mark->text, sizeof(mark->text)) == sizeof(mark->text))
		return -EINVAL;
	mark->seq = 0;
	local_irq_save(flags);
	cpu = smp_processor_id();
	ev = pt_ring_reserve(s->rings, cpu);
	if (ev) {
		mark->seq = ev->seq;
		ev->time_ns = ktime_get_boot_fast_ns();
		ev->start_ns = current->start_boottime;
		ev->kind = PROCTREE_EVENT_MARK;
		ev->cpu = cpu;
		ev->pid = task_pid_nr_ns(current, s->view.pid_ns);
		ev->tgid = task_tgid_nr_ns(current, s->view.pid_ns);
		ev->pf = current->flags;
		strscpy_pad(ev->u.mark.text, mark->text,
			    sizeof(ev->u.mark.text));
		pt_ring_publish(s->rings, cpu);
	}
	local_irq_restore(flags);
	return 0;
}
