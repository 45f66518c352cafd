/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What goes over a role's channel, a socketpair that keeps message boundaries.
 * From the role: a struct message, or a single byte of a program that it has
 * become by exec ("I am at the barrier"). To the role: MESSAGE_GO.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "trial.h"

#define MESSAGE_GO '\n'

/**
 * struct message - from a role to the harness
 * @tid:	thread id of the sender, as it sees itself
 * @pid:	process id of the sender, likewise
 * @said:	a value with @key and @kind; otherwise: at the barrier
 */
struct message {
	int32_t tid;
	int32_t pid;
	int32_t kind;
	bool said;
	char key[TRIAL_NAME];
	int64_t value;
};

#endif
