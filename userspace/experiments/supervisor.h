/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Running one trial safely.
 *
 *	proctl ── supervisor ── harness ── roles …
 *
 * proctl only waits. The supervisor is the leader of a process group of its
 * own (Ctrl-C at the terminal goes to proctl alone) and a subreaper (whoever
 * is orphaned becomes its child). It ends everything when the harness is done
 * or has crashed, when the deadline passes, on a signal, and when proctl dies,
 * however it dies: then their socketpair closes. Should the supervisor itself
 * be killed, the kernel kills the harness, and the roles find their channels
 * closed.
 */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include "trial.h"

/**
 * trial_run - run the experiment of @t; all that happens is recorded in @t
 * @seconds: the deadline
 *
 * On SIGINT, SIGTERM, SIGHUP or SIGQUIT, which are blocked meanwhile, the trial
 * is stopped and the signal's number left in @t->stop_signal.
 *
 * Return: 0, or a negative errno if nothing could be started.
 */
int trial_run(struct trial *t, int seconds);

#endif
