// SPDX-License-Identifier: GPL-2.0-only
/* Who waits for whom, as "proctl tree --by wait" and "proctl show" tell it. */
#include <fcntl.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"

/* Two pipes, and a page that all share. */
static int one[2], two[2];
static uint32_t *futex;

static void close_all(int keep, int keep_too)
{
	int fds[] = { one[0], one[1], two[0], two[1] };
	size_t i;

	for (i = 0; i < 4; i++) {
		if (fds[i] != keep && fds[i] != keep_too)
			close(fds[i]);
	}
}

/* Read from @from, keep @to. */
static void read_for_ever(int from, int to)
{
	char c;

	close_all(from, to);
	while (read(from, &c, 1) > 0)
		;
	_exit(0);
}

static void left(void *unused)
{
	(void)unused;
	read_for_ever(one[0], two[1]);
}

static void right(void *unused)
{
	(void)unused;
	read_for_ever(two[0], one[1]);
}

static void own(void *unused)
{
	(void)unused;
	read_for_ever(one[0], one[1]);
}

static void fill(void *unused)
{
	static char much[1 << 20];

	(void)unused;
	close_all(one[1], -1);
	OK(write(one[1], much, sizeof(much)));
	pause_forever(NULL);
}

static void keep_reader(void *unused)
{
	(void)unused;
	close_all(one[0], -1);
	pause_forever(NULL);
}

/* Answer for ever, at once: one of the two is always awake. */
static void ping(void *unused)
{
	char c = 0;

	(void)unused;
	close_all(one[0], two[1]);
	while (write(two[1], &c, 1) > 0 && read(one[0], &c, 1) > 0)
		;
	_exit(0);
}

static void pong(void *unused)
{
	char c;

	(void)unused;
	close_all(two[0], one[1]);
	while (read(two[0], &c, 1) > 0 && write(one[1], &c, 1) > 0)
		;
	_exit(0);
}

static void open_pipes(void)
{
	OK(setenv("LC_ALL", "C.UTF-8", 1));
	OK(pipe(one));
	OK(pipe(two));
}

/* Asleep in this system call: the state alone does not tell in which. */
static void await_sleep(pid_t pid, long call)
{
	char path[64], text[64];
	int fd;

	if (access("/proc/self/syscall", F_OK))
		SKIP("this kernel does not tell in which system call a task is");
	snprintf(path, sizeof(path), "/proc/%d/syscall", pid);
	do {
		ssize_t n;

		usleep(1000);
		fd = OK(open(path, O_RDONLY));
		n = OK(read(fd, text, sizeof(text) - 1));
		text[n] = '\0';
		close(fd);
	} while (!strstr(text, " 0x") || atol(text) != call);
}

static char *by_wait(void)
{
	char *out;

	COMMAND(-1, &out, "proctl", "tree", "--by", "wait");
	return out;
}

__attribute__((format(printf, 3, 4)))
static void look(bool there, const char *text, const char *format, ...)
{
	char words[256];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	if (!strstr(text, words) == there)
		FAIL("%s\"%s\" in:\n%s", there ? "no " : "", words, text);
}

#define must_have(...)		look(true, __VA_ARGS__)
#define must_not_have(...)	look(false, __VA_ARGS__)

static void end(pid_t a, pid_t b)
{
	kill_and_reap(a);
	if (b)
		kill_and_reap(b);
}

/* Two processes that read from each other's pipe. */
static void open_circle(pid_t *a, pid_t *b)
{
	open_pipes();
	*a = spawn(0, left, NULL);
	*b = spawn(0, right, NULL);
	close_all(-1, -1);
	await_sleep(*a, SYS_read);
	await_sleep(*b, SYS_read);
}

TEST("two that read from each other's pipe are a circle, by name in show")
{
	char pid[16], *out;
	pid_t a, b;

	open_circle(&a, &b);
	out = by_wait();
	must_have(out, "in read of a pipe, for %d (by /proc)\n", b);
	must_have(out, "circle: %d waits for %d, which waits for %d\n", a, b, a);
	snprintf(pid, sizeof(pid), "%d", b);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "show", pid), 0);
	must_have(out, "circle: %d (", b);
	must_have(out, "pipe:[");
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "tree", "--by", "wait", "-J"), 0);
	must_have(out, "\"circle\": \"%d (test) waits for %d (test), which waits for %d\"",
		  a, b, a);
	end(a, b);
}

TEST("who alone can write to the pipe it reads from waits for itself")
{
	pid_t a;

	open_pipes();
	a = spawn(0, own, NULL);
	close_all(-1, -1);
	await_sleep(a, SYS_read);
	must_have(by_wait(), "circle: %d waits for itself\n", a);
	end(a, 0);
}

TEST("a pipe that somebody else could write to is no circle")
{
	char *out;
	pid_t a;

	open_pipes();
	a = spawn(0, own, NULL);
	await_sleep(a, SYS_read);
	out = by_wait();
	must_have(out, "in read of a pipe, for %d", getpid());
	ASSERT(!strstr(out, "circle"));
	end(a, 0);
}

TEST("those who answer each other through pipes are never said to be stuck")
{
	pid_t a, b;
	int i;

	open_pipes();
	a = spawn(0, ping, NULL);
	b = spawn(0, pong, NULL);
	close_all(-1, -1);
	for (i = 0; i < 12; i++) {
		char *out = by_wait();

		if (strstr(out, "circle"))
			FAIL("%s", out);
		free(out);
	}
	end(a, b);
}

TEST("a writer waits for those who can read the full pipe")
{
	pid_t a, b;

	open_pipes();
	b = spawn(0, keep_reader, NULL);
	a = spawn(0, fill, NULL);
	close_all(-1, -1);
	await_sleep(a, SYS_write);
	must_have(by_wait(), "in write to a full pipe, for %d (by /proc)", b);
	end(a, b);
}

static void recv_left(void *unused)
{
	char c;

	(void)unused;
	close(one[1]);
	recv(one[0], &c, 1, 0);
}

static void recv_right(void *unused)
{
	char c;

	(void)unused;
	close(one[0]);
	recv(one[1], &c, 1, 0);
}

TEST("two at the ends of a socket wait for each other")
{
	char *out;
	pid_t a, b;

	OK(setenv("LC_ALL", "C.UTF-8", 1));
	OK(socketpair(AF_UNIX, SOCK_STREAM, 0, one));
	a = spawn(0, recv_left, NULL);
	b = spawn(0, recv_right, NULL);
	close(one[0]);
	close(one[1]);
	await_sleep(a, SYS_recvfrom);
	await_sleep(b, SYS_recvfrom);
	out = by_wait();
	must_have(out, "at a socket, for %d (by /proc)\n", b);
	must_have(out, "circle: %d waits for %d, which waits for %d\n", a, b, a);
	end(a, b);
}

#define LOCK_FILE "lock"

static void lock(void *unused)
{
	(void)unused;
	OK(flock(OK(open(LOCK_FILE, O_RDWR)), LOCK_EX));
}

TEST("who waits for a file lock waits for the one who has it")
{
	int fd = OK(open(LOCK_FILE, O_RDWR | O_CREAT, 0600));
	pid_t a;

	OK(setenv("LC_ALL", "C.UTF-8", 1));
	OK(flock(fd, LOCK_EX));
	a = spawn(0, lock, NULL);
	await_sleep(a, SYS_flock);
	must_have(by_wait(), "for the file lock of %d (by /proc)", getpid());
	end(a, 0);
}

static void lock_pi(void *unused)
{
	(void)unused;
	syscall(SYS_futex, futex, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
}

TEST("who waits for a futex with an owner waits for the owner")
{
	pid_t a;

	OK(setenv("LC_ALL", "C.UTF-8", 1));
	futex = shared_alloc(sizeof(*futex));
	OK(syscall(SYS_futex, futex, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
	a = spawn(0, lock_pi, NULL);
	await_sleep(a, SYS_futex);
	must_have(by_wait(), "for the futex of %d (by /proc)", getpid());
	end(a, 0);
}

static void look_as_nobody(void *out)
{
	become(NOBODY, -1);
	strncpy(out, by_wait(), 65535);
}

TEST("who may not look into others says nothing of them, and no circle")
{
	char *out = shared_alloc(65536);
	pid_t a, b;

	open_circle(&a, &b);
	ASSERT_EQ(reap(spawn(0, look_as_nobody, out)), 0);
	ASSERT(!strstr(out, "circle"));
	must_not_have(out, "in read of a pipe, for %d", b);
	must_have(by_wait(), "circle");
	end(a, b);
}

static void ignore_children(void *unused)
{
	(void)unused;
	signal(SIGCHLD, SIG_IGN);
	spawn(0, pause_forever, NULL);
	pause_forever(NULL);
}

TEST("show tells what is unusual about a child's end")
{
	char pid[16], *out;
	pid_t a = spawn_clone(0, clone_pause, NULL), b;

	snprintf(pid, sizeof(pid), "%d", a);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "show", pid), 0);
	must_have(out, "no signal when it exits: only a wait with __WALL");
	kill(a, SIGKILL);
	OK(waitpid(a, NULL, __WALL));
	b = spawn(0, ignore_children, NULL);
	await_state(0, b, 'S');
	snprintf(pid, sizeof(pid), "%d", b);
	do
		COMMAND(-1, &out, "proctl", "children", "-rno", "PID", pid);
	while (!*out);
	out[strcspn(out, "\n")] = '\0';
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "show", out), 0);
	must_have(out, "will be no zombie when it exits: its parent %d (", b);
	must_have(out, "ignores SIGCHLD");
	kill_and_reap(b);
}
