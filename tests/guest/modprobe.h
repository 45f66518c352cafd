/* SPDX-License-Identifier: GPL-2.0-only */
/* Loading and unloading, and where tracepoints may be switched. */
#ifndef GUEST_MODPROBE_H
#define GUEST_MODPROBE_H

/* "modprobe @option proctree", such as -r and -q; fails the test. */
void run_modprobe(const char *option);
/* The same with one parameter of the module, or NULL. */
void module_load(const char *parameter);
/* By rmmod; fails the test. */
void module_unload(void);
/* By delete_module(2), which does not wait: 0 or -errno. */
int module_try_unload(void);

/*
 * Tracepoints are switched by changing code, with a breakpoint in between. QEMU's
 * emulation of amd64 drops what it has translated of the old code before it writes
 * the new one: another processor that translates just then keeps the breakpoint
 * for good. The guest oopses with int3, or hangs (until 6.13 or so, where kprobes
 * try again). Seen with QEMU 7.2 and 10.0, within seconds of switching. There all
 * other processors are taken offline until all_processors(), which the harness
 * calls before each test. For root. arm64 has no breakpoint in between.
 */
void one_processor_if_emulated(void);
/* Everywhere. Returns how many others there were. */
int one_processor(void);
void all_processors(void);

#endif
