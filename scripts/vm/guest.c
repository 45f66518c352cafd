// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process 1 of the lab's virtual machine: runs one command, sends what it
 * writes and what the kernel logs to the host, reaps every orphan. The file
 * systems are mounted already (guest-init).
 *
 * Usage: guest PORT
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>

#include "wire.h"

enum { SIGNALS, KERNEL_LOG, OUT, ERR, PORT, NFDS };

static struct pollfd fds[NFDS];
static char buf[WIRE_MAX + 1];

struct command {
	pid_t pid;
	char *cwd;
	char **argv;
	int argc;
	int on_terminal;
	struct winsize window;
};

static void die(const char *what)
{
	dprintf(2, "lab: guest: %s: %s\n", what, strerror(errno));
	exit(1);	/* the kernel panics, the machine ends, the host sees it */
}

static void *need(void *p)
{
	if (!p)
		die("no memory");
	return p;
}

static void send_host(enum wire_type type, const void *data, size_t len)
{
	if (wire_send(fds[PORT].fd, type, data, len))
		die("cannot write to the host");
}

static void receive_command(struct command *cmd)
{
	struct wire_head head;

	do {
		if (wire_receive(fds[PORT].fd, &head, buf) <= 0)
			die("cannot read from the host");
		switch (head.type) {
		case WIRE_CWD:
			cmd->cwd = need(strdup(buf));
			break;
		case WIRE_ENV:
			if (putenv(need(strdup(buf))))
				die("no memory");
			break;
		case WIRE_ARG:
			cmd->argv = need(realloc(cmd->argv, (cmd->argc + 2) *
						 sizeof(*cmd->argv)));
			cmd->argv[cmd->argc++] = need(strdup(buf));
			cmd->argv[cmd->argc] = NULL;
			break;
		case WIRE_WINDOW:
			memcpy(&cmd->window, buf, sizeof(cmd->window));
			cmd->on_terminal = 1;
			break;
		}
	} while (head.type != WIRE_RUN);
}

static void exec_command(struct command *cmd)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if ((!cmd->cwd || chdir(cmd->cwd)) && chdir("/"))
		_exit(125);
	execvp(cmd->argv[0], cmd->argv);
	dprintf(2, "lab: %s: %s\n", cmd->argv[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static void start_on_terminal(struct command *cmd)
{
	cmd->pid = forkpty(&fds[OUT].fd, NULL, NULL, &cmd->window);
	if (cmd->pid < 0)
		die("forkpty");
	if (!cmd->pid)
		exec_command(cmd);
}

/*
 * Pipes, not the port itself: a pipe can be opened again as /dev/stdout, and
 * the frames keep the two streams and the exit status in order.
 */
static void start_on_pipes(struct command *cmd)
{
	int out[2], err[2], null;

	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0 || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		die("pipe");
	cmd->pid = fork();
	if (cmd->pid < 0)
		die("fork");
	if (!cmd->pid) {
		setsid();
		if (dup2(null, 0) < 0 || dup2(out[1], 1) < 0 ||
		    dup2(err[1], 2) < 0)
			_exit(125);
		exec_command(cmd);
	}
	close(null);
	close(out[1]);
	close(err[1]);
	fds[OUT].fd = out[0];
	fds[ERR].fd = err[0];
}

static void start(struct command *cmd)
{
	if (cmd->on_terminal)
		start_on_terminal(cmd);
	else
		start_on_pipes(cmd);
	for (int i = OUT; i <= ERR; i++)
		if (fds[i].fd >= 0 && fcntl(fds[i].fd, F_SETFL, O_NONBLOCK))
			die("fcntl");
}

/*
 * Forward what is there, as much as a pipe holds. A stream that has ended is
 * not polled any more.
 */
static void forward(int i, enum wire_type type)
{
	ssize_t n = read(fds[i].fd, buf, WIRE_MAX / 4);

	if (n > 0) {
		send_host(type, buf, n);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		close(fds[i].fd);
		fds[i].fd = -1;
	}
}

/* What was written before the command ended; a terminal gives it in pieces. */
static void forward_rest(int i, enum wire_type type)
{
	for (int piece = 0; piece < 16 && fds[i].fd >= 0; piece++)
		forward(i, type);
}

/*
 * A record is "priority,number,microseconds,flags;text\n", then lines of keys.
 * Return: its time; 0 if there is none.
 */
static unsigned long long forward_record(void)
{
	unsigned long long time = 0;
	char *text;
	ssize_t n;

	do	/* EPIPE: the log overtook us */
		n = read(fds[KERNEL_LOG].fd, buf, WIRE_MAX);
	while (n < 0 && (errno == EPIPE || errno == EINTR));
	if (n <= 0)
		return 0;
	buf[n] = '\0';
	if (sscanf(buf, "%*u,%*u,%llu", &time) != 1)
		time = 0;
	text = strchr(buf, ';');
	if (text++)
		send_host(WIRE_LOG, text, strcspn(text, "\n"));
	return time + 1;
}

/* A kernel that says more than we can tell shall not have us tell nothing else. */
static void forward_kernel_log(void)
{
	for (int records = 0; records < 64 && forward_record(); records++)
		continue;
}

/* What it has said until now. Its clock may be a little ahead of ours. */
static void forward_rest_of_log(void)
{
	unsigned long long time, end;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	end = (now.tv_sec + 1) * 1000000ULL;
	do
		time = forward_record();
	while (time && time < end);
}

/* Documentation/dev-tools/kmemleak.rst: objects are looked at from 5 s on. */
#define LEAK_FILE	"/sys/kernel/debug/kmemleak"
#define LEAK_AGE	6	/* seconds */

static bool scan_for_leaks(void)
{
	int fd = open(LEAK_FILE, O_WRONLY | O_CLOEXEC);
	bool scanned = fd >= 0 && write(fd, "scan", 4) == 4;

	if (fd >= 0)
		close(fd);
	return scanned;
}

/*
 * On a kernel with kmemleak: what was lost in this boot goes to the host as
 * part of the kernel's log. An object is reported when two scans find it
 * unchanged.
 */
static void find_leaks(void)
{
	FILE *leaks;

	if (access(LEAK_FILE, F_OK) || !scan_for_leaks())
		return;
	sleep(LEAK_AGE);
	scan_for_leaks();
	forward_rest_of_log();
	leaks = fopen(LEAK_FILE, "re");
	while (leaks && fgets(buf, WIRE_MAX, leaks))
		send_host(WIRE_LOG, buf, strcspn(buf, "\n"));
	if (leaks)
		fclose(leaks);
}

static void from_host(void)
{
	struct wire_head head;

	if (wire_receive(fds[PORT].fd, &head, buf) <= 0)
		die("cannot read from the host");
	if (head.type == WIRE_WINDOW && fds[OUT].fd >= 0)
		ioctl(fds[OUT].fd, TIOCSWINSZ, buf);
	else if (head.type == WIRE_IN && fds[OUT].fd >= 0)
		wire_write_all(fds[OUT].fd, buf, head.len);
}

/* Return: the command's exit status as a shell has it, -1 if it runs. */
static int reap(const struct command *cmd)
{
	struct signalfd_siginfo info;
	int status, result = -1;
	pid_t pid;

	while (read(fds[SIGNALS].fd, &info, sizeof(info)) > 0)
		continue;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != cmd->pid)
			continue;
		result = WIFEXITED(status) ? WEXITSTATUS(status) :
					     128 + WTERMSIG(status);
	}
	return result;
}

static void prepare(const char *port)
{
	struct termios raw;
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	for (int i = 0; i < NFDS; i++)
		fds[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	fds[SIGNALS].fd = signalfd(-1, &chld, SFD_NONBLOCK | SFD_CLOEXEC);
	fds[KERNEL_LOG].fd = open("/dev/kmsg",
				  O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	fds[PORT].fd = open(port, O_RDWR | O_CLOEXEC);
	if (fds[SIGNALS].fd < 0 || fds[KERNEL_LOG].fd < 0 || fds[PORT].fd < 0)
		die(port);
	/* That of user-mode Linux is a terminal. */
	if (!tcgetattr(fds[PORT].fd, &raw)) {
		cfmakeraw(&raw);
		tcsetattr(fds[PORT].fd, TCSANOW, &raw);
	}
}

int main(int argc, char **argv)
{
	struct command cmd = {};
	int status = -1;
	char byte;

	if (argc != 2)
		return 1;
	prepare(argv[1]);
	send_host(WIRE_READY, NULL, 0);
	receive_command(&cmd);
	start(&cmd);
	while (status < 0) {
		if (poll(fds, NFDS, -1) < 0 && errno != EINTR)
			die("poll");
		if (fds[OUT].revents)
			forward(OUT, WIRE_OUT);
		if (fds[ERR].revents)
			forward(ERR, WIRE_ERR);
		if (fds[KERNEL_LOG].revents)
			forward_kernel_log();
		if (fds[PORT].revents)
			from_host();
		if (fds[SIGNALS].revents)
			status = reap(&cmd);
	}
	forward_rest(OUT, WIRE_OUT);
	forward_rest(ERR, WIRE_ERR);
	kill(-1, SIGKILL);	/* what the command has left behind */
	find_leaks();
	forward_rest_of_log();
	byte = status;
	send_host(WIRE_EXIT, &byte, 1);
	for (;;)	/* the host ends the machine */
		pause();
}
