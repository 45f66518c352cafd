/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An open device, for the files that make system calls on it: client.c and
 * stream.c. Private to the library.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include "libproctree.h"

struct proctree {
	int fd;
	struct proctree_query info;
};

/* Return: 0 or a negative errno; never -EINTR. */
int client_ioctl(const struct proctree *pt, unsigned long request, void *arg);

#endif
