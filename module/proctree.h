/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside proctree.ko.
 *
 *	device.c  procfs.c  log.c	what user space talks to; never see a task
 *	     \       |       /
 *	      rowbuf.c			rows kept in memory, in preorder
 *	         |
 *	snapshot.c			the walk: the only file that iterates
 *	lookup.c			one task, by its number
 *	         |
 *	task.c block_*.c access.c	one task: the only files that read it
 *
 * Rules of locking and lifetime
 *
 *  - tasklist_lock is not exported. Tasks are found through the task list
 *    under rcu_read_lock(); ->children and ->sibling are never followed, they
 *    are not RCU lists. A task's parent is its ->real_parent.
 *  - Functions named ..._rcu are called inside an RCU read section. They do not
 *    sleep or allocate, and look only at tasks found in this very section, or
 *    at referenced ones of which pid_alive() is true in it.
 *  - A task_struct reference is held from one section to the next by the
 *    walk's cursor only, and put outside of any section.
 *  - A section visits at most "batch" tasks. Formatting, translating and
 *    copying to user space come after it.
 *  - signal_struct lives as long as its task_struct; struct pid and cred live
 *    at least to the end of the section they were read in; sighand, mm, files
 *    and fs are never dereferenced without their own lock, only compared.
 *  - A struct pt_view pins its namespaces through the open file it belongs to.
 *  - An open /dev/proctree pins the module (misc_register, fops.owner). An
 *    open /proc/proctree does not: remove_proc_entry() waits for running calls
 *    and releases every open file before the module goes away.
 */
#ifndef PROCTREE_H
#define PROCTREE_H

#include <linux/types.h>
#include <linux/uidgid.h>

#include "uapi/proctree.h"

struct cred;
struct file;
struct pid;
struct pid_namespace;
struct pt_view;
struct seq_file;
struct task_struct;
struct user_namespace;

/* Module parameters: main.c */
extern unsigned int pt_batch;	/* tasks visited in one RCU section */
extern unsigned int pt_hidepid;	/* HIDEPID_*, for the device */
extern unsigned int pt_hidepid_gid;
extern unsigned int pt_max_open; /* open /proc/proctree files of one user */
extern unsigned int pt_max_watch; /* streams of one user */

/**
 * struct pt_view - who looks: decides what is visible, and under which number
 * @file:	open file whose credentials (f_cred) count
 * @pid_ns:	process ids are numbers of this namespace
 * @hidepid:	HIDEPID_*
 * @exempt:	member of the group that hidepid does not apply to
 * @stream:	asked by probes, which the kernel calls with a task's lock held
 *		(kernel/fork.c complete_vfork_done()) or a run queue's: no lock of
 *		a task may be taken, nor a security module be asked
 */
struct pt_view {
	struct file *file;
	struct pid_namespace *pid_ns;
	unsigned int hidepid;
	bool exempt;
	bool stream;
};

/* access.c */
bool pt_owns_rcu(const struct pt_view *view, struct task_struct *t);
bool pt_visible_rcu(const struct pt_view *view, struct task_struct *t);
bool pt_may_read_rcu(const struct pt_view *view, struct task_struct *t);

enum pt_quota_kind {
	PT_QUOTA_TEXT,		/* open /proc/proctree */
	PT_QUOTA_STREAM,	/* WATCH */
	PT_QUOTAS
};

int pt_quota_get(kuid_t uid, enum pt_quota_kind kind);
void pt_quota_put(kuid_t uid, enum pt_quota_kind kind);

/**
 * struct pt_reader - a view made ready for reading many tasks
 * @view:	who looks
 * @user_ns:	user ids are numbers of this namespace
 * @level:	depth of the view's pid namespace
 * @mask:	blocks wanted
 * @plain:	the reader sees everything, under the kernel's own numbers
 * @fast:	@plain, and nothing but the base is wanted
 * @refs:	some block needs a referenced task: pt_fill_ref()
 * @self:	out: number of the task read last, for its blocks: of a thread that
 *		takes over from its leader, the task's own follows later
 * @climb:	steps left in this section for predicting reapers
 * @parent_tgid: out: thread group id (in the initial namespace) of the parent
 *		of the task read last; not set if @plain
 */
struct pt_reader {
	const struct pt_view *view;
	struct user_namespace *user_ns;
	unsigned int level;
	u64 mask;
	bool plain;
	bool fast;
	bool refs;
	struct pid *self;
	u32 climb;
	u32 parent_tgid;
};

#define PT_CLIMB_MAX	4000

/* task.c */
#define PT_BLOCKS	(2 * PROCTREE_BLOCK_INTERNALS - 1)
void pt_task_init(void);
u32 pt_row_size(u64 mask);
void pt_reader_init(struct pt_reader *rd, const struct pt_view *view, u64 mask);
bool pt_fill_rcu(struct pt_reader *rd, struct task_struct *t,
		 struct proctree_row *row);
bool pt_fill_thread_rcu(struct pt_reader *rd, struct task_struct *t,
			struct proctree_row *row);
void pt_fill_ref(struct pt_reader *rd, struct task_struct *t,
		 struct proctree_row *row);
void pt_finish_rows(const struct pt_reader *rd, void *rows, u32 n);

/**
 * struct pt_sink - where the walk puts its rows; what is NULL is not called
 * @task:	takes a task, referenced, and its row, not finished yet. Tasks born
 *		after the walk began are not left out. May sleep; 0 or an error
 *		that ends the walk.
 * @put:	takes @n rows, may sleep; likewise
 * @reset:	forget everything, the walk begins anew
 */
struct pt_sink {
	int (*task)(struct pt_sink *sink, struct task_struct *t,
		    const struct proctree_row *row);
	int (*put)(struct pt_sink *sink, const void *rows, u32 n, u32 stride);
	void (*reset)(struct pt_sink *sink);
};

/* snapshot.c; may sleep */
int pt_snapshot(const struct pt_view *view, struct proctree_snapshot *snap,
		struct pt_sink *sink);

/* lookup.c; pt_one_task() may sleep */
struct task_struct *pt_fill_pid_rcu(struct pt_reader *rd, struct pid *pid,
				    struct proctree_row *row);
int pt_one_task(const struct pt_view *view, u64 mask, s32 pid, u64 start_ns,
		struct proctree_row *row);

/**
 * struct pt_rowbuf - a snapshot of base rows kept in memory, with its preorder
 * @sink:	where pt_snapshot() puts them
 * @rows:	in list order
 * @count:	how many
 * @capacity:	how many fit
 * @order_mem:	memory of the following two
 * @order:	numbers of the rows, in preorder
 * @depth:	depth of each row, by its number
 */
struct pt_rowbuf {
	struct pt_sink sink;
	struct proctree_row *rows;
	u32 count;
	u32 capacity;
	void *order_mem;
	u32 *order;
	u32 *depth;
};

/* rowbuf.c */
int pt_rowbuf_take(struct pt_rowbuf *buf, const struct pt_view *view, s32 root,
		   u64 root_start_ns);
void pt_rowbuf_free(struct pt_rowbuf *buf);

/* escape.c */
#define PT_COMM_ESCAPED	(4 * PROCTREE_COMM_LEN + 1)
void pt_escape_comm(char *to, const char *comm);

/* log.c */
#define PT_LOG_MAX	1000
void pt_log_init(void);
int pt_log(const struct pt_view *view, struct proctree_log *log);

/* device.c, procfs.c */
int pt_device_init(void);
void pt_device_exit(void);
int pt_procfs_init(void);
void pt_procfs_exit(void);

#endif
