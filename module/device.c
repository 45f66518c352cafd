// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/proctree: open, decoding of requests, release. The contract is
 * uapi/proctree.h. Knows rows, not tasks.
 *
 * Every open file keeps the view of its opener: credentials, pid namespace,
 * membership in hidepid_gid. Requests share nothing else and need no lock.
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
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/thread_info.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

#include "proctree.h"
#include "version.h"

static u32 kernel_flags(void)
{
	return (IS_ENABLED(CONFIG_SMP) ? PROCTREE_KERNEL_SMP : 0) |
	       (IS_ENABLED(CONFIG_PREEMPT_DYNAMIC) ?
			PROCTREE_KERNEL_PREEMPT_DYNAMIC : 0) |
	       (IS_ENABLED(CONFIG_PREEMPT_RCU) ?
			PROCTREE_KERNEL_PREEMPT_RCU : 0) |
	       (IS_ENABLED(CONFIG_PREEMPT_RT) ?
			PROCTREE_KERNEL_PREEMPT_RT : 0) |
	       (IS_ENABLED(CONFIG_THREAD_INFO_IN_TASK) ?
			PROCTREE_KERNEL_THREAD_INFO : 0);
}

static int do_query(const struct pt_view *view, void *arg)
{
	struct proctree_query *q = arg;

	memset(q, 0, sizeof(*q));
	q->blocks = PT_BLOCKS;
	q->features = PROCTREE_FEATURE_THREADS | PROCTREE_FEATURE_LOG;
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

/* Rows straight into the caller's buffer. */
struct user_sink {
	struct pt_sink sink;
	char __user *rows;
	u32 capacity;
	u32 count;
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
	container_of(sink, struct user_sink, sink)->count = 0;
}

static bool aligned(u64 address)
{
	return IS_ALIGNED(address, sizeof(u64));
}

static int do_snapshot(const struct pt_view *view, void *arg)
{
	struct proctree_snapshot *snap = arg;
	struct user_sink us = {
		.sink = { .put = user_put, .reset = user_reset },
		.rows = u64_to_user_ptr(snap->rows),
		.capacity = snap->capacity,
	};
	int err;

	if (snap->flags & ~PROCTREE_SNAPSHOT_THREADS || snap->__pad)
		return -EINVAL;
	if (snap->root_pid < 0 || (snap->capacity && !aligned(snap->rows)))
		return -EINVAL;
	err = pt_snapshot(view, snap, &us.sink);
	snap->count = us.count;
	return err;
}

static int do_task(const struct pt_view *view, void *arg)
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

static int do_log(const struct pt_view *view, void *arg)
{
	struct proctree_log *log = arg;

	if (log->flags || log->pid <= 0)
		return -EINVAL;
	return pt_log(view, log);
}

#define REQUEST(NAME, name, function) \
	[_IOC_NR(PROCTREE_IOC_##NAME)] = { \
		.min = PROCTREE_##NAME##_SIZE_VER0, \
		.size = sizeof(struct proctree_##name), \
		.run = function, \
	}

static const struct request {
	u32 min;
	u32 size;
	int (*run)(const struct pt_view *view, void *arg);
} requests[] = {
	REQUEST(QUERY, query, do_query),
	REQUEST(SNAPSHOT, snapshot, do_snapshot),
	REQUEST(TASK, task, do_task),
	REQUEST(LOG, log, do_log),
};

static_assert(sizeof(struct proctree_query) == PROCTREE_QUERY_SIZE_VER0);
static_assert(sizeof(struct proctree_snapshot) == PROCTREE_SNAPSHOT_SIZE_VER0);
static_assert(sizeof(struct proctree_task) == PROCTREE_TASK_SIZE_VER0);
static_assert(sizeof(struct proctree_log) == PROCTREE_LOG_SIZE_VER0);

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
	} karg = { };
	u32 user_size = _IOC_SIZE(cmd), nr = _IOC_NR(cmd);
	void __user *uarg = (void __user *)arg;
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

	view = *(struct pt_view *)file->private_data;
	view.hidepid = READ_ONCE(pt_hidepid);
	err = req->run(&view, &karg);
	if (err && err != -ENOSPC)
		return err;
	fault = answer(uarg, user_size, &karg, req->size);
	return fault ? fault : err;
}

static int pt_open(struct inode *inode, struct file *file)
{
	struct pt_view *view = kzalloc(sizeof(*view), GFP_KERNEL_ACCOUNT);
	kgid_t gid = make_kgid(&init_user_ns, READ_ONCE(pt_hidepid_gid));

	if (!view)
		return -ENOMEM;
	view->file = file;
	view->pid_ns = get_pid_ns(task_active_pid_ns(current));
	view->exempt = in_group_p(gid);
	file->private_data = view;
	return nonseekable_open(inode, file);
}

static int pt_release(struct inode *inode, struct file *file)
{
	struct pt_view *view = file->private_data;

	put_pid_ns(view->pid_ns);
	kfree(view);
	return 0;
}

static const struct file_operations pt_fops = {
	.owner = THIS_MODULE,
	.open = pt_open,
	.release = pt_release,
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
