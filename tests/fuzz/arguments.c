// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any words as arguments of commands: accepted within bounds, or refused with
 * status 2.
 */
#include <getopt.h>
#include <stdio.h>

#include "cmd/pid.h"
#include "cmd/top_args.h"
#include "cmd/trace_args.h"
#include "cmd/tree_options.h"
#include "experiments/clone_flags.h"
#include "fuzz.h"
#include "out/event.h"
#include "proctl.h"

#define WORDS_MAX 16

/* Messages are not what is looked at. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	stderr = fopen("/dev/null", "w");
	MUST(stderr);
	return 0;
}

static void words(int argc, char **argv)
{
	char wrong[16], name[CLONE_FLAGS_MAX];
	unsigned int bits;
	uint64_t kinds;
	int32_t pid;
	int i;

	for (i = 1; i < argc; i++) {
		if (pid_parse(argv[i], &pid) == PID_OK)
			MUST(pid > 0 && pid <= PID_LARGEST);
		if (event_kinds_parse(argv[i], &kinds, wrong, sizeof(wrong)))
			MUST(kinds);
		else
			MUST(memchr(wrong, '\0', sizeof(wrong)));
		if (clone_flags_parse(argv[i], &bits)) {
			clone_flags_name(bits, name);
			MUST(clone_flags_parse(name, &bits));
		}
	}
}

static void command(uint8_t which, int argc, char **argv)
{
	struct trace_args trace = { 0 };
	struct tree_options tree = { 0 };
	struct top_args top = { 0 };
	int status;

	optind = 0;
	switch (which % 3) {
	case 0:
		status = tree_options_parse(&tree, argc, argv);
		MUST(tree.root >= 0 && tree.highlight >= 0);
		break;
	case 1:
		status = trace_args_parse(&trace, argc, argv);
		MUST(status || trace.seconds >= 0);
		break;
	default:
		status = top_args_parse(&top, argc, argv);
	}
	MUST(status == PROCTL_YES || status == PROCTL_USAGE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[WORDS_MAX + 1] = { "name" }, *text = malloc(size + 1), *word;
	int argc = 1;

	MUST(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	word = size ? text + 1 : text;
	for (; argc < WORDS_MAX && *word; argc++) {
		argv[argc] = word;
		word += strcspn(word, "\n");
		if (*word)
			*word++ = '\0';
	}
	argv[argc] = NULL;
	words(argc, argv);
	command(size ? *data : 0, argc, argv);
	free(text);
	return 0;
}
