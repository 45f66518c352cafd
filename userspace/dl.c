// SPDX-License-Identifier: GPL-2.0-only
/*
 * Libraries opened when they are needed; see dl.h.
 */
#include <dlfcn.h>

#include "dl.h"

bool dl_load(const char *file, const char *const names[], size_t n,
	     void *functions)
{
	void *library = dlopen(file, RTLD_LAZY);
	void **function = functions;
	size_t i;

	if (!library)
		return false;
	for (i = 0; i < n; i++) {
		function[i] = dlsym(library, names[i]);
		if (!function[i])
			return false;
	}
	return true;
}
