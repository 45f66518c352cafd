// SPDX-License-Identifier: GPL-2.0-only
/* The QEMU process; see qemu.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qemu.h"

#define PORT	3

static pid_t child;

static void become_qemu(char **argv, pid_t parent, int in, int out, int port)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	dup2(in, 0);
	dup2(out, 1);
	dup2(out, 2);
	if (port == PORT)
		fcntl(port, F_SETFD, 0);
	else
		dup2(port, PORT);
	execvp(argv[0], argv);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(1);
}

int qemu_start(struct qemu *qemu, char **argv)
{
	int socket[2], out[2], in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	pid_t self = getpid();

	if (in < 0 || pipe2(out, O_CLOEXEC) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket))
		return -1;
	child = fork();
	if (child < 0)
		return -1;
	if (!child)
		become_qemu(argv, self, in, out[1], socket[1]);
	close(in);
	close(socket[1]);
	close(out[1]);
	*qemu = (struct qemu){ .port = socket[0], .console = out[0] };
	return 0;
}

void qemu_end(void)
{
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	child = 0;
}
