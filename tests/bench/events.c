// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a watcher costs those who are watched, in the guest of "scripts/lab
 * --icount", whose clock counts instructions of the whole machine: 1 ns each, the
 * reader's among them. Prints one "NAME VALUE" a line: instructions for each
 * operation; scripts/bench knows what they mean and what is enough.
 *
 * Usage: events OPERATIONS
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "proctree.h"

#define ROUNDS	5
#define NWATCHERS 3	/* the first is nobody */
#define TRACE_FILE "/tmp/trace.out"
#define SETTLE	200	/* operations before the first that counts */

#define EV(kind) (1ULL << PROCTREE_EVENT_##kind)

static unsigned long long events_read; /* by the reader */

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "events: %s: %s\n", what, strerror(errno));
	exit(1);
}

static unsigned long long now(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts))
		die("clock_gettime");
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

/* In the child; of vfork, too, so nothing is changed here. */
static _Noreturn void be_program(void)
{
	static char *const argv[] = { "quit", NULL };
	static char *const envp[] = { NULL };

	execve("/proc/self/exe", argv, envp);
	_exit(1);
}

static pid_t vfork_exec(void)
{
	pid_t pid = vfork();

	if (!pid)
		be_program();
	return pid;
}

static pid_t fork_exec(void)
{
	pid_t pid = fork();

	if (!pid)
		be_program();
	return pid;
}

static pid_t only_fork(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	return pid;
}

static const struct loop {
	const char *name;
	pid_t (*operation)(void);
} loops[] = {
	{ "vfork-exec-exit", vfork_exec },
	{ "fork-exec-exit", fork_exec },
	{ "fork-exit", only_fork },
};

#define NLOOPS (sizeof(loops) / sizeof(loops[0]))

/* Instructions for @n operations. */
static unsigned long long run(const struct loop *loop, unsigned int n)
{
	unsigned long long start = now();
	int status;

	while (n--) {
		pid_t pid = loop->operation();

		if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
			die(loop->name);
	}
	return now() - start;
}

/* Reads until it is told to end, then says how many there were. */
static void on_term(int sig)
{
	(void)sig;
}

static _Noreturn void be_reader(int ready)
{
	struct proctree_watch watch = {
		.kinds = EV(FORK) | EV(EXEC) | EV(EXIT) | EV(FREE) |
			 EV(REPARENT),
	};
	static struct proctree_event events[1024];
	struct sigaction sa = { .sa_handler = on_term };
	int fd = open(PROCTREE_DEVICE, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGTERM, &sa, NULL);
	if (fd < 0 || ioctl(fd, PROCTREE_IOC_WATCH, &watch))
		die("WATCH");
	if (write(ready, "", 1) != 1)
		die("pipe");
	while ((n = read(fd, events, sizeof(events))) > 0) {
		events_read += n / sizeof(events[0]);
		if (events[0].kind == PROCTREE_EVENT_LOST)
			die("events were lost");
	}
	if (errno != EINTR || write(ready, &events_read,
				    sizeof(events_read)) < 0)
		die("read");
	_exit(0);
}

/* The tool instead of the reader, for comparison. */
static _Noreturn void be_proctl(int ready)
{
	int null = open("/dev/null", O_WRONLY);

	(void)ready;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(null, STDERR_FILENO);
	execlp("proctl", "proctl", "trace", "--all", "-o", TRACE_FILE, NULL);
	_exit(127);
}

/* It writes its headings when it watches. */
static void await_trace(void)
{
	struct stat st;
	int tries = 10000;

	while (stat(TRACE_FILE, &st) || !st.st_size) {
		if (!--tries)
			die("proctl trace");
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	}
}

struct watcher {
	const char *name;
	void (*be)(int ready);
	pid_t pid;
	int ready;
};

static void watcher_start(struct watcher *w)
{
	int pipes[2];
	char c;

	if (!w->be)
		return;
	unlink(TRACE_FILE);
	if (pipe(pipes))
		die("pipe");
	w->pid = fork();
	if (!w->pid) {
		close(pipes[0]);
		w->be(pipes[1]);
	}
	close(pipes[1]);
	w->ready = pipes[0];
	if (w->be == be_proctl)
		await_trace();
	else if (w->pid < 0 || read(pipes[0], &c, 1) != 1)
		die(w->name);
}

static void watcher_stop(struct watcher *w)
{
	static char rest[65536];

	if (!w->be)
		return;
	kill(w->pid, SIGTERM);
	while (read(w->ready, rest, sizeof(rest)) > 0)
		;
	close(w->ready);
	waitpid(w->pid, NULL, 0);
}

int main(int argc, char **argv)
{
	struct watcher watchers[] = {
		{ .name = "base" },
		{ .name = "watched", .be = be_reader },
		{ .name = "proctl", .be = be_proctl },
	};
	unsigned long long took[NLOOPS][NWATCHERS] = { 0 };
	unsigned int n, round, i, w;

	if (argc && !strcmp(argv[0], "quit"))
		return 0;
	n = argc == 2 ? atoi(argv[1]) : 0;
	if (!n) {
		fputs("Usage: events OPERATIONS\n", stderr);
		return 2;
	}
	for (i = 0; i < NLOOPS; i++)
		run(&loops[i], SETTLE);
	/* One after the other, so that what changes slowly changes all. */
	for (round = 0; round < ROUNDS; round++) {
		for (w = 0; w < NWATCHERS; w++) {
			watcher_start(&watchers[w]);
			for (i = 0; i < NLOOPS; i++)
				took[i][w] += run(&loops[i], n);
			watcher_stop(&watchers[w]);
		}
	}
	for (i = 0; i < NLOOPS; i++)
		for (w = 0; w < NWATCHERS; w++)
			printf("%s-%s %llu\n", loops[i].name, watchers[w].name,
			       took[i][w] / ROUNDS / n);
	return 0;
}
