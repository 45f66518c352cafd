// SPDX-License-Identifier: GPL-2.0-only
/*
 * A set of thread group ids; see members.h.
 */
#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "members.h"

u32 *pt_member(const struct pt_members *m, u32 tgid)
{
	u32 i = hash_32(tgid, m->bits), mask = (1U << m->bits) - 1;

	while (m->slots[i] && (m->slots[i] & ~PT_MEMBER_SHOWN) != tgid)
		i = (i + 1) & mask;
	return &m->slots[i];
}

void pt_members_add(struct pt_members *m, u32 tgid)
{
	*pt_member(m, tgid) = tgid;
	m->used++;
}

int pt_members_grow(struct pt_members *m, u32 more)
{
	struct pt_members bigger = {
		.bits = ilog2(m->used + more) + 2,
		.used = m->used,
	};
	u32 i;

	if (m->slots && bigger.bits <= m->bits)
		return 0;
	bigger.slots = kvcalloc(1UL << bigger.bits, sizeof(*bigger.slots),
				GFP_KERNEL_ACCOUNT);
	if (!bigger.slots)
		return -ENOMEM;
	for (i = 0; m->slots && i < 1U << m->bits; i++) {
		u32 member = m->slots[i];

		if (member)
			*pt_member(&bigger, member & ~PT_MEMBER_SHOWN) = member;
	}
	kvfree(m->slots);
	*m = bigger;
	return 0;
}

void pt_members_clear(struct pt_members *m)
{
	if (m->slots)
		memset(m->slots, 0, sizeof(u32) << m->bits);
	m->used = 0;
}
