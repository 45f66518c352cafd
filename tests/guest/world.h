/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tests change outside of their own processes, and must put back: limits
 * of the kernel, the module's parameters, the module itself, its users. Also
 * looks for complaints in the kernel log, and knows what kernel this is.
 */
#ifndef GUEST_WORLD_H
#define GUEST_WORLD_H

#include <stdbool.h>
#include <stddef.h>

/* Remember how things are; false (and a line on stderr) if that can't be. */
bool world_save(void);

/*
 * Is everything as it was? What is not is told with note() and put back.
 * Call when no process of a test is left.
 */
bool world_check(void);

/* Contents of a small file without the final newline; fails the test. */
void file_read(const char *path, char *text, size_t size);
void file_write(const char *path, const char *text);
/* Returns 0 or -errno. */
int file_try_write(const char *path, const char *text);

/* The module's parameters of these names; "0", "0": nobody is hidden. */
void hidepid_set(const char *mode, const char *gid);

/* Is this the kernel that looks for faults KIND (scripts/kernels list --debug)? */
bool kernel_is(const char *kind);

#define PID_MAX_FILE	"/proc/sys/kernel/pid_max"
#define PARAMETER(name)	"/sys/module/proctree/parameters/" name

#endif
