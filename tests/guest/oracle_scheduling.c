// SPDX-License-Identifier: GPL-2.0-only
/* SCHEDULING against stat, status and sched_getattr(2), for all threads. */
#include <linux/io_uring.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "oracle.h"
#include "schedattr.h"
#include "spawn.h"

/* task->__state of include/linux/sched.h */
#define RUNNING		0x00
#define INTERRUPTIBLE	0x01
#define UNINTERRUPTIBLE	0x02
#define STOPPED		0x04
#define TRACED		0x08
#define PARKED		0x40
#define NOLOAD		0x400
#define REPORTED	(INTERRUPTIBLE | UNINTERRUPTIBLE | STOPPED | TRACED | \
			 PARKED)
#define ZOMBIE		0x20	/* task->exit_state */
#define DEAD		0x10

#define FIFO		1	/* policies of a real-time priority */
#define ROUND_ROBIN	2
#define DEADLINE	6

static int64_t letter_of(int64_t state)
{
	if ((state & (UNINTERRUPTIBLE | NOLOAD)) == (UNINTERRUPTIBLE | NOLOAD))
		return 'I';
	switch (state & REPORTED) {
	case RUNNING:
		return 'R';
	case INTERRUPTIBLE:
		return 'S';
	case UNINTERRUPTIBLE:
		return 'D';
	case STOPPED:
		return 'T';
	case TRACED:
		return 't';
	case PARKED:
		return 'P';
	}
	return '?';
}

/* The letter; of the dead it tells exit_state alone. */
static struct range ask_letter(const struct facts *f, const struct oracle *o)
{
	(void)o;
	return f->stat[3] == 'Z' || f->stat[3] == 'X' ? unknown() :
							exactly(f->stat[3]);
}

static struct range ask_exit_state(const struct facts *f,
				   const struct oracle *o)
{
	(void)o;
	return exactly(f->stat[3] == 'Z' ? ZOMBIE :
		       f->stat[3] == 'X' ? DEAD : 0);
}

static struct range ask_policy(const struct facts *f, const struct oracle *o)
{
	struct schedattr a;

	(void)o;
	return syscall(SYS_sched_getattr, f->pid, &a, sizeof(a), 0) ?
		       unknown() : exactly(a.policy);
}

static struct range ask_rt_priority(const struct facts *f,
				    const struct oracle *o)
{
	struct schedattr a;

	(void)o;
	return syscall(SYS_sched_getattr, f->pid, &a, sizeof(a), 0) ?
		       unknown() : exactly(a.priority);
}

/* Field 18 of stat is less by MAX_RT_PRIO. */
static struct range ask_prio(const struct facts *f, const struct oracle *o)
{
	return exactly(f->stat[o->n] + 100);
}

static struct range ask_static_prio(const struct facts *f,
				    const struct oracle *o)
{
	return exactly(f->stat[o->n] + 120);
}

/* kernel/sched/core.c __normal_prio() */
static struct range ask_normal_prio(const struct facts *f,
				    const struct oracle *o)
{
	int64_t policy = f->stat[41], rt_priority = f->stat[40];

	(void)o;
	if (policy == DEADLINE)
		return exactly(-1);
	if (policy == FIFO || policy == ROUND_ROBIN)
		return exactly(99 - rt_priority);
	return exactly(f->stat[19] + 120);
}

/* The one who asks runs; who sleeps does not. */
static struct range ask_on_cpu(const struct facts *f, const struct oracle *o)
{
	(void)o;
	if (f->pid == thread_id())
		return exactly(1);
	return f->stat[3] == 'R' ? unknown() : exactly(0);
}

static struct range ask_cpus(const struct facts *f, const struct oracle *o)
{
	struct range r = ask_status_hex(f, o); /* of less than 64 processors */

	return r.knowledge == KNOWN ? exactly(__builtin_popcountl(r.low)) : r;
}

TEST("how it is scheduled is as stat, status and sched_getattr say")
{
	oracle_ask_all(&oracle_scheduling);
}

/* One entry of the ring: read from where nothing comes. */
static void read_by_ring(int ring, const struct io_uring_params *p, int from)
{
	struct io_uring_sqe *entry;
	static char c;
	char *queue;

	queue = mmap(NULL, p->sq_off.array + p->sq_entries * sizeof(uint32_t),
		     PROT_READ | PROT_WRITE, MAP_SHARED, ring,
		     IORING_OFF_SQ_RING);
	ASSERT(queue != MAP_FAILED);
	entry = mmap(NULL, p->sq_entries * sizeof(*entry),
		     PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
	ASSERT(entry != MAP_FAILED);
	*entry = (struct io_uring_sqe){
		.opcode = IORING_OP_READ,
		.fd = from,
		.addr = (uintptr_t)&c,
		.len = 1,
	};
	*(uint32_t *)(queue + p->sq_off.array) = 0;
	__atomic_store_n((uint32_t *)(queue + p->sq_off.tail), 1,
			 __ATOMIC_RELEASE);
}

static void wait_for_io(void *unused)
{
	struct io_uring_params params = { 0 };
	int ends[2], ring;

	(void)unused;
	OK(pipe(ends));
	ring = OK(syscall(SYS_io_uring_setup, 1, &params));
	read_by_ring(ring, &params, ends[0]);
	for (;;)
		syscall(SYS_io_uring_enter, ring, 1, 1,
			IORING_ENTER_GETEVENTS, NULL, 0);
}

/* How many tasks the kernel counts as waiting for input or output. */
static int count_blocked(void)
{
	char line[256];
	FILE *f = fopen("/proc/stat", "re");
	int n = -1;

	ASSERT(f);
	while (n < 0 && fgets(line, sizeof(line), f))
		sscanf(line, "procs_blocked %d", &n);
	fclose(f);
	return n;
}

static unsigned int count_in_iowait(int fd)
{
	const uint64_t bit = PROCTREE_BLOCK_SCHEDULING;
	static struct rows rows;
	unsigned int n = 0;
	uint32_t i;

	rows_take(fd, &rows, bit, 0, PROCTREE_SNAPSHOT_THREADS);
	for (i = 0; i < rows.arg.count; i++) {
		const struct proctree_scheduling *s =
			(const void *)(row_at(&rows, i) + 1);

		n += s->in_iowait;
	}
	return n;
}

/* No file names them, but /proc/stat counts them. */
TEST("who waits for input or output is marked, as many as /proc/stat counts")
{
	struct proctree_scheduling s;
	int fd = dev_open(), i;
	pid_t pid;

	AWAIT(count_blocked() == 0 && count_in_iowait(fd) == 0);
	pid = spawn(0, wait_for_io, NULL);
	for (i = 0; i < 2000 && count_blocked() == 0; i++)
		usleep(1000);
	if (!count_blocked())
		SKIP("this kernel does not count who waits in io_uring_enter");
	await_state(0, pid, 'S');
	block_take(fd, pid, PROCTREE_BLOCK_SCHEDULING, &s);
	ASSERT_EQ(s.in_iowait, 1);
	AWAIT(count_blocked() == 1 && count_in_iowait(fd) == 1);
}

static const struct oracle oracles[] = {
	{ "state_raw", .ask = ask_letter, .see = letter_of },
	{ "exit_state", .ask = ask_exit_state },
	{ "policy", .ask = ask_policy },
	{ "prio", .ask = ask_prio, .n = 18 },
	{ "static_prio", .ask = ask_static_prio, .n = 19 },
	{ "normal_prio", .ask = ask_normal_prio },
	{ "rt_priority", .ask = ask_rt_priority },
	{ "nice", .ask = ask_stat, .n = 19 },
	{ "on_cpu", .ask = ask_on_cpu },
	{ "cpu", .ask = ask_stat, .n = 39 },
	{ "cpus_allowed", .ask = ask_cpus, .key = "Cpus_allowed" },
	{ "nvcsw", .ask = ask_status, .key = "voluntary_ctxt_switches" },
	{ "nivcsw", .ask = ask_status, .key = "nonvoluntary_ctxt_switches" },
	{ "in_iowait",
	  .test = "who waits for input or output is marked, as many as /proc/stat counts" },
};

ORACLE_TABLE(scheduling, SCHEDULING);
