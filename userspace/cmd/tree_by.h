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
 * struct tree_by_answer - the tree, to be freed with tree_by_free()
 * @order:	its shape
 * @notes:	what to say behind each label, see struct tree_style
 * @text:	what to say below the tree, may be empty
 */
struct tree_by_answer {
	struct tree_order order;
	char **notes;
	char *text;
};

/**
 * tree_by_answer - make the tree
 * @by:		BY_TRACER or BY_WAIT
 * @root:	only this process, which is in @rows, and what is below it; 0 = all
 * @above:	what is above @root, too
 * @rows:	those that do not take part are removed
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int tree_by_answer(enum tree_by by, int32_t root, bool above,
		   struct proctree_rows *rows, struct tree_by_answer *a);
void tree_by_free(struct tree_by_answer *a, uint32_t rows);

#endif
