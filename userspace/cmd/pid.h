/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Process ids as people type them.
 */
#ifndef PID_H
#define PID_H

#include <stdint.h>

/* PID_MAX_LIMIT of include/linux/threads.h, on 64-bit machines */
#define PID_LARGEST 4194304

enum pid_error {
	PID_OK,
	PID_NO_NUMBER,
	PID_TRAILING,	/* a number, but something follows it */
	PID_NOT_POSITIVE,
	PID_TOO_LARGE,
};

/* Digits only: no sign but the one that is refused, no blanks, no prefix. */
enum pid_error pid_parse(const char *text, int32_t *pid);

/**
 * pid_argument - a process id that is the argument of an option
 * @option:	its name, for the advice
 *
 * Return: PROCTL_YES, or PROCTL_USAGE after a message.
 */
int pid_argument(const char *option, const char *text, int32_t *pid);

/**
 * pid_arguments - the process ids that a command was given
 * @argc, @argv:	of the command; optind stands behind the options
 * @least, @most:	how many there must be
 * @pids:		result, @most of them
 * @n:			how many were given
 *
 * Return: PROCTL_YES, or PROCTL_USAGE after a message.
 */
int pid_arguments(int argc, char **argv, int least, int most, int32_t *pids,
		  int *n);

#endif
