/* SPDX-License-Identifier: GPL-2.0-only */
/* Processes that never rest: forks of several levels, threads, exec. */
#ifndef GUEST_CHURN_H
#define GUEST_CHURN_H

#include <sys/types.h>

/* Sorts of churners. */
enum churn {
	CHURN_FORKS,	/* children, grandchildren, orphans, zombies */
	CHURN_THREADS,	/* processes with threads that come, fork and go */
	CHURN_EXEC,	/* exec by a thread that is not the leader */
	CHURN_KINDS,
};

/*
 * Start a process that makes such processes until it is killed. @group: process
 * group to join, 0 = a new one. Orphans are the caller's if it is a subreaper;
 * it should ignore SIGCHLD.
 */
pid_t churn_start(enum churn kind, pid_t group);

#endif
