/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the numbers mean: flags, signals, status words, states, times. Numbers
 * in, words out; knows nothing of rows.
 */
#ifndef DECODE_H
#define DECODE_H

#include <stddef.h>
#include <stdint.h>

#define DECODE_MAX 1024	/* bytes that any of these needs, with the NUL */

/* One bit and its name; a table ends with a zero. */
struct flag_name {
	uint32_t bit;
	const char *name;
};

extern const struct flag_name decode_pf_flags[];  /* task->flags */
extern const struct flag_name decode_row_flags[]; /* proctree_row.flags */
extern const struct flag_name decode_state_flags[]; /* task->__state */
extern const struct flag_name decode_exit_flags[]; /* task->exit_state */

/* The table for the field of this name, NULL if there is none. */
const struct flag_name *decode_flag_names(const char *field);

/* "KTHREAD NOFREEZE 0x10"; bits without a name are a number at the end. */
void decode_flags(char *to, uint32_t flags, const struct flag_name *names);

/* "SIGCHLD", "SIGRTMIN+2"; a number that is no signal stays one. */
void decode_signal(char *to, int64_t signal);

/* "SIGINT SIGCHLD", "all but SIGKILL": bit n is signal n + 1. */
void decode_sigset(char *to, uint64_t set);

/* "chown net_admin", or "all": CAP_* without the prefix. */
void decode_caps(char *to, uint64_t caps);

/* "exited(42)", "killed by SIGSEGV (core dumped)": a status word of wait(2). */
void decode_status(char *to, int64_t status);

/* "OTHER", "FIFO": SCHED_* without the prefix. */
void decode_policy(char *to, int64_t policy);

/* "512", "4K", "1.5M": in powers of 1024, as util-linux does. */
void decode_bytes(char *to, int64_t bytes);

/* "sleeping, a signal wakes it"; NULL for a letter that is no state. */
const char *decode_state(char letter);

/* "3 d 2 h", "4 min 10 s", "1.250 s": the two largest units. */
void decode_duration(char *to, uint64_t ns);

#endif
