// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of parameters; see param.h.
 */
#include <stdlib.h>
#include <string.h>

#include "param.h"

bool param_number(const char *value, uint32_t low, uint32_t high)
{
	size_t digits = strspn(value, "0123456789");
	unsigned long long number;

	if (!digits || value[digits] || digits > strlen("4294967295"))
		return false;
	number = strtoull(value, NULL, 10);
	return number >= low && number <= high;
}
