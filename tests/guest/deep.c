// SPDX-License-Identifier: GPL-2.0-only
/* Trees of unusual shape: 3,000 generations, 5,000 siblings. */
#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "crowd.h"
#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "text.h"
#include "tree.h"

#define GENERATIONS	3000
#define SIBLINGS	5000
#define INDENT_MAX	1000
#define LONG_TIME	180	/* seconds */

/* Run @body with a crowd made by @make, then put the limits back. */
static void with_crowd(void (*make)(struct crowd *, unsigned int),
		       unsigned int size, void (*body)(const struct crowd *))
{
	char limit[32];
	struct crowd crowd;

	crowd_allow(limit);
	make(&crowd, size);
	body(&crowd);
	crowd_end(&crowd);
	crowd_limit(limit);
}

/* Rows from @at on are one chain below @parent. */
static void assert_chain(const struct rows *rows, uint32_t at, pid_t parent)
{
	uint32_t i;

	for (i = 0; i < GENERATIONS; i++) {
		ASSERT_LT(at + i, rows->arg.count);
		ASSERT_EQ(row_at(rows, at + i)->ppid, parent);
		parent = row_at(rows, at + i)->pid;
	}
}

static uint32_t index_of(const struct rows *rows, pid_t pid)
{
	uint32_t i;

	for (i = 0; i < rows->arg.count; i++)
		if (row_at(rows, i)->pid == pid)
			return i;
	FAIL("no row of %d", pid);
}

static void chain_rows(const struct crowd *crowd)
{
	struct rows rows = { 0 };
	struct whole_row last;
	int fd = dev_open();
	uint32_t i, told = 0;

	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	tree_assert(&rows, 0);
	ASSERT_GE(rows.arg.count, GENERATIONS + 20);
	assert_chain(&rows, index_of(&rows, crowd->pids[0]), crowd->head);
	rows_take(fd, &rows, BLOCKS_TREE, crowd->head,
		  PROCTREE_SNAPSHOT_THREADS);
	tree_assert(&rows, crowd->head);
	ASSERT_EQ(rows.arg.count, GENERATIONS + 1);
	assert_chain(&rows, 1, crowd->head);
	note("%u sections, %u restarts", rows.arg.sections, rows.arg.restarts);

	/* Who adopts may cost too much to find for all, but must be right. */
	for (i = 0; i < rows.arg.count; i++) {
		const struct whole_row *row = (const void *)row_at(&rows, i);

		if (!(row->rel.valid & REL_VALID(reaper_pid)))
			continue;
		ASSERT_EQ(row->rel.reaper_pid, getpid());
		told++;
	}
	note("the reaper is told for %u of %u", told, rows.arg.count);
	last = task_take(fd, crowd->pids[crowd->size - 1]);
	ASSERT_EQ(last.rel.valid & REL_VALID(reaper_pid),
		  REL_VALID(reaper_pid));
	ASSERT_EQ(last.rel.reaper_pid, getpid());
}

TEST_WITHIN(LONG_TIME, "a chain of 3,000 processes is one tree, 3,000 deep")
{
	with_crowd(crowd_chain, GENERATIONS, chain_rows);
}

static void chain_text(const struct crowd *crowd)
{
	const struct line *head, *l;
	struct text text;
	unsigned int i;

	text_take(PROCTREE_PROC, &text);
	head = text_find(&text, crowd->head);
	for (i = 0; i <= GENERATIONS; i++) {
		l = head + i;
		ASSERT_LT(l - text.lines, text.count);
		ASSERT_EQ(l->depth, head->depth + i);
		if (i)
			ASSERT_EQ(l->ppid, (l - 1)->pid);
	}
	ASSERT_EQ(l->pid, crowd->pids[crowd->size - 1]);
	ASSERT_LT(INDENT_MAX, l->depth);
}

TEST_WITHIN(LONG_TIME, "the text of a chain of 3,000 tells the depth of each")
{
	with_crowd(crowd_chain, GENERATIONS, chain_text);
}

/* Behind the next place in @text where @word stands; NULL if it does not. */
static char *next_word(char *text, const char *word)
{
	size_t length = strlen(word);

	while ((text = strstr(text, word))) {
		bool begins = !isalnum(text[-1]);

		text += length;
		if (begins && !isalnum(*text))
			return text;
	}
	return NULL;
}

static unsigned int count_words(char *text, const char *word)
{
	unsigned int n = 0;

	while ((text = next_word(text, word)))
		n++;
	return n;
}

static void chain_drawn(const struct crowd *crowd)
{
	char pid[16], *out, *at;
	struct rows rows = { 0 };
	uint32_t i;

	snprintf(pid, sizeof(pid), "%d", crowd->head);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "tree", "-p", pid), 0);
	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, crowd->pids[0], 0);
	for (i = 0, at = out; i < rows.arg.count; i++) {
		snprintf(pid, sizeof(pid), "%d", row_at(&rows, i)->pid);
		at = next_word(at, pid);
		if (!at)
			FAIL("%s, generation %u, is not in its output", pid, i);
	}
	free(out);
}

TEST_WITHIN(LONG_TIME, "proctl tree draws a chain of 3,000 processes whole")
{
	with_crowd(crowd_chain, GENERATIONS, chain_drawn);
}

static void family_rows(const struct crowd *crowd)
{
	struct rows rows = { 0 };
	int fd = dev_open();
	struct text text;
	const struct line *head;
	uint32_t i;

	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	tree_assert(&rows, 0);
	ASSERT_GE(rows.arg.count, SIBLINGS + 20);
	rows_take(fd, &rows, BLOCKS_TREE, crowd->head,
		  PROCTREE_SNAPSHOT_THREADS);
	tree_assert(&rows, crowd->head);
	ASSERT_EQ(rows.arg.count, SIBLINGS + 1);
	note("%u sections, %u restarts", rows.arg.sections, rows.arg.restarts);
	ASSERT_GE(rows.arg.sections, SIBLINGS / 4096);

	text_take(PROCTREE_PROC, &text);
	head = text_find(&text, crowd->head);
	for (i = 1; i <= SIBLINGS; i++) {
		ASSERT_EQ(row_at(&rows, i)->ppid, crowd->head);
		/* In order of birth in both. */
		ASSERT_EQ(head[i].pid, row_at(&rows, i)->pid);
		ASSERT_EQ(head[i].ppid, crowd->head);
		ASSERT_EQ(head[i].depth, head->depth + 1);
	}
}

TEST_WITHIN(LONG_TIME, "a family of 5,000 children is whole in rows and text")
{
	with_crowd(crowd_family, SIBLINGS, family_rows);
}

static void family_drawn(const struct crowd *crowd)
{
	char pid[16], *out;

	snprintf(pid, sizeof(pid), "%d", crowd->head);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "tree", "-p", pid), 0);
	ASSERT(count_words(out, "kin"));
	free(out);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "children", pid), 0);
	ASSERT_EQ(count_words(out, "kin"), SIBLINGS);
	free(out);
}

TEST_WITHIN(LONG_TIME, "proctl tree and children show a family of 5,000")
{
	with_crowd(crowd_family, SIBLINGS, family_drawn);
}
