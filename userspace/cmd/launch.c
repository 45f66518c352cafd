// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command of the user's, held before its exec; see launch.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launch.h"

#define NOT_FOUND	127
#define NOT_EXECUTABLE	126

static _Noreturn void child(char **argv, int gate, int error)
{
	char c;

	/* Nobody releases it any more: not even an exec is wanted. */
	if (read(gate, &c, 1) != 1)
		_exit(NOT_EXECUTABLE);
	execvp(argv[0], argv);
	c = errno;
	if (write(error, &c, 1) != 1)
		_exit(NOT_EXECUTABLE);
	_exit(c == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

static void close_all(const int *fds, int n)
{
	while (n--) {
		if (fds[n] >= 0)
			close(fds[n]);
	}
}

int launch_hold(struct launch *l, char **argv)
{
	int fds[4] = { -1, -1, -1, -1 }, err;

	if (pipe2(fds, O_CLOEXEC) || pipe2(fds + 2, O_CLOEXEC))
		goto fail;
	l->pid = fork();
	if (l->pid < 0)
		goto fail;
	if (!l->pid) {
		close(fds[1]);
		child(argv, fds[0], fds[3]);
	}
	close(fds[0]);
	close(fds[3]);
	l->gate = fds[1];
	l->error = fds[2];
	l->pidfd = syscall(SYS_pidfd_open, l->pid, 0);
	if (l->pidfd >= 0)
		return 0;
	err = -errno;
	launch_cancel(l);
	return err;

fail:
	err = -errno;
	close_all(fds, 4);
	return err;
}

void launch_release(struct launch *l)
{
	/* It waits for this: there is room, and somebody who reads. */
	if (write(l->gate, "", 1) == 1)
		close(l->gate);
	l->gate = -1;
}

void launch_cancel(struct launch *l)
{
	close(l->gate);
	l->gate = -1;
	launch_wait(l);
}

void launch_wait(struct launch *l)
{
	int status = 0;
	char c = 0;

	if (!l->pid)
		return;
	while (waitpid(l->pid, &status, 0) < 0 && errno == EINTR)
		;
	l->exec_errno = read(l->error, &c, 1) == 1 ? c : 0;
	close_all((int[]){ l->pidfd, l->gate, l->error }, 3);
	l->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
					  WEXITSTATUS(status);
	l->pid = 0;
}
