/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A set of thread group ids: the processes that a walk has found to belong.
 */
#ifndef PROCTREE_MEMBERS_H
#define PROCTREE_MEMBERS_H

#include <linux/types.h>

/**
 * struct pt_members - open hashing, at most half full; all zero is the empty set
 * @slots:	members, 0 where there is none; freed with kvfree()
 * @bits:	number of slots, as a power of two
 * @used:	number of members
 */
struct pt_members {
	u32 *slots;
	u32 bits;
	u32 used;
};

/* A member whose row was given has this bit beside its tgid. */
#define PT_MEMBER_SHOWN	(1U << 31)

/* Room for @more members. Sleeps. Return: 0 or -ENOMEM. */
int pt_members_grow(struct pt_members *m, u32 more);

/* The slot of @tgid, or the empty one where it would be. There is room. */
u32 *pt_member(const struct pt_members *m, u32 tgid);

void pt_members_add(struct pt_members *m, u32 tgid);

/* Keeps the room. */
void pt_members_clear(struct pt_members *m);

#endif
