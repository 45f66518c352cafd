/* SPDX-License-Identifier: GPL-2.0-only */
/* What the running kernel's BTF says of its structures. */
#ifndef GUEST_BTF_H
#define GUEST_BTF_H

#include <stdint.h>

/* sizeof(struct @name) in the running kernel; fails the test. */
uint32_t btf_struct_size(const char *name);

#endif
