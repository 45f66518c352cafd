// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk: the only file that iterates tasks. It turns the task list into
 * rows, in bounded RCU read sections, and hands each section's rows to a sink
 * outside of them.
 *
 * Why the result is a tree. The task list is in order of birth, and a task is
 * only ever adopted by an older one (kernel/exit.c find_new_reaper: a thread of
 * the same process, a subreaper among the ancestors, the namespace's init).
 * exec by a thread replaces the leader in place. So when the walk reads a
 * task's real_parent, that parent was on the list, at an earlier place, from
 * before the walk began until after the walk had passed it.
 *
 * Why no pid occurs twice. A pid seen by the walk is given anew only after its
 * owner was reaped, thus to a task born after the walk began; those are left
 * out, and so are their descendants, which are younger still.
 *
 * How it goes on. Between sections it holds a reference on the task it stands
 * on. That task's list pointers are good as long as the task is on the list:
 * __unhash_process() clears thread_pid before it unlinks (pid_alive), and
 * de_thread() makes the old leader a non-leader in the very critical section
 * that replaces it (thread_group_leader).
 * If it died, nothing else tells the place, and the walk begins anew; after
 * RESTARTS_MAX times it takes one section for the whole list.
 */
#include <linux/bitops.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "compat.h"
#include "members.h"
#include "proctree.h"

#define RESTARTS_MAX	4
#define ROWS_MAX	(1U << 23)	/* of one section, above PID_MAX_LIMIT */

/**
 * struct walk - one walk over the task list
 * @rd:		how tasks are read
 * @snap:	the request, and what becomes of it
 * @root:	subtree's root, NULL for all; referenced
 * @cursor:	last task visited, referenced; NULL at the beginning
 * @in_threads:	@cursor was visited as a thread, not as its process
 * @descend:	the threads of the cursor's process are wanted
 * @ppid:	as told in that process's row
 * @end:	the whole list was visited
 * @buf:	rows of one section
 * @refs:	their tasks, referenced, if @keep_refs; else NULL
 * @keep_refs:	some block, or the sink, needs referenced tasks
 * @newborn:	tasks born after the walk began are not left out
 * @limit:	rows that fit, and tasks that one section visits, at most
 * @n:		rows there are
 * @left:	tasks that this section may still visit
 * @track:	which tasks belong, or may be seen, depends on their parents
 * @family:	if so, those that belong
 */
struct walk {
	struct pt_reader rd;
	struct proctree_snapshot *snap;
	struct pid *root;
	struct task_struct *cursor;
	bool in_threads;
	bool descend;
	s32 ppid;
	bool end;
	bool track;
	void *buf;
	struct task_struct **refs;
	bool keep_refs;
	bool newborn;
	u32 limit;
	u32 n;
	u32 left;
	struct pt_members family;
};

static struct proctree_row *next_row(struct walk *w)
{
	return w->buf + (size_t)w->n * w->snap->row_size;
}

/* Count the row just filled, unless its task is younger than the walk. */
static bool keep_row(struct walk *w, struct task_struct *t)
{
	if (next_row(w)->start_ns > w->snap->begin_ns && !w->newborn)
		return false;
	if (w->keep_refs) {
		get_task_struct(t);
		w->refs[w->n] = t;
	}
	w->n++;
	return true;
}

/* Do children of @tgid belong? Parents come first, so it is known by now. */
static bool in_family(struct walk *w, u32 tgid)
{
	return !w->root || !w->family.used || *pt_member(&w->family, tgid);
}

/* The parent that the row just filled tells of, by its global number. */
static u32 told_parent(struct walk *w)
{
	return w->rd.plain ? next_row(w)->ppid : w->rd.parent_tgid;
}

/*
 * A process of which the parent decides whether it belongs, or what may be told
 * of it. It is the parent in the row that counts: the one read to save the work
 * of filling may have exited since, and the adopter may be outside.
 */
static bool visit_relative_rcu(struct walk *w, struct task_struct *t)
{
	struct proctree_row *row = next_row(w);
	bool first = !w->family.used, filled;

	if (!in_family(w, rcu_dereference(t->real_parent)->tgid))
		return false;
	filled = pt_fill_rcu(&w->rd, t, row);
	if (filled && !in_family(w, told_parent(w)))
		return false;
	pt_members_add(&w->family, t->tgid);
	if (!filled)
		return false;

	/* A parent may have become visible, by its credentials, since. */
	if (w->rd.view->hidepid && !first &&
	    !(*pt_member(&w->family, told_parent(w)) & PT_MEMBER_SHOWN)) {
		row->ppid = 0;
		row->flags |= PROCTREE_ROW_ROOT;
	}
	if (!keep_row(w, t))
		return false;
	*pt_member(&w->family, t->tgid) |= PT_MEMBER_SHOWN;
	return true;
}

/*
 * A thread has its process's parent. Read again it might be another by now, one
 * that is not in the snapshot.
 */
static void keep_thread(struct walk *w, struct task_struct *t)
{
	struct proctree_row *row = next_row(w);

	row->ppid = w->ppid;
	row->flags &= ~PROCTREE_ROW_ROOT;
	row->flags |= w->ppid ? 0 : PROCTREE_ROW_ROOT;
	keep_row(w, t);
}

/* Threads of @leader's process, from the one after @t on. False at the limit. */
static bool visit_threads_rcu(struct walk *w, struct task_struct *leader,
			      struct task_struct *t)
{
	list_for_each_entry_continue_rcu(t, &leader->signal->thread_head,
					 thread_node) {
		/* An old leader that a thread's exec is about to release. */
		if (t == leader || READ_ONCE(t->exit_state) == EXIT_DEAD)
			continue;
		if (!w->left)
			return false;
		w->left--;
		w->cursor = t;
		w->in_threads = true;
		if (pt_fill_thread_rcu(&w->rd, t, next_row(w)))
			keep_thread(w, t);
	}
	return true;
}

/* A process and, if asked for, its threads. */
static void visit_process_rcu(struct walk *w, struct task_struct *t)
{
	struct proctree_row *row = next_row(w);
	bool shown;

	w->left--;
	w->cursor = t;
	w->in_threads = false;
	shown = w->track ? visit_relative_rcu(w, t) :
			   pt_fill_rcu(&w->rd, t, row) && keep_row(w, t);
	w->descend = shown && w->snap->flags & PROCTREE_SNAPSHOT_THREADS;
	if (!w->descend)
		return;
	w->ppid = row->ppid;
	visit_threads_rcu(w, t, t);
}

/* The same for base rows of all processes: what is asked most. */
static struct task_struct *visit_all_rcu(struct walk *w, struct task_struct *t)
{
	struct task_struct *last = w->cursor;
	u64 begin_ns = w->snap->begin_ns;
	struct proctree_row *row = w->buf;
	u32 left = w->left;

	for (; t != &init_task && left; t = next_task(t), left--) {
		last = t;
		if (pt_fill_rcu(&w->rd, t, row) && row->start_ns <= begin_ns)
			row++;
	}
	w->cursor = last;
	w->left = left;
	w->n = row - (struct proctree_row *)w->buf;
	return t;
}

/*
 * The leader to go on with in this section, after the rest of the threads of
 * the cursor's process; NULL if the cursor (or at the beginning the root) died.
 */
static struct task_struct *resume_rcu(struct walk *w)
{
	struct task_struct *t = w->cursor, *leader;

	if (!t)
		return w->root ? pid_task(w->root, PIDTYPE_TGID) :
				 next_task(&init_task);
	if (!pid_alive(t) || (!w->in_threads && !thread_group_leader(t)))
		return NULL;
	leader = w->in_threads ? t->group_leader : t;
	if (w->descend && !visit_threads_rcu(w, leader, t))
		return leader;
	return next_task(leader);
}

/*
 * One section: rows of at most w->limit tasks into w->buf, cursor moved on.
 * Return: 0, or -ESTALE if there was no going on.
 */
static int walk_section(struct walk *w)
{
	struct task_struct *old = w->cursor, *t;

	w->n = 0;
	w->left = w->limit;
	w->rd.climb = PT_CLIMB_MAX;
	w->snap->sections++;

	rcu_read_lock();
	t = resume_rcu(w);
	if (t && w->rd.fast && !w->track && !w->keep_refs &&
	    !(w->snap->flags & PROCTREE_SNAPSHOT_THREADS))
		t = visit_all_rcu(w, t);
	for (; t && t != &init_task && w->left; t = next_task(t))
		visit_process_rcu(w, t);
	w->end = w->left != 0;
	if (t && w->cursor && w->cursor != old)
		get_task_struct(w->cursor);
	rcu_read_unlock();

	if (old && (!t || w->cursor != old))
		put_task_struct(old);
	if (t)
		return 0;
	w->cursor = NULL;
	return -ESTALE;
}

/* The section's rows and tasks to the sink, after what was left to do. */
static int give_section(struct walk *w, struct pt_sink *sink)
{
	u32 stride = w->snap->row_size, i;
	int err = 0;

	for (i = 0; w->keep_refs && i < w->n; i++) {
		struct proctree_row *row = w->buf + (size_t)i * stride;

		if (sink->task && !err)
			err = sink->task(sink, w->refs[i], row);
		if (w->rd.refs)
			pt_fill_ref(&w->rd, w->refs[i], row);
		put_task_struct(w->refs[i]);
	}
	pt_finish_rows(&w->rd, w->buf, w->n);
	if (sink->put && !err)
		err = sink->put(sink, w->buf, w->n, stride);
	return err;
}

static void start_again(struct walk *w)
{
	if (w->cursor)
		put_task_struct(w->cursor);
	w->cursor = NULL;
	w->in_threads = false;
	w->descend = false;
	w->end = false;
	pt_members_clear(&w->family);
}

/* The list from its beginning (or the root) to its end, section by section. */
static int walk_once(struct walk *w, struct pt_sink *sink)
{
	struct proctree_snapshot *snap = w->snap;
	int err;

	snap->begin_ns = ktime_get_boottime_ns();
	snap->needed = 0;
	if (sink->reset)
		sink->reset(sink);
	do {
		err = w->track ? pt_members_grow(&w->family, w->limit) : 0;
		if (!err)
			err = walk_section(w);
		if (err)
			return err;
		err = give_section(w, sink);
		if (err)
			return err;
		if (snap->walk & PROCTREE_WALK_ONE_SECTION && !w->end)
			return -ENOSPC;
		snap->needed += w->n;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	} while (!w->end);
	snap->end_ns = ktime_get_boottime_ns();
	return 0;
}

/*
 * So many tasks that their rows take more than INT_MAX bytes are no defect, but
 * kvmalloc() would call it one (mm/util.c).
 */
static int set_limit(struct walk *w, u32 limit)
{
	const gfp_t gfp = GFP_KERNEL_ACCOUNT | __GFP_NOWARN;

	kvfree(w->buf);
	kvfree(w->refs);
	w->refs = NULL;
	w->limit = limit;
	w->buf = kvmalloc_array(limit, w->snap->row_size, gfp);
	if (w->buf && w->keep_refs)
		w->refs = kvmalloc_array(limit, sizeof(*w->refs), gfp);
	return w->buf && (w->refs || !w->keep_refs) ? 0 : -ENOMEM;
}

/* Fewer tasks in a section the more is done with each. */
static u32 tasks_at_once(const struct walk *w)
{
	u32 work = 1 + w->track +
		   5 * hweight64(w->snap->mask & ~PROCTREE_BLOCK_BASE) / 2;

	return max(1U, READ_ONCE(pt_batch) / work);
}

/* Begin anew while the cursor dies; with one section when that is too often. */
static int walk_all(struct walk *w, struct pt_sink *sink)
{
	struct proctree_snapshot *snap = w->snap;
	int err = set_limit(w, tasks_at_once(w));

	while (!err) {
		err = walk_once(w, sink);
		start_again(w);
		if (err != -ESTALE && err != -ENOSPC)
			break;
		if (err == -ENOSPC && w->limit == ROWS_MAX)
			return -ENOMEM;
		err = w->root && !pid_has_task(w->root, PIDTYPE_TGID) ?
			      -ESRCH : 0;
		if (++snap->restarts >= RESTARTS_MAX && !err) {
			/* Twice what was seen, until the whole list fits. */
			snap->walk |= PROCTREE_WALK_ONE_SECTION;
			err = set_limit(w, min(ROWS_MAX, 2 * max(w->limit,
								 snap->needed)));
		}
	}
	return err;
}

/* Referenced pid of a process that the reader may see, as for SNAPSHOT. */
static struct pid *get_root(struct walk *w)
{
	struct proctree_row row;
	struct pt_reader rd;
	struct pid *pid;
	int err = 0;

	pt_reader_init(&rd, w->rd.view, PROCTREE_BLOCK_BASE);
	rcu_read_lock();
	pid = find_pid_ns(w->snap->root_pid, rd.view->pid_ns);
	if (!pt_fill_pid_rcu(&rd, pid, &row))
		err = -ESRCH;
	else if (w->snap->root_start_ns &&
		 w->snap->root_start_ns != row.start_ns)
		err = -ESRCH;
	else if (row.flags & PROCTREE_ROW_THREAD)
		err = -ENOENT;
	else
		get_pid(pid);
	rcu_read_unlock();
	return err ? ERR_PTR(err) : pid;
}

/**
 * pt_snapshot - walk the task list
 * @view:	who looks
 * @snap:	request and answer as in uapi/proctree.h; @rows, @capacity and
 *		@count are the sink's business
 * @sink:	gets the rows
 *
 * Context: may sleep. Return: 0 or a negative errno, documented there.
 */
int pt_snapshot(const struct pt_view *view, struct proctree_snapshot *snap,
		struct pt_sink *sink)
{
	struct walk w = { .snap = snap };
	int err;

	snap->mask = (snap->mask & PT_BLOCKS) | PROCTREE_BLOCK_BASE;
	snap->row_size = pt_row_size(snap->mask);
	snap->walk = 0;
	snap->sections = 0;
	snap->restarts = 0;
	pt_reader_init(&w.rd, view, snap->mask);
	if (snap->root_pid) {
		w.root = get_root(&w);
		if (IS_ERR(w.root))
			return PTR_ERR(w.root);
	}
	w.track = w.root || view->hidepid;
	w.newborn = sink->task;
	w.keep_refs = sink->task || w.rd.refs;

	err = walk_all(&w, sink);
	kvfree(w.buf);
	kvfree(w.refs);
	kvfree(w.family.slots);
	put_pid(w.root);
	return err;
}
