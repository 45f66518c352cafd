// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a snapshot costs, in the guest of "scripts/lab --icount", whose clock
 * counts instructions: 1 ns each. Prints one "NAME VALUE" a line;
 * scripts/bench knows what they mean and what is enough.
 *
 * Usage: snapshot PROCESSES
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "proctree.h"
#include "sections.h"

#define RUNS	5	/* the fastest counts: no interrupt came between */
#define ROW_MAX	4096	/* bytes, more than a row with all blocks */

static int device;
static void *rows;
static size_t rows_size;

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "snapshot: %s: %s\n", what, strerror(errno));
	exit(1);
}

static unsigned long long now(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts))
		die("clock_gettime");
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

/* Ends with this process. */
static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	return pid;
}

static struct proctree_snapshot snapshot(pid_t root, __u64 mask, size_t stride)
{
	struct proctree_snapshot s = {
		.mask = mask,
		.rows = (unsigned long)rows,
		.root_pid = root,
		.capacity = stride ? rows_size / stride : 0,
	};

	if (ioctl(device, PROCTREE_IOC_SNAPSHOT, &s))
		die("SNAPSHOT");
	if (stride && s.count != s.needed)
		die("SNAPSHOT: more rows than expected");
	return s;
}

static unsigned int processes(void)
{
	return snapshot(0, PROCTREE_BLOCK_BASE, 0).needed;
}

/* Instructions of one ioctl; @last gets its answer. */
static unsigned long long cost(pid_t root, __u64 mask, size_t stride,
			       struct proctree_snapshot *last)
{
	unsigned long long best = -1, start, took;

	for (int i = 0; i < RUNS; i++) {
		start = now();
		*last = snapshot(root, mask, stride);
		took = now() - start;
		if (took < best)
			best = took;
	}
	return best;
}

/* The longest RCU read section of the walk, in instructions, rounded up. */
static unsigned long long section(pid_t root, __u64 mask, size_t stride)
{
	unsigned long long best = -1, longest;

	for (int i = 0; i < RUNS; i++) {
		sections_start();
		snapshot(root, mask, stride);
		longest = sections_stop();
		if (longest < best)
			best = longest;
	}
	return best;
}

static void grow_to(unsigned int n)
{
	unsigned int have = processes();

	while (have++ < n)
		sleeper();
	if (processes() < n)
		die("processes have gone");
}

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
	unsigned int n = argc == 2 ? atoi(argv[1]) : 0;
	struct proctree_query query = {};
	struct proctree_snapshot s;
	unsigned long long all;

	if (!n) {
		fputs("Usage: snapshot PROCESSES\n", stderr);
		return 2;
	}
	rows_size = (size_t)(n + 4096) * ROW_MAX;
	rows = mmap(NULL, rows_size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	device = open("/dev/proctree", O_RDONLY | O_CLOEXEC);
	if (rows == MAP_FAILED || device < 0)
		die("/dev/proctree");
	if (ioctl(device, PROCTREE_IOC_QUERY, &query))
		die("QUERY");
	if (madvise(rows, rows_size, MADV_DONTFORK))
		die("madvise");
	setvbuf(stdout, NULL, _IOLBF, 0);

	grow_to(n);
	all = cost(0, PROCTREE_BLOCK_BASE, 64, &s);
	printf("tasks %u\nsnapshot %llu\n", s.count, all);
	printf("section-all %llu\n", section(0, PROCTREE_BLOCK_BASE, 64));
	printf("section-subtree %llu\n",
	       section(getpid(), PROCTREE_BLOCK_BASE, 64));
	printf("section-blocks %llu\n", section(0, query.blocks, ROW_MAX));
	printf("proctl-tree %llu\n", command(tree, 3));
	printf("pstree %llu\n", command(pstree, 2));
	return 0;
}
