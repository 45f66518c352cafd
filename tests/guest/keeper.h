/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeping the module's probes in the kernel.
 *
 * A probe is put in and taken out by patching code that other processors may be
 * running. The kernel knows how (arch/x86/kernel/alternative.c), but TCG of QEMU
 * before 8.1 does not: under load the guest oopses with int3. Tests that open
 * streams many times while other processors are busy keep one open meanwhile.
 */
#ifndef GUEST_KEEPER_H
#define GUEST_KEEPER_H

#include "stream.h"

/* Have all probes in the kernel from now on; the test still runs alone. */
void keep_probes(struct stream *keeper);

/* No more of it; again, nobody else runs. */
void release_probes(struct stream *keeper);

#endif
