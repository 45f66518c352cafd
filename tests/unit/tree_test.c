// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drawings of trees, to the letter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/select.h"
#include "forest.h"
#include "out/compact.h"
#include "out/tree.h"
#include "unit.h"

/* The drawing as a string, to be freed; drawn in buffers of @size bytes. */
static char *draw(struct proctree_rows *rows, const struct tree_style *style,
		  bool compact, size_t size)
{
	struct tree_drawing *d = malloc(sizeof(*d));
	char *buffer = malloc(size), *text = NULL;
	uint32_t *counts = NULL;
	struct tree_order order;
	size_t n, length;
	FILE *f = open_memstream(&text, &length);

	assert_int_equal(proctree_order(rows, &order), 0);
	if (compact) {
		counts = compact_counts(rows, &order);
		proctree_order_free(&order);
		select_counted(rows, counts);
		assert_int_equal(proctree_order(rows, &order), 0);
	}
	tree_begin(d, rows, &order, counts, style);
	while ((n = tree_draw(d, buffer, size)))
		fwrite(buffer, 1, n, f);
	fclose(f);
	proctree_order_free(&order);
	free(counts);
	free(buffer);
	free(d);
	return text;
}

static void check(struct proctree_rows *rows, const struct tree_style *style,
		  const char *expected)
{
	char *text = draw(rows, style, false, TREE_LINE_MAX);

	assert_string_equal(text, expected);
	free(text);
	proctree_rows_free(rows);
}

/* A small machine: kernel threads, threads, states, UTF-8. */
static struct proctree_rows *machine(void)
{
	struct proctree_rows *rows = forest_new(20);
	struct proctree_row *row;

	forest_add(rows, 1, 0, "systemd");
	forest_add(rows, 2, 0, "kthreadd")->flags = PROCTREE_ROW_KTHREAD;
	row = forest_add(rows, 3, 2, "kworker/0:0");
	row->flags = PROCTREE_ROW_KTHREAD;
	row->state = 'I';
	forest_add(rows, 480, 1, "rsyslogd")->nr_threads = 4;
	forest_add(rows, 612, 1, "sshd");
	forest_add(rows, 1201, 612, "sshd");
	forest_add(rows, 1210, 1201, "bash")->uid = 1000;
	row = forest_add(rows, 1300, 1210, "make");
	row->state = 'D';
	row->uid = 1000;
	row = forest_add(rows, 1301, 1210, "vim");
	row->state = 'T';
	row->uid = 1000;
	row = forest_add(rows, 1302, 1210, "defunct");
	row->state = 'Z';
	row->uid = 1000;
	row = forest_add(rows, 1303, 1300, "make");
	row->flags = PROCTREE_ROW_VFORK;
	row->uid = 1000;
	row = forest_add(rows, 1304, 1210, "né\n");
	row->flags = PROCTREE_ROW_TRACED;
	row->state = 't';
	row->uid = 1000;
	row = forest_add(rows, 1305, 1, "victim");
	row->flags = PROCTREE_ROW_TRACED;
	row = forest_add(rows, 1306, 1, "leader");
	row->state = 'Z';
	row->nr_threads = 3;
	return rows;
}

TEST("a tree in UTF-8 at 80 columns")
{
	const struct tree_style style = { .width = 80, .utf8 = true };

	check(machine(), &style,
	      "   1 systemd\n"
	      " 480 ├─rsyslogd {4}\n"
	      " 612 ├─sshd\n"
	      "1201 │ └─sshd\n"
	      "1210 │   └─bash\n"
	      "1300 │     ├─make  D waits in vfork\n"
	      "1303 │     │ └─make  vfork child\n"
	      "1301 │     ├─vim  T stopped\n"
	      "1302 │     ├─defunct  Z zombie\n"
	      "1304 │     └─né\\012  t traced\n"
	      "1305 ├─victim  traced\n"
	      "1306 └─leader {3}  Z leader exited\n"
	      "   2 [kthreadd]\n"
	      "   3 └─[kworker/0:0]\n");
}

TEST("a tree in ASCII at 200 columns")
{
	const struct tree_style style = { .width = 200 };

	check(machine(), &style,
	      "   1 systemd\n"
	      " 480 |-rsyslogd {4}\n"
	      " 612 |-sshd\n"
	      "1201 | `-sshd\n"
	      "1210 |   `-bash\n"
	      "1300 |     |-make  D waits in vfork\n"
	      "1303 |     | `-make  vfork child\n"
	      "1301 |     |-vim  T stopped\n"
	      "1302 |     |-defunct  Z zombie\n"
	      "1304 |     `-n\\303\\251\\012  t traced\n"
	      "1305 |-victim  traced\n"
	      "1306 `-leader {3}  Z leader exited\n"
	      "   2 [kthreadd]\n"
	      "   3 `-[kworker/0:0]\n");
}

TEST("a narrow terminal shortens labels, not the tree, and says so")
{
	const struct tree_style utf8 = { .width = 30, .utf8 = true };
	const struct tree_style ascii = { .width = 30 };
	struct proctree_rows *rows = forest_new(2);
	struct proctree_row *row;
	char *text;

	forest_add(rows, 1, 0, "fifteen-letters");
	row = forest_add(rows, 2, 1, "fifteen-letters");
	row->state = 'D';
	row->flags = PROCTREE_ROW_TRACED;
	text = draw(rows, &ascii, false, TREE_LINE_MAX);
	assert_string_equal(text, "1 fifteen-letters\n"
				  "2 `-fifteen-letters  D unint..\n");
	free(text);
	check(rows, &utf8, "1 fifteen-letters\n"
			   "2 └─fifteen-letters  D uninte…\n");
}

TEST("a line as wide as the terminal is not shortened")
{
	const struct tree_style style = { .width = 19 };
	struct proctree_rows *rows = forest_new(3);

	forest_add(rows, 1, 0, "abcd")->state = 'T';
	forest_add(rows, 2, 1, "ab-fifteen-long");
	forest_add(rows, 3, 1, "abcdefg")->state = 'P';
	check(rows, &style, "1 abcd  T stopped\n"
			    "2 |-ab-fifteen-long\n"
			    "3 `-abcdefg  P pa..\n");
}

TEST("no line is wider than the terminal, whatever its width")
{
	struct tree_style style = { 0 };
	char *text, *line, *rest;

	for (style.width = 20; style.width < 120; style.width++) {
		struct proctree_rows *rows = machine();

		text = draw(rows, &style, false, TREE_LINE_MAX);
		rest = text;
		while ((line = strsep(&rest, "\n")))
			assert_in_range(strlen(line), 0, style.width);
		free(text);
		proctree_rows_free(rows);
	}
}

TEST("colours are the same drawing with sequences that take no room")
{
	const struct tree_style style = {
		.width = 80, .utf8 = true, .colour = true,
	};
	struct proctree_rows *rows = forest_new(3);

	forest_add(rows, 1, 0, "init");
	forest_add(rows, 2, 1, "gone")->state = 'Z';
	forest_add(rows, 3, 1, "many")->nr_threads = 2;
	check(rows, &style,
	      "1 init\n"
	      "2 \033[2m├─\033[0m\033[1;31mgone\033[0m"
	      "  \033[1;31mZ zombie\033[0m\n"
	      "3 \033[2m└─\033[0mmany\033[2m {2}\033[0m\n");
}

TEST("colours do not change where a line is cut")
{
	struct tree_style plain = { .width = 30, .utf8 = true };
	struct tree_style colour = {
		.width = 30, .utf8 = true, .colour = true,
	};
	struct proctree_rows *rows = machine();
	char *a = draw(rows, &plain, false, TREE_LINE_MAX);
	char *b = draw(rows, &colour, false, TREE_LINE_MAX);
	char *from, *to;

	for (from = to = b; *from; from++) {
		if (*from == '\033')
			from += strcspn(from, "m");
		else
			*to++ = *from;
	}
	*to = '\0';
	assert_string_equal(b, a);
	free(a);
	free(b);
	proctree_rows_free(rows);
}

TEST("threads are drawn in braces below their leader, before children")
{
	const struct tree_style style = { .threads = true };
	struct proctree_rows *rows = forest_new(3);
	struct proctree_row *row;

	forest_add(rows, 1, 0, "daemon")->nr_threads = 2;
	row = forest_add(rows, 2, 0, "worker");
	row->tgid = 1;
	row->nr_threads = 2;
	row->flags = PROCTREE_ROW_THREAD;
	forest_add(rows, 3, 1, "child");
	check(rows, &style, "1 daemon\n"
			    "2 |-{worker}\n"
			    "3 `-child\n");
}

TEST("a thread that has exited is a zombie, not a leader")
{
	const struct tree_style style = { .threads = true };
	struct proctree_rows *rows = forest_new(2);
	struct proctree_row *row;

	forest_add(rows, 1, 0, "daemon")->nr_threads = 2;
	row = forest_add(rows, 2, 0, "worker");
	row->tgid = 1;
	row->nr_threads = 2;
	row->state = 'Z';
	row->flags = PROCTREE_ROW_THREAD;
	check(rows, &style, "1 daemon\n"
			    "2 `-{worker}  Z zombie\n");
}

static const char *user(uint32_t uid)
{
	return uid == 1000 ? "alice" : "root";
}

TEST("users are named where they change")
{
	const struct tree_style style = { .user_name = user };
	struct proctree_rows *rows = forest_new(4);

	forest_add(rows, 1, 0, "init");
	forest_add(rows, 2, 1, "bash")->uid = 1000;
	forest_add(rows, 3, 2, "sleep")->uid = 1000;
	forest_add(rows, 4, 2, "sudo");
	check(rows, &style, "1 init\n"
			    "2 `-bash (alice)\n"
			    "3   |-sleep\n"
			    "4   `-sudo (root)\n");
}

static void check_compact(struct proctree_rows *rows, const char *expected)
{
	const struct tree_style style = { .utf8 = true };
	char *text = draw(rows, &style, true, TREE_LINE_MAX);

	assert_string_equal(text, expected);
	free(text);
	proctree_rows_free(rows);
}

TEST("childless siblings that are alike become one, with their number")
{
	struct proctree_rows *rows = forest_new(20);
	int i;

	forest_add(rows, 1, 0, "init");
	for (i = 2; i < 14; i++)
		forest_add(rows, i, 1, "sh");
	forest_add(rows, 14, 1, "other");
	check_compact(rows, "  1 init\n"
			    "12× ├─sh\n"
			    " 14 └─other\n");
}

TEST("tasks in different states are never merged")
{
	struct proctree_rows *rows = forest_new(8);

	forest_add(rows, 1, 0, "m");
	forest_add(rows, 2, 1, "m")->state = 'Z';
	forest_add(rows, 3, 1, "m")->state = 'T';
	forest_add(rows, 4, 1, "m");
	check_compact(rows, "1 m\n"
			    "2 ├─m  Z zombie\n"
			    "3 ├─m  T stopped\n"
			    "4 └─m\n");
}

TEST("siblings with children, other users, flags or threads are not merged")
{
	struct proctree_rows *rows = forest_new(8);

	forest_add(rows, 1, 0, "m");
	forest_add(rows, 2, 1, "m");
	forest_add(rows, 3, 2, "x");
	forest_add(rows, 4, 1, "m");
	forest_add(rows, 5, 1, "m")->uid = 5;
	forest_add(rows, 6, 1, "m")->nr_threads = 5;
	forest_add(rows, 7, 1, "m")->flags = PROCTREE_ROW_TRACED;
	check_compact(rows, "1 m\n"
			    "2 ├─m\n"
			    "3 │ └─x\n"
			    "4 ├─m\n"
			    "5 ├─m\n"
			    "6 ├─m {5}\n"
			    "7 └─m  traced\n");
}

TEST("cousins are not merged, siblings apart from each other are")
{
	struct proctree_rows *rows = forest_new(8);

	forest_add(rows, 1, 0, "init");
	forest_add(rows, 2, 1, "a");
	forest_add(rows, 3, 2, "x");
	forest_add(rows, 4, 1, "b");
	forest_add(rows, 5, 4, "x");
	forest_add(rows, 6, 2, "y");
	forest_add(rows, 7, 2, "x");
	check_compact(rows, " 1 init\n"
			    " 2 ├─a\n"
			    "2× │ ├─x\n"
			    " 6 │ └─y\n"
			    " 4 └─b\n"
			    " 5   └─x\n");
}

static struct proctree_rows *chain(int depth)
{
	struct proctree_rows *rows = forest_new(depth);
	int i;

	for (i = 1; i <= depth; i++)
		forest_add(rows, i, i - 1, "deep");
	return rows;
}

TEST("levels too deep for the terminal tell their depth instead")
{
	const struct tree_style style = { .width = 34, .utf8 = true };
	struct proctree_rows *rows = chain(6);

	forest_add(rows, 7, 2, "sibling");
	check(rows, &style,
	      "1 deep\n"
	      "2 └─deep\n"
	      "3   ├─deep\n"
	      "4   │ └─deep\n"
	      "5   │   …(4) deep\n"
	      "6   │   …(5) deep\n"
	      "7   └─sibling\n");
}

TEST("a chain 3,000 deep is drawn, each line in its width")
{
	const struct tree_style style = { .width = 80 };
	struct proctree_rows *rows = chain(3000);
	char *text = draw(rows, &style, false, TREE_LINE_MAX);
	char *rest = text, *line;
	int lines = 0;

	assert_non_null(strstr(text, "..(2999) deep\n"));
	while ((line = strsep(&rest, "\n")) && *line) {
		assert_in_range(strlen(line), 6, 80);
		lines++;
	}
	assert_int_equal(lines, 3000);
	free(text);
	proctree_rows_free(rows);
}

TEST("without a width 1,000 levels are drawn, and every line fits its buffer")
{
	const struct tree_style style = { .utf8 = true, .colour = true };
	struct proctree_rows *rows = forest_new(5000);
	int i;
	char *text;

	/* Each level has a younger sibling, so that all bars are drawn. */
	forest_add(rows, 1, 0, "\377\377\377\377\377\377\377\377\377\377");
	for (i = 2; i <= 4000; i += 2) {
		forest_add(rows, i, i > 2 ? i - 2 : 1,
			   "\377\377\377\377\377\377\377\377\377\377\377\377")
			->state = 'Z';
		forest_add(rows, i + 1, i > 2 ? i - 2 : 1, "x");
	}
	text = draw(rows, &style, false, TREE_LINE_MAX);
	assert_non_null(strstr(text, "…(1001) "));
	assert_null(strstr(text, "…(1000) "));
	free(text);
	proctree_rows_free(rows);
}

TEST("the size of the buffer does not change the drawing")
{
	const struct tree_style style = { .utf8 = true };
	struct proctree_rows *rows = chain(300);
	char *small = draw(rows, &style, false, TREE_LINE_MAX);
	char *large = draw(rows, &style, false, 1 << 20);

	assert_string_equal(small, large);
	free(small);
	free(large);
	proctree_rows_free(rows);
}

TEST("an empty snapshot draws nothing")
{
	const struct tree_style style = { .width = 80 };

	check(forest_new(0), &style, "");
}
