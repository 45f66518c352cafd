// SPDX-License-Identifier: GPL-2.0-only
/* KTHREAD: the life of a kernel thread that belongs to an open file. */
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "helpers.h"
#include "spawn.h"

#define KTHREADD	2
#define OPS_EACH	300

static void begin(int fd, uint32_t op)
{
	struct proctree_kthread arg = { .op = op };

	if (op == PROCTREE_KTHREAD_SPIN)
		arg.ms = PROCTREE_SPIN_MAX_MS;
	if (op != PROCTREE_KTHREAD_CREATE)
		ASSERT_EQ(helper_thread(fd, &arg), 0);
}

static void await_end(int fd, pid_t pid)
{
	struct state_row row;

	AWAIT(state_try(fd, pid, &row) == -ESRCH);
}

TEST("a kernel thread is in D until it is woken, and then as it is told")
{
	int fd = dev_open();
	pid_t pid = helper_create(fd, 0);
	struct state_row row;

	row = state_await(fd, pid, 'D');
	ASSERT_EQ(STATE_RAW(row), 2);
	ASSERT_EQ(row.base.ppid, KTHREADD);
	ASSERT_STR(row.base.comm, HELPER_COMM);
	ASSERT(row.base.flags & PROCTREE_ROW_KTHREAD);
	begin(fd, PROCTREE_KTHREAD_SLEEP);
	ASSERT_EQ(STATE_RAW(state_await(fd, pid, 'S')), 1);
	begin(fd, PROCTREE_KTHREAD_IDLE);
	ASSERT_EQ(STATE_RAW(state_await(fd, pid, 'I')), 0x402);
	begin(fd, PROCTREE_KTHREAD_SPIN);
	AWAIT(!state_try(fd, pid, &row) && row.base.state != 'I');
	state_await(fd, pid, 'S');
	begin(fd, PROCTREE_KTHREAD_PARK);
	state_await(fd, pid, 'P');
	begin(fd, PROCTREE_KTHREAD_PARK);
	state_await(fd, pid, 'P');
	begin(fd, PROCTREE_KTHREAD_IDLE);
	state_await(fd, pid, 'I');
}

TEST("a spinning kernel thread uses the processor for as long as asked")
{
	struct proctree_kthread arg = {
		.op = PROCTREE_KTHREAD_SPIN, .ms = PROCTREE_SPIN_MAX_MS,
	};
	struct {
		struct proctree_row base;
		struct proctree_time time;
	} row;
	struct proctree_task task = {
		.mask = PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_TIME,
		.row = (uintptr_t)&row,
		.size = sizeof(row),
	};
	int fd = dev_open();

	task.pid = helper_create(fd, 0);
	ASSERT_EQ(helper_thread(fd, &arg), 0);
	state_await(fd, task.pid, 'R');
	state_await(fd, task.pid, 'S');
	ASSERT_EQ(dev_task(fd, &task), 0);
	note("it ran for %llu ms", row.time.runtime_ns / 1000000);
	ASSERT_GE(row.time.runtime_ns, 1000000);
}

TEST("STOP gives what the thread returns, and it is gone")
{
	struct proctree_kthread arg = { .op = PROCTREE_KTHREAD_STOP };
	int fd = dev_open();
	pid_t pid = helper_create(fd, 7);

	begin(fd, PROCTREE_KTHREAD_SLEEP);
	state_await(fd, pid, 'S');
	ASSERT_EQ(helper_thread(fd, &arg), 0);
	ASSERT_EQ(arg.value, 7);
	await_end(fd, pid);
	ASSERT_EQ(helper_count(fd), 0);
	ASSERT_EQ(helper_op(fd, PROCTREE_KTHREAD_STOP), -ESRCH);
}

TEST("a thread that is stopped before it ever ran returns EINTR")
{
	struct proctree_kthread arg = { .op = PROCTREE_KTHREAD_STOP };
	int fd = dev_open();

	helper_create(fd, 7);
	ASSERT_EQ(helper_thread(fd, &arg), 0);
	ASSERT_EQ(arg.value, -EINTR);
}

TEST("a thread that nobody wakes goes to work after five seconds")
{
	int fd = dev_open();
	pid_t pid = helper_create(fd, 0);

	state_await(fd, pid, 'D');
	state_await(fd, pid, 'S');
}

TEST("signals do nothing to a kernel thread")
{
	int fd = dev_open(), sig;
	pid_t pid = helper_create(fd, 0);
	struct state_row row;

	begin(fd, PROCTREE_KTHREAD_SLEEP);
	state_await(fd, pid, 'S');
	for (sig = 1; sig < 32; sig++)
		OK(kill(pid, sig));
	ASSERT_EQ(state_try(fd, pid, &row), 0);
	ASSERT_EQ(row.base.state, 'S');
	ASSERT_EQ(row.signals.pending | row.signals.shared_pending, 0);
	begin(fd, PROCTREE_KTHREAD_IDLE);
	state_await(fd, pid, 'I');
}

TEST("requests that mean nothing are refused, and change nothing")
{
	static const struct proctree_kthread bad[] = {
		{ .op = PROCTREE_KTHREAD_STOP + 1 },
		{ .op = 0xffffffff },
		{ .op = PROCTREE_KTHREAD_CREATE, .ms = 1 },
		{ .op = PROCTREE_KTHREAD_CREATE, .value = -1 },
		{ .op = PROCTREE_KTHREAD_CREATE, .value = 256 },
		{ .op = PROCTREE_KTHREAD_SLEEP, .value = 1 },
		{ .op = PROCTREE_KTHREAD_IDLE, .ms = 1 },
		{ .op = PROCTREE_KTHREAD_SPIN },
		{ .op = PROCTREE_KTHREAD_SPIN, .ms = PROCTREE_SPIN_MAX_MS + 1 },
		{ .op = PROCTREE_KTHREAD_SPIN, .ms = 0xffffffff },
		{ .op = PROCTREE_KTHREAD_STOP, .value = 1 },
	};
	int fd = dev_open();
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct proctree_kthread copy = bad[i];

		if (helper_thread(fd, &copy) != -EINVAL)
			FAIL("request %zu was not refused", i);
	}
	ASSERT_EQ(helper_count(fd), 0);
}

TEST("an open file has one kernel thread, or none to be told anything")
{
	int fd = dev_open();
	uint32_t op;

	for (op = PROCTREE_KTHREAD_SLEEP; op <= PROCTREE_KTHREAD_STOP; op++) {
		struct proctree_kthread arg = { .op = op };

		if (op == PROCTREE_KTHREAD_SPIN)
			arg.ms = 1;
		ASSERT_EQ(helper_thread(fd, &arg), -ESRCH);
	}
	helper_create(fd, 0);
	ASSERT_EQ(helper_op(fd, PROCTREE_KTHREAD_CREATE), -EBUSY);
	ASSERT_EQ(helper_count(fd), 1);
	helper_create(dev_open(), 0);
	ASSERT_EQ(helper_count(fd), 2);
}

static int create_one(int fd)
{
	return helper_op(fd, PROCTREE_KTHREAD_CREATE);
}

TEST("CAP_SYS_ADMIN is what a kernel thread takes, no other capability is enough")
{
	int capability, expected;

	for (capability = 0; capability <= CAP_LAST_CAP; capability++) {
		expected = capability == CAP_SYS_ADMIN ? 0 : -EPERM;
		if (with_capability(capability, create_one) != expected)
			FAIL("capability %d", capability);
	}
}

static void create_in_container(void *unused)
{
	(void)unused;
	_exit(helper_create(dev_open(), 0) ? 1 : 0);
}

TEST("in a pid namespace the kernel thread has no number")
{
	ASSERT_EQ(reap(spawn(CLONE_NEWPID, create_in_container, NULL)), 0);
}

TEST("there are 64 helpers at most, for all together")
{
	int fds[PROCTREE_HELPERS_MAX], fd = dev_open(), i;

	for (i = 0; i < PROCTREE_HELPERS_MAX; i++) {
		fds[i] = dev_open();
		helper_create(fds[i], 0);
	}
	ASSERT_EQ(helper_op(fd, PROCTREE_KTHREAD_CREATE), -ENFILE);
	ASSERT_EQ(helper_sleep(fd, PROCTREE_SLEEP_PLAIN, 1), -ENFILE);
	ASSERT_EQ(helper_op(fds[0], PROCTREE_KTHREAD_STOP), 0);
	ASSERT_EQ(helper_sleep(fd, PROCTREE_SLEEP_PLAIN, 1), 0);
	close(fds[1]);
	helper_create(fd, 0);
	ASSERT_EQ(helper_op(fds[0], PROCTREE_KTHREAD_CREATE), 0);
	ASSERT_EQ(helper_op(dev_open(), PROCTREE_KTHREAD_CREATE), -ENFILE);
}

TEST("an answer that can't be written leaves no kernel thread")
{
	struct proctree_kthread *arg = shared_alloc(sizeof(*arg));
	int fd = dev_open();

	OK(mprotect(arg, sizeof(*arg), PROT_READ));
	ASSERT_EQ(helper_thread(fd, arg), -EFAULT);
	AWAIT(helper_count(fd) == 0);
	helper_create(fd, 0);
	/* Whoever asked for it did learn of this one. */
	OK(mprotect(arg, sizeof(*arg), PROT_READ | PROT_WRITE));
	arg->op = PROCTREE_KTHREAD_IDLE;
	OK(mprotect(arg, sizeof(*arg), PROT_READ));
	ASSERT_EQ(helper_thread(fd, arg), -EFAULT);
	ASSERT_EQ(helper_count(fd), 1);
}

/* An opener of its own, whose thread is in the state that @op makes. */
static void own_thread(void *arg)
{
	int *shared = arg, fd = dev_open();

	shared[1] = helper_create(fd, 0);
	begin(fd, shared[0]);
	__atomic_store_n(&shared[2], 1, __ATOMIC_SEQ_CST);
	pause_forever(NULL);
}

TEST("the kernel thread goes with its opener, whatever it does, killed or not")
{
	int *shared = shared_alloc(3 * sizeof(int)), fd = dev_open();
	pid_t pid;

	for (shared[0] = 0; shared[0] < PROCTREE_KTHREAD_STOP; shared[0]++) {
		shared[2] = 0;
		pid = spawn(0, own_thread, shared);
		AWAIT(__atomic_load_n(&shared[2], __ATOMIC_SEQ_CST));
		ASSERT_EQ(module_users(), 2);
		kill_and_reap(pid);
		ASSERT_EQ(module_users(), 1);
		await_end(fd, shared[1]);
	}
}

TEST("the kernel thread goes when the file is closed, whatever it does")
{
	int look = dev_open(), fd;
	uint32_t op;
	pid_t pid;

	for (op = 0; op < PROCTREE_KTHREAD_STOP; op++) {
		fd = dev_open();
		pid = helper_create(fd, 0);
		begin(fd, op);
		close(fd);
		await_end(look, pid);
	}
	ASSERT_EQ(helper_count(look), 0);
}

static void *thread_tells(void *fd)
{
	unsigned int seed = thread_id(), i;
	int err;

	for (i = 0; i < OPS_EACH; i++) {
		struct proctree_kthread arg = {
			.op = rand_r(&seed) % (PROCTREE_KTHREAD_STOP + 1),
		};

		if (arg.op == PROCTREE_KTHREAD_SPIN)
			arg.ms = 1;
		err = helper_thread(*(int *)fd, &arg);
		if (err && err != -EBUSY && err != -ESRCH)
			FAIL("operation %u: %s", arg.op, strerror(-err));
	}
	return NULL;
}

TEST_WITHIN(240, "three threads that tell one kernel thread what to do are safe")
{
	int fd = dev_open(), i;
	pthread_t threads[3];

	for (i = 0; i < 3; i++)
		ASSERT_EQ(pthread_create(&threads[i], NULL, thread_tells, &fd),
			  0);
	for (i = 0; i < 3; i++)
		ASSERT_EQ(pthread_join(threads[i], NULL), 0);
	ASSERT_LE(helper_count(fd), 1);
	close(fd);
	fd = dev_open();
	AWAIT(helper_count(fd) == 0);
}
