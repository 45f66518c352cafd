// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a snapshot costs, and the tree made of it. Prints one "NAME VALUE" a line;
 * scripts/bench knows what they mean and what is enough.
 *
 * Usage: snapshot PROCESSES
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

/* Exec to exit, output to /dev/null; instructions of the whole machine. */
static unsigned long long command(char **argv, int runs)
{
	unsigned long long best = -1, start, took;
	posix_spawn_file_actions_t actions;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	while (runs--) {
		start = now();
		errno = posix_spawnp(&pid, argv[0], &actions, NULL, argv,
				     environ);
		if (errno || waitpid(pid, &status, 0) != pid)
			die(argv[0]);
		took = now() - start;
		if (status) {
			fprintf(stderr, "snapshot: %s: wait status %#x\n",
				argv[0], status);
			exit(1);
		}
		if (took < best)
			best = took;
	}
	posix_spawn_file_actions_destroy(&actions);
	return best;
}

int main(int argc, char **argv)
{
	char *tree[] = { "proctl", "tree", NULL };
	char *pstree[] = { "pstree", "-p", NULL };
	unsigned int n = argc == 2 ? atoi(argv[1]) : 0, tasks;
	struct measure m = { .mask = PROCTREE_BLOCK_BASE };
	unsigned long long all;
	__u64 blocks;

	if (!n) {
		fputs("Usage: snapshot PROCESSES\n", stderr);
		return 2;
	}
	blocks = measure_begin(n);
	all = measure_cost(&m, &tasks);
	printf("tasks %u\nsnapshot %llu\n", tasks, all);
	printf("section-all %llu\n", measure_section(&m));
	m.root = getpid();
	printf("section-subtree %llu\n", measure_section(&m));
	m = (struct measure){ .mask = blocks };
	printf("section-blocks %llu\n", measure_section(&m));
	printf("proctl-tree %llu\n", command(tree, 3));
	printf("pstree %llu\n", command(pstree, 2));
	return 0;
}
