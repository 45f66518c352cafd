/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A terminal that tmux emulates, 100 x 20, with a shell; one for a test.
 */
#ifndef GUEST_TERMINAL_H
#define GUEST_TERMINAL_H

#include <sys/types.h>

void terminal_open(void);
void terminal_close(void);
void terminal_resize(unsigned int columns, unsigned int rows);

/* What is on the screen now; valid until the next call. */
const char *screen(void);

/* A key as tmux names it, or text. */
void press(const char *key);

/* A line for the shell, with %d for @pid. */
void type(const char *format, pid_t pid);

#endif
