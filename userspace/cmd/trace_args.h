/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of "proctl trace".
 */
#ifndef TRACE_ARGS_H
#define TRACE_ARGS_H

#include <stdbool.h>
#include <stdint.h>

#include "terminal.h"

/**
 * struct trace_args - what was asked for
 * @pid:	this process, @all or @command
 * @all:	everything
 * @command:	NULL-terminated; NULL = none
 * @kinds:	1 << PROCTREE_EVENT_*
 * @comm:	pattern of names, NULL = all
 * @file:	where to, NULL = not said
 * @seconds:	0 = no limit
 * @count:	0 = no limit
 * @ring:	events in a ring, 0 = the default
 * @list:	print the kinds of events instead
 */
struct trace_args {
	int32_t pid;
	bool all;
	char **command;
	uint64_t kinds;
	const char *comm;
	const char *file;
	double seconds;
	uint64_t count;
	uint64_t ring;
	bool json;
	bool no_summary;
	bool list;
	enum terminal_when colour;
};

/* Return: PROCTL_YES, or PROCTL_USAGE after a message. */
int trace_args_parse(struct trace_args *o, int argc, char **argv);

#endif
