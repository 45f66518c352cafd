// SPDX-License-Identifier: GPL-2.0-only
/*
 * What proctl says when something is not as wished, and how it ends.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proctl.h"

static void message(const char *format, va_list args)
{
	fflush(stdout);
	fputs("proctl: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

int proctl_no(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
	return PROCTL_NO;
}

int proctl_usage(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
	return PROCTL_USAGE;
}

int proctl_finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	if (errno == EPIPE)	/* as in proctl list | head -1 */
		return status;
	return proctl_no("can't write the output: %s", strerror(errno));
}
