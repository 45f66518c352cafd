/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A command of the user's, held before its exec until somebody watches it.
 */
#ifndef LAUNCH_H
#define LAUNCH_H

#include <sys/types.h>

/**
 * struct launch - a command, held or running
 * @pid:	its process; 0 once it was waited for
 * @pidfd:	readable when it has ended
 * @status:	then, as a shell tells it: 128 + n for signal n, 126 or 127 if
 *		exec failed
 * @exec_errno:	of an exec that failed, else 0
 * @gate:	it waits for this to be written
 * @error:	becomes readable: an errno if exec failed, else the end
 */
struct launch {
	pid_t pid;
	int pidfd;
	int status;
	int exec_errno;
	int gate;
	int error;
};

/**
 * launch_hold - fork for a command, which is not exec'ed yet
 * @argv: NULL-terminated
 *
 * The child has the signal mask and dispositions of now. Return: 0 or -errno.
 */
int launch_hold(struct launch *l, char **argv);

/* Let it go on to its exec. */
void launch_release(struct launch *l);

/* End one that was not released. */
void launch_cancel(struct launch *l);

/* Wait for its end, if nobody did. */
void launch_wait(struct launch *l);

#endif
