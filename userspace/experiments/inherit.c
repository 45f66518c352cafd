// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "inherit": a process with a bit of everything forks; what its
 * child has of it, and what an exec leaves of that.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"

#define NICE		5
#define UMASK		0027
#define ALARM_S		600
#define BURN_MS		50
#define NO_SEMAPHORE	0x7fffffff

static struct {
	int file;
	char *locked;
	volatile char *wiped;
	volatile char *shared;
	volatile char *private;
} have;

static char *map(int how)
{
	char *page = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE,
			  how | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		leave(EXIT_FAILURE);
	*page = 'p';
	return page;
}

/* A page that a child finds empty, one of both, one of each. */
static void have_memory(void)
{
	have.locked = map(MAP_PRIVATE);
	mlock(have.locked, 1);
	have.wiped = map(MAP_PRIVATE);
	madvise((void *)have.wiped, sysconf(_SC_PAGESIZE), MADV_WIPEONFORK);
	have.shared = map(MAP_SHARED);
	have.private = map(MAP_PRIVATE);
}

static int lock(int cmd, struct flock *lock)
{
	*lock = (struct flock){
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1,
	};
	return fcntl(have.file, cmd, lock);
}

/* A file without a name, three bytes in it, the position behind them. */
static void have_file(void)
{
	struct flock own;

	have.file = memfd_create("inherit", 0);
	if (write(have.file, "abc", 3) != 3 || lock(F_SETLK, &own))
		leave(EXIT_FAILURE);
}

static void on_usr1(int sig)
{
	(void)sig;
}

static void have_signals(void)
{
	sigset_t set;

	signal(SIGUSR1, on_usr1);
	signal(SIGUSR2, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	kill(getpid(), SIGTERM);
	alarm(ALARM_S);
}

/*
 * The undo list is made before the kernel looks for the semaphore, so it takes
 * none. The nice value is given back in part, which takes privilege, for the
 * mark PF_SUPERPRIV; without privilege it stays.
 */
static void have_attributes(void)
{
	struct sembuf undo = { 0, 1, SEM_UNDO };

	umask(UMASK);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	semop(NO_SEMAPHORE, &undo, 1);
	setpriority(PRIO_PROCESS, 0, NICE + 1);
	setpriority(PRIO_PROCESS, 0, NICE);
}

static void *be_thread(void *arg)
{
	role_name(arg);
	barrier(arg);
	return NULL;
}

static int64_t used_ms(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

/* What no row tells. */
static void say_all(const struct role *me)
{
	struct itimerval left;
	struct flock other;
	mode_t mask = umask(0);

	umask(mask);
	getitimer(ITIMER_REAL, &left);
	say(me, "cpu_ms", PROCTREE_KIND_COUNT, used_ms());
	say(me, "umask", PROCTREE_KIND_COUNT, mask);
	say(me, "alarm", PROCTREE_KIND_BOOL, left.it_value.tv_sec > 0);
	say(me, "wiped", PROCTREE_KIND_COUNT, !*have.wiped);
	say(me, "offset", PROCTREE_KIND_COUNT,
	    lseek(have.file, 0, SEEK_CUR));
	lock(F_GETLK, &other);
	say(me, "lock_of", PROCTREE_KIND_PID,
	    other.l_type == F_UNLCK ? 0 : other.l_pid);
}

static noreturn void be_child(const struct role *me)
{
	role_name(me);
	say_all(me);
	barrier(me);
	*have.shared = 'c';
	*have.private = 'c';
	say(me, "offset", PROCTREE_KIND_COUNT,
	    lseek(have.file, 1, SEEK_SET));
	barrier(me);
	say(me, "exec", PROCTREE_KIND_COUNT, exec_shell(me, "0"));
	leave(EXIT_FAILURE);
}

static void be_parent(struct role *me)
{
	pid_t pid;

	have_memory();
	have_file();
	have_signals();
	have_attributes();
	role_thread(be_thread, trial_role(me->trial, "thread"));
	while (used_ms() < BURN_MS)
		;
	say_all(me);
	barrier(me);
	pid = role_made(fork());
	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say(me, "fork", PROCTREE_KIND_PID, pid);
	barrier(me);
	say(me, "shared", PROCTREE_KIND_COUNT, *have.shared == 'c');
	say(me, "private", PROCTREE_KIND_COUNT, *have.private == 'c');
	say(me, "offset", PROCTREE_KIND_COUNT,
	    lseek(have.file, 0, SEEK_CUR));
	barrier(me);
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *thread = role_declare(t, "thread");
	struct role *child = role_declare(t, "child");

	role_start(parent, be_parent);
	role_wait(thread);
	role_wait(parent);
	step(t, "before", "an alarm set, a signal pending, a page and a file "
	     "locked");

	role_go(parent);
	role_wait(child);
	role_wait(parent);
	step(t, "forked", "the child tells what it has");

	role_go(child);
	role_wait(child);
	role_go(parent);
	role_wait(parent);
	step(t, "written", "the child has written to two pages and moved in "
	     "the file");

	role_go(child);
	role_wait(child);
	step(t, "exec", "the child has become a shell");
	role_go(child);
	await_state(child, "Z");
	role_go(parent);
	role_reap(parent);
}

const struct experiment exp_inherit = {
	.name = "inherit",
	.summary = "what fork copies, shares and leaves out",
	.topic = TOPIC_BIRTHS,
	.columns = {
		{ "state" }, { "nr_threads" }, { "nice" },
		{ "shared_pending", "PENDING" }, { "blocked" }, { "locked" },
		{ "pdeath_signal", "PDEATH" }, { "sysvsem", "UNDO" },
	},
	.run = run,
	.claims = inherit_claims,
};
