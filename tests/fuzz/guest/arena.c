// SPDX-License-Identifier: GPL-2.0-only
/* Memory for calls; see arena.h. */
#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE	4096UL

/* Behind the good pages: a hole, then one page of each, holes between. */
#define READ_ONLY	(ARENA_END + PAGE)
#define NO_ACCESS	(READ_ONLY + 2 * PAGE)
#define BEYOND_FILE	(NO_ACCESS + 2 * PAGE)

static void map(uint64_t at, size_t size, int prot, int flags, int fd)
{
	void *to = (void *)at;

	if (mmap(to, size, prot, flags | MAP_FIXED_NOREPLACE, fd, 0) != to) {
		perror("fuzz-guest: mmap");
		exit(1);
	}
}

void arena_map(void)
{
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
	int empty = memfd_create("empty", MFD_CLOEXEC);

	map(ARENA_BEGIN, ARENA_SIZE, PROT_READ | PROT_WRITE, flags, -1);
	map(READ_ONLY, PAGE, PROT_READ, flags, -1);
	map(NO_ACCESS, PAGE, PROT_NONE, flags, -1);
	/* Access to a page behind the end of its file is a bus error. */
	map(BEYOND_FILE, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, empty);
	close(empty);
}

static uint64_t bad_address(struct rng *rng)
{
	static const uint64_t bad[] = {
		0, 8, READ_ONLY, READ_ONLY + PAGE - 8, NO_ACCESS, BEYOND_FILE,
		ARENA_END, ARENA_BEGIN - 8, 0x7ffffffff000, 0x7fffffffffff,
		0x800000000000, 0xffff888000000000, 0xffffffff81000000,
		0xfffffffffffff000, ~0ULL, ~7ULL,
	};

	return rng_pick(rng, bad);
}

uint64_t arena_address(struct rng *rng, size_t room)
{
	switch (rng_below(rng, 16)) {
	case 0:
		return bad_address(rng);
	case 1: /* ends in the hole, or right before it */
		return ARENA_END - 8 * rng_below(rng, 1 + room / 4);
	case 2:
		return ARENA_BEGIN + rng_below(rng, ARENA_SIZE);
	default:
		return ARENA_BEGIN + 8 * rng_below(rng, ARENA_SIZE / 16);
	}
}

void arena_write(uint64_t to, const void *from, size_t size, size_t total)
{
	size_t room;

	if (to < ARENA_BEGIN || to >= ARENA_END)
		return;
	room = ARENA_END - to;
	if (total > room)
		total = room;
	if (size > total)
		size = total;
	memcpy((void *)to, from, size);
	memset((char *)to + size, 0, total - size);
}
