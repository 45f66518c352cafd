/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Options that are not: what to say when getopt_long() returns '?' or ':'.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

/**
 * options_bad - complain about the option that getopt_long() stumbled over
 * @argv:	of the command
 * @c:		what getopt_long() returned; the option string begins with ':'
 *
 * Return: PROCTL_USAGE.
 */
int options_bad(char **argv, int c);

#endif
