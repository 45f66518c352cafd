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

int proctl_no_module(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
	return PROCTL_NO_MODULE;
}

int proctl_not_loaded(void)
{
	return proctl_no_module("the proctree module is not loaded: run 'sudo "
				"proctl load' (or 'sudo modprobe proctree')");
}

/* A reader that has gone away, as in proctl list | head -1, needs no message */
static int write_error(void)
{
	if (errno == EPIPE)
		return PROCTL_NO;
	return proctl_no("can't write the output: %s", strerror(errno));
}

int proctl_write(const char *bytes, size_t n)
{
	ssize_t done;

	for (; n; bytes += done, n -= done) {
		done = write(STDOUT_FILENO, bytes, n);
		if (done < 0 && errno != EINTR)
			return write_error();
		if (done < 0)
			done = 0;
	}
	return PROCTL_YES;
}

int proctl_finish(int status)
{
	if (!ferror(stdout) && !fflush(stdout))
		return status;
	return write_error();
}
