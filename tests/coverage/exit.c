// SPDX-License-Identifier: GPL-2.0-only
/*
 * For scripts/coverage: what a process has executed counts, too, if it ends by
 * _exit(2), as the one that runs an experiment does. Linked with --wrap=_exit.
 */
#include <gcov.h>

void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn));

/* Counted once: a child of vfork() shares the counters with its parent. */
void __wrap__exit(int status)
{
	__gcov_dump();
	__gcov_reset();
	__real__exit(status);
}
