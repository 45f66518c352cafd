// SPDX-License-Identifier: GPL-2.0-only
/* Verdicts against those of CLAIMS.md; see matrix.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "harness.h"
#include "matrix.h"

/* The copy of the @len bytes at @text. */
static char *piece(const char *text, size_t len)
{
	char *copy = strndup(text, len);

	ASSERT(copy);
	return copy;
}

/* CLAIMS.md, as tests/guest/run found it. */
static const char *read_matrix(void)
{
	const char *path = getenv("PROCTREE_CLAIMS");
	FILE *file = path ? fopen(path, "re") : NULL;
	static char text[1 << 20];
	size_t n;

	if (!file)
		FAIL("there is no CLAIMS.md: scripts/claims-matrix makes it");
	n = fread(text, 1, sizeof(text) - 1, file);
	ASSERT(n && feof(file));
	fclose(file);
	return text;
}

/*
 * The column of this kernel, from the last one, which is 1, on; 0 = it has none.
 * That of a series is about Debian's usual kernel for amd64.
 */
static unsigned int find_column(const char *matrix)
{
	const char *head = strstr(matrix, "\n| claim | 5.10 |"), *at;
	unsigned int major, minor, n = 0;
	struct utsname kernel;
	char *line, cell[16];
	int read;

	OK(uname(&kernel));
	read = sscanf(kernel.release, "%u.%u", &major, &minor);
	ASSERT_EQ(read, 2);
	if (strcmp(kernel.machine, "x86_64"))
		return 0;
	snprintf(cell, sizeof(cell), "| %u.%u |", major, minor);
	ASSERT(head);
	line = piece(head + 1, strcspn(head + 1, "\n"));
	for (at = strstr(line, cell); at && (at = strchr(at + 1, '|'));)
		n++;
	free(line);
	return n;
}

/* Column @column of a line of a table, from the last one, which is 1, on. */
static char *cell(char *line, unsigned int column)
{
	char *bar;

	line[strcspn(line, "\n")] = '\0';
	do {
		bar = strrchr(line, '|');
		ASSERT(bar);
		*bar = '\0';
	} while (column--);
	return piece(bar + 2, strcspn(bar + 2, " "));
}

/* The verdict on a claim, NULL if it is not there. To be freed. */
static char *written(const char *matrix, unsigned int column,
		     const char *experiment, const char *id)
{
	char heading[64], name[64], *section, *line;
	const char *at, *end;

	snprintf(heading, sizeof(heading), "\n### %s\n", experiment);
	snprintf(name, sizeof(name), "<br>`%s`<br>", id);
	at = strstr(matrix, heading);
	if (!at)
		return NULL;
	end = strstr(at + 1, "\n##");
	section = piece(at, end ? (size_t)(end - at) : strlen(at));
	line = strstr(section, name);
	line = line ? cell(line, column) : NULL;
	free(section);
	return line;
}

static void check_run(const char *matrix, unsigned int column,
		      const struct json *run)
{
	const char *experiment = json_text(run, "experiment"), *id, *verdict;
	const struct json *claim = json_get(run, "claims")->first;
	char *expected;

	for (; claim; claim = claim->next) {
		if (json_true(claim, "control"))
			continue;
		id = json_text(claim, "id");
		verdict = json_text(claim, "verdict");
		expected = written(matrix, column, experiment, id);
		if (!expected || strcmp(expected, verdict))
			FAIL("%s: %s is %s, in CLAIMS.md %s (scripts/claims-matrix writes it)",
			     experiment, id, verdict,
			     expected ? expected : "missing");
		free(expected);
	}
}

void matrix_check(const struct json *all)
{
	const char *matrix = read_matrix();
	unsigned int column = find_column(matrix);
	const struct json *run = all->first;

	for (; column && run; run = run->next)
		check_run(matrix, column, run);
}
