/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of proctl run: what to run and how to show it.
 */
#ifndef RUN_ARGS_H
#define RUN_ARGS_H

#include "experiments/answers.h"
#include "terminal.h"

enum run_format { RUN_TEXT, RUN_JSON, RUN_TAP };

/**
 * struct run_args - what it says besides an experiment's parameters
 * @seconds:	deadline of the experiment, and of each hold; 0 = default
 * @seed:	of what is left to chance
 * @ring:	events that the module keeps, 0 = its default
 * @grade:	file of answers, NULL = none
 */
struct run_args {
	enum run_format format;
	enum terminal_when colour;
	bool help;
	bool predict;
	bool hold;
	const char *hold_step;
	unsigned int seconds;
	uint64_t seed;
	uint32_t ring;
	const char *grade;
};

/**
 * run_args_parse - options, into @args and @t
 * @t:		its parameters are set; NULL = of all experiments, which have none
 *		in common
 * @argv:	argv[0] is for messages
 *
 * Return: 0 or an exit code.
 */
int run_args_parse(struct run_args *args, struct trial *t, int argc,
		   char **argv);

/* The help of one experiment. */
void run_args_help(const struct experiment *exp);

#endif
