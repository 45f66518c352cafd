/* SPDX-License-Identifier: GPL-2.0-only */
/* One living specimen of each kind of task that is special. */
#ifndef GUEST_ZOO_H
#define GUEST_ZOO_H

#include <sys/types.h>

/**
 * struct zoo - process ids, all children of the caller but where said
 * @zombie:		exited with ZOO_STATUS, not reaped
 * @killed:		a zombie that SIGKILL made
 * @stopped:		by SIGSTOP
 * @traced:		stopped by its tracer, the caller
 * @vfork_parent:	waits in vfork, state D
 * @vfork_child:	child of @vfork_parent
 * @threaded:		ZOO_THREADS threads
 * @headless:		its leader has exited, another thread lives
 * @session:		leader of a session and process group of its own
 * @user:		effective user id ZOO_USER
 * @ns_init:		pid 1 of a pid namespace
 * @ns_child:		child of @ns_init, in there
 * @silent:		exit signal 0
 */
struct zoo {
	pid_t zombie;
	pid_t killed;
	pid_t stopped;
	pid_t traced;
	pid_t vfork_parent;
	pid_t vfork_child;
	pid_t threaded;
	pid_t headless;
	pid_t session;
	pid_t user;
	pid_t ns_init;
	pid_t ns_child;
	pid_t silent;
};

#define ZOO_STATUS	42
#define ZOO_THREADS	4
#define ZOO_USER	4321

/* All are in their state on return; the harness removes them with the test. */
void zoo_open(struct zoo *zoo);

#endif
