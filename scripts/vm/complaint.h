/* SPDX-License-Identifier: GPL-2.0-only */
/* What a kernel says when something is wrong; for the lab and the guest tests. */
#ifndef LAB_COMPLAINT_H
#define LAB_COMPLAINT_H

#include <stdbool.h>

/*
 * Whether @line, with or without the time stamp of a console, begins a report of
 * something that must not be: a warning, a stall, what a sanitizer found, ... Not
 * what the kernel has to blame itself for. Exits with 125 if there is no memory.
 */
bool is_complaint(const char *line);

#endif
