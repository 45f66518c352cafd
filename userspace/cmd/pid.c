// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process ids as people type them; see pid.h.
 */
#include <getopt.h>
#include <string.h>

#include "pid.h"
#include "proctl.h"

enum pid_error pid_parse(const char *text, int32_t *pid)
{
	const char *s = text + (*text == '-');
	int64_t value = 0;

	if (*s < '0' || *s > '9')
		return PID_NO_NUMBER;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (value <= PID_LARGEST)
			value = value * 10 + (*s - '0');
	}
	if (*s)
		return PID_TRAILING;
	if (*text == '-' || !value)
		return PID_NOT_POSITIVE;
	if (value > PID_LARGEST)
		return PID_TOO_LARGE;
	*pid = value;
	return PID_OK;
}

static int complain(const char *command, const char *text, enum pid_error error)
{
	switch (error) {
	case PID_TRAILING:
		return proctl_usage("'%s' is not a process id: '%s' follows "
				    "the number", text, text + strspn(text, "-0123456789"));
	case PID_NOT_POSITIVE:
		return proctl_usage("'%s' is not a process id: they begin at 1",
				    text);
	case PID_TOO_LARGE:
		return proctl_usage("%s is beyond the largest process id, %d "
				    "(see /proc/sys/kernel/pid_max)",
				    text, PID_LARGEST);
	default:
		return proctl_usage("'%s' is not a process id: give a number, "
				    "as in 'proctl %s 1'", text, command);
	}
}

int pid_argument(const char *option, const char *text, int32_t *pid)
{
	enum pid_error error = pid_parse(text, pid);

	if (error == PID_NO_NUMBER)
		return proctl_usage("%s '%s' is not a process id: give a number",
				    option, text);
	return error ? complain(option, text, error) : PROCTL_YES;
}

int pid_arguments(int argc, char **argv, int least, int most, int32_t *pids,
		  int *n)
{
	enum pid_error error;

	for (*n = 0; optind < argc && *n < most; ++*n, optind++) {
		error = pid_parse(argv[optind], &pids[*n]);
		if (error)
			return complain(argv[0], argv[optind], error);
	}
	if (optind < argc)
		return proctl_usage("%s: one argument too many: '%s' "
				    "(see 'proctl %s --help')",
				    argv[0], argv[optind], argv[0]);
	if (*n < least)
		return proctl_usage("%s: which process? Give its id, as in "
				    "'proctl %s 1'", argv[0], argv[0]);
	return PROCTL_YES;
}
