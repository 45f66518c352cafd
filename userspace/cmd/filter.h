/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which tasks are meant: --state, --user, --comm, --ppid, --kthreads, -Q. All
 * that are given must hold.
 */
#ifndef FILTER_H
#define FILTER_H

#include <getopt.h>

#include "lib/libproctree.h"
#include "query.h"

enum filter_kthreads {
	FILTER_KTHREADS_TOO,
	FILTER_KTHREADS_ONLY,
	FILTER_KTHREADS_NOT,
};

/* Numbers any of which will do; none = all will. */
struct filter_ids {
	uint32_t *ids;
	size_t n;
};

/**
 * struct filter - what a task must be; all zero = anything
 * @used:	something was asked for
 * @states:	letters, NULL = any; the caller's string
 * @uids:	effective user ids
 * @ppids:	processes of the real parent, 0 = none that is visible
 * @comms:	names, compared byte by byte; the caller's strings
 * @ncomms:	number of them, 0 = any name
 * @kthreads:	kernel threads
 * @query:	an expression; NULL = none
 *
 * To be freed with filter_free().
 */
struct filter {
	bool used;
	const char *states;
	struct filter_ids uids;
	struct filter_ids ppids;
	const char **comms;
	size_t ncomms;
	enum filter_kthreads kthreads;
	struct query *query;
};

/* What getopt_long() returns for them, besides 'Q'. */
enum filter_option {
	FILTER_STATE = 256,
	FILTER_USER,
	FILTER_COMM,
	FILTER_PPID,
	FILTER_KTHREADS,
	FILTER_NO_KTHREADS,
	FILTER_END,	/* first number free for other options */
};

/* Of tasks whose place in the tree is given already. */
#define FILTER_SHORT "Q:"
#define FILTER_LONG							\
	{ "state",  required_argument, NULL, FILTER_STATE },		\
	{ "user",   required_argument, NULL, FILTER_USER },		\
	{ "comm",   required_argument, NULL, FILTER_COMM },		\
	{ "filter", required_argument, NULL, 'Q' }

/* Of tasks from anywhere, besides. */
#define FILTER_LONG_PLACE						\
	{ "ppid",	 required_argument, NULL, FILTER_PPID },	\
	{ "kthreads",	 no_argument,	    NULL, FILTER_KTHREADS },	\
	{ "no-kthreads", no_argument,	    NULL, FILTER_NO_KTHREADS }

/* Their parts of a command's help. */
#define FILTER_HELP							      \
	"     --state LETTERS  only those in one of these states, as in 'DZ'\n" \
	"     --user USERS     only these effective users': names or numbers,\n" \
	"                      separated by commas\n"			      \
	"     --comm NAME      only those with exactly this name; the kernel\n" \
	"                      keeps 15 bytes of it. Again: another name\n"    \
	" -Q, --filter EXPR    only those of which it is true, as in\n"	      \
	"                      'S == \"Z\" and PPID != 1'; see proctl(1), FILTERS\n"
#define FILTER_HELP_PLACE						      \
	"     --ppid PIDS      only children of these; of 0, those without a\n" \
	"                      visible parent\n"			      \
	"     --kthreads       only kernel threads\n"			      \
	"     --no-kthreads    no kernel threads\n"

/* Whether @c is one of enum filter_option, or 'Q'. */
static inline bool filter_is_option(int c)
{
	return c == 'Q' || (c >= FILTER_STATE && c < FILTER_END);
}

/**
 * filter_option - one option that getopt_long() returned
 * @command:	name of the command, for its advice
 * @c:		enum filter_option or 'Q'; its value is in optarg
 *
 * Of an option that is given again, with other values, any value will do; but
 * all expressions must hold, and the last states count.
 *
 * Return: PROCTL_YES, or PROCTL_USAGE after a message.
 */
int filter_option(struct filter *f, const char *command, int c);

/* PROCTREE_BLOCK_* that rows must have for it. */
uint64_t filter_blocks(const struct filter *f);

/* Whether a row passes; a select_keep, @filter is a struct filter. */
bool filter_keeps(const struct proctree_rows *rows,
		  const struct proctree_row *row, const void *filter);

void filter_free(struct filter *f);

#endif
