// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stream of events of an open device: begin it, read it, mark it. Knows
 * nothing of what events mean.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "client.h"

int proctree_watch(struct proctree *pt, struct proctree_watch *watch)
{
	int err = client_ioctl(pt, PROCTREE_IOC_WATCH, watch);

	if (err)
		return err;
	/* Waiting is poll's business: it has a time limit. */
	return fcntl(pt->fd, F_SETFL, O_NONBLOCK) ? -errno : 0;
}

int proctree_fd(const struct proctree *pt)
{
	return pt->fd;
}

/* Return: 1 if it is worth reading, 0 if the time is over, or an error. */
static int wait_ready(const struct proctree *pt, int timeout_ms)
{
	struct pollfd p = { .fd = pt->fd, .events = POLLIN };
	int n = poll(&p, 1, timeout_ms);

	if (n < 0)
		return -errno;
	return n && !(p.revents & POLLIN) ? -EINVAL : n;
}

int proctree_events(struct proctree *pt, struct proctree_event *to, size_t room,
		    int timeout_ms)
{
	ssize_t n;
	int ret;

	for (;;) {
		ret = timeout_ms ? wait_ready(pt, timeout_ms) : 1;
		if (ret <= 0)
			return ret;
		n = read(pt->fd, to, room * sizeof(*to));
		if (n >= 0)
			return n / sizeof(*to);
		/* Another reader of the same file was faster. */
		if (errno != EAGAIN)
			return -errno;
		if (!timeout_ms)
			return 0;
	}
}

int proctree_mark(struct proctree *pt, const char *text, uint64_t *seq)
{
	struct proctree_mark mark = { 0 };
	int err;

	if (strlen(text) >= sizeof(mark.text))
		return -ENAMETOOLONG;
	strcpy(mark.text, text);
	err = client_ioctl(pt, PROCTREE_IOC_MARK, &mark);
	if (!err && seq)
		*seq = mark.seq;
	return err;
}
