// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/proctree: open, decoding of requests, read, poll, release. The contract
 * is uapi/proctree.h. Knows rows and streams, not tasks.
 *
 * Every open file keeps the view of its opener: credentials, pid namespace,
 * membership in hidepid_gid; and its stream and helpers, if it has some.
 */
#include <linux/build_bug.h>
#include <linux/compat.h>
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/mm_types.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pid_namespace.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/thread_info.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

#include "compat.h"
#include "helpers.h"
#include "stream.h"
#include "version.h"

/**
 * struct pt_file - an open /dev/proctree
 * @view:	its opener's
 * @lock:	taken to begin a stream
 * @fresh:	a stream whose WATCH is not answered yet
 * @stream:	once WATCH has succeeded, until the file is closed
 * @helpers:	its sleep and its thread
 */
struct pt_file {
	struct pt_view view;
	struct mutex lock;	/* beginning a stream */
	struct pt_stream *fresh;
	struct pt_stream *stream;
	struct pt_helpers helpers;
};

static struct pt_stream *stream_of(const struct pt_file *pf)
{
	/* Pairs with the release in do_watch(). */
	return smp_load_acquire(&pf->stream);
}

static u32 kernel_flags(void)
{
	return (IS_ENABLED(CONFIG_SMP) ? PROCTREE_KERNEL_SMP : 0) |
	       (IS_ENABLED(CONFIG_PREEMPT_DYNAMIC) ?
			PROCTREE_KERNEL_PREEMPT_DYNAMIC : 0) |
	       (IS_ENABLED(CONFIG_PREEMPT_RCU) ?
			PROCTREE_KERNEL_PREEMPT_RCU : 0) |
	       (IS_ENABLED(CONFIG_PREEMPT_RT) ?
			PROCTREE_KERNEL_PREEMPT_RT : 0) |
	       (pt_preempt_full() ? PROCTREE_KERNEL_PREEMPT_FULL : 0) |
	       (IS_ENABLED(CONFIG_THREAD_INFO_IN_TASK) ?
			PROCTREE_KERNEL_THREAD_INFO : 0);
}

static int do_query(struct pt_file *pf, const struct pt_view *view,
		    void *arg)
{
	struct proctree_query *q = arg;

	memset(q, 0, sizeof(*q));
	q->blocks = PT_BLOCKS;
	q->features = PROCTREE_FEATURE_THREADS | PROCTREE_FEATURE_LOG |
		      PROCTREE_FEATURE_WATCH | PROCTREE_FEATURE_HELPERS;
	q->events = pt_probes_kinds();
	q->row_size = sizeof(struct proctree_row);
	q->batch = READ_ONCE(pt_batch);
	q->log_max = PT_LOG_MAX;
	q->hidepid = view->hidepid;
	q->ns_level = view->pid_ns->level;
	q->kernel = kernel_flags();
	q->hz = HZ;
	q->cpus = num_online_cpus();
	q->page_size = PAGE_SIZE;
	q->thread_size = THREAD_SIZE;
	q->task_struct_size = sizeof(struct task_struct);
	q->task_object_size = ksize(current);
	q->signal_struct_size = sizeof(struct signal_struct);
	q->sighand_struct_size = sizeof(struct sighand_struct);
	q->mm_struct_size = sizeof(struct mm_struct);
	q->files_struct_size = sizeof(struct files_struct);
	q->cred_size = sizeof(struct cred);
	strscpy(q->version, PROCTREE_VERSION, sizeof(q->version));
	strscpy(q->release, init_utsname()->release, sizeof(q->release));
	return 0;
}

/* Rows straight into the caller's buffer; the stream's place at the beginning. */
struct user_sink {
	struct pt_sink sink;
	char __user *rows;
	u32 capacity;
	u32 count;
	atomic64_t *seq;
	u64 begin_seq;
};

static int user_put(struct pt_sink *sink, const void *rows, u32 n, u32 stride)
{
	struct user_sink *us = container_of(sink, struct user_sink, sink);

	n = min(n, us->capacity - us->count);
	if (copy_to_user(us->rows + (size_t)us->count * stride, rows,
			 (size_t)n * stride))
		return -EFAULT;
	us->count += n;
	return 0;
}

static void user_reset(struct pt_sink *sink)
{
	struct user_sink *us = container_of(sink, struct user_sink, sink);

	us->count = 0;
	us->begin_seq = us->seq ? atomic64_read(us->seq) : 0;
}

static bool aligned(u64 address)
{
	return IS_ALIGNED(address, sizeof(u64));
}

static int do_snapshot(struct pt_file *pf, const struct pt_view *view,
		       void *arg)
{
	struct proctree_snapshot *snap = arg;
	struct user_sink us = {
		.sink = { .put = user_put, .reset = user_reset },
		.rows = u64_to_user_ptr(snap->rows),
		.capacity = snap->capacity,
	};
	struct pt_stream *stream = stream_of(pf);
	int err;

	if (snap->flags & ~PROCTREE_SNAPSHOT_THREADS || snap->__pad)
		return -EINVAL;
	if (snap->root_pid < 0 || (snap->capacity && !aligned(snap->rows)))
		return -EINVAL;
	us.seq = stream ? &stream->rings->seq : NULL;
	err = pt_snapshot(view, snap, &us.sink);
	snap->seq = us.begin_seq;
	snap->count = us.count;
	return err;
}

static int do_task(struct pt_file *pf, const struct pt_view *view,
		   void *arg)
{
	struct proctree_task *task = arg;
	struct proctree_row *row;
	u32 size;
	int err;

	if (task->flags || task->__pad || task->pid <= 0 || !aligned(task->row))
		return -EINVAL;
	task->mask = (task->mask & PT_BLOCKS) | PROCTREE_BLOCK_BASE;
	size = pt_row_size(task->mask);
	if (task->size < size) {
		task->size = size;
		return -ENOSPC;
	}
	row = kmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!row)
		return -ENOMEM;
	err = pt_one_task(view, task->mask, task->pid, task->start_ns, row);
	task->size = size;
	if (!err && copy_to_user(u64_to_user_ptr(task->row), row, size))
		err = -EFAULT;
	kfree(row);
	return err;
}

static int do_log(struct pt_file *pf, const struct pt_view *view,
		  void *arg)
{
	struct proctree_log *log = arg;

	if (log->flags || log->pid <= 0)
		return -EINVAL;
	return pt_log(view, log);
}

static int do_watch(struct pt_file *pf, const struct pt_view *view, void *arg)
{
	struct pt_stream *stream;
	int err = -EBUSY;

	mutex_lock(&pf->lock);
	if (!pf->stream && !pf->fresh) {
		stream = pt_stream_new(view, arg);
		err = PTR_ERR_OR_ZERO(stream);
		if (!err)
			pf->fresh = stream;
	}
	mutex_unlock(&pf->lock);
	return err;
}

/* A caller that does not get the answer has no stream. */
static void end_watch(struct pt_file *pf, bool answered)
{
	mutex_lock(&pf->lock);
	if (answered) {
		/* Pairs with the acquire in stream_of(). */
		smp_store_release(&pf->stream, pf->fresh);
	} else {
		pt_stream_free(pf->fresh);
	}
	pf->fresh = NULL;
	mutex_unlock(&pf->lock);
}

static int do_mark(struct pt_file *pf, const struct pt_view *view, void *arg)
{
	struct pt_stream *stream = stream_of(pf);

	return stream ? pt_stream_mark(stream, arg) : -EINVAL;
}

static int do_sleep(struct pt_file *pf, const struct pt_view *view, void *arg)
{
	return pt_helper_sleep(&pf->helpers, view, arg);
}

static int do_kthread(struct pt_file *pf, const struct pt_view *view, void *arg)
{
	return pt_helper_kthread(&pf->helpers, view, arg);
}

/* A caller that does not know its thread has none. */
static void end_kthread(struct pt_file *pf, bool answered)
{
	pt_helper_answered(&pf->helpers, answered);
}

#define REQUEST(NAME, name, function, ...) \
	[_IOC_NR(PROCTREE_IOC_##NAME)] = { \
		.min = PROCTREE_##NAME##_SIZE_VER0, \
		.size = sizeof(struct proctree_##name), \
		.run = function, \
		__VA_ARGS__ \
	}

static const struct request {
	u32 min;
	u32 size;
	int (*run)(struct pt_file *pf, const struct pt_view *view, void *arg);
	/* After a run that succeeded: did the caller get the answer? */
	void (*end)(struct pt_file *pf, bool answered);
} requests[] = {
	REQUEST(QUERY, query, do_query),
	REQUEST(SNAPSHOT, snapshot, do_snapshot),
	REQUEST(TASK, task, do_task),
	REQUEST(LOG, log, do_log),
	REQUEST(WATCH, watch, do_watch, .end = end_watch),
	REQUEST(MARK, mark, do_mark),
	REQUEST(SLEEP, sleep, do_sleep),
	REQUEST(KTHREAD, kthread, do_kthread, .end = end_kthread),
};

static_assert(sizeof(struct proctree_query) == PROCTREE_QUERY_SIZE_VER0);
static_assert(sizeof(struct proctree_snapshot) == PROCTREE_SNAPSHOT_SIZE_VER0);
static_assert(sizeof(struct proctree_task) == PROCTREE_TASK_SIZE_VER0);
static_assert(sizeof(struct proctree_log) == PROCTREE_LOG_SIZE_VER0);
static_assert(sizeof(struct proctree_watch) == PROCTREE_WATCH_SIZE_VER0);
static_assert(sizeof(struct proctree_mark) == PROCTREE_MARK_SIZE_VER0);
static_assert(sizeof(struct proctree_sleep) == PROCTREE_SLEEP_SIZE_VER0);
static_assert(sizeof(struct proctree_kthread) == PROCTREE_KTHREAD_SIZE_VER0);
static_assert(sizeof(struct proctree_event) == 96);

/* Copy out what the caller knows, zero what it knows and the module doesn't. */
static int answer(void __user *to, u32 user_size, const void *from, u32 size)
{
	if (copy_to_user(to, from, min(user_size, size)))
		return -EFAULT;
	if (user_size > size && clear_user(to + size, user_size - size))
		return -EFAULT;
	return 0;
}

static long pt_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	union {
		struct proctree_query query;
		struct proctree_snapshot snapshot;
		struct proctree_task task;
		struct proctree_log log;
		struct proctree_watch watch;
		struct proctree_mark mark;
		struct proctree_sleep sleep;
		struct proctree_kthread kthread;
	} karg = { };
	u32 user_size = _IOC_SIZE(cmd), nr = _IOC_NR(cmd);
	void __user *uarg = (void __user *)arg;
	struct pt_file *pf = file->private_data;
	const struct request *req;
	struct pt_view view;
	int err, fault;

	if (_IOC_TYPE(cmd) != PROCTREE_IOC_MAGIC || nr >= ARRAY_SIZE(requests) ||
	    _IOC_DIR(cmd) != (_IOC_READ | _IOC_WRITE))
		return -ENOTTY;
	req = &requests[nr];
	if (user_size < req->min)
		return -EINVAL;
	err = copy_struct_from_user(&karg, req->size, uarg, user_size);
	if (err)
		return err;

	view = pf->view;
	view.hidepid = READ_ONCE(pt_hidepid);
	err = req->run(pf, &view, &karg);
	if (err && err != -ENOSPC)
		return err;
	fault = answer(uarg, user_size, &karg, req->size);
	if (!err && req->end)
		req->end(pf, !fault);
	return fault ? fault : err;
}

static ssize_t pt_read(struct file *file, char __user *buf, size_t count,
		       loff_t *pos)
{
	struct pt_stream *stream = stream_of(file->private_data);

	if (!stream)
		return -EINVAL;
	return pt_rings_read(stream->rings, buf, count,
			     file->f_flags & O_NONBLOCK);
}

static __poll_t pt_poll(struct file *file, poll_table *wait)
{
	struct pt_stream *stream = stream_of(file->private_data);

	if (!stream)
		return EPOLLERR;
	poll_wait(file, &stream->rings->wait, wait);
	return READ_ONCE(stream->rings->ready) ? EPOLLIN | EPOLLRDNORM : 0;
}

static int pt_open(struct inode *inode, struct file *file)
{
	struct pt_file *pf = kzalloc(sizeof(*pf), GFP_KERNEL_ACCOUNT);
	kgid_t gid = make_kgid(&init_user_ns, READ_ONCE(pt_hidepid_gid));

	if (!pf)
		return -ENOMEM;
	mutex_init(&pf->lock);
	pt_helpers_init(&pf->helpers);
	pf->view.file = file;
	pf->view.pid_ns = get_pid_ns(task_active_pid_ns(current));
	pf->view.exempt = in_group_p(gid);
	file->private_data = pf;
	return stream_open(inode, file);
}

static int pt_release(struct inode *inode, struct file *file)
{
	struct pt_file *pf = file->private_data;

	pt_stream_free(pf->stream);
	pt_helpers_release(&pf->helpers);
	put_pid_ns(pf->view.pid_ns);
	mutex_destroy(&pf->lock);
	kfree(pf);
	return 0;
}

static const struct file_operations pt_fops = {
	.owner = THIS_MODULE,
	.open = pt_open,
	.release = pt_release,
	.read = pt_read,
	.poll = pt_poll,
	.unlocked_ioctl = pt_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice pt_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "proctree",
	.fops = &pt_fops,
	.mode = 0666,
};

int pt_device_init(void)
{
	return misc_register(&pt_misc);
}

void pt_device_exit(void)
{
	misc_deregister(&pt_misc);
}
