/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading /dev/kmsg, record by record. */
#ifndef GUEST_KMSG_H
#define GUEST_KMSG_H

#include <stdbool.h>
#include <stddef.h>

/* A reader that stands at the end of the log; -1 if it can't be opened. */
int kmsg_open(void);

/*
 * The text of the next record, without prefix and continuation lines. Returns
 * false if there is none yet. Records overwritten before they were read are
 * passed over.
 */
bool kmsg_next(int fd, char *text, size_t size);

#endif
