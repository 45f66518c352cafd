/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ways in which a process can end, for the experiment "exit".
 */
#ifndef EXIT_WAYS_H
#define EXIT_WAYS_H

#include "harness.h"

#define EXIT_CODE	3	/* of those that can choose */
#define EXIT_WAYS	7

/**
 * struct exit_way - to end
 * @step:	after the end
 * @text:	one sentence
 * @end:	does not return, unless something failed
 * @handler:	step at which the child is held in a handler of exit(), or NULL
 */
struct exit_way {
	const char *step;
	const char *text;
	void (*end)(const struct role *me);
	const char *handler;
};

/* Where the code of proctl lies; ld(1). */
extern char __executable_start[], etext[];

extern const struct exit_way exit_ways[EXIT_WAYS];

/* The new program of the one that returns from main(). */
int exit_again(struct role *me);

#endif
