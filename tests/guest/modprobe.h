/* SPDX-License-Identifier: GPL-2.0-only */
/* Loading and unloading, and where tracepoints may be switched. */
#ifndef GUEST_MODPROBE_H
#define GUEST_MODPROBE_H

/* "modprobe @option proctree", such as -r and -q; fails the test. */
void run_modprobe(const char *option);

/*
 * Tracepoints are switched by changing code. QEMU's emulation of amd64 before
 * release 8.1 may keep running the old code if another processor runs it just
 * then, which ends in an oops. There this thread is put on one processor; what
 * runs on the other one must rest until all_processors(). arm64 has no breakpoint
 * in between.
 */
void one_processor_if_emulated(void);
void all_processors(void);

#endif
