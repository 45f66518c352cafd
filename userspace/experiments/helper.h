/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Roles that the module helps with: see "Helpers" in module/uapi/proctree.h. They
 * open the device themselves, so that whatever they have ends with them.
 */
#ifndef HELPER_H
#define HELPER_H

#include "harness.h"

/* The role's side */

/**
 * own_thread - make a kernel thread, and at each barrier do one of @ops with it
 * @value:	what its function returns
 * @ops:	PROCTREE_KTHREAD_*
 * @spin_ms:	for PROCTREE_KTHREAD_SPIN
 *
 * Says "create", the thread's number, before the first barrier; "result" before
 * the others, that of PROCTREE_KTHREAD_STOP being what the thread returned.
 * Returns at once if there is no thread.
 */
void own_thread(const struct role *me, int value, const uint32_t *ops,
		unsigned int n, uint32_t spin_ms);

/* Sleep as the module can; says "slept", 0 or -errno. */
void sleep_inside(const struct role *me, uint32_t kind, uint32_t ms);

/* The director's side */

/**
 * cast_thread - wait until @owner has its thread, and let @thread be that
 *
 * Return: whether there is one; else @owner has ended, or will.
 */
bool cast_thread(struct role *owner, struct role *thread);

#endif
