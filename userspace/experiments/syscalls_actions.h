/* SPDX-License-Identifier: GPL-2.0-only */
/* What a program may ask its C library for, for the experiment "syscalls". */
#ifndef SYSCALLS_ACTIONS_H
#define SYSCALLS_ACTIONS_H

#define ACTION_CALLS 5

/**
 * struct action - functions of the library
 * @name:	of the step
 * @text:	one sentence
 * @act:	calls them; may not return
 * @calls:	the system calls of interest, up to the first without a name
 */
struct action {
	const char *name;
	const char *text;
	void (*act)(void);
	struct {
		const char *name;
		long number;
	} calls[ACTION_CALLS];
};

/* Up to the first without a name. */
extern const struct action actions[];

#endif
