/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of "proctl top".
 */
#ifndef TOP_ARGS_H
#define TOP_ARGS_H

#include "out/view.h"

/**
 * struct top_args - what was asked for
 * @view:	what to show, at the beginning
 * @batch:	print frames instead of drawing on the terminal
 * @delay_ms:	from one look to the next
 * @count:	end after so many looks, 0 = do not
 */
struct top_args {
	struct view_options view;
	bool batch;
	uint64_t delay_ms;
	uint64_t count;
};

/* Return: PROCTL_YES, or PROCTL_USAGE after a message. */
int top_args_parse(struct top_args *o, int argc, char **argv);

#endif
