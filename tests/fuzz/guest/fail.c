// SPDX-License-Identifier: GPL-2.0-only
/* What the parts taken from tests/guest expect of a harness (harness.h). */
#include "../../guest/harness.h"

#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

void test_fail(const char *file, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "fuzz-guest: %s:%d: ", file, line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	_exit(1);
}

void await_pause(const char *what)
{
	if (what)
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}
