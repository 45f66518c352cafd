/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands out in a tree: states and flags that deserve a word beside the
 * name, and their colours.
 */
#ifndef MARK_H
#define MARK_H

#include "lib/libproctree.h"

enum mark_colour {
	MARK_PLAIN,
	MARK_FAINT,
	MARK_ZOMBIE,
	MARK_STOPPED,
	MARK_TRACED,
	MARK_WAITING,
	MARK_BOLD,
	MARK_GREEN,
	MARK_YELLOW,
	MARK_RED,
	MARK_NCOLOURS,
};

/* Sequences that switch a colour on and all colours off. */
extern const char *const mark_on[MARK_NCOLOURS];
#define MARK_OFF "\033[0m"

/* The longest of all marks, for the size of buffers. */
#define MARK_MAX 64

struct mark {
	const char *text;
	enum mark_colour colour;
};

/**
 * mark_of - what to say about a task, its state first
 * @vfork_child: it has a child of vfork that has neither exec'ed nor exited
 * @marks:	result, to be printed one after the other
 *
 * Return: number of marks, at most MARK_COUNT_MAX.
 */
#define MARK_COUNT_MAX 3
unsigned int mark_of(const struct proctree_row *row, bool vfork_child,
		     struct mark marks[MARK_COUNT_MAX]);

#endif
