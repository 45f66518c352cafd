/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ending tasks, and being sure that they are gone: every signal goes by pidfd
 * to a task known by number and start time, every count comes from the kernel's
 * own list.
 */
#ifndef SWEEP_H
#define SWEEP_H

#include "trial.h"

/**
 * signal_task - send @sig to the process (@pid, @start_ns), no other
 *
 * Return: 0, -ESRCH if it is gone, other errno of pidfd_open(2),
 * pidfd_send_signal(2) or PROCTREE_IOC_TASK.
 */
int signal_task(struct proctree *pt, int32_t pid, uint64_t start_ns, int sig);

/**
 * sweep - end all descendants of the calling subreaper, and reap them
 * @sigfd:	signalfd(2) that becomes readable at SIGCHLD
 * @ms:		how long to try
 *
 * A process whose parent is killed becomes a child of the caller, so in the end
 * every descendant is reaped here. The most that were alive at one look are
 * counted in @done->killed; what the kernel lists at the end, in @done->left.
 */
void sweep(struct proctree *pt, int sigfd, int ms, struct cleanup *done);

/* Reap what is dead. Return: whether there is still a living child. */
bool reap_dead(void);

/**
 * sweep_missed - tasks seen in @t that are still alive
 * @ms: how long to wait until they have ended
 *
 * The second opinion: looks for each task of each step, the crew's included
 * (but not proctl's own), by its number and start time. Zombies don't count: if
 * there are any, the supervisor was killed, and another reaper has them now.
 */
unsigned int sweep_missed(const struct trial *t, int ms);

#endif
