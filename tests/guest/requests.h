/* SPDX-License-Identifier: GPL-2.0-only */
/* One of each request of the contract, valid, to be spoiled by tests. */
#ifndef GUEST_REQUESTS_H
#define GUEST_REQUESTS_H

#include <stddef.h>

#include "device.h"

extern struct proctree_query query;
extern struct proctree_snapshot snapshot;
extern struct proctree_task task;
extern struct proctree_log log_request;
extern struct proctree_watch watch;
extern struct proctree_mark mark;
extern struct proctree_sleep sleep_request;
extern struct proctree_kthread kthread;

/**
 * struct request - a kind of request
 * @arg: one of the above
 */
struct request {
	const char *name;
	unsigned long code;
	void *arg;
	unsigned int size_ver0;
};

extern const struct request requests[];
extern const size_t nrequests;

void make_valid(void);

/* The request code of a structure of @size bytes. */
unsigned long resized(const struct request *r, unsigned int size);

/*
 * ioctl(2) on an open file of its own, on which it could succeed. LOG is limited
 * in dumps per second: waits until it is not busy.
 */
int patient_ioctl(const struct request *r, unsigned long code, void *arg);

#endif
