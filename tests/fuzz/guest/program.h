/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs: short sequences of calls, made by chance but with a structure, and
 * made of older ones. All that a call says is in it; what depends on the process
 * that makes it (numbers of processes) is named.
 */
#ifndef FUZZ_PROGRAM_H
#define FUZZ_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "random.h"

#define SLOTS		8	/* descriptors of a program */
#define CALLS_MAX	64
#define REQUEST_BYTES	192	/* the longest structure, and a bit */

#define CALL_KINDS(X)							\
	X(OPEN) X(OPEN_PROC) X(CLOSE) X(DUP) X(IOCTL) X(READ) X(READV)	\
	X(PREAD) X(WRITE) X(POLL) X(LSEEK) X(MMAP) X(FLAGS) X(SPAWN)	\
	X(PARAMETER)

enum call_kind {
#define X(name) CALL_##name,
	CALL_KINDS(X)
#undef X
	NCALLS
};

extern const char * const call_names[NCALLS];

/* A process that a request is about; WHO_RAW: what the bytes say. */
enum who {
	WHO_RAW, WHO_SELF, WHO_PARENT, WHO_CHILD, WHO_THREAD, WHO_INIT,
	WHO_KTHREAD, WHO_BYSTANDER,
	NWHO
};

/* CALL_SPAWN: what becomes of the child (call.number). */
enum fate {
	FATE_EXIT, FATE_EXEC, FATE_VFORK, FATE_THREAD, FATE_STAYS,
	FATE_GOES_ON,	/* makes the rest of the program, too */
	FATE_REPEATS,	/* makes the next call until it is killed */
	NFATES
};

/**
 * struct call - one call
 * @kind:	CALL_*
 * @slot:	which descriptor it is about; which it becomes
 * @other:	a second slot
 * @who:	IOCTL: WHO_*, who stands in the request
 * @born:	IOCTL: the start time in the request is the caller's
 * @beside:	made by the second thread, at the same time as the others
 * @number:	IOCTL: the request; otherwise a count, flags, a fate
 * @address:	of the argument or the buffer
 * @offset:	LSEEK, PREAD, MMAP
 * @bytes:	IOCTL: the beginning of the argument; what follows is zero
 */
struct call {
	uint8_t kind;
	uint8_t slot;
	uint8_t other;
	uint8_t who;
	bool born;
	bool beside;
	uint32_t number;
	uint64_t address;
	int64_t offset;
	uint8_t bytes[REQUEST_BYTES] __attribute__((aligned(8)));
};

struct program {
	uint32_t ncalls;
	struct call calls[CALLS_MAX];
};

void program_make(struct program *p, struct rng *rng);
/* Change @p in a few places; @other: another program, to take calls from. */
void program_mutate(struct program *p, struct rng *rng,
		    const struct program *other);
void program_print(FILE *to, const struct program *p);

#endif
