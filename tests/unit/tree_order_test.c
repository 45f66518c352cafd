// SPDX-License-Identifier: GPL-2.0-only
/*
 * module/tree_order.c against an oracle that is slow and obvious, and against
 * input that no kernel would make.
 */
#include <errno.h>
#include <stdlib.h>

#include "forest.h"
#include "unit.h"

/* The parent by the definition in tree_order.h. O(n). */
static uint32_t oracle_parent(const struct proctree_rows *rows, uint32_t i)
{
	const struct proctree_row *row = proctree_row_at(rows, i);
	int32_t wanted = row->flags & PROCTREE_ROW_THREAD ? row->tgid :
							    row->ppid;
	uint32_t j;

	for (j = 0; j < i; j++) {
		const struct proctree_row *r = proctree_row_at(rows, j);

		if (r->pid == wanted && !(r->flags & PROCTREE_ROW_THREAD))
			return j;
	}
	return TREE_ORDER_NONE;
}

/* Preorder by recursion over all rows. O(n * n). */
static uint32_t oracle_preorder(const struct proctree_rows *rows,
				const uint32_t *parent, uint32_t of,
				uint32_t depth, uint32_t *order,
				uint32_t *depths, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < rows->count; i++) {
		if (parent[i] != of)
			continue;
		order[n++] = i;
		depths[i] = depth;
		n = oracle_preorder(rows, parent, i, depth + 1, order, depths,
				    n);
	}
	return n;
}

static void check_against_oracle(const struct proctree_rows *rows)
{
	uint32_t n = rows->count, i;
	uint32_t *parent = calloc(n + 1, sizeof(*parent));
	uint32_t *order = calloc(n + 1, sizeof(*order));
	uint32_t *depths = calloc(n + 1, sizeof(*depths));
	struct tree_order to;

	for (i = 0; i < n; i++)
		parent[i] = oracle_parent(rows, i);
	assert_int_equal(oracle_preorder(rows, parent, TREE_ORDER_NONE, 0,
					 order, depths, 0), n);
	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.n, n);
	assert_memory_equal(to.parent, parent, n * sizeof(*parent));
	assert_memory_equal(to.order, order, n * sizeof(*order));
	assert_memory_equal(to.depth, depths, n * sizeof(*depths));
	proctree_order_free(&to);
	free(depths);
	free(order);
	free(parent);
}

/* Each row once, parents first: what holds for any input. */
static void check_invariants(const struct proctree_rows *rows)
{
	char *seen = calloc(1, rows->count + 1);
	struct tree_order to;
	uint32_t n, i, parent;

	assert_int_equal(proctree_order(rows, &to), 0);
	for (n = 0; n < rows->count; n++) {
		i = to.order[n];
		assert_in_range(i, 0, rows->count - 1);
		assert_int_equal(seen[i], 0);
		seen[i] = 1;
		parent = to.parent[i];
		if (parent == TREE_ORDER_NONE) {
			assert_int_equal(to.depth[i], 0);
		} else {
			assert_true(parent < i && seen[parent]);
			assert_int_equal(to.depth[i], to.depth[parent] + 1);
		}
	}
	proctree_order_free(&to);
	free(seen);
}

static uint32_t random_below(unsigned int *seed, uint32_t n)
{
	return rand_r(seed) % n;
}

TEST("tree_order agrees with a naive oracle on 300 random forests")
{
	unsigned int seed = 1;
	int round;

	for (round = 0; round < 300; round++) {
		uint32_t n = random_below(&seed, 120), i;
		struct proctree_rows *rows = forest_new(n);

		for (i = 0; i < n; i++) {
			/* Sometimes a parent that does not exist. */
			int32_t parent = random_below(&seed, i + 2);
			struct proctree_row *row;

			row = forest_add(rows, i + 1, parent, "x");
			if (i && !random_below(&seed, 5)) {
				row->flags |= PROCTREE_ROW_THREAD;
				row->tgid = 1 + random_below(&seed, i);
			}
		}
		check_against_oracle(rows);
		proctree_rows_free(rows);
	}
}

TEST("tree_order agrees with the oracle on rows of random garbage")
{
	unsigned int seed = 2;
	int round;

	for (round = 0; round < 300; round++) {
		uint32_t n = random_below(&seed, 60), i;
		struct proctree_rows *rows = forest_new(n);

		for (i = 0; i < n; i++) {
			struct proctree_row *row;

			row = forest_add(rows, (int)random_below(&seed, 20) - 5,
					 (int)random_below(&seed, 20) - 5, "x");
			row->tgid = (int)random_below(&seed, 20) - 5;
			row->flags = random_below(&seed, 4);
		}
		check_against_oracle(rows);
		check_invariants(rows);
		proctree_rows_free(rows);
	}
}

TEST("an empty snapshot has no roots")
{
	struct proctree_rows *rows = forest_new(0);
	struct tree_order to;

	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.n, 0);
	assert_int_equal(to.roots, TREE_ORDER_NONE);
	proctree_order_free(&to);
	proctree_rows_free(rows);
}

TEST("two processes that call each other parent make no cycle")
{
	struct proctree_rows *rows = forest_new(2);
	struct tree_order to;

	forest_add(rows, 10, 11, "a");
	forest_add(rows, 11, 10, "b");
	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.parent[0], TREE_ORDER_NONE);
	assert_int_equal(to.parent[1], 0);
	proctree_order_free(&to);
	proctree_rows_free(rows);
}

TEST("a process that is its own parent is a root")
{
	struct proctree_rows *rows = forest_new(1);
	struct tree_order to;

	forest_add(rows, 10, 10, "a");
	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.roots, 0);
	assert_int_equal(to.parent[0], TREE_ORDER_NONE);
	proctree_order_free(&to);
	proctree_rows_free(rows);
}

TEST("of two rows with one pid the first gets the children")
{
	struct proctree_rows *rows = forest_new(3);
	struct tree_order to;

	forest_add(rows, 10, 0, "a");
	forest_add(rows, 10, 0, "b");
	forest_add(rows, 11, 10, "c");
	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.parent[2], 0);
	proctree_order_free(&to);
	proctree_rows_free(rows);
}

TEST("a thread stands below its leader and gets no children")
{
	struct proctree_rows *rows = forest_new(3);
	struct proctree_row *thread;
	struct tree_order to;

	forest_add(rows, 10, 0, "a");
	thread = forest_add(rows, 11, 0, "a");
	thread->tgid = 10;
	thread->flags = PROCTREE_ROW_THREAD;
	forest_add(rows, 12, 11, "c");
	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.parent[1], 0);
	assert_int_equal(to.parent[2], TREE_ORDER_NONE);
	proctree_order_free(&to);
	proctree_rows_free(rows);
}

TEST("a child that stands before its parent is a root")
{
	struct proctree_rows *rows = forest_new(2);
	struct tree_order to;

	forest_add(rows, 11, 10, "child");
	forest_add(rows, 10, 0, "parent");
	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.parent[0], TREE_ORDER_NONE);
	assert_int_equal(to.child[1], TREE_ORDER_NONE);
	proctree_order_free(&to);
	proctree_rows_free(rows);
}

TEST("a chain 3,000 deep has its last process at depth 2,999")
{
	struct proctree_rows *rows = forest_new(3000);
	struct tree_order to;
	int i;

	for (i = 1; i <= 3000; i++)
		forest_add(rows, i, i - 1, "x");
	assert_int_equal(proctree_order(rows, &to), 0);
	assert_int_equal(to.depth[2999], 2999);
	assert_int_equal(to.order[2999], 2999);
	proctree_order_free(&to);
	check_invariants(rows);
	proctree_rows_free(rows);
}

TEST("a family of 100,000 children stays in order of birth")
{
	struct proctree_rows *rows = forest_new(100001);
	struct tree_order to;
	int i;

	forest_add(rows, 1, 0, "x");
	for (i = 0; i < 100000; i++)
		forest_add(rows, i + 2, 1, "x");
	assert_int_equal(proctree_order(rows, &to), 0);
	for (i = 0; i <= 100000; i++)
		assert_int_equal(to.order[i], i);
	proctree_order_free(&to);
	proctree_rows_free(rows);
}

TEST("pids that differ only above the hash are found")
{
	struct proctree_rows *rows = forest_new(4096);
	int i;

	for (i = 0; i < 2048; i++)
		forest_add(rows, (i + 1) << 10, i << 10, "x");
	check_invariants(rows);
	assert_int_equal(oracle_parent(rows, 2047), 2046);
	check_against_oracle(rows);
	proctree_rows_free(rows);
}

TEST("rows wider than the base are ordered like the base")
{
	struct proctree_row wide[3][2] = {
		{ { .pid = 1 } }, { { .pid = 2, .ppid = 1 } },
		{ { .pid = 3, .ppid = 2 } },
	};
	struct proctree_rows rows = {
		.stride = sizeof(wide[0]), .count = 3, .data = wide,
	};
	struct tree_order to;

	assert_int_equal(proctree_order(&rows, &to), 0);
	assert_int_equal(to.depth[2], 2);
	proctree_order_free(&to);
}

TEST("more rows than tree_order can number are refused")
{
	struct proctree_rows rows = { .stride = 64 };
	struct tree_order to;

	rows.count = TREE_ORDER_MAX + 1;
	assert_int_equal(tree_order_bytes(rows.count), 0);
	assert_int_equal(proctree_order(&rows, &to), -EOVERFLOW);
}
