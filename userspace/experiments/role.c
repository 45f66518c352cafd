// SPDX-License-Identifier: GPL-2.0-only
/*
 * The role's side of the harness. Runs in tasks that may share their memory
 * with others (vfork, CLONE_VM), so: system calls and the caller's stack only.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "message.h"
#include "watch.h"

#define EXIT_ABANDONED 121 /* of a role whose harness has died */

static struct trial *trial; /* none after exec */

noreturn void leave(int code)
{
	for (;;)
		syscall(SYS_exit_group, code);
}

noreturn void leave_thread(int code)
{
	for (;;)
		syscall(SYS_exit, code);
}

static void send_message(const struct role *me, const struct message *m)
{
	ssize_t n;

	do {
		n = send(me->far, m, sizeof(*m), MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	if (n != sizeof(*m))
		leave(EXIT_ABANDONED);
}

void say(const struct role *me, const char *key, enum proctree_kind kind,
	 int64_t value)
{
	struct message m = {
		.tid = syscall(SYS_gettid),
		.pid = getpid(),
		.kind = kind,
		.said = true,
		.value = value,
	};
	size_t i;

	for (i = 0; i < sizeof(m.key) - 1 && key[i]; i++)
		m.key[i] = key[i];
	send_message(me, &m);
}

void say_result(const struct role *me, const char *key,
		enum proctree_kind kind, int64_t result)
{
	say(me, key, kind, result < 0 ? -errno : result);
}

void roles_play(struct trial *t)
{
	trial = t;
}

pid_t role_made(pid_t pid)
{
	if (pid >= 0)
		return pid;
	if (trial)
		trial->fork_error = errno;
	leave(EXIT_FAILURE);
}

pthread_t role_thread(void *(*play)(void *arg), void *arg)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, play, arg);
	role_made(-errno);
	return thread;
}

void role_name(const struct role *me)
{
	prctl(PR_SET_NAME, me->name);
}

void barrier(const struct role *me)
{
	struct message m = {
		.tid = syscall(SYS_gettid),
		.pid = getpid(),
	};
	ssize_t n;
	char go;

	send_message(me, &m);
	do {
		n = recv(me->far, &go, sizeof(go), 0);
	} while (n < 0 && errno == EINTR);
	if (n != sizeof(go))
		leave(EXIT_ABANDONED);
}

/*
 * The shell's echo is the message that it has arrived, its read the wait for
 * MESSAGE_GO, which is a line. $0 is the exit code. What it has to complain of,
 * if the harness dies, is not for the terminal.
 */
int exec_shell(const struct role *me, const char *code)
{
	static const char script[] = "echo; read go; exit $0";
	char *const argv[] = {
		"sh", "-c", (char *)script, (char *)code, NULL,
	};
	char *const envp[] = { NULL };

	if (dup2(me->far, STDIN_FILENO) < 0 ||
	    dup2(me->far, STDOUT_FILENO) < 0 ||
	    dup2(me->far, STDERR_FILENO) < 0)
		return -errno;
	execve("/bin/sh", argv, envp);
	return -errno;
}

int exec_nothing(void)
{
	char *const argv[] = { "nothing", NULL };
	char *const envp[] = { NULL };

	execve("/nonexistent/program", argv, envp);
	return -errno;
}

/* The copy of the channel outlives exec. */
int exec_again(const struct role *me, char *const envp[])
{
	char channel[16];
	char *const argv[] = {
		"proctl", "run", "--again", (char *)me->trial->exp->name,
		(char *)me->name, channel, NULL,
	};
	int fd = dup(me->far);

	if (fd < 0)
		return -errno;
	snprintf(channel, sizeof(channel), "%d", fd);
	execve("/proc/self/exe", argv, envp);
	close(fd);
	return -errno;
}

int play_again(int argc, char **argv)
{
	const struct experiment *exp = argc == 3 ? experiment_find(argv[0]) :
						   NULL;
	static struct role me; /* handlers of exit() may use it */

	if (!exp || !exp->again)
		return -EINVAL;
	snprintf(me.name, sizeof(me.name), "%s", argv[1]);
	me.far = atoi(argv[2]);
	role_name(&me);
	return exp->again(&me);
}
