/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeping the module's probes in the kernel.
 *
 * A probe is put in and taken out by patching code that other processors may be
 * running. The kernel knows how (arch/x86/kernel/alternative.c), but TCG of QEMU
 * before 8.1 does not: now and then the guest oopses with int3. Tests that open
 * hundreds of streams keep one open meanwhile; it is opened and closed while
 * there is one processor only.
 */
#ifndef GUEST_KEEPER_H
#define GUEST_KEEPER_H

#include <stdbool.h>

/*
 * The next test is one of this file; NULL = there is none. For the harness, as
 * long as nothing else runs.
 */
void keeper_attend(const char *file);

/* Whether the keeper is one more user of the module. */
bool keeper_attends(void);

#endif
