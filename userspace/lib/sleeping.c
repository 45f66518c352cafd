// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one task sleeps on; see sleeping.h.
 */
#include <fcntl.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "openers.h"
#include "sleeping.h"

/* A system call that a task is in: its number and its arguments. */
struct call {
	long number;
	unsigned long args[6];
};

static ssize_t read_file(int32_t tid, const char *name, char *to, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, to, size - 1);
	if (fd >= 0)
		close(fd);
	to[n > 0 ? n : 0] = '\0';
	return n;
}

/* "0 0x3 0x7f.. ..."; "running" and "-1 ..." are no call. */
static bool read_call(int32_t tid, struct call *to)
{
	unsigned long *a = to->args;
	char text[256];

	return read_file(tid, "syscall", text, sizeof(text)) > 0 &&
	       sscanf(text, "%ld %lx %lx %lx %lx %lx %lx", &to->number, a,
		      a + 1, a + 2, a + 3, a + 4, a + 5) == 7 &&
	       to->number >= 0;
}

/*
 * Calls that may sleep, by their numbers on this architecture, and what they do
 * with the descriptor that is their first argument, if they wait for that. (Of a
 * 32-bit task the numbers are others: the object and wchan tell then that it is
 * not so. Debian's 5.10, without frame pointers, has no wchan.)
 */
static const struct {
	long number;
	const char *name;
	enum { USES_NONE, READS, WRITES } how;
} calls[] = {
	{ SYS_read, "read", READS },
	{ SYS_readv, "readv", READS },
	{ SYS_recvfrom, "recvfrom", READS },
	{ SYS_recvmsg, "recvmsg", READS },
	{ SYS_recvmmsg, "recvmmsg", READS },
	{ SYS_write, "write", WRITES },
	{ SYS_writev, "writev", WRITES },
	{ SYS_sendto, "sendto", WRITES },
	{ SYS_sendmsg, "sendmsg", WRITES },
	{ SYS_sendmmsg, "sendmmsg", WRITES },
	{ SYS_openat, "openat", USES_NONE },
	{ SYS_accept, "accept", USES_NONE },
	{ SYS_accept4, "accept4", USES_NONE },
	{ SYS_connect, "connect", USES_NONE },
	{ SYS_ppoll, "ppoll", USES_NONE },
	{ SYS_futex, "futex", USES_NONE },
	{ SYS_wait4, "wait4", USES_NONE },
	{ SYS_waitid, "waitid", USES_NONE },
	{ SYS_msgsnd, "msgsnd", USES_NONE },
	{ SYS_msgrcv, "msgrcv", USES_NONE },
	{ SYS_mq_timedsend, "mq_timedsend", USES_NONE },
	{ SYS_mq_timedreceive, "mq_timedreceive", USES_NONE },
	{ SYS_semop, "semop", USES_NONE },
	{ SYS_semtimedop, "semtimedop", USES_NONE },
	{ SYS_clock_nanosleep, "clock_nanosleep", USES_NONE },
	{ SYS_rt_sigtimedwait, "rt_sigtimedwait", USES_NONE },
};

static void look_at_fd(int32_t tid, bool writes, struct sleeping *to)
{
	struct opened object = { 0 };
	char path[64];
	mode_t mode;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, to->fd);
	n = readlink(path, to->object, sizeof(to->object) - 1);
	to->object[n > 0 ? n : 0] = '\0';
	if (n < 0 || !opened_look(AT_FDCWD, path, &object, &mode))
		return;
	to->dev = object.dev;
	to->ino = object.ino;
	if (S_ISSOCK(mode))
		to->on = SLEEPING_SOCKET;
	else if (S_ISFIFO(mode) &&
		 (!*to->wchan || strstr(to->wchan, "pipe")))
		to->on = writes ? SLEEPING_PIPE_WRITE : SLEEPING_PIPE_READ;
}

static void look_at_futex(int32_t tid, const struct call *call,
			  struct sleeping *to)
{
	unsigned long op = call->args[1] & FUTEX_CMD_MASK;
	uint32_t word = 0;
	struct iovec here = { &word, sizeof(word) };
	struct iovec there = { (void *)call->args[0], sizeof(word) };

	if (op != FUTEX_LOCK_PI && op != 13 /* FUTEX_LOCK_PI2, of Linux 5.14 */)
		return;
	if (process_vm_readv(tid, &here, 1, &there, 1, 0) != sizeof(word))
		return;
	to->owner = word & FUTEX_TID_MASK;
	to->on = SLEEPING_PI_FUTEX;
}

const char *sleeping_call_name(long number)
{
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].number == number)
			return calls[i].name;
	return NULL;
}

void sleeping_read(int32_t tid, struct sleeping *to)
{
	struct call call;
	size_t i;

	*to = (struct sleeping){ .call = -1, .fd = -1 };
	/* "0" is what a task that runs, or may not be asked, is said to be in. */
	if (read_file(tid, "wchan", to->wchan, sizeof(to->wchan)) <= 0 ||
	    !strcmp(to->wchan, "0"))
		to->wchan[0] = '\0';
	if (!read_call(tid, &call))
		return;
	to->call = call.number;
	if (call.number == SYS_futex)
		look_at_futex(tid, &call, to);
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (calls[i].number != call.number)
			continue;
		to->name = calls[i].name;
		if (calls[i].how == USES_NONE)
			continue;
		to->fd = (int)call.args[0];
		look_at_fd(tid, calls[i].how == WRITES, to);
	}
}
