/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * struct sched_attr, SCHED_ATTR_SIZE_VER0, of include/uapi/linux/sched/types.h,
 * which can't be included beside the libc that declares it, too.
 */
#ifndef GUEST_SCHEDATTR_H
#define GUEST_SCHEDATTR_H

#include <stdint.h>

struct schedattr {
	uint32_t size;
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime;
	uint64_t deadline;
	uint64_t period;
};

#endif
