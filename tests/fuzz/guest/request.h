/* SPDX-License-Identifier: GPL-2.0-only */
/* The argument of an ioctl: valid at first, then spoiled. */
#ifndef FUZZ_REQUEST_H
#define FUZZ_REQUEST_H

#include "program.h"

/* By number. */
#define REQUESTS(X)							\
	X(QUERY) X(SNAPSHOT) X(TASK) X(LOG) X(WATCH) X(MARK) X(SLEEP)	\
	X(KTHREAD)

enum request_nr {
#define X(name) REQUEST_##name,
	REQUESTS(X)
#undef X
	NREQUESTS
};

/* Make @call, of kind IOCTL, a request. */
void request_make(struct call *call, struct rng *rng);
/* Make it WATCH, one that begins a stream. */
void request_watch(struct call *call, struct rng *rng);
/* Change some bytes of it, its size or its number. */
void request_spoil(struct call *call, struct rng *rng);

/* Put the number of a process and a start time where the request has them. */
void request_name(const struct call *call, void *bytes, int32_t pid,
		  uint64_t start_ns);

#endif
