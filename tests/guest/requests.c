// SPDX-License-Identifier: GPL-2.0-only
/* One of each request of the contract, valid; see requests.h. */
#include "requests.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "harness.h"

struct proctree_query query;
struct proctree_snapshot snapshot;
struct proctree_task task;
struct proctree_log log_request;
struct proctree_watch watch;
struct proctree_mark mark;
struct proctree_sleep sleep_request;
struct proctree_kthread kthread;
static struct whole_row row;

const struct request requests[] = {
	{ "QUERY", PROCTREE_IOC_QUERY, &query, PROCTREE_QUERY_SIZE_VER0 },
	{ "SNAPSHOT", PROCTREE_IOC_SNAPSHOT, &snapshot,
	  PROCTREE_SNAPSHOT_SIZE_VER0 },
	{ "TASK", PROCTREE_IOC_TASK, &task, PROCTREE_TASK_SIZE_VER0 },
	{ "LOG", PROCTREE_IOC_LOG, &log_request, PROCTREE_LOG_SIZE_VER0 },
	{ "WATCH", PROCTREE_IOC_WATCH, &watch, PROCTREE_WATCH_SIZE_VER0 },
	{ "MARK", PROCTREE_IOC_MARK, &mark, PROCTREE_MARK_SIZE_VER0 },
	{ "SLEEP", PROCTREE_IOC_SLEEP, &sleep_request,
	  PROCTREE_SLEEP_SIZE_VER0 },
	{ "KTHREAD", PROCTREE_IOC_KTHREAD, &kthread,
	  PROCTREE_KTHREAD_SIZE_VER0 },
};

const size_t nrequests = sizeof(requests) / sizeof(requests[0]);

void make_valid(void)
{
	memset(&query, 0, sizeof(query));
	snapshot = (struct proctree_snapshot){ .mask = BLOCKS_TREE };
	task = (struct proctree_task){
		.mask = BLOCKS_TREE,
		.row = (uintptr_t)&row,
		.pid = getpid(),
		.size = sizeof(row),
	};
	log_request = (struct proctree_log){ .pid = getpid() };
	watch = (struct proctree_watch){
		.kinds = 1ULL << PROCTREE_EVENT_FORK,
		.root_pid = getpid(),
		.ring = 64,
	};
	mark = (struct proctree_mark){ .text = "a mark" };
	sleep_request = (struct proctree_sleep){ .ms = 1 };
	kthread = (struct proctree_kthread){ .op = PROCTREE_KTHREAD_CREATE };
}

/* An open file on which @r succeeds; to be closed. */
static int open_for(const struct request *r)
{
	int fd = dev_open();

	if (r->code == PROCTREE_IOC_MARK) {
		struct proctree_watch copy = watch;

		OK(ioctl(fd, PROCTREE_IOC_WATCH, &copy));
	}
	return fd;
}

unsigned long resized(const struct request *r, unsigned int size)
{
	return _IOC(_IOC_READ | _IOC_WRITE, PROCTREE_IOC_MAGIC, _IOC_NR(r->code),
		    size);
}

int patient_ioctl(const struct request *r, unsigned long code, void *arg)
{
	int fd = open_for(r), result, error;

	AWAIT((result = ioctl(fd, code, arg)) >= 0 || errno != EBUSY);
	error = errno;
	close(fd);
	errno = error;
	return result;
}
