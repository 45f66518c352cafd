/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The other side of UNIX sockets, by sock_diag(7).
 */
#ifndef UNIXPEERS_H
#define UNIXPEERS_H

#include <stddef.h>
#include <stdint.h>

struct unixpeer {
	uint32_t ino;
	uint32_t peer;
};

/**
 * unixpeers_read - all connected pairs of our network namespace
 * @peersp:	result, sorted by @ino; to be freed
 * @n:		number of them
 *
 * Return: 0; -ENOENT if the kernel has no unix_diag; -ENOMEM; other errno of
 * socket(2), send(2), recv(2).
 */
int unixpeers_read(struct unixpeer **peersp, size_t *n);

/* The inode of the other side, 0 if it has none. */
uint32_t unixpeers_find(const struct unixpeer *peers, size_t n, uint32_t ino);

#endif
