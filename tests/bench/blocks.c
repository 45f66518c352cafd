// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each block costs for each task. Prints one "NAME VALUE" a line;
 * scripts/bench knows what they mean.
 *
 * Usage: blocks PROCESSES
 */
#include <stdio.h>
#include <stdlib.h>

#include "measure.h"

#define PROCTREE_BLOCK(NAME, ...)	{ #NAME, PROCTREE_BLOCK_##NAME },
#define PROCTREE_FIELD(...)
static const struct {
	const char *name;
	__u64 mask;
} blocks[] = {
#include "proctree_fields.def"
};

int main(int argc, char **argv)
{
	unsigned int n = argc == 2 ? atoi(argv[1]) : 0, rows;
	struct measure m = { 0 };
	__u64 all;

	if (!n) {
		fputs("Usage: blocks PROCESSES\n", stderr);
		return 2;
	}
	all = measure_begin(n);
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		m.mask = PROCTREE_BLOCK_BASE | blocks[i].mask;
		printf("%s %llu\n", blocks[i].name, measure_cost(&m, &rows));
	}
	m.mask = all;
	printf("all %llu\n", measure_cost(&m, &rows));
	printf("tasks %u\n", rows);
	m.threads = 1;
	printf("section-threads %llu\n", measure_section(&m));
	return 0;
}
