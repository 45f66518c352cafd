// SPDX-License-Identifier: GPL-2.0-only
/* KUnit: the preorder, by its definition in tree_order.h. */
#include <kunit/test.h>
#include <linux/random.h>

#include "tree_order.c"

#define ROWS	300
#define ROUNDS	20

static void order_of(struct kunit *test, struct tree_order *to,
		     const struct proctree_row *rows, u32 n)
{
	void *mem = kunit_kzalloc(test, tree_order_bytes(n), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mem);
	tree_order_init(to, mem, rows, sizeof(*rows), n);
}

static void test_example(struct kunit *test)
{
	static const struct proctree_row rows[] = {
		{ .pid = 1 },
		{ .pid = 2 },
		{ .pid = 7, .ppid = 1 },
		{ .pid = 8, .ppid = 7 },
		{ .pid = 9, .ppid = 1 },
	};
	static const u32 order[] = { 0, 2, 3, 4, 1 };
	static const u32 depth[] = { 0, 0, 1, 2, 1 };
	struct tree_order to;
	u32 i;

	order_of(test, &to, rows, ARRAY_SIZE(rows));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_EXPECT_EQ(test, to.order[i], order[i]);
		KUNIT_EXPECT_EQ(test, to.depth[i], depth[i]);
	}
}

/* Whatever the rows: each is there once, after its parent, one deeper. */
static void test_any_rows(struct kunit *test)
{
	struct proctree_row *rows;
	u32 round, i;

	rows = kunit_kcalloc(test, ROWS, sizeof(*rows), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, rows);
	for (round = 0; round < ROUNDS; round++) {
		u32 place[ROWS], seen = 0;
		struct tree_order to;

		get_random_bytes(rows, ROWS * sizeof(*rows));
		for (i = 0; i < ROWS; i++) {
			rows[i].pid &= 255;
			rows[i].ppid &= 255;
			rows[i].tgid &= 255;
			place[i] = TREE_ORDER_NONE;
		}
		order_of(test, &to, rows, ROWS);
		for (i = 0; i < ROWS; i++) {
			KUNIT_ASSERT_LT(test, to.order[i], (u32)ROWS);
			seen += place[to.order[i]] == TREE_ORDER_NONE;
			place[to.order[i]] = i;
		}
		KUNIT_EXPECT_EQ(test, seen, (u32)ROWS);
		for (i = 0; i < ROWS; i++) {
			u32 parent = to.parent[i];
			u32 above = parent == TREE_ORDER_NONE ?
					    0 : to.depth[parent] + 1;

			KUNIT_EXPECT_EQ(test, to.depth[i], above);
			if (parent != TREE_ORDER_NONE)
				KUNIT_EXPECT_LT(test, place[parent], place[i]);
		}
	}
}

static void test_sizes(struct kunit *test)
{
	struct tree_order to;

	order_of(test, &to, NULL, 0);
	KUNIT_EXPECT_EQ(test, to.roots, TREE_ORDER_NONE);
	KUNIT_EXPECT_GT(test, tree_order_bytes(TREE_ORDER_MAX), 0ULL);
	KUNIT_EXPECT_EQ(test, tree_order_bytes(TREE_ORDER_MAX + 1), 0ULL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_example),
	KUNIT_CASE(test_any_rows),
	KUNIT_CASE(test_sizes),
	{ }
};

static struct kunit_suite suite = {
	.name = "proctree_tree_order",
	.test_cases = cases,
};

kunit_test_suite(suite);

MODULE_DESCRIPTION("KUnit tests of proctree");
MODULE_LICENSE("GPL");
