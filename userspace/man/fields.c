// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints the fields of a row in mdoc(7), for proctree-fields(5): the reference
 * from the table that makes all columns. Used by the build only.
 */
#include <stdio.h>
#include <string.h>

#include "lib/libproctree.h"
#include "mdoc.h"

/* The kinds, for a reader; in the order of enum proctree_kind. */
static const char *const kinds[] = {
	[PROCTREE_KIND_PID]	= "process or thread id",
	[PROCTREE_KIND_COUNT]	= "number",
	[PROCTREE_KIND_NUMBER]	= "number",
	[PROCTREE_KIND_BOOL]	= "yes or no",
	[PROCTREE_KIND_TIME]	= "ns since boot",
	[PROCTREE_KIND_NS]	= "ns",
	[PROCTREE_KIND_BYTES]	= "bytes",
	[PROCTREE_KIND_UID]	= "user id",
	[PROCTREE_KIND_GID]	= "group id",
	[PROCTREE_KIND_FLAGS]	= "flags",
	[PROCTREE_KIND_ADDR]	= "address",
	[PROCTREE_KIND_STATE]	= "letter",
	[PROCTREE_KIND_COMM]	= "text",
	[PROCTREE_KIND_ID]	= "identity (hash)",
	[PROCTREE_KIND_SIGNAL]	= "signal number",
	[PROCTREE_KIND_SIGSET]	= "set of signals",
	[PROCTREE_KIND_STATUS]	= "status word of wait(2)",
	[PROCTREE_KIND_CAPS]	= "set of capabilities",
	[PROCTREE_KIND_POLICY]	= "SCHED_*",
	[PROCTREE_KIND_INUM]	= "inode of nsfs",
};

static void put_field(const struct proctree_field *field)
{
	printf(".It Sy %s Pq %s\n", field->column, field->name);
	mdoc_put(field->meaning);
	printf(";\n%s", kinds[field->kind]);
	if (strchr(field->access, 'A'))
		printf(", sensitive");
	printf(".\nSee: ");
	mdoc_put(field->source);
	printf(".\n");
}

int main(void)
{
	size_t b, f;

	for (b = 0; b < proctree_nblocks; b++) {
		const struct proctree_block *block = &proctree_blocks[b];

		printf(".Ss %s: %s\n.Bl -tag -width Ds -compact\n",
		       block->name, block->meaning);
		for (f = 0; f < proctree_nfields; f++) {
			if (proctree_fields[f].block == block->mask)
				put_field(&proctree_fields[f]);
		}
		printf(".El\n");
	}
	return 0;
}
