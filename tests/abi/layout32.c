// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compiled for 32 bits, never linked: 32-bit programs see the layout of 64-bit
 * ones, number for number.
 */
#include <stddef.h>

#include "../../module/uapi/proctree.h"

_Static_assert(sizeof(void *) == 4, "this is the 32-bit view");

#define CONSTANT(name, value)	_Static_assert((name) == (value), #name);
#define REQUEST(name, number)	_Static_assert(_IOC_NR(name) == (number), #name);
#define FIXED(type, size)	_Static_assert(sizeof(struct type) == (size), #type);
#define GROWS(type, size)	_Static_assert(sizeof(struct type) >= (size), #type);
#define MEMBER(type, member, offset, size)				\
	_Static_assert(offsetof(struct type, member) == (offset) &&	\
		       sizeof(((struct type *)0)->member) == (size),	\
		       #type "." #member);
#include "v0_layout.def"
