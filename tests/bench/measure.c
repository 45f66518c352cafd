// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measuring snapshots; see measure.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "measure.h"
#include "sections.h"

#define RUNS	5	/* the fastest counts: no interrupt came between */
#define ROW_MAX	4096	/* bytes, more than a row with all blocks */

static int device;
static void *rows;
static size_t rows_size;

_Noreturn void die(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what,
		strerror(errno));
	exit(1);
}

unsigned long long now(void)
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

static unsigned int snapshot(const struct measure *m, size_t stride)
{
	struct proctree_snapshot s = {
		.mask = m->mask,
		.rows = (unsigned long)rows,
		.root_pid = m->root,
		.flags = m->threads ? PROCTREE_SNAPSHOT_THREADS : 0,
		.capacity = stride ? rows_size / stride : 0,
	};

	if (ioctl(device, PROCTREE_IOC_SNAPSHOT, &s))
		die("SNAPSHOT");
	if (stride && s.count != s.needed)
		die("SNAPSHOT: more rows than expected");
	return s.needed;
}

/* The base row alone is dense. */
static size_t stride_of(const struct measure *m)
{
	return m->mask == PROCTREE_BLOCK_BASE ? sizeof(struct proctree_row) :
						ROW_MAX;
}

unsigned long long measure_cost(const struct measure *m, unsigned int *rows)
{
	unsigned long long best = -1, start, took;

	for (int i = 0; i < RUNS; i++) {
		start = now();
		*rows = snapshot(m, stride_of(m));
		took = now() - start;
		if (took < best)
			best = took;
	}
	return best;
}

unsigned long long measure_section(const struct measure *m)
{
	unsigned long long best = -1, longest;

	for (int i = 0; i < RUNS; i++) {
		sections_start();
		snapshot(m, stride_of(m));
		longest = sections_stop();
		if (longest < best)
			best = longest;
	}
	return best;
}

static unsigned int processes(void)
{
	const struct measure all = { .mask = PROCTREE_BLOCK_BASE };

	return snapshot(&all, 0);
}

__u64 measure_begin(unsigned int n)
{
	struct proctree_query query = {};
	unsigned int have;

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
	for (have = processes(); have < n; have++)
		sleeper();
	if (processes() < n)
		die("processes have gone");
	return query.blocks;
}
