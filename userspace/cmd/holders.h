/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who has the device open.
 */
#ifndef HOLDERS_H
#define HOLDERS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * holders_find - the processes with /dev/proctree open, as far as /proc tells
 * @pids:	result: "812, 1201", as many as fit
 *
 * Return: false if none was found.
 */
bool holders_find(char *pids, size_t size);

#endif
