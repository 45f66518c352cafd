// SPDX-License-Identifier: GPL-2.0-only
/*
 * A birth held up, and two that run at once; see fork_births.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cpus.h"
#include "fork_births.h"
#include "harness.h"
#include "recorder.h"
#include "watch.h"

/*
 * kernel_clone() writes the child's number to the address of
 * CLONE_PARENT_SETTID when the child is complete, before it starts it. A page
 * that is missing until somebody fills it holds it up right there.
 */
struct gate {
	char *page;
	size_t size;
	int fd;
};

static struct gate gate;

/* Return: 0 or a negative errno. */
static int shut_gate(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = { .mode = UFFDIO_REGISTER_MODE_MISSING };

	gate.size = sysconf(_SC_PAGESIZE);
	gate.page = mmap(NULL, gate.size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	gate.fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (gate.page == MAP_FAILED || gate.fd < 0)
		return -errno;
	area.range.start = (uintptr_t)gate.page;
	area.range.len = gate.size;
	if (ioctl(gate.fd, UFFDIO_API, &api) ||
	    ioctl(gate.fd, UFFDIO_REGISTER, &area))
		return -errno;
	return 0;
}

static void *be_porter(void *arg)
{
	struct uffdio_zeropage zero = {
		.range = { (uintptr_t)gate.page, gate.size },
	};

	role_name(arg);
	barrier(arg);
	if (ioctl(gate.fd, UFFDIO_ZEROPAGE, &zero))
		leave(EXIT_FAILURE);
	leave_thread(EXIT_SUCCESS);
}

static void be_creator(struct role *me)
{
	pid_t pid;

	say(me, "gate", PROCTREE_KIND_NUMBER, shut_gate());
	role_thread(be_porter, trial_role(me->trial, "porter"));
	barrier(me);
	pid = role_made(syscall(SYS_clone, CLONE_PARENT_SETTID | SIGCHLD, 0,
				gate.page, 0, 0));
	if (!pid)
		leave(EXIT_SUCCESS);
	say(me, "clone", PROCTREE_KIND_PID, pid);
	say_result(me, "wait", PROCTREE_KIND_PID, waitpid(pid, NULL, 0));
	barrier(me);
}

/* The only child of @parent, as soon as it is on the list. */
static int32_t await_child(struct role *parent)
{
	const struct proctree_want want = {
		.root = parent->tid,
		.root_start_ns = parent->start_ns,
	};
	struct trial *t = parent->trial;
	struct proctree_rows *rows;
	int32_t pid = 0;

	for (;; recorder_pause(t)) {
		if (proctree_take(t->pt, &want, &rows))
			trial_fail(t, "no snapshot of %s", parent->name);
		if (rows->count > 1)
			pid = proctree_row_at(rows, 1)->pid;
		proctree_rows_free(rows);
		if (pid)
			return pid;
		if (!trial_time_left(t, 1))
			role_late(parent, "to have a child");
	}
}

static void run_newborn(struct trial *t, struct role *creator,
			struct role *porter, struct role *newborn)
{
	int64_t gate_error;

	role_start(creator, be_creator);
	role_wait(creator);
	role_wait(porter);
	gate_error = role_said(creator, "gate");
	if (gate_error) {
		step_skip(t, "newborn", "a birth can't be held up: userfaultfd: "
			  "%s", strerror(-gate_error));
		role_signal(creator, SIGKILL);
		role_reap(creator);
		return;
	}
	role_go(creator);
	role_cast(newborn, await_child(creator));
	/* On the list it is before kernel_clone() tells of the fork. */
	await_state(creator, "S");
	step(t, "newborn", "the birth of a child is held up before it starts");
	role_go(porter);
	role_wait(creator);
	step(t, "started", "and goes on");
	role_go(creator);
	role_reap(creator);
}

/* Does nothing but run, as long as its parent lives. */
static noreturn void be_runner(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		;
	leave(EXIT_FAILURE);
}

/* Fork a child that runs on processor @other, and look at it. */
static void say_together(struct role *me, int own, int other)
{
	pid_t self = getpid(), pid;
	bool together;

	cpus_pin(other);
	pid = role_made(fork());
	if (!pid)
		be_runner(self);
	cpus_pin(own);
	together = cpus_together(me->trial, pid, own == other);
	if (kill(pid, SIGKILL) || waitpid(pid, NULL, 0) != pid)
		leave(EXIT_FAILURE);
	say(me, "together", PROCTREE_KIND_BOOL, together);
	barrier(me);
}

static void be_pair(struct role *me)
{
	int first = cpus_nth(0), second = cpus_nth(1);

	say(me, "cpus", PROCTREE_KIND_COUNT, second < 0 ? 1 : 2);
	say_together(me, first, first);
	if (second >= 0)
		say_together(me, second, first);
}

static void run_pair(struct trial *t, struct role *pair)
{
	role_start(pair, be_pair);
	role_wait(pair);
	cpus_compare(t, pair, "parent and child on one processor; did both run at "
		     "once?", "on two processors");
	role_reap(pair);
}

void fork_births(struct trial *t)
{
	struct role *creator = role_declare(t, "creator");
	struct role *porter = role_declare(t, "porter");
	struct role *newborn = role_declare(t, "newborn");
	struct role *pair = role_declare(t, "pair");

	run_newborn(t, creator, porter, newborn);
	run_pair(t, pair);
}
