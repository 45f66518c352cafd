// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions: what is true of which rows, and where a wrong one is wrong.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/query.h"
#include "forest.h"
#include "unit.h"

#define BLOCKS (PROCTREE_BLOCK_RELATIONS | PROCTREE_BLOCK_SIGNALS |	\
		PROCTREE_BLOCK_MEMORY | PROCTREE_BLOCK_TIME |		\
		PROCTREE_BLOCK_SCHEDULING)

static void *block(const struct proctree_rows *rows,
		   const struct proctree_row *row, uint64_t mask)
{
	return (void *)proctree_row_block(rows, row, mask);
}

/*
 * 1 init: nothing of the blocks can be read
 * 3 sh: of user 0x12345, nice -5, 1.5 s of time, 4 MiB resident, catches SIGTERM
 * 4 a"b: zombie, child of 3, nice 10
 */
static struct proctree_rows *zoo(void)
{
	struct proctree_rows *rows = forest_new_with(3, BLOCKS);
	struct proctree_scheduling *scheduling;
	struct proctree_signals *signals;
	struct proctree_memory *memory;
	struct proctree_row *row;
	struct proctree_time *time;

	forest_add(rows, 1, 0, "init");
	row = forest_add(rows, 3, 1, "sh");
	row->uid = 0x12345;
	scheduling = block(rows, row, PROCTREE_BLOCK_SCHEDULING);
	scheduling->valid = ~0ULL;
	scheduling->nice = -5;
	scheduling->policy = 1;
	signals = block(rows, row, PROCTREE_BLOCK_SIGNALS);
	signals->valid = ~0ULL;
	signals->caught = 1 << 14;
	memory = block(rows, row, PROCTREE_BLOCK_MEMORY);
	memory->valid = ~0ULL;
	memory->rss_anon = 4 << 20;
	memory->vm_size = UINT64_MAX;
	time = block(rows, row, PROCTREE_BLOCK_TIME);
	time->valid = ~0ULL;
	time->utime_ns = 1500000000;
	row = forest_add(rows, 4, 3, "a\"b");
	row->state = 'Z';
	row->pf = 0x44;
	scheduling = block(rows, row, PROCTREE_BLOCK_SCHEDULING);
	scheduling->valid = ~0ULL;
	scheduling->nice = 10;
	return rows;
}

static void passes(const char *text, const char *expected)
{
	struct proctree_rows *rows = zoo();
	struct query_error error = { 0 };
	char pids[100] = "", *p = pids;
	struct query *q = NULL;
	uint32_t i;
	int err = query_parse(text, &q, &error);

	if (err)
		fail_msg("%s: %d, %s", text, err, error.text);
	for (i = 0; i < rows->count; i++) {
		const struct proctree_row *row = proctree_row_at(rows, i);

		if (query_holds(q, rows, row))
			p += sprintf(p, "%d ", row->pid);
	}
	if (strcmp(pids, expected))
		fail_msg("%s: true of '%s', not of '%s'", text, pids, expected);
	query_free(q);
	proctree_rows_free(rows);
}

TEST("an expression compares numbers as numbers")
{
	passes("PID == 3", "3 ");
	passes("pid != 3", "1 4 ");
	passes("PID > 3", "4 ");
	passes("PID >= 3", "3 4 ");
	passes("3 > PID", "1 ");
	passes("PID<=3", "1 3 ");
	passes("PID lt 4 AND pid GT 1", "3 ");
	passes("UID = 0x12345", "3 ");
	passes("NI < 0", "3 ");
	passes("NI > -6", "3 4 ");
	passes("NI > -5", "4 ");
	passes("VSZ > -1", "3 ");
	passes("VSZ == 18446744073709551615", "3 ");
	passes("PPID == PID", "");
	passes("PPID < PID", "1 3 4 ");
}

TEST("a column alone holds if it is not 0, and & if they have a bit in common")
{
	passes("PPID", "3 4 ");
	passes("not PPID", "1 ");
	passes("PF & 0x40", "4 ");
	passes("PF & 0x03", "");
}

TEST("text is compared with names, states and words")
{
	passes("COMM == \"sh\"", "3 ");
	passes("\"sh\" == comm", "3 ");
	passes("COMM == 'a\"b'", "4 ");
	passes("COMM > 'b'", "1 3 ");
	passes("S == \"Z\"", "4 ");
	passes("POLICY == 'FIFO'", "3 ");
	passes("UID == 'root'", "1 4 ");
	passes("COMM =~ '^(sh|in)'", "1 3 ");
	passes("COMM !~ '^(sh|in)'", "4 ");
	passes("CAUGHT =~ 'SIGTERM'", "3 ");
	passes("PF =~ 'FORKNOEXEC'", "4 ");
}

TEST("bytes and times have units")
{
	passes("RSS_ANON == 4M", "3 ");
	passes("RSS_ANON >= 4194304", "3 ");
	passes("RSS_ANON > 0.5G", "");
	passes("RSS_ANON < 4.5M", "3 ");
	passes("UTIME == 1.5s", "3 ");
	passes("UTIME == 1500ms", "3 ");
	passes("UTIME >= 1500001us", "");
	passes("UTIME < 0.5min", "3 ");
	passes("UTIME > 0", "3 ");
}

TEST("and binds closer than or, not closest; parentheses change that")
{
	passes("PID == 1 or PID == 3 and PID == 4", "1 ");
	passes("(PID == 1 or PID == 3) and PID != 3", "1 ");
	passes("not PID == 1 and PID == 4", "4 ");
	passes("!(PID == 1 || PID == 4)", "3 ");
	passes("not not PID == 1", "1 ");
	passes("PID == 1 or PID == 4 or PID == 3", "1 3 4 ");
}

TEST("what can't be read is neither equal nor unequal to anything")
{
	passes("NI == 0", "");
	passes("NI != 0", "3 4 ");
	passes("not NI != 0", "");
	passes("NI != 0 or PID == 1", "1 3 4 ");
	passes("not (NI == 0 and PID == 3)", "1 3 4 ");
	passes("not (NI == 0 or PID == 3)", "4 ");
}

TEST("two expressions made one must both hold, and need the blocks of both")
{
	struct query *a, *b;
	struct query_error error;

	assert_int_equal(query_parse("NI > 0", &a, &error), 0);
	assert_int_equal(query_parse("COMM =~ 'x' or RSS_ANON > 1K", &b,
				     &error), 0);
	assert_int_equal(query_both(&a, b), 0);
	assert_int_equal(query_blocks(a),
			 PROCTREE_BLOCK_SCHEDULING | PROCTREE_BLOCK_MEMORY |
			 PROCTREE_BLOCK_BASE);
	query_free(a);
}

static void wrong(const char *text, size_t at, const char *why)
{
	struct query_error error = { 0 };
	struct query *q;

	if (query_parse(text, &q, &error) != -EINVAL)
		fail_msg("%s is accepted", text);
	if (error.at != at || !strstr(error.text, why))
		fail_msg("%s: at %zu: %s", text, error.at, error.text);
}

TEST("a wrong expression is wrong at a place, and says how to mend it")
{
	wrong("", 0, "missing at the end");
	wrong("PID ==", 6, "missing at the end");
	wrong("PID == 1 and", 12, "missing at the end");
	wrong("PID == 1 PPID == 2", 9, "and, or is missing");
	wrong("1 < PID < 3", 8, "and, or is missing");
	wrong("PID == 1)", 8, "no (");
	wrong("(PID == 1", 0, "no )");
	wrong("STAT == 1", 0, "did you mean");
	wrong("PID == 1 or qwertz > 1", 12, "no column 'qwertz'");
	wrong("COMM == sh", 8, "text goes in quotes");
	wrong("COMM == \"sh", 8, "no end");
	wrong("COMM == 5", 8, "in quotes");
	wrong("COMM", 4, "comparison is missing");
	wrong("5", 1, "comparison is missing");
	wrong("PID == == 5", 7, "should be here");
	wrong("PID > 18446744073709551616", 6, "64 bits");
	wrong("VSZ > 99999999T", 6, "64 bits");
	wrong("PID > 5q", 7, "no unit 'q'");
	wrong("PID > 5K", 6, "not a number of bytes");
	wrong("RSS_ANON > 5s", 11, "not a time");
	wrong("UTIME > 5", 8, "give a unit");
	wrong("PID > 1.5", 7, "fraction");
	wrong("COMM =~ \"(\"", 8, "regex");
	wrong("\"x\" =~ \"x\"", 0, "a column should");
	wrong("COMM =~ 5", 8, "regular expression");
	wrong("COMM & \"x\"", 5, "no bits");
	wrong("PID # 1", 4, "not understood");
}

TEST("an expression may be long but not deep without end")
{
	char deep[1000], chain[9000] = "PID == 0", *p = chain + 8;
	struct query_error error;
	struct query *q;
	int i;

	memset(deep, '(', sizeof(deep));
	deep[999] = '\0';
	wrong(deep, 100, "too deep");
	for (i = 0; i < 500; i++)
		p = stpcpy(p, " or PID == 3");
	passes(chain, "3 ");
	assert_int_equal(query_parse("not not PID", &q, &error), 0);
	query_free(q);
}
