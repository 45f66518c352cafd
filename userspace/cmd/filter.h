/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which tasks are meant: --state, --user, --comm, --ppid, --kthreads. All that
 * are given must hold.
 */
#ifndef FILTER_H
#define FILTER_H

#include <getopt.h>

#include "lib/libproctree.h"

enum filter_kthreads {
	FILTER_KTHREADS_TOO,
	FILTER_KTHREADS_ONLY,
	FILTER_KTHREADS_NOT,
};

/**
 * struct filter - what a task must be; all zero = anything
 * @used:	something was asked for
 * @states:	letters, NULL = any; the caller's string
 * @by_user:	@uid counts
 * @uid:	effective user id
 * @by_ppid:	@ppid counts
 * @ppid:	process of the real parent, 0 = none that is visible
 * @comm:	name, compared byte by byte; NULL = any; the caller's string
 * @kthreads:	kernel threads
 */
struct filter {
	bool used;
	const char *states;
	bool by_user;
	uint32_t uid;
	bool by_ppid;
	int32_t ppid;
	const char *comm;
	enum filter_kthreads kthreads;
};

/* What getopt_long() returns for them. */
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
#define FILTER_LONG							\
	{ "state", required_argument, NULL, FILTER_STATE },		\
	{ "user",  required_argument, NULL, FILTER_USER },		\
	{ "comm",  required_argument, NULL, FILTER_COMM }

/* Of tasks from anywhere, besides. */
#define FILTER_LONG_PLACE						\
	{ "ppid",	 required_argument, NULL, FILTER_PPID },	\
	{ "kthreads",	 no_argument,	    NULL, FILTER_KTHREADS },	\
	{ "no-kthreads", no_argument,	    NULL, FILTER_NO_KTHREADS }

/* Their parts of a command's help. */
#define FILTER_HELP							      \
	"     --state LETTERS  only those in one of these states, as in 'DZ'\n" \
	"     --user USER      only this effective user's: a name or a number\n" \
	"     --comm NAME      only those with exactly this name; the kernel\n" \
	"                      keeps 15 bytes of it\n"
#define FILTER_HELP_PLACE						      \
	"     --ppid PID       only children of PID; of 0, those without a\n" \
	"                      visible parent\n"			      \
	"     --kthreads       only kernel threads\n"			      \
	"     --no-kthreads    no kernel threads\n"

/* Whether @c is one of enum filter_option. */
static inline bool filter_is_option(int c)
{
	return c >= FILTER_STATE && c < FILTER_END;
}

/**
 * filter_option - one option that getopt_long() returned
 * @command:	name of the command, for its advice
 * @c:		enum filter_option; its value is in optarg
 *
 * Return: PROCTL_YES, or PROCTL_USAGE after a message.
 */
int filter_option(struct filter *f, const char *command, int c);

/* Whether a row passes; a select_keep, @filter is a struct filter. */
bool filter_keeps(const struct proctree_row *row, const void *filter);

#endif
