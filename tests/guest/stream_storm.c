// SPDX-License-Identifier: GPL-2.0-only
/* Many lives at once on two processors: each told whole, and in its order. */
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"
#include "stream.h"

#define LIVES	2000	/* on each processor; 25,000 under PROCTREE_STRESS */
#define EXEC_EACH 16	/* one of so many execs: that takes long */
#define SLOTS	(1 << 18)

static unsigned int lives(void)
{
	return getenv("PROCTREE_STRESS") ? 25000 : LIVES;
}

/* Some exec. */
static void live(void *cpu)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };
	unsigned int i, n = lives();

	pin_to((intptr_t)cpu);
	for (i = 0; i < n; i++) {
		pid_t pid = OK(fork());

		if (!pid && i % EXEC_EACH == 0)
			execv("/proc/self/exe", argv);
		if (!pid)
			_exit(0);
		OK(waitpid(pid, NULL, 0));
	}
}

/* How far each task has come; a table of those that were born. */
struct task_seen {
	uint64_t start_ns;
	pid_t pid;
	uint32_t last; /* kind */
};

static struct task_seen *seen(pid_t pid, uint64_t start_ns)
{
	static struct task_seen table[SLOTS];
	uint64_t at = (start_ns ^ (uint64_t)pid << 40) * 0x9e3779b97f4a7c15;
	struct task_seen *t = &table[at >> 46];

	while (t->pid && (t->pid != pid || t->start_ns != start_ns))
		t = t == &table[SLOTS - 1] ? table : t + 1;
	t->pid = pid;
	t->start_ns = start_ns;
	return t;
}

/* Kinds are numbered in the order of a life: FORK, EXEC, EXIT, FREE. */
static void check_event(const struct proctree_event *e, unsigned int *counts)
{
	struct task_seen *t;

	counts[e->kind]++;
	if (e->kind == PROCTREE_EVENT_FORK) {
		t = seen(e->u.fork.child_pid, e->u.fork.child_start_ns);
		if (t->last)
			FAIL("%d born after event %u", t->pid, t->last);
		t->last = e->kind;
		return;
	}
	if (e->kind == PROCTREE_EVENT_MARK)
		return;
	t = seen(e->pid, e->start_ns);
	if (t->last < PROCTREE_EVENT_FORK || t->last >= e->kind)
		FAIL("%d: event %u after %u", e->pid, e->kind, t->last);
	if (e->kind == PROCTREE_EVENT_FREE && t->last != PROCTREE_EVENT_EXIT)
		FAIL("%d: free after %u", e->pid, t->last);
	t->last = e->kind;
}

/* Check and forget what there is. */
static void go_on(struct stream *s, unsigned int *counts)
{
	size_t i;

	stream_read(s);
	for (i = 0; i < s->count; i++)
		check_event(&s->events[i], counts);
	s->count = 0;
}

TEST_WITHIN(600, "in a storm on two processors no life is told out of order")
{
	unsigned int counts[PROCTREE_EVENT_KTSTOP + 1] = { 0 }, n = lives();
	struct stream s;
	pid_t pids[2];
	int i;

	stream_open_as(&s, &(struct proctree_watch){
		.kinds = EV_LIFE, .root_pid = getpid(), .ring = 65536 });
	for (i = 0; i < 2; i++)
		pids[i] = spawn(0, live, (void *)(intptr_t)i);
	while (counts[PROCTREE_EVENT_FREE] < 2 * n) {
		go_on(&s, counts);
		nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
	}
	for (i = 0; i < 2; i++)
		ASSERT_EQ(reap(pids[i]), 0);
	while (counts[PROCTREE_EVENT_FREE] < 2 * n + 2)
		go_on(&s, counts);
	note("%u forks, %u execs, %u exits, %u freed, %u lost",
	     counts[PROCTREE_EVENT_FORK], counts[PROCTREE_EVENT_EXEC],
	     counts[PROCTREE_EVENT_EXIT], counts[PROCTREE_EVENT_FREE],
	     counts[PROCTREE_EVENT_LOST]);
	ASSERT_EQ(counts[PROCTREE_EVENT_LOST], 0);
	ASSERT_EQ(counts[PROCTREE_EVENT_FORK], 2 * n + 2);
	ASSERT_EQ(counts[PROCTREE_EVENT_EXEC], 2 * ((n + EXEC_EACH - 1) / EXEC_EACH));
	ASSERT_EQ(counts[PROCTREE_EVENT_EXIT], 2 * n + 2);
	stream_close(&s);
}
