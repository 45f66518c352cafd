// SPDX-License-Identifier: GPL-2.0-only
/* INTERNALS: descriptors, stacks, borrowed memory. */
#include <sys/sysinfo.h>

#include "device.h"
#include "harness.h"
#include "odd.h"
#include "oracle.h"
#include "zoo.h"

struct pair {
	struct proctree_row base;
	struct proctree_sharing share;
	struct proctree_internals in;
};

/*
 * A kernel thread borrows memory while it runs. One that is about to sleep is no
 * longer in state R, but still on its processor. Return: whether it has borrowed.
 */
static bool borrows_memory(const struct pair *p)
{
	if (p->share.mm)
		ASSERT_EQ(p->in.active_mm, p->share.mm);
	return !p->share.mm && p->base.flags & PROCTREE_ROW_KTHREAD &&
	       p->in.active_mm;
}

TEST("each task has a descriptor and a stack, which no other has")
{
	struct rows rows = { 0 };
	int fd = dev_open(), borrowers = 0;
	uint32_t i, j;

	odd_open();
	rows_take(fd, &rows, PROCTREE_BLOCK_SHARING | PROCTREE_BLOCK_INTERNALS,
		  0, PROCTREE_SNAPSHOT_THREADS);
	for (i = 0; i < rows.arg.count; i++) {
		const struct pair *a = (const void *)row_at(&rows, i);

		ASSERT_NE(a->in.task, 0);
		if (a->base.state != 'Z')
			ASSERT_NE(a->in.stack, 0);
		borrowers += borrows_memory(a);
		for (j = 0; j < i; j++) {
			const struct pair *b = (const void *)row_at(&rows, j);

			ASSERT_NE(a->in.task, b->in.task);
			if (a->in.stack)
				ASSERT_NE(a->in.stack, b->in.stack);
		}
	}
	ASSERT_LE(borrowers, get_nprocs());
}

TEST("a zombie's stack and borrowed memory are gone, its descriptor is not")
{
	struct proctree_internals in;
	int fd = dev_open();
	struct zoo zoo;

	zoo_open(&zoo);
	do
		block_take(fd, zoo.zombie, PROCTREE_BLOCK_INTERNALS, &in);
	while (in.stack);
	ASSERT_EQ(in.active_mm, 0);
	ASSERT_NE(in.task, 0);
}
