// SPDX-License-Identifier: GPL-2.0-only
/* /proc/proctree: its format, its names, how many may be open. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "text.h"
#include "world.h"
#include "zoo.h"

static int text_open(void)
{
	return OK(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));
}

TEST("the text is one preorder that fits PPID and DEPTH")
{
	struct text text;
	struct zoo zoo;

	zoo_open(&zoo);
	text_take(PROCTREE_PROC, &text);
	ASSERT_GE(text.count, 20);
	ASSERT_EQ(text.lines[0].pid, 1);
	ASSERT(text_find(&text, zoo.zombie)->state == 'Z');
	ASSERT(text_find(&text, zoo.vfork_child)->flags & PROCTREE_ROW_VFORK);
	ASSERT_EQ(text_find(&text, zoo.threaded)->nlwp, ZOO_THREADS);
	ASSERT_EQ(text_find(&text, zoo.user)->uid, ZOO_USER);
	ASSERT_EQ(text_find(&text, zoo.vfork_child)->depth,
		  text_find(&text, getpid())->depth + 2);
}

static bool same_process(const struct line *l, const struct proctree_row *r)
{
	return l->pid == r->pid && l->ppid == r->ppid && l->pgid == r->pgid &&
	       l->sid == r->sid && l->uid == r->uid &&
	       l->nlwp == r->nr_threads && l->start_ns == r->start_ns &&
	       l->flags == r->flags;
}

/* Next row after @after, in list order, whose parent is @parent. */
static const struct proctree_row *next_child(const struct rows *rows,
					     const struct proctree_row *after,
					     pid_t parent)
{
	bool found = !after;
	uint32_t i;

	for (i = 0; i < rows->arg.count; i++) {
		if (found && row_at(rows, i)->ppid == parent)
			return row_at(rows, i);
		found |= row_at(rows, i) == after;
	}
	return NULL;
}

/* Preorder of @rows, made the slow way, against @text from line @at on. */
static size_t match_family(const struct text *text, const struct rows *rows,
			   pid_t parent, size_t at)
{
	const struct proctree_row *child = NULL;

	while ((child = next_child(rows, child, parent))) {
		if (at >= text->count ||
		    !same_process(&text->lines[at], child))
			return SIZE_MAX - 1;
		at = match_family(text, rows, child->pid, at + 1);
	}
	return at;
}

TEST("the text and SNAPSHOT tell of the same processes, children by birth")
{
	struct rows rows = { 0 };
	struct text text;
	struct zoo zoo;
	int fd = dev_open(), tries;
	size_t n = 0;

	zoo_open(&zoo);
	/* Kernel threads may come and go in between: try again. */
	for (tries = 0; tries < 20; tries++) {
		rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
		text_take(PROCTREE_PROC, &text);
		n = match_family(&text, &rows, 0, 0);
		if (n == text.count)
			return;
		text_free(&text);
	}
	FAIL("they differ");
}

static void be_named(void *name)
{
	OK(prctl(PR_SET_NAME, name));
	pause_forever(NULL);
}

/* The text's COMM of a process that is called @name. */
static void name_is_shown(const char *name, const char *shown)
{
	pid_t pid = spawn(0, be_named, (void *)name);
	struct whole_row row;
	struct text text;
	int fd = dev_open();

	AWAIT((row = task_take(fd, pid),
	       !strncmp(row.base.comm, name, PROCTREE_COMM_LEN - 1)));
	text_take(PROCTREE_PROC, &text);
	ASSERT_STR(text_find(&text, pid)->comm, shown);
	text_free(&text);
	kill_and_reap(pid);
	close(fd);
}

TEST("names with anything in them stay on one line, and can be read back")
{
	name_is_shown("plain", "plain");
	name_is_shown("two words", "two words");
	name_is_shown("new\nline", "new\\012line");
	name_is_shown("tab\tbell\a", "tab\\011bell\\007");
	name_is_shown("\033[31mred", "\\033[31mred");
	name_is_shown("back\\slash", "back\\134slash");
	name_is_shown(" leading", "\\040leading");
	name_is_shown("   three", "\\040  three");
	name_is_shown("trailing ", "trailing ");
	name_is_shown("\xc3\xa4\xc3\xb6\xc3\xbc", "\\303\\244\\303\\266\\303\\274");
	name_is_shown("\xff\x80\x7f", "\\377\\200\\177");
	name_is_shown("exactly15bytes!", "exactly15bytes!");
	name_is_shown("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
		      "\\012\\012\\012\\012\\012\\012\\012\\012\\012\\012\\012"
		      "\\012\\012\\012\\012");
	name_is_shown("", "");
}

/* As nobody: the limit holds, and each close gives one back. */
static void open_too_many(void *limit)
{
	int max = *(int *)limit, fds[512], i;

	become(NOBODY, -1);
	for (i = 0; i < max; i++)
		fds[i] = text_open();
	for (i = 0; i < 3; i++)
		ASSERT_ERRNO(EMFILE, open(PROCTREE_PROC, O_RDONLY));
	close(fds[0]);
	fds[0] = text_open();
	ASSERT_ERRNO(EMFILE, open(PROCTREE_PROC, O_RDONLY));
	/* The device holds no snapshot: it is not limited. */
	dev_open();
}

TEST("a user may keep max_open texts open, root may keep more")
{
	int limit, fds[300], i;
	char value[32];

	file_read(PARAMETER("max_open"), value, sizeof(value));
	limit = atoi(value);
	ASSERT_EQ(limit, 64);
	ASSERT_EQ(reap(spawn(0, open_too_many, &limit)), 0);
	for (i = 0; i < 300; i++)
		fds[i] = text_open();
	/* All were closed with the process: again. */
	ASSERT_EQ(reap(spawn(0, open_too_many, &limit)), 0);
	file_write(PARAMETER("max_open"), "3");
	limit = 3;
	ASSERT_EQ(reap(spawn(0, open_too_many, &limit)), 0);
	file_write(PARAMETER("max_open"), value);
	for (i = 0; i < 300; i++)
		close(fds[i]);
}
