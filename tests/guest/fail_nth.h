/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Letting each allocation and each copy from and to user space of a call fail:
 * the n-th of the call, by fail-nth of
 * Documentation/fault-injection/fault-injection.rst.
 */
#ifndef GUEST_FAIL_NTH_H
#define GUEST_FAIL_NTH_H

#include <stdbool.h>

/**
 * struct call - something that can fail
 * @prepare:	gives a file, or -1
 * @run:	0, a count, or -errno
 * @finish:	after it, whatever it gave
 * @points:	failures that it must have at least
 * @slow:	it has to work again only at the end
 */
struct call {
	const char *name;
	int (*prepare)(void);
	long (*run)(int fd);
	void (*finish)(int fd, long result);
	unsigned int points;
	bool slow;
};

/* Ends the test as skipped if the kernel can't; a debug run must. */
void need_fault_injection(void);

/* @result of a system call, -errno if it is negative. */
long result_of(long result);

/*
 * Run it again and again, the next point failing each time, until it has no
 * more. The call says so (-ENOMEM, -EFAULT) or does without, and works right
 * after.
 */
void fail_everywhere(const struct call *call);

#endif
