// SPDX-License-Identifier: GPL-2.0-only
/* KUnit: the arithmetic of the rings, through all values of their counters. */
#include <kunit/test.h>

#include "ring.c"

#define SIZE	8

static struct pt_rings *rings_of(struct kunit *test)
{
	struct pt_rings *rings = pt_rings_new(SIZE, PT_LATENCY_DEFAULT);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, rings);
	return rings;
}

/* Return: the event was written. */
static bool put(struct pt_rings *rings, u32 kind)
{
	struct proctree_event *ev;
	unsigned long flags;
	int cpu;

	local_irq_save(flags);
	cpu = smp_processor_id();
	ev = pt_ring_reserve(rings, cpu);
	if (ev) {
		ev->kind = kind;
		pt_ring_publish(rings, cpu);
	}
	local_irq_restore(flags);
	return ev;
}

/* Return: what comes next, kind U32_MAX if there is nothing. */
static struct proctree_event get(struct pt_rings *rings)
{
	struct proctree_event ev = { };
	struct pt_ring *ring;

	if (peek(rings, &ev, &ring))
		take(rings, &ev, ring);
	else
		ev.kind = U32_MAX;
	return ev;
}

static void test_in_order(struct kunit *test)
{
	struct pt_rings *rings = rings_of(test);
	u32 i;

	for (i = 0; i < SIZE; i++)
		KUNIT_EXPECT_TRUE(test, put(rings, PROCTREE_EVENT_MARK));
	for (i = 0; i < SIZE; i++)
		KUNIT_EXPECT_EQ(test, get(rings).seq, i + 1ULL);
	KUNIT_EXPECT_EQ(test, get(rings).kind, U32_MAX);
	pt_rings_free(rings);
}

/* The new one is lost, and told about where it is missing. */
static void test_full(struct kunit *test)
{
	struct pt_rings *rings = rings_of(test);
	struct proctree_event ev;
	u32 i;

	migrate_disable();
	for (i = 0; i < SIZE + 3; i++)
		KUNIT_EXPECT_EQ(test, put(rings, PROCTREE_EVENT_MARK), i < SIZE);
	KUNIT_EXPECT_EQ(test, get(rings).seq, 1ULL);
	KUNIT_EXPECT_TRUE(test, put(rings, PROCTREE_EVENT_MARK));
	migrate_enable();
	for (i = 2; i <= SIZE; i++)
		KUNIT_EXPECT_EQ(test, get(rings).seq, (u64)i);
	ev = get(rings);
	KUNIT_EXPECT_EQ(test, ev.kind, (u32)PROCTREE_EVENT_LOST);
	KUNIT_EXPECT_EQ(test, ev.seq, (u64)SIZE);
	KUNIT_EXPECT_EQ(test, ev.u.lost.lost, 3ULL);
	KUNIT_EXPECT_EQ(test, get(rings).seq, SIZE + 1ULL);
	KUNIT_EXPECT_EQ(test, get(rings).kind, U32_MAX);
	pt_rings_free(rings);
}

/* Counters of 32 bits pass their end after 4 thousand million events. */
static void test_wrap(struct kunit *test)
{
	struct pt_rings *rings = rings_of(test);
	u32 i;
	int cpu;

	for_each_online_cpu(cpu) {
		rings->cpu[cpu]->head = U32_MAX - 2;
		rings->cpu[cpu]->tail = U32_MAX - 2;
	}
	migrate_disable();
	for (i = 0; i < SIZE; i++)
		KUNIT_EXPECT_TRUE(test, put(rings, PROCTREE_EVENT_MARK));
	KUNIT_EXPECT_FALSE(test, put(rings, PROCTREE_EVENT_MARK));
	migrate_enable();
	for (i = 0; i < SIZE; i++)
		KUNIT_EXPECT_EQ(test, get(rings).seq, i + 1ULL);
	KUNIT_EXPECT_EQ(test, get(rings).u.lost.lost, 1ULL);
	KUNIT_EXPECT_EQ(test, get(rings).kind, U32_MAX);
	pt_rings_free(rings);
}

/* What is lost without a ring is told, though no event comes after it. */
static void test_ringless(struct kunit *test)
{
	struct pt_rings *rings = rings_of(test);
	struct proctree_event ev;
	int cpu;

	for_each_possible_cpu(cpu) {
		free_ring(rings->cpu[cpu]);
		rings->cpu[cpu] = NULL;
	}
	KUNIT_EXPECT_FALSE(test, put(rings, PROCTREE_EVENT_MARK));
	KUNIT_EXPECT_NE(test, wait_event_timeout(rings->wait,
						 READ_ONCE(rings->ready),
						 5 * HZ), 0L);
	pt_rings_lose(rings);
	ev = get(rings);
	KUNIT_EXPECT_EQ(test, ev.kind, (u32)PROCTREE_EVENT_LOST);
	KUNIT_EXPECT_EQ(test, ev.seq, 0ULL);
	KUNIT_EXPECT_EQ(test, ev.u.lost.lost, 2ULL);
	KUNIT_EXPECT_EQ(test, get(rings).kind, U32_MAX);
	pt_rings_free(rings);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_in_order),
	KUNIT_CASE(test_full),
	KUNIT_CASE(test_wrap),
	KUNIT_CASE(test_ringless),
	{ }
};

static struct kunit_suite suite = {
	.name = "proctree_ring",
	.test_cases = cases,
};

kunit_test_suite(suite);
