/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one task sleeps on, as /proc tells it: /proc/TID/wchan, /proc/TID/syscall
 * and /proc/TID/fd. All of it needs the right to ptrace the task, see proc(5).
 */
#ifndef SLEEPING_H
#define SLEEPING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum sleeping_on {
	SLEEPING_ELSEWHERE,	/* not known, or on nothing that has holders */
	SLEEPING_PIPE_READ,	/* until there is data in a pipe or FIFO */
	SLEEPING_PIPE_WRITE,	/* until there is room in a pipe or FIFO */
	SLEEPING_SOCKET,	/* until the other side of a socket acts */
	SLEEPING_PI_FUTEX,	/* until its owner unlocks it */
};

/**
 * struct sleeping - where a task sleeps
 * @on:		what on
 * @wchan:	function of the kernel, "" if not known
 * @call:	number of the system call, -1 if not known
 * @name:	its name, NULL if it is none of those that often sleep
 * @fd:		descriptor of @object, -1 if the system call has none
 * @object:	what the descriptor is: "pipe:[4012]", a path, ... "" if not known
 * @dev, @ino:	the same as a number
 * @owner:	thread id in the futex, 0 if not known
 */
struct sleeping {
	enum sleeping_on on;
	char wchan[64];
	long call;
	const char *name;
	int fd;
	char object[128];
	dev_t dev;
	ino_t ino;
	int32_t owner;
};

/**
 * sleeping_read - find out where a task sleeps
 * @tid:	task of the pid namespace of /proc
 *
 * What can't be read stays unknown. It is of this moment: the task may have
 * gone on since it was seen asleep.
 */
void sleeping_read(int32_t tid, struct sleeping *to);

/* "read"; NULL for a system call that is none of those that often sleep. */
const char *sleeping_call_name(long number);

#endif
