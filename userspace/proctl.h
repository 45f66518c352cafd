/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a command of proctl is. A command lives in one file of cmd/, which ends
 * in its struct.
 */
#ifndef PROCTL_H
#define PROCTL_H

#include <stdbool.h>

#include <stddef.h>

/* Exit codes of every command. */
enum proctl_exit {
	PROCTL_YES = 0,
	PROCTL_NO = 1,		/* a negative answer, or it could not be done */
	PROCTL_USAGE = 2,
	PROCTL_NO_MODULE = 3,
};

/**
 * struct command - one command of proctl
 * @name:	as typed
 * @summary:	half a line for the list of commands
 * @usage:	arguments after the name, for the usage line
 * @help:	options and EXAMPLES, whole lines
 * @own_help:	--help behind the first argument is for run(), since the options
 *		depend on that argument
 * @own_h:	-h is an option of its own, only --help is for help
 * @run:	argv[0] is the name; returns enum proctl_exit. --help has been
 *		dealt with already, apart from @own_help.
 */
struct command {
	const char *name;
	const char *summary;
	const char *usage;
	const char *help;
	bool own_help;
	bool own_h;
	int (*run)(int argc, char **argv);
};

/* All commands, in the order of --help: the one list of them. */
#define PROCTL_COMMANDS(X)						\
	X(tree) X(list) X(show) X(ancestors) X(children) X(threads)	\
	X(trace) X(top) X(run) X(claims) X(explain) X(worksheet)	\
	X(load) X(unload) X(status) X(log) X(fields)

#define PROCTL_DECLARE(name) extern const struct command cmd_##name;
PROCTL_COMMANDS(PROCTL_DECLARE)

/*
 * Messages: "proctl: " in front, to stderr, without a newline at the end of
 * @format. Each says what to do next. They return the exit code that belongs
 * to them, so that commands can say: return proctl_usage("...").
 */
int proctl_no(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
int proctl_usage(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
int proctl_no_module(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* The message for the usual case of it. */
int proctl_not_loaded(void);

/**
 * proctl_write - write bytes to stdout, past stdio
 *
 * Return: PROCTL_YES; PROCTL_NO if it can't be done, after a message unless the
 * reader has gone away.
 */
int proctl_write(const char *bytes, size_t n);

/**
 * proctl_finish - write out what stdio still holds
 * @status:	exit code of the command
 *
 * Return: @status; if that can't be done, as proctl_write().
 */
int proctl_finish(int status);

#endif
