// SPDX-License-Identifier: GPL-2.0-only
/*
 * Somebody whose memory is limited opens all he can: what the module keeps for
 * him is his, he is refused in time, nobody else notices, and it ends with him.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cgroup.h"
#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"
#include "text.h"
#include "world.h"

#define MB		(1024 * 1024ul)
#define RING_MAX	(1u << 20)
#define EVENT_SIZE	sizeof(struct proctree_event)
#define LARGE_RING	65536
#define LIMIT_MB	24ul	/* for each processor: rings, and room */
#define FILES		1000

/* What is left over of a cgroup's own accounts, which processors keep back. */
#define SLACK		(2 * MB)

static uint64_t memory_of(const struct cgroup *c)
{
	return cgroup_number(c, "memory.current", NULL);
}

/* Times that somebody was killed for want of memory. */
static long killed_for_memory(void)
{
	static char text[64 * 1024];
	char *at;

	file_read("/proc/vmstat", text, sizeof(text));
	at = strstr(text, "\noom_kill ");
	ASSERT(at);
	return atol(at + strlen("\noom_kill "));
}

/**
 * struct attack - shared with the attacker
 * @step:	how far he has got
 * @streams:	open files of each kind
 * @largest:	how the largest ring was answered, 0 or an error
 * @stream:	the error that ended it, of each kind
 */
struct attack {
	struct cgroup group;
	int step;
	unsigned int streams, texts, devices;
	int largest;
	int stream, text, device;
};

static void await_step(struct attack *a, int step)
{
	AWAIT(__atomic_load_n(&a->step, __ATOMIC_SEQ_CST) == step);
}

static void set_step(struct attack *a, int step)
{
	__atomic_store_n(&a->step, step, __ATOMIC_SEQ_CST);
}

static void open_one_stream(void *attack)
{
	struct attack *a = attack;
	struct stream s;

	cgroup_enter(&a->group);
	become(NOBODY, -1);
	set_step(a, 1);
	await_step(a, 2);
	stream_open_as(&s, &(struct proctree_watch){
		.kinds = EV(FORK), .ring = LARGE_RING });
	set_step(a, 3);
	await_step(a, 4);
	stream_close(&s);
	set_step(a, 5);
	pause_forever(NULL);
}

TEST("a ring is paid for by the cgroup of who opens it, until it is closed")
{
	struct attack *a = shared_alloc(sizeof(*a));
	uint64_t before, open, ring = LARGE_RING * EVENT_SIZE *
				      sysconf(_SC_NPROCESSORS_ONLN);

	cgroup_make(&a->group, "proctree-payer", "memory");
	spawn(0, open_one_stream, a);
	await_step(a, 1);
	before = memory_of(&a->group);
	set_step(a, 2);
	await_step(a, 3);
	open = memory_of(&a->group);
	note("%lu kB, %lu kB with rings of %lu kB", before / 1024, open / 1024,
	     ring / 1024);
	ASSERT_GE(open - before, ring);
	set_step(a, 4);
	await_step(a, 5);
	AWAIT(memory_of(&a->group) < before + SLACK);
	cgroup_kill(&a->group);
	cgroup_remove(&a->group);
}

/*
 * Rings as large as they get; of those that are refused, half as large. Some
 * memory stays free for his own pages, or he would be killed for those.
 */
static void open_streams(struct attack *a)
{
	uint32_t ring = RING_MAX;
	int fd = dev_open(), err;

	for (;;) {
		struct proctree_watch w = { .kinds = EV(FORK), .ring = ring };

		err = watch_try(fd, &w);
		if (ring == RING_MAX)
			a->largest = err;
		if (!err) {
			a->streams++;
			fd = dev_open();
		} else if (err == -ENOMEM && ring > 4) {
			ring = ring > LARGE_RING ? ring / 2 : 4;
		} else {
			a->stream = err;
			return;
		}
	}
}

static int open_all(const char *path, unsigned int *n)
{
	while (open(path, O_RDONLY | O_CLOEXEC) >= 0)
		++*n;
	return -errno;
}

static void attack(void *attack)
{
	struct rlimit files = { FILES, FILES };
	struct attack *a = attack;

	OK(setrlimit(RLIMIT_NOFILE, &files));
	cgroup_enter(&a->group);
	become(NOBODY, -1);
	open_streams(a);
	a->text = open_all(PROCTREE_PROC, &a->texts);
	a->device = open_all(PROCTREE_DEVICE, &a->devices);
	set_step(a, 1);
	pause_forever(NULL);
}

/* Others are served while the attacker has all he can get. */
static void others_are_served(void)
{
	struct rows rows = { 0 };
	struct stream s;
	struct text text;
	int fd = dev_open();

	rows_take(fd, &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	rows_free(&rows);
	text_take(PROCTREE_PROC, &text);
	text_free(&text);
	stream_open(&s, EV_LIFE, getpid());
	fork_and_wait(3);
	stream_catch_up(&s);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_FORK), 3);
	stream_close(&s);
	close(fd);
}

/* The attacker's limit, in bytes. */
static uint64_t limit(struct attack *a)
{
	uint64_t bytes = LIMIT_MB * MB * sysconf(_SC_NPROCESSORS_ONLN);
	char text[32];

	snprintf(text, sizeof(text), "%lu", bytes);
	cgroup_write(&a->group, "memory.max", text);
	return bytes;
}

TEST_WITHIN(180, "an attacker with little memory is refused, and nobody is killed")
{
	struct attack *a = shared_alloc(sizeof(*a));
	long killed = killed_for_memory();
	uint64_t used, most;
	pid_t pid;

	/*
	 * Each processor keeps a stock of pages that it has charged to him, and
	 * is not waited for when that is wanted back (mm/memcontrol.c,
	 * drain_all_stock()): a page fault of his can come too early.
	 */
	pin_to(0);
	cgroup_make(&a->group, "proctree-attacker", "memory");
	most = limit(a);
	pid = spawn(0, attack, a);
	AWAIT(__atomic_load_n(&a->step, __ATOMIC_SEQ_CST) ||
	      killed_for_memory() != killed);
	ASSERT_EQ(killed_for_memory(), killed);
	used = memory_of(&a->group);
	note("%u streams, %u texts, %u devices: %lu kB", a->streams, a->texts,
	     a->devices, used / 1024);
	ASSERT_EQ(a->largest, -ENOMEM);
	ASSERT_EQ(a->stream, -EMFILE);
	ASSERT_EQ(a->text, -EMFILE);
	ASSERT_EQ(a->device, -EMFILE);
	ASSERT_EQ(a->streams, 64);
	ASSERT_EQ(a->texts, 64);
	ASSERT_GE(used, most / 2);
	ASSERT_LE(used, most);
	others_are_served();
	ASSERT_EQ(killed_for_memory(), killed);
	kill_and_reap(pid);
	AWAIT(memory_of(&a->group) < SLACK);
	cgroup_remove(&a->group);
}
