// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arguments of processes. They lie in the memory of the process, which the
 * module does not read for others: /proc has them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "libproctree.h"

bool proctree_proc_is_ours(void)
{
	char self[32];
	ssize_t n = readlink("/proc/self", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	return atoi(self) == getpid();
}

/* What one read() leaves to be read belongs to it, too. */
static ssize_t read_all(int fd, char *to, size_t size)
{
	size_t done = 0;
	ssize_t n = 1;

	while (done < size && n > 0) {
		n = read(fd, to + done, size - done);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			done += n;
	}
	return n < 0 && !done ? -errno : (ssize_t)done;
}

/* Whether the process still is the one of the row. */
static bool is_alive(struct proctree *pt, const struct proctree_row *row)
{
	struct proctree_rows *rows;

	if (proctree_take_task(pt, row->pid, row->start_ns, 0, &rows))
		return false;
	proctree_rows_free(rows);
	return true;
}

ssize_t proctree_cmdline(struct proctree *pt, const struct proctree_row *row,
			 char *to, size_t size)
{
	char path[32];
	ssize_t n;
	int fd;

	if (row->flags & PROCTREE_ROW_KTHREAD || row->state == 'Z')
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/cmdline", row->tgid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/*
	 * The open file stays with the process that had the number when it was
	 * opened; that was the right one if the right one is there even now.
	 */
	n = is_alive(pt, row) ? read_all(fd, to, size) : -ESRCH;
	close(fd);
	while (n > 0 && !to[n - 1])
		n--;
	return n;
}
