// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records of several writers in one pipe; see pipe_records.h.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "param.h"
#include "pipe_records.h"

#define WRITERS_MAX	8
#define LARGE		(128 << 10)	/* twice what a pipe holds */
#define SMALL_TOTAL	480		/* 0 of so many: less than 1 % */
#define LARGE_TOTAL	64

static char record[LARGE];

bool pipe_valid_writers(const char *value)
{
	return param_number(value, 2, WRITERS_MAX);
}

static bool write_all(int fd, size_t size)
{
	size_t at = 0;
	ssize_t n;

	for (; at < size; at += n) {
		n = write(fd, record + at, size - at);
		if (n <= 0)
			return false;
	}
	return true;
}

static bool read_all(int fd, size_t size)
{
	size_t at = 0;
	ssize_t n;

	for (; at < size; at += n) {
		n = read(fd, record + at, size - at);
		if (n <= 0)
			return false;
	}
	return true;
}

/* @count records of @size bytes, all of them the writer's letter. */
static noreturn void be_writer(int fd, char letter, size_t size, int count)
{
	memset(record, letter, size);
	while (count-- && write_all(fd, size))
		;
	leave(EXIT_SUCCESS);
}

/*
 * Cut what comes out into records. @bytes: result, of each letter. Return: how
 * many have bytes of several writers.
 */
static int count_torn(int fd, size_t size, int total, size_t *bytes)
{
	int torn = 0;
	size_t i;
	bool mixed;

	while (total-- && read_all(fd, size)) {
		mixed = false;
		for (i = 0; i < size; i++) {
			mixed |= record[i] != record[0];
			bytes[(unsigned char)record[i]]++;
		}
		torn += mixed;
	}
	return torn;
}

static void say_records(struct role *me, size_t size, int total)
{
	int writers = atoi(trial_param(me->trial, "writers"));
	size_t bytes[UCHAR_MAX + 1] = { 0 }, missing = 0;
	int each = total / writers, ends[2], torn, i;

	signal(SIGCHLD, SIG_IGN);
	if (pipe(ends))
		leave(EXIT_FAILURE);
	for (i = 0; i < writers; i++)
		if (!role_made(fork()))
			be_writer(ends[1], 'a' + i, size, each);
	close(ends[1]);
	torn = count_torn(ends[0], size, each * writers, bytes);
	close(ends[0]);
	wait(NULL);
	for (i = 0; i < writers; i++)
		missing += each * size - bytes['a' + i];
	say(me, "records", PROCTREE_KIND_COUNT, each * writers);
	say(me, "torn", PROCTREE_KIND_COUNT, torn);
	say(me, "missing", PROCTREE_KIND_COUNT, missing);
	barrier(me);
}

static void be_clerk(struct role *me)
{
	say_records(me, PIPE_BUF, SMALL_TOTAL);
	say_records(me, LARGE, LARGE_TOTAL);
}

static void note(struct role *clerk, const char *name)
{
	share_note(clerk->trial, name, role_said(clerk, "torn"),
		   role_said(clerk, "records"));
}

void pipe_records(struct trial *t, struct role *clerk)
{
	role_start(clerk, be_clerk);
	role_wait(clerk);
	note(clerk, "torn small");
	step(t, "small", "%s writers at once, records of 4 KiB",
	     trial_param(t, "writers"));
	role_next(clerk);
	note(clerk, "torn large");
	step(t, "large", "the same with records of 128 KiB");
	role_go(clerk);
	role_reap(clerk);
}
