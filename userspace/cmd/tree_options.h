/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of proctl tree.
 */
#ifndef TREE_OPTIONS_H
#define TREE_OPTIONS_H

#include "terminal.h"
#include "tree_by.h"

/**
 * struct tree_options - what was asked for
 * @root:	process, 0 = all
 * @by:		who stands above whom
 * @highlight:	process to be highlighted with its ancestors, 0 = none
 * @others:	see --help
 */
struct tree_options {
	int32_t root;
	enum tree_by by;
	int32_t highlight;
	bool age;
	bool args;
	bool ascii;
	bool compact;
	bool json;
	bool namespaces;
	bool no_kthreads;
	bool no_truncate;
	bool numeric;
	bool parents;
	bool pgids;
	bool threads;
	bool users;
	enum terminal_when colour;
};

/* Return: PROCTL_YES, or PROCTL_USAGE after a message. */
int tree_options_parse(struct tree_options *o, int argc, char **argv);

#endif
