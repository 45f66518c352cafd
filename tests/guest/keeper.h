/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeping the module's probes in the kernel.
 *
 * A probe is put in and taken out by patching code that other processors may be
 * running. The kernel knows how (arch/x86/kernel/alternative.c), but the emulation
 * of QEMU does not: see modprobe.h. So a stream is open all the time, opened and
 * closed while there is one processor only; but not for tests that unload the
 * module or look at the probes.
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
