// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl: the list of commands, help, and which command to run. What a command
 * does is in cmd/.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../module/version.h"
#include "cmd/suggest.h"
#include "proctl.h"

#define POINTER(name) &cmd_##name,

static const struct command *const commands[] = {
	PROCTL_COMMANDS(POINTER)
};

#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < NCOMMANDS; i++) {
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	}
	return NULL;
}

static int unknown_command(const char *name)
{
	struct suggestion best = suggestion_for(name);
	size_t i;

	for (i = 0; i < NCOMMANDS; i++)
		suggestion_offer(&best, commands[i]->name);
	if (best.word)
		return proctl_usage("no command '%s': did you mean '%s'?",
				    name, best.word);
	return proctl_usage("no command '%s': 'proctl --help' lists them",
			    name);
}

static int print_help(void)
{
	size_t i;

	puts("Usage: proctl COMMAND [OPTION...] [PID...]\n"
	     "\n"
	     "The process tree as the kernel keeps it.\n"
	     "\n"
	     "Commands:");
	for (i = 0; i < NCOMMANDS; i++)
		printf("  %-10s %s\n", commands[i]->name,
		       commands[i]->summary);
	puts("\n"
	     "  help COMMAND, COMMAND --help   options and examples\n"
	     "  --version                      version of proctl\n"
	     "\n"
	     "Exit status: 0 yes, 1 no or it could not be done, 2 wrong usage,\n"
	     "3 the module is not loaded.\n"
	     "\n"
	     "See proctl(1), proctree(4), proctree(5).");
	return PROCTL_YES;
}

static int print_command_help(const char *name)
{
	const struct command *command = find_command(name);

	if (!command)
		return unknown_command(name);
	printf("Usage: proctl %s%s%s\n\n%s.\n\n%s", command->name,
	       *command->usage ? " " : "", command->usage, command->summary,
	       command->help);
	return PROCTL_YES;
}

/* Before "--" only: what follows it may be somebody else's arguments. */
static bool asks_for_help(const struct command *command, int argc, char **argv)
{
	int i;

	if (command->own_help && argc > 2)
		argc = 2;
	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (!strcmp(argv[i], "--help") ||
		    (!command->own_h && !strcmp(argv[i], "-h")))
			return true;
	}
	return false;
}

static int run(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		print_help();
		return PROCTL_USAGE;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts("proctl " PROCTREE_VERSION);
		return PROCTL_YES;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return print_help();
	if (!strcmp(argv[1], "help"))
		return argc > 2 ? print_command_help(argv[2]) : print_help();
	command = find_command(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	if (asks_for_help(command, argc - 1, argv + 1))
		return print_command_help(argv[1]);
	return command->run(argc - 1, argv + 1);
}

/*
 * Where a standard file is closed, the next file that is opened would become
 * it. Open for reading, so that writing to it is an error as before.
 */
static void keep_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	keep_standard_files();
	return proctl_finish(run(argc, argv));
}
