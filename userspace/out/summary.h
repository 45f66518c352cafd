/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many tasks in which state, by user: one line for each user.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "lib/libproctree.h"
#include "table.h"

#define SUMMARY_STATES 9

/* One user's tasks. */
struct summary_line {
	uint32_t uid;
	uint32_t states[SUMMARY_STATES];	/* as summary_letters */
	uint32_t total;
};

extern const char summary_letters[SUMMARY_STATES + 1];

/**
 * summary_count - count
 * @linesp:	result, in order of user ids; to be freed
 * @n:		number of lines
 *
 * Return: 0 or -ENOMEM.
 */
int summary_count(const struct proctree_rows *rows,
		  struct summary_line **linesp, size_t *n);

/**
 * summary_print - count and print to stdout
 * @user_name:	name of a user, valid until the next call
 *
 * Text has the states that occur, and a line of totals; raw and JSON have all
 * states and no totals, so that a program finds the same columns every time.
 *
 * Return: 0; -ENOMEM; -ELIBACC if libsmartcols is missing.
 */
int summary_print(const struct proctree_rows *rows,
		  const struct table_style *style,
		  const char *(*user_name)(uint32_t uid));

#endif
