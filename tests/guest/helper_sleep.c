// SPDX-License-Identifier: GPL-2.0-only
/* SLEEP: in which state, how long, what ends it, and for whom. */
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "helpers.h"
#include "spawn.h"

#define LONG_MS		PROCTREE_SLEEP_MAX_MS
#define SHORT_MS	1000

static const struct kind {
	uint32_t kind;
	char letter;
	unsigned int raw;	/* include/linux/sched.h TASK_* */
	bool by_signal;		/* any signal ends it */
	bool by_fatal;		/* a fatal one does */
} kinds[] = {
	{ PROCTREE_SLEEP_INTERRUPTIBLE, 'S', 0x001, true, true },
	{ PROCTREE_SLEEP_KILLABLE, 'D', 0x102, false, true },
	{ PROCTREE_SLEEP_PLAIN, 'D', 0x002, false, false },
	{ PROCTREE_SLEEP_IDLE, 'I', 0x402, false, false },
};

#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

/**
 * struct sleeper - shared with the child that sleeps
 * @begin_ns:	right before the call
 * @end_ns:	right after it
 * @tid:	of a sleeper that is a thread
 */
struct sleeper {
	int fd;
	uint32_t kind;
	uint32_t ms;
	uint64_t begin_ns;
	uint64_t end_ns;
	int result;
	pid_t tid;
};

static uint64_t now_ns(void)
{
	struct timespec now;

	OK(clock_gettime(CLOCK_MONOTONIC, &now));
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void be_sleeper(void *arg)
{
	struct sleeper *s = arg;

	s->begin_ns = now_ns();
	s->result = helper_sleep(s->fd, s->kind, s->ms);
	s->end_ns = now_ns();
}

static pid_t start(struct sleeper *s, const struct kind *kind, uint32_t ms)
{
	*s = (struct sleeper){
		.fd = dev_open(), .kind = kind->kind, .ms = ms, .result = 1,
	};
	return spawn(0, be_sleeper, s);
}

TEST("each kind of sleep is seen in its state")
{
	struct sleeper *s = shared_alloc(NKINDS * sizeof(*s));
	pid_t pids[NKINDS];
	int fd = dev_open();
	size_t i;

	for (i = 0; i < NKINDS; i++)
		pids[i] = start(&s[i], &kinds[i], LONG_MS);
	for (i = 0; i < NKINDS; i++)
		ASSERT_EQ(STATE_RAW(state_await(fd, pids[i], kinds[i].letter)),
			  kinds[i].raw);
	for (i = 0; i < NKINDS; i++)
		kill_and_reap(pids[i]);
}

TEST("a sleep that nobody disturbs lasts as long as asked")
{
	static const uint32_t ms[] = { 1, 7, 100, SHORT_MS };
	uint64_t begin;
	size_t i, j;
	int fd = dev_open();

	for (i = 0; i < NKINDS; i++) {
		for (j = 0; j < sizeof(ms) / sizeof(ms[0]); j++) {
			begin = now_ns();
			ASSERT_EQ(helper_sleep(fd, kinds[i].kind, ms[j]), 0);
			ASSERT_GE(now_ns() - begin, ms[j] * 1000000ULL);
		}
	}
}

/* Send @sig as soon as the child sleeps. */
static void disturb(pid_t pid, const struct kind *kind, int sig)
{
	state_await(dev_open(), pid, kind->letter);
	OK(kill(pid, sig));
}

static void check_killed(const struct kind *kind, int sig)
{
	struct sleeper *s = shared_alloc(sizeof(*s));
	pid_t pid = start(s, kind, kind->by_fatal ? LONG_MS : SHORT_MS);
	uint64_t slept;

	disturb(pid, kind, sig);
	ASSERT_EQ(WTERMSIG(reap(pid)), sig);
	slept = now_ns() - s->begin_ns;
	ASSERT_EQ(s->end_ns, 0);
	if (kind->by_fatal)
		ASSERT_LT(slept, LONG_MS * 1000000ULL);
	else
		ASSERT_GE(slept, SHORT_MS * 1000000ULL);
}

TEST("a fatal signal ends the killable kinds at once, the others after the sleep")
{
	size_t i;

	for (i = 0; i < NKINDS; i++) {
		check_killed(&kinds[i], SIGKILL);
		check_killed(&kinds[i], SIGTERM);
	}
}

TEST("a SIGKILL stays pending during a plain sleep")
{
	struct sleeper *s = shared_alloc(sizeof(*s));
	pid_t pid = start(s, &kinds[2], LONG_MS);
	struct state_row row;

	disturb(pid, &kinds[2], SIGKILL);
	ASSERT_EQ(state_try(dev_open(), pid, &row), 0);
	ASSERT_EQ(row.base.state, 'D');
	ASSERT_EQ((row.signals.pending | row.signals.shared_pending) >>
		  (SIGKILL - 1) & 1, 1);
	ASSERT_EQ(reap(pid), SIGKILL);
}

static void do_nothing(int sig)
{
	(void)sig;
}

TEST("a handled signal ends an interruptible sleep with EINTR, and no other")
{
	struct sleeper *s = shared_alloc(sizeof(*s));
	pid_t pid;
	size_t i;

	OK(signal(SIGUSR1, do_nothing) == SIG_ERR ? -1 : 0);
	for (i = 0; i < NKINDS; i++) {
		pid = start(s, &kinds[i],
			    kinds[i].by_signal ? LONG_MS : SHORT_MS);
		disturb(pid, &kinds[i], SIGUSR1);
		ASSERT_EQ(reap(pid), 0);
		ASSERT_EQ(s->result, kinds[i].by_signal ? -EINTR : 0);
	}
}

TEST("a sleep of an unknown kind, of no time or of too long is refused")
{
	static const struct proctree_sleep bad[] = {
		{ .kind = 4, .ms = 1 },
		{ .kind = 0xffffffff, .ms = 1 },
		{ .ms = 0 },
		{ .ms = PROCTREE_SLEEP_MAX_MS + 1 },
		{ .ms = 0xffffffff },
		{ .kind = PROCTREE_SLEEP_PLAIN, .ms = 0x80000000 },
	};
	int fd = dev_open();
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (helper_sleep(fd, bad[i].kind, bad[i].ms) != -EINVAL)
			FAIL("request %zu was not refused", i);
	ASSERT_EQ(helper_sleep(fd, 0, 1), 0);
}

static int sleep_briefly(int fd)
{
	return helper_sleep(fd, PROCTREE_SLEEP_PLAIN, 1);
}

TEST("CAP_SYS_ADMIN is what a sleep takes, no other capability is enough")
{
	int capability, expected;

	for (capability = 0; capability <= CAP_LAST_CAP; capability++) {
		expected = capability == CAP_SYS_ADMIN ? 0 : -EPERM;
		if (with_capability(capability, sleep_briefly) != expected)
			FAIL("capability %d", capability);
	}
}

static void sleep_as_ns_root(void *unused)
{
	(void)unused;
	become(NOBODY, -1);
	OK(unshare(CLONE_NEWUSER));
	_exit(-sleep_briefly(dev_open()));
}

TEST("root of a user namespace of its own may not have helpers")
{
	ASSERT_EQ(WEXITSTATUS(reap(spawn(0, sleep_as_ns_root, NULL))), EPERM);
}

static void sleep_on_roots_file(void *fd)
{
	become(NOBODY, -1);
	_exit(-sleep_briefly(*(int *)fd));
}

TEST("who opened the device is asked for the capability, not who sleeps")
{
	int fd = dev_open();

	ASSERT_EQ(reap(spawn(0, sleep_on_roots_file, &fd)), 0);
}

TEST("two can't sleep on one open file at once, on two they can")
{
	struct sleeper *s = shared_alloc(sizeof(*s));
	pid_t pid = start(s, &kinds[0], LONG_MS);

	state_await(dev_open(), pid, 'S');
	ASSERT_EQ(helper_sleep(s->fd, kinds[0].kind, 1), -EBUSY);
	ASSERT_EQ(helper_sleep(dev_open(), kinds[0].kind, 1), 0);
	kill_and_reap(pid);
	ASSERT_EQ(helper_sleep(s->fd, kinds[0].kind, 1), 0);
}

static void *thread_sleeps(void *arg)
{
	struct sleeper *s = arg;

	__atomic_store_n(&s->tid, thread_id(), __ATOMIC_SEQ_CST);
	be_sleeper(arg);
	return NULL;
}

TEST("a file closed by another thread goes when the sleep is over, not before")
{
	struct sleeper s = {
		.fd = dev_open(), .kind = PROCTREE_SLEEP_PLAIN, .ms = SHORT_MS,
	};
	int look = dev_open(), users = module_users();
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, thread_sleeps, &s), 0);
	AWAIT(__atomic_load_n(&s.tid, __ATOMIC_SEQ_CST));
	state_await(look, s.tid, 'D');
	close(s.fd);
	ASSERT_EQ(module_users(), users);
	ASSERT_EQ(pthread_join(thread, NULL), 0);
	ASSERT_EQ(s.result, 0);
	ASSERT_GE(s.end_ns - s.begin_ns, SHORT_MS * 1000000ULL);
	AWAIT(module_users() == users - 1);
}

static int try_unload(void)
{
	return syscall(SYS_delete_module, "proctree", O_NONBLOCK) ? -errno : 0;
}

/* Its own file; nobody else keeps the module. */
static void sleep_alone(void *begun)
{
	int fd = dev_open();

	*(int *)begun = 1;
	helper_sleep(fd, PROCTREE_SLEEP_PLAIN, 2 * SHORT_MS);
}

TEST("the module can't be unloaded while somebody sleeps, killed or not")
{
	int *begun = shared_alloc(sizeof(*begun));
	pid_t pid = spawn(0, sleep_alone, begun);

	AWAIT(__atomic_load_n(begun, __ATOMIC_SEQ_CST));
	ASSERT_EQ(module_users(), 1);
	ASSERT_EQ(try_unload(), -EAGAIN);
	await_state(0, pid, 'D');
	OK(kill(pid, SIGKILL));
	ASSERT_EQ(try_unload(), -EAGAIN);
	ASSERT_EQ(reap(pid), SIGKILL);
	ASSERT_EQ(module_users(), 0);
}
