/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What "proctl top" shows: tasks chosen, arranged and made lines of text, each
 * with what stands out about it. Pure memory: knows nothing of terminals.
 */
#ifndef VIEW_H
#define VIEW_H

#include "mark.h"
#include "recent.h"

#define VIEW_FILTER_MAX 64

/**
 * struct view_options - what is wanted
 * @root:	only this process and its descendants; 0 = all
 * @root_start_ns: its start_ns
 * @follow:	the line of this one is to be marked; 0 = none
 * @zombies:	processes in state Z in lines of their own, above the tree
 * @blocked:	likewise, tasks in state D
 * @threads:	threads too
 * @no_kthreads: no kernel threads
 * @filter:	only names that have this in them, in any case, and their
 *		ancestors; "" = all
 * @width:	columns of a line, 0 = as long as they like
 * @utf8:	as in struct tree_style
 */
struct view_options {
	int32_t root;
	uint64_t root_start_ns;
	int32_t follow;
	bool zombies;
	bool blocked;
	bool threads;
	bool no_kthreads;
	char filter[VIEW_FILTER_MAX];
	unsigned int width;
	bool utf8;
};

/**
 * struct view_line - a line
 * @text:	without a newline, no wider than asked for
 * @pid:	of the task, 0 = none
 * @colour:	of its state
 * @fresh:	it was born a moment ago
 * @gone:	it is not there any more
 * @followed:	it is the one that is followed
 */
struct view_line {
	char *text;
	int32_t pid;
	enum mark_colour colour;
	bool fresh;
	bool gone;
	bool followed;
};

/**
 * struct view - the lines; zero it to begin
 * @lines:	@count of them
 * @top:	how many are above the tree
 */
struct view {
	struct view_line *lines;
	uint32_t count;
	uint32_t top;
	char *text;
};

/* What the header says of all tasks, whatever is shown. */
struct view_counts {
	uint32_t processes;
	uint32_t threads;	/* leaders too */
	uint32_t states[128];	/* processes in each */
};

void view_count(struct view_counts *counts, const struct recent *r);

/**
 * view_make - make the lines
 * @v:		what it had is freed
 * @now_ms:	as for recent_look()
 *
 * Return: 0, or -ENOMEM: then @v is empty.
 */
int view_make(struct view *v, const struct recent *r,
	      const struct view_options *o, uint64_t now_ms);
void view_free(struct view *v);

/* The number of the line of process @pid in the tree, -1 if it has none. */
int view_find(const struct view *v, int32_t pid);

#endif
