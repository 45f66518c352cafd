// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "cow": who copies which page when, counted in page faults, and
 * what it costs to fork with little and with much memory.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cow_costs.h"
#include "harness.h"
#include "param.h"

#define PAGES_MAX	16384
/* proc_pid_pagemap(5): where the page is, and whether nobody else maps it. */
#define PFN_MASK	((1ULL << 55) - 1)
#define OWN		(1ULL << 56)

/* All of it is copied by fork, too: each of the two has its own. */
static struct {
	volatile char *memory;
	volatile char *shared;
	size_t page_size;
	unsigned int pages;
	unsigned int some;
	uint64_t frames[2][PAGES_MAX];
} have;

static bool valid_pages(const char *value)
{
	return param_number(value, 64, PAGES_MAX);
}

static bool valid_write(const char *value)
{
	return param_number(value, 1, PAGES_MAX / 2);
}

static bool valid_mib(const char *value)
{
	return param_number(value, 16, 1024);
}

static void *map(size_t size, int how)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    how | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		leave(EXIT_FAILURE);
	madvise(memory, size, MADV_NOHUGEPAGE);
	return memory;
}

static void touch(unsigned int from, unsigned int n, bool write)
{
	unsigned int i;

	for (i = from; i < from + n; i++) {
		if (write)
			have.memory[i * have.page_size]++;
		else
			(void)have.memory[i * have.page_size];
	}
}

static void have_memory(const struct trial *t)
{
	have.page_size = sysconf(_SC_PAGESIZE);
	have.pages = atoi(trial_param(t, "pages"));
	have.some = atoi(trial_param(t, "write"));
	have.memory = map(have.pages * have.page_size, MAP_PRIVATE);
	have.shared = map(have.page_size, MAP_SHARED);
	touch(0, have.pages, true);
	*have.shared = 'p';
}

/*
 * Which frames of memory the pages are in, and whether alone. The numbers of
 * frames are 0 for who may not know them. Return: whether anything is known.
 */
static bool look_up_frames(uint64_t *to, unsigned int from, unsigned int n)
{
	off_t at = ((uintptr_t)have.memory / have.page_size + from) *
		   sizeof(*to);
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	ssize_t size = n * sizeof(*to);
	bool known;

	memset(to, 0, size);
	known = fd >= 0 && pread(fd, to, size, at) == size;
	close(fd);
	return known;
}

static long faults_so_far(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

/*
 * Touch @n pages, and tell what it took: faults, pages in other frames; and of
 * how many it is the owner now.
 */
static void say_touch(const struct role *me, unsigned int from, unsigned int n,
		      bool write)
{
	unsigned int i, copied = 0, own = 0;
	long faults;
	bool known;

	known = look_up_frames(have.frames[0], from, n);
	look_up_frames(have.frames[1], from, n);
	faults = faults_so_far();
	touch(from, n, write);
	faults = faults_so_far() - faults;
	known = look_up_frames(have.frames[1], from, n) && known;
	for (i = 0; i < n; i++) {
		copied += (have.frames[0][i] ^ have.frames[1][i]) & PFN_MASK ?
			  1 : 0;
		own += have.frames[1][i] & OWN ? 1 : 0;
	}
	say(me, "touched", PROCTREE_KIND_COUNT, n);
	say(me, "faults", PROCTREE_KIND_COUNT, faults);
	if (!known)
		return;
	say(me, "copied", PROCTREE_KIND_COUNT, copied);
	say(me, "own", PROCTREE_KIND_COUNT, own);
}

static noreturn void be_child(const struct role *me)
{
	role_name(me);
	say(me, "pages", PROCTREE_KIND_COUNT, have.pages);
	barrier(me);
	say_touch(me, 0, have.pages, false);
	barrier(me);
	*have.shared = 'c';
	say_touch(me, 0, have.some, true);
	barrier(me);
	say_touch(me, 0, have.some, true);
	barrier(me);
	leave(EXIT_SUCCESS);
}

static void be_parent(struct role *me)
{
	unsigned int some, byte;
	pid_t pid;

	have_memory(me->trial);
	some = have.some;
	barrier(me);
	pid = role_made(fork());
	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say_result(me, "fork", PROCTREE_KIND_PID, pid);
	barrier(me);
	byte = have.memory[0];
	say(me, "private_seen", PROCTREE_KIND_BOOL, byte != 1);
	say(me, "shared_seen", PROCTREE_KIND_BOOL, *have.shared == 'c');
	say_touch(me, 0, some, true);
	barrier(me);
	say_touch(me, some, some, true);
	barrier(me);
	waitpid(pid, NULL, 0);
	say_touch(me, 2 * some, have.pages - 2 * some, true);
	barrier(me);
}

static void next(struct role *role)
{
	role_go(role);
	role_wait(role);
}

static void run_pages(struct trial *t, struct role *parent, struct role *child)
{
	role_start(parent, be_parent);
	role_wait(parent);
	step(t, "filled", "every page of its memory has been written to");
	next(parent);
	if (role_said(parent, "fork") < 0)
		trial_fail(t, "fork: %s", strerror(-role_said(parent, "fork")));
	role_wait(child);
	step(t, "forked", "the child has touched nothing yet");
	next(child);
	step(t, "read", "the child has read every page");
	next(child);
	step(t, "wrote", "the child has written to some");
	next(child);
	step(t, "again", "and to the same ones again");
	next(parent);
	step(t, "after", "the parent has written to the same ones");
	next(parent);
	step(t, "before", "the parent has written to others, before the child");
	role_go(child);
	await_state(child, "Z");
	next(parent);
	step(t, "alone", "the child has ended; the parent has written to the "
	     "rest");
	role_go(parent);
	role_reap(parent);
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *child = role_declare(t, "child");

	if (2 * atoi(trial_param(t, "write")) >= atoi(trial_param(t, "pages")))
		trial_fail(t, "--write must be less than half of --pages");
	run_pages(t, parent, child);
	cow_costs(t);
}

const struct experiment exp_cow = {
	.name = "cow",
	.summary = "which page is copied when, and what fork costs",
	.topic = TOPIC_MEMORY,
	.params = {
		{ "pages", "N", "pages of memory to share, 64 to 16384",
		  "1024", valid_pages },
		{ "write", "K", "write to so many of them, less than half",
		  "128", valid_write },
		{ "mib", "N", "memory of the costly fork, 16 to 1024", "32",
		  valid_mib },
	},
	.columns = {
		{ "state" }, { "ppid" }, { "mm" }, { "rss_anon" },
		{ "page_tables", "TABLES" }, { "min_flt" },
	},
	.run = run,
	.claims = cow_claims,
};
