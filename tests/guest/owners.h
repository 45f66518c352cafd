/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processes of all sorts of owners, and who of them is to be seen. The oracle is
 * a procfs: a process is visible if its stat can be opened by the same user.
 */
#ifndef GUEST_OWNERS_H
#define GUEST_OWNERS_H

#include <stddef.h>
#include <sys/types.h>

#define OWNERS_PROC	"/tmp/guest-proc"

/**
 * struct owners - some processes, in memory that all share
 * @ready: of them, those that have become what they shall be
 */
struct owners {
	int ready;
	size_t count;
	pid_t pids[16];
};

/* Mount a procfs on OWNERS_PROC; it goes away with the test. */
void owners_mount(const char *options);

/* To be made by root. */
struct owners *owners_gather(void);
/* Four more, to be made by the user who looks; one of them is undumpable. */
void owners_add(struct owners *owners);

/*
 * Compare what the text of OWNERS_PROC, or the device, shows with the oracle;
 * fails the test. Returns how many are seen.
 */
size_t owners_in_text(const struct owners *owners);
size_t owners_in_rows(const struct owners *owners);

#endif
