// SPDX-License-Identifier: GPL-2.0-only
/*
 * The subtree in the kernel log, in the classic name[pid] style, for lessons
 * with dmesg. Bounded in lines and in dumps per second: the log belongs to
 * everybody. Knows rows, not tasks.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>

#include "proctree.h"

#define LOG_INTERVAL	(5 * HZ)
#define LOG_BURST	5
#define LOG_INDENT_MAX	64

static DEFINE_RATELIMIT_STATE(log_limit, LOG_INTERVAL, LOG_BURST);

static bool may_log(struct file *file)
{
	return file_ns_capable(file, &init_user_ns, CAP_SYSLOG) ||
	       file_ns_capable(file, &init_user_ns, CAP_SYS_ADMIN);
}

static void log_rows(const struct pt_rowbuf *buf, struct proctree_log *log)
{
	char comm[PT_COMM_ESCAPED];
	u32 i;

	log->total = buf->count;
	log->lines = min_t(u32, buf->count, PT_LOG_MAX);
	for (i = 0; i < log->lines; i++) {
		u32 at = buf->order[i];

		pt_escape_comm(comm, buf->rows[at].comm);
		pr_info("%*s%s[%d]\n",
			2 * min_t(int, buf->depth[at], LOG_INDENT_MAX), "",
			comm, buf->rows[at].pid);
		cond_resched();
	}
	if (log->lines < log->total)
		pr_info("... and %u more\n", log->total - log->lines);
}

/**
 * pt_log - PROCTREE_IOC_LOG
 * @view: who asks
 * @log: request and answer
 *
 * Context: may sleep. Return: 0, -EPERM, -EBUSY, or an error of pt_snapshot().
 */
int pt_log(const struct pt_view *view, struct proctree_log *log)
{
	struct pt_rowbuf buf = { };
	int err;

	if (!may_log(view->file))
		return -EPERM;
	err = pt_rowbuf_take(&buf, view, log->pid, log->start_ns);
	if (!err && !__ratelimit(&log_limit))
		err = -EBUSY;
	if (!err)
		log_rows(&buf, log);
	pt_rowbuf_free(&buf);
	return err;
}

/* The limiter shall not talk about itself in the log. */
void pt_log_init(void)
{
	ratelimit_set_flags(&log_limit, RATELIMIT_MSG_ON_RELEASE);
}
