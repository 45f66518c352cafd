/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Groups of tasks that share kernel objects: what flags of clone(2) made common.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include "lib/libproctree.h"

/* The objects, by name of the field in the SHARING block. */
#define GROUPS_KINDS 9
extern const char *const groups_kinds[GROUPS_KINDS];

/**
 * struct group - the same tasks share all these
 * @kinds:	bit n: the object groups_kinds[n]
 * @members:	rows, in their order
 * @n:		number of them, 2 at least
 */
struct group {
	uint32_t kinds;
	uint32_t *members;
	uint32_t n;
};

/**
 * struct groups - made by groups_find()
 * @groups:	by their first member, larger ones first
 * @n:		number of them
 * @memory:	of all members
 */
struct groups {
	struct group *groups;
	uint32_t n;
	uint32_t *memory;
};

/**
 * groups_find - find all groups of more than one task, but for those that have
 *	the namespaces (nsproxy) of the first row
 * @rows:	with PROCTREE_BLOCK_SHARING; with or without threads
 * @to:		result; free with groups_free()
 *
 * Return: 0, -EINVAL without that block, -ENOMEM.
 */
int groups_find(const struct proctree_rows *rows, struct groups *to);
void groups_free(struct groups *g);

/**
 * struct groups_style - how to print
 * @width:	columns of the terminal, 0 = lines may be as long as they like
 * @utf8:	names may be printed in UTF-8
 */
struct groups_style {
	unsigned int width;
	bool utf8;
};

/* Print one group to stdout: what is shared, and below it the members. */
void groups_print(const struct proctree_rows *rows, const struct group *group,
		  const struct groups_style *style);

#endif
