// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "exec": a child has some of everything, tries to exec what
 * can't be executed, and becomes another program at last. Then a thread does
 * so, for its whole process.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"

#define MEMORY	(8 << 20)	/* bytes that the parent uses */
#define CODE	23		/* that the new program returns */
#define ALARM_S	1000
#define FD_KEPT 200		/* kept over exec */
#define FD_CLOSED 201
#define IDLERS	3		/* threads beside the leader and the caller */

/* Variables of the old environment and of the one that exec is given. */
#define OLD	"PROCTREE_OLD"
#define NEW	"PROCTREE_NEW"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U		/* Linux 6.3 */
#endif

static void on_usr1(int sig)
{
	(void)sig;
}

/* SIGTERM pending, SIGUSR1 handled, SIGUSR2 ignored. */
static void have_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	kill(getpid(), SIGTERM);
	signal(SIGUSR1, on_usr1);
	signal(SIGUSR2, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* Return: the kernel's number of a new POSIX timer. */
static int have_timers(void)
{
	struct sigevent none = { .sigev_notify = SIGEV_NONE };
	int id = -1;

	alarm(ALARM_S);
	syscall(SYS_timer_create, CLOCK_MONOTONIC, &none, &id);
	return id;
}

static void have_files_and_memory(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	void *page = mmap(NULL, 1, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	dup3(fd, FD_KEPT, 0);
	dup3(fd, FD_CLOSED, O_CLOEXEC);
	close(fd);
	mlock(page, 1);
	umask(07);
	if (chdir("/"))
		leave(EXIT_FAILURE);
	setpriority(PRIO_PROCESS, 0, 3);
}

static void say_attributes(const struct role *me, int timer)
{
	struct itimerspec left;
	struct stat here = { 0 };
	mode_t mask = umask(0);

	umask(mask);
	stat(".", &here);
	say(me, "umask", PROCTREE_KIND_COUNT, mask);
	say(me, "cwd", PROCTREE_KIND_COUNT, here.st_ino);
	say_result(me, "timer", PROCTREE_KIND_COUNT,
		   syscall(SYS_timer_gettime, timer, &left));
	say_result(me, "fd", PROCTREE_KIND_COUNT, fcntl(FD_KEPT, F_GETFD));
	say_result(me, "cloexec", PROCTREE_KIND_COUNT,
		   fcntl(FD_CLOSED, F_GETFD));
}

/* A file in memory, executable but for what is in it. */
static int make_garbage(void)
{
	static const char text[] = "not a program\n";
	int fd = memfd_create("garbage", MFD_CLOEXEC | MFD_EXEC);

	if (fd < 0)
		fd = memfd_create("garbage", MFD_CLOEXEC);
	if (write(fd, text, sizeof(text)) != sizeof(text))
		leave(EXIT_FAILURE);
	return fd;
}

static void say_exec(const struct role *me, const char *key, const char *path)
{
	char *const argv[] = { "garbage", NULL };
	char *const envp[] = { NULL };

	say_result(me, key, PROCTREE_KIND_COUNT, execve(path, argv, envp));
}

/* A file that is opened again counts as written to, one just made does not. */
static void fail_to_exec(const struct role *me)
{
	int fd = make_garbage(), writer;
	char path[32];

	say(me, "missing", PROCTREE_KIND_COUNT, exec_nothing());
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	writer = open(path, O_WRONLY | O_CLOEXEC);
	say_exec(me, "busy", path);
	close(writer);
	say_exec(me, "garbage", path);
	close(fd);
}

static noreturn void be_child(const struct role *me)
{
	char new[32];
	char *const envp[] = { new, NULL };
	int timer;

	role_name(me);
	barrier(me);
	have_signals();
	have_files_and_memory();
	setenv(OLD, "1", 1);
	timer = have_timers();
	say_attributes(me, timer);
	barrier(me);
	fail_to_exec(me);
	say_attributes(me, timer);
	barrier(me);
	snprintf(new, sizeof(new), NEW "=%d", timer);
	say(me, "exec", PROCTREE_KIND_COUNT, exec_again(me, envp));
	leave(EXIT_FAILURE);
}

/* What the new program finds. */
static int again(struct role *me)
{
	const char *timer = getenv(NEW);

	say_attributes(me, timer ? atoi(timer) : -1);
	say(me, "alarm", PROCTREE_KIND_COUNT, alarm(0));
	say(me, "old", PROCTREE_KIND_BOOL, !!getenv(OLD));
	say(me, "new", PROCTREE_KIND_BOOL, !!timer);
	barrier(me);
	return CODE;
}

static noreturn void *be_idle(void *unused)
{
	(void)unused;
	for (;;)
		pause();
}

/* Not the main thread; what it becomes plays the main thread's role. */
static void *be_caller(void *arg)
{
	char *const envp[] = { NULL };
	const struct role *me = arg;

	role_name(me);
	barrier(me);
	exec_again(trial_role(me->trial, "child"), envp);
	leave(EXIT_FAILURE);
}

static noreturn void be_threads(const struct role *me)
{
	int i;

	role_name(me);
	for (i = 0; i < IDLERS; i++)
		role_thread(be_idle, NULL);
	role_thread(be_caller, trial_role(me->trial, "caller"));
	barrier(me);
	leave(EXIT_FAILURE);
}

static void have_child(struct role *me, void (*play)(const struct role *me))
{
	int status = 0;
	pid_t pid = role_made(fork());

	if (!pid)
		play(trial_role(me->trial, "child"));
	say_result(me, "fork", PROCTREE_KIND_PID, pid);
	barrier(me);
	say_result(me, "wait", PROCTREE_KIND_PID, waitpid(pid, &status, 0));
	say(me, "status", PROCTREE_KIND_STATUS, status);
	barrier(me);
}

static void be_parent(struct role *me)
{
	void *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory != MAP_FAILED)
		memset(memory, 1, MEMORY);
	have_child(me, be_child);
	have_child(me, be_threads);
}

static void run_process(struct trial *t, struct role *parent,
			struct role *child)
{
	role_wait(parent);
	role_wait(child);
	step(t, "forked", "a child of a parent that uses 8 MiB");

	role_go(child);
	role_wait(child);
	step(t, "prepared", "the child has some of everything");

	role_go(child);
	role_wait(child);
	step(t, "refused", "exec of no file, of one that is written to, and of "
	     "no program");

	role_go(child);
	role_wait(child);
	step(t, "exec", "the child is another program");

	role_go(child);
	await_state(child, "Z");
	role_go(parent);
	role_wait(parent);
	step(t, "waited", "it has returned 23 from main()");
}

static void run_threads(struct trial *t, struct role *parent,
			struct role *child, struct role *caller)
{
	role_recast(child);
	role_go(parent);
	role_wait(parent);
	role_wait(child);
	role_wait(caller);
	step(t, "threads", "a process of five threads");

	role_go(caller);
	await_gone(caller);	/* till then the main thread may be a zombie */
	role_wait(child);
	step(t, "exec of a thread", "one that is not the main one has called "
	     "exec()");

	role_go(child);
	await_state(child, "Z");
	role_go(parent);
	role_wait(parent);
	step_hear(t);
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *child = role_declare(t, "child");
	struct role *caller = role_declare(t, "caller");

	role_start(parent, be_parent);
	run_process(t, parent, child);
	run_threads(t, parent, child, caller);
	role_go(parent);
	role_reap(parent);
}

const struct experiment exp_exec = {
	.name = "exec",
	.summary = "another program in the same process: what stays",
	.topic = TOPIC_PROGRAMS,
	.columns = {
		{ "state" }, { "nr_threads" }, { "task" }, { "mm" },
		{ "files" }, { "sighand" }, { "signal" }, { "nice" },
		{ "self_exec_id" }, { "pf" },
	},
	.run = run,
	.again = again,
	.claims = exec_claims,
};
