// SPDX-License-Identifier: GPL-2.0-only
/*
 * TASK while its subject is forked, execs, exits and is reaped, over and over
 * under the same number, on two processors. Each subject bears its generation
 * in its name, group, blocked signals and exit status: no row may mix two.
 */
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "oracle.h"
#include "spawn.h"
#include "stream.h"

#define FEW		300
#define MANY		100000	/* PROCTREE_STRESS */
#define RESTING		50	/* each of these generations lies dead a while */
#define NAMES		16	/* of the program that they exec */
#define KEPT		8192	/* whoever looks may be held up */
#define FIRST_RT	32	/* bit of the first signal that is free for use */

/**
 * struct chronicle - shared by the parent of all generations and who looks
 * @pid:	number of every subject
 * @parent:	theirs
 * @current:	generation, from 1; begin_ns[] is set before it
 * @asked:	how often who looks has asked
 * @begin_ns:	moments before the fork of generation n, at n % KEPT
 */
struct chronicle {
	pid_t pid;
	pid_t parent;
	unsigned int current;
	unsigned int asked;
	bool done;
	uint64_t begin_ns[KEPT];
};

static unsigned int generations(void)
{
	return getenv("PROCTREE_STRESS") ? MANY : FEW;
}

static gid_t group_of(unsigned int g)
{
	return 1 + g % 60000;
}

static uint64_t blocked_of(unsigned int g)
{
	return (uint64_t)g << FIRST_RT;
}

static int status_of(unsigned int g)
{
	return g & 0xff;
}

static void program_of(unsigned int g, char *path, size_t size)
{
	snprintf(path, size, "/tmp/x%u", g % NAMES);
}

/* What a child inherits. */
static void bear_generation(unsigned int g)
{
	uint64_t blocked = blocked_of(g);
	char name[16];

	snprintf(name, sizeof(name), "g%u", g);
	OK(prctl(PR_SET_NAME, name));
	OK(syscall(SYS_setresgid, -1, group_of(g), -1));
	OK(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, NULL, 8));
}

static pid_t fork_as(pid_t pid)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&pid,
		.set_tid_size = 1,
	};

	return OK(syscall(SYS_clone3, &args, sizeof(args)));
}

static void be_subject(unsigned int g)
{
	char path[32], name[] = "quit", status[] = { status_of(g), '\0' };
	char *const argv[] = { name, status, NULL };

	program_of(g, path, sizeof(path));
	execv(path, argv);
	_exit(255);
}

static uint64_t now(void)
{
	struct timespec t;

	OK(clock_gettime(CLOCK_BOOTTIME, &t));
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* Nobody is buried before he was seen dead: it takes two whole looks. */
static void lie_in_state(const struct chronicle *c)
{
	unsigned int asked;
	siginfo_t info;

	OK(waitid(P_PID, c->pid, &info, WEXITED | WNOWAIT));
	asked = __atomic_load_n(&c->asked, __ATOMIC_SEQ_CST);
	AWAIT(__atomic_load_n(&c->asked, __ATOMIC_SEQ_CST) - asked >= 3);
}

static void raise_generations(void *arg)
{
	struct chronicle *c = arg;
	unsigned int g, n = generations();
	int status;

	pin_to(1);
	c->parent = getpid();
	for (g = 1; g <= n; g++) {
		bear_generation(g);
		c->begin_ns[g % KEPT] = now();
		__atomic_store_n(&c->current, g, __ATOMIC_SEQ_CST);
		if (!fork_as(c->pid))
			be_subject(g);
		if (g % RESTING == 0)
			lie_in_state(c);
		OK(waitpid(c->pid, &status, 0));
		ASSERT_EQ(status, status_of(g) << 8);
	}
	c->done = true;
}

#define LOOKED_AT	(PROCTREE_BLOCK_RELATIONS | \
			 PROCTREE_BLOCK_CREDENTIALS | PROCTREE_BLOCK_SIGNALS | \
			 PROCTREE_BLOCK_MEMORY | PROCTREE_BLOCK_LAYOUT)

/* A row of LOOKED_AT. */
struct seen {
	struct proctree_row base;
	struct proctree_relations rel;
	struct proctree_credentials cred;
	struct proctree_signals sig;
	struct proctree_memory mem;
	struct proctree_layout layout;
};

/* Whose start time is this? They begin one after the other. */
static unsigned int generation_of(const struct chronicle *c, uint64_t start_ns)
{
	unsigned int g = __atomic_load_n(&c->current, __ATOMIC_SEQ_CST), i;

	for (i = 0; i < KEPT / 2 && i < g; i++)
		if (c->begin_ns[(g - i) % KEPT] <= start_ns)
			return g - i;
	FAIL("start %lu is of none of the last generations before %u",
	     start_ns, g);
}

/*
 * The name before exec, or after, or in between: newer kernels change it without
 * a lock (fs/exec.c __set_task_comm(); seen on 7.3), so that it may be seen half
 * changed. Return: whether it is not the one before.
 */
static bool assert_name(const char *comm, unsigned int g)
{
	char before[PROCTREE_COMM_LEN] = "", after[PROCTREE_COMM_LEN] = "";
	size_t i;

	snprintf(before, sizeof(before), "g%u", g);
	snprintf(after, sizeof(after), "x%u", g % NAMES);
	for (i = 0; i < PROCTREE_COMM_LEN; i++)
		if (comm[i] != before[i] && comm[i] != after[i])
			FAIL("generation %u is named \"%s\"", g, comm);
	return memcmp(comm, before, sizeof(before));
}

struct tally {
	unsigned int gone;
	unsigned int young;
	unsigned int execed;
	unsigned int dead;
};

static void assert_row(const struct chronicle *c, const struct seen *row,
		       struct tally *n)
{
	unsigned int g = generation_of(c, row->base.start_ns);
	bool execed = assert_name(row->base.comm, g);

	ASSERT_EQ(row->base.pid, c->pid);
	ASSERT_EQ(row->base.tgid, c->pid);
	ASSERT_EQ(row->base.ppid, c->parent);
	if (row->rel.valid & REL_VALID(ns_pid))
		ASSERT_EQ(row->rel.ns_pid, c->pid);
	ASSERT_EQ(row->cred.egid, group_of(g));
	if (row->sig.valid)
		ASSERT_EQ(row->sig.blocked, blocked_of(g));
	if (row->rel.valid & REL_VALID(exit_code))
		ASSERT_EQ(row->rel.exit_code, status_of(g) << 8);
	if (row->base.state == 'Z') {
		ASSERT_EQ(row->mem.valid, 0);
		ASSERT(row->rel.valid & REL_VALID(exit_code));
		n->dead++;
	} else if (execed) {
		n->execed++;
	} else {
		n->young++;
	}
}

static int ask(int fd, pid_t pid, uint64_t start_ns, struct seen *row)
{
	struct proctree_task arg = {
		.mask = LOOKED_AT,
		.row = (uintptr_t)row,
		.start_ns = start_ns,
		.pid = pid,
		.size = sizeof(*row),
	};

	return dev_task(fd, &arg);
}

/* tests/guest/quit.S under many names. */
static void link_programs(void)
{
	char target[256], path[32];
	ssize_t n = OK(readlink("/proc/self/exe", target, sizeof(target) - 8));
	unsigned int i;

	target[n] = '\0';
	strcpy(strrchr(target, '/'), "/quit");
	for (i = 0; i < NAMES; i++) {
		program_of(i, path, sizeof(path));
		unlink(path);
		OK(symlink(target, path));
	}
}

TEST_WITHIN(3600, "TASK tells one generation of a number or none, never a mix")
{
	struct chronicle *c = shared_alloc(sizeof(*c));
	struct tally n = { 0 };
	uint64_t last = 0;
	int fd = dev_open(), turn, err;
	struct seen row;
	pid_t pid;

	link_programs();
	c->pid = spawn(0, pause_forever, NULL);
	kill_and_reap(c->pid);
	pid = spawn(0, raise_generations, c);
	pin_to(0);
	for (turn = 0; !__atomic_load_n(&c->done, __ATOMIC_SEQ_CST); turn++) {
		/* Any, or just the one seen last. */
		uint64_t wanted = turn & 1 ? last : 0;

		if (waitpid(pid, NULL, WNOHANG) == pid && !c->done)
			FAIL("the parent of all has failed");
		err = ask(fd, c->pid, wanted, &row);
		__atomic_add_fetch(&c->asked, 1, __ATOMIC_SEQ_CST);
		if (err) {
			ASSERT_EQ(err, -ESRCH);
			n.gone++;
			continue;
		}
		if (wanted)
			ASSERT_EQ(row.base.start_ns, wanted);
		ASSERT_LE(last, row.base.start_ns);
		last = row.base.start_ns;
		assert_row(c, &row, &n);
	}
	note("%u generations; asked %d times: %u gone, %u before exec, %u after, %u dead",
	     c->current, turn, n.gone, n.young, n.execed, n.dead);
	ASSERT_EQ(c->current, generations());
	ASSERT(n.gone && n.young && n.execed && n.dead);
}

static void change_forever(void *unused)
{
	char *const argv[] = { (char *)EXEC_CHANGER, NULL };

	execv("/proc/self/exe", argv);
	FAIL("exec: %s", strerror(errno));
	(void)unused;
}

/* The new leader takes over the number and the start of the old one. */
TEST("TASK and SNAPSHOT always find a process whose threads exec in turn")
{
	unsigned int n = generations() / 10, changes = 0;
	struct proctree_internals in;
	struct rows rows = { 0 };
	uint64_t start, count;
	int fd = dev_open();
	struct seen row;
	pid_t pid;

	pid = spawn(0, change_forever, NULL);
	start = task_take(fd, pid).base.start_ns;
	block_take(fd, pid, PROCTREE_BLOCK_INTERNALS, &in);
	for (count = in.self_exec_id; changes < n;) {
		ASSERT_EQ(ask(fd, pid, start, &row), 0);
		ASSERT_EQ(row.base.pid, pid);
		ASSERT_EQ(row.base.tgid, pid);
		ASSERT_EQ(row.base.start_ns, start);
		ASSERT_EQ(row.base.flags & PROCTREE_ROW_THREAD, 0);
		ASSERT_EQ(row.rel.exit_signal, SIGCHLD);
		ASSERT_EQ(row.rel.ns_pid, pid);
		ASSERT_NE(row.base.state, 'X');
		rows_take(fd, &rows, PROCTREE_BLOCK_RELATIONS, pid, 0);
		ASSERT_EQ(rows.arg.count, 1);
		ASSERT_EQ(row_at(&rows, 0)->start_ns, start);
		block_take(fd, pid, PROCTREE_BLOCK_INTERNALS, &in);
		changes += in.self_exec_id != count;
		count = in.self_exec_id;
	}
	note("%u changes of leader seen", changes);
}
