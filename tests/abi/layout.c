// SPDX-License-Identifier: GPL-2.0-only
/*
 * Today's contract against the numbers of the first release: what old programs
 * were compiled with must mean the same for ever.
 */
#include <stddef.h>

#include "../../module/uapi/proctree.h"
#include "harness.h"

struct number {
	const char *what;
	unsigned long long then;
	unsigned long long now;
};

#define NOTHING(...)
#define NUMBERS(table)	table, sizeof(table) / sizeof(table[0])

static void assert_same(const struct number *n, size_t count)
{
	unsigned int changed = 0;

	for (; count--; n++) {
		if (n->then == n->now)
			continue;
		note("%s was %llu and is %llu", n->what, n->then, n->now);
		changed++;
	}
	ASSERT_EQ(changed, 0);
}

TEST("constants have the values of the first release")
{
	static const struct number constants[] = {
#define CONSTANT(name, value)	{ #name, value, (unsigned long long)name },
#define REQUEST(name, number)	{ #name, number, _IOC_NR(name) },
#define FIXED	NOTHING
#define GROWS	NOTHING
#define MEMBER	NOTHING
#include "v0_layout.def"
#undef CONSTANT
#undef REQUEST
#undef FIXED
#undef GROWS
#undef MEMBER
	};

	assert_same(NUMBERS(constants));
}

TEST("members are where they were in the first release, and as large")
{
	static const struct number members[] = {
#define CONSTANT	NOTHING
#define REQUEST		NOTHING
#define FIXED		NOTHING
#define GROWS		NOTHING
#define MEMBER(type, member, offset, size)				\
	{ #type "." #member, offset, offsetof(struct type, member) },	\
	{ "size of " #type "." #member, size,				\
	  sizeof(((struct type *)0)->member) },
#include "v0_layout.def"
#undef FIXED
#undef GROWS
#undef MEMBER
	};

	assert_same(NUMBERS(members));
}

TEST("rows, blocks and events have the size of the first release")
{
	static const struct number sizes[] = {
#define FIXED(type, size)	{ #type, size, sizeof(struct type) },
#define GROWS		NOTHING
#define MEMBER		NOTHING
#include "v0_layout.def"
#undef FIXED
#undef GROWS
	};

	assert_same(NUMBERS(sizes));
}

TEST("arguments of requests have not become smaller since the first release")
{
	static const struct number sizes[] = {
#define FIXED		NOTHING
#define GROWS(type, size)	{ #type, size, sizeof(struct type) },
#include "v0_layout.def"
	};
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		ASSERT_LE(sizes[i].then, sizes[i].now);
}
