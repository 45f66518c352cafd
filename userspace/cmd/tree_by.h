/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proctl tree --by: who stands above whom, if not the real parent.
 */
#ifndef TREE_BY_H
#define TREE_BY_H

#include "lib/libproctree.h"

enum tree_by { BY_PARENT, BY_TRACER, BY_WAIT, BY_SHARING };

/* The argument of --by. Return: PROCTL_YES, or PROCTL_USAGE after a message. */
int tree_by_parse(const char *text, enum tree_by *by);

/* Blocks of a row that it needs. */
uint64_t tree_by_blocks(enum tree_by by);

/**
 * struct tree_by_want - what is asked for
 * @by:		BY_TRACER or BY_WAIT
 * @root:	only this process, which is in the rows, and what is below it;
 *		0 = all
 * @above:	what is above @root, too
 * @threads:	the rows have threads
 * @brief:	notes for a drawing, not whole sentences
 */
struct tree_by_want {
	enum tree_by by;
	int32_t root;
	bool above;
	bool threads;
	bool brief;
};

/**
 * struct tree_by_answer - the tree, to be freed with tree_by_free()
 * @order:	its shape
 * @notes:	what to say behind each label, see struct tree_style
 * @circles:	for each row the circle it waits in, NULL = none
 * @text:	what to say below the tree, may be empty
 */
struct tree_by_answer {
	struct tree_order order;
	char **notes;
	char **circles;
	char *text;
};

/**
 * tree_by_answer - make the tree
 * @rows:	those that do not take part are removed
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int tree_by_answer(struct proctree *pt, const struct tree_by_want *want,
		   struct proctree_rows *rows, struct tree_by_answer *a);

/* @rows: number of them that there were at first, or that there are now. */
void tree_by_free(struct tree_by_answer *a, uint32_t rows);

#endif
