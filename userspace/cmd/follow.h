/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Follows a stream until it is to end: reads events, keeps the tree, writes
 * lines.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include "launch.h"
#include "out/event.h"
#include "out/tally.h"

/**
 * struct follow - how to follow, and what came of it
 * @pt:		device with a stream
 * @live:	its tree
 * @style:	of the lines; find and context are set here
 * @json:	lines of JSON
 * @kinds:	events that are shown
 * @comm:	of tasks with a name that matches this pattern; NULL = all
 * @count:	end after so many shown; 0 = no limit
 * @seconds:	end after this time; 0 = no limit
 * @out:	file that gets the lines
 * @pid:	end when this process ends, 0 = none
 * @pidfd:	its pidfd, -1 = none
 * @command:	it is this command, which gets the signals that would end
 *		proctl; NULL = none: they end the following
 * @tally:	out: the summary, to be freed
 * @closed:	out: the reader of @out has gone away
 */
struct follow {
	struct proctree *pt;
	struct proctree_live *live;
	struct event_style style;
	bool json;
	uint64_t kinds;
	const char *comm;
	uint64_t count;
	double seconds;
	int out;
	int32_t pid;
	int pidfd;
	struct launch *command;
	struct tally tally;
	bool closed;
};

/**
 * follow - until a signal, the time, the count, or the end of what is followed
 *
 * Return: 0 or a negative errno: of the library, or of writing.
 */
int follow(struct follow *f);

/* Bytes to @out. Return: 0 or -errno. */
int follow_write(struct follow *f, const char *bytes, size_t n);

#endif
