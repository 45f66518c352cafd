// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows of any numbers in any order: each is in the preorder exactly once, below
 * a parent that came earlier.
 */
#include "../../module/tree_order.h"
#include "fuzz.h"

#define ROW_BYTES	4	/* of the input, for each row */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static void check(const struct tree_order *t)
{
	uint8_t *seen = calloc(t->n + 1, 1);
	uint32_t i, last = 0;

	MUST(seen);
	for (i = 0; i < t->n; i++) {
		uint32_t at = t->order[i];

		MUST(at < t->n && !seen[at]);
		seen[at] = 1;
		MUST(t->depth[at] <= (i ? last + 1 : 0));
		last = t->depth[at];
		if (t->parent[at] == TREE_ORDER_NONE) {
			MUST(!t->depth[at]);
			continue;
		}
		MUST(t->parent[at] < at && seen[t->parent[at]]);
		MUST(t->depth[at] == t->depth[t->parent[at]] + 1);
	}
	free(seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes in = { data, size };
	size_t stride = sizeof(struct proctree_row) + 8 * (fuzz_byte(&in) % 4);
	uint32_t n = in.left / ROW_BYTES, i;
	char *rows = calloc(n + 1, stride);
	struct tree_order tree;
	void *mem = malloc(tree_order_bytes(n));

	MUST(rows && mem);
	for (i = 0; i < n; i++) {
		struct proctree_row *row = (void *)(rows + i * stride);
		int8_t numbers[3];

		fuzz_fill(&in, numbers, sizeof(numbers));
		row->pid = numbers[0];
		row->tgid = numbers[1];
		row->ppid = numbers[2];
		row->flags = fuzz_byte(&in);
	}
	tree_order_init(&tree, mem, rows, stride, n);
	check(&tree);
	free(mem);
	free(rows);
	return 0;
}
