// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who waits for whom, and in which words.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forest.h"
#include "lib/waits.h"
#include "out/waitwords.h"
#include "unit.h"

#define EXIT_CODE_VALID (1ULL << proctree_field_find("exit_code")->valid_bit)

static struct proctree_rows *forest(void)
{
	struct proctree_rows *rows =
		forest_new_with(40, PROCTREE_BLOCK_RELATIONS);

	forest_add(rows, 1, 0, "init");
	return rows;
}

static struct proctree_relations *relations(struct proctree_rows *rows,
					    const struct proctree_row *row)
{
	return (void *)proctree_row_block(rows, row, PROCTREE_BLOCK_RELATIONS);
}

/* A process in this state; its relations may be changed. */
static struct proctree_relations *add(struct proctree_rows *rows, int32_t pid,
				      int32_t ppid, char state)
{
	struct proctree_row *row = forest_add(rows, pid, ppid, "x");

	row->state = state;
	return relations(rows, row);
}

static struct proctree_relations *add_thread(struct proctree_rows *rows,
					     int32_t tid, int32_t pid,
					     int32_t ppid, char state)
{
	struct proctree_relations *r = add(rows, tid, ppid, state);
	struct proctree_row *row =
		(void *)proctree_row_at(rows, rows->count - 1);

	row->tgid = pid;
	row->flags = PROCTREE_ROW_THREAD;
	row->nr_threads = 2;
	return r;
}

static void trace(struct proctree_relations *r, int32_t tracer)
{
	r->ptrace = 1;
	r->tracer_pid = tracer;
	r->parent_tid = tracer;
}

static int32_t pid_at(const struct proctree_rows *rows, uint32_t i)
{
	return proctree_row_at(rows, i)->pid;
}

/* "waiter>target:why" of all edges; circles as "(10>11>10)". Frees the rows. */
static void check(struct proctree_rows *rows, const char *expected)
{
	static const char why[] = "vctldr";
	char text[1000] = "", *p = text;
	struct waits w;
	uint32_t i;

	assert_int_equal(waits_find(rows, NULL, &w), 0);
	for (i = 0; i < w.n; i++)
		p += sprintf(p, "%d>%d:%c ", pid_at(rows, w.edges[i].waiter),
			     pid_at(rows, w.edges[i].target),
			     why[w.edges[i].why]);
	for (i = 0; i < rows->count; i++) {
		if (w.next[i] != TREE_ORDER_NONE)
			p += sprintf(p, "(%d>%d)", pid_at(rows, i),
				     pid_at(rows, w.next[i]));
	}
	assert_string_equal(text, expected);
	waits_free(&w);
	proctree_rows_free(rows);
}

TEST("without relations nobody can tell who waits")
{
	struct proctree_rows *rows = forest_new(1);
	struct waits w;

	assert_int_equal(waits_find(rows, NULL, &w), -EINVAL);
	proctree_rows_free(rows);
}

TEST("nobody waits, of none and of one that sleeps")
{
	check(forest_new_with(0, PROCTREE_BLOCK_RELATIONS), "");
	check(forest(), "");
}

TEST("a parent waits in vfork for its child")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'D');
	add(rows, 3, 2, 'S')->vfork_parent_pid = 2;
	check(rows, "2>3:v ");
}

TEST("a thread in vfork stands for its process if there are no threads")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S');
	add(rows, 3, 2, 'S')->vfork_parent_pid = 20;
	check(rows, "2>3:v ");
	rows = forest();
	add(rows, 2, 1, 'S');
	add_thread(rows, 20, 2, 1, 'D');
	add(rows, 3, 2, 'S')->vfork_parent_pid = 20;
	check(rows, "20>3:v ");
}

TEST("in wait4 one waits for any child and any tracee")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S')->child_wait = 1;
	add(rows, 3, 2, 'S');
	add(rows, 4, 2, 'R');
	trace(add(rows, 5, 1, 'S'), 2);
	trace(add(rows, 6, 2, 'S'), 2);
	check(rows, "2>3:c 2>4:c 2>5:c 2>6:c ");
}

TEST("a stopped tracee waits for the thread that traces it, else its process")
{
	struct proctree_rows *rows = forest();
	struct proctree_relations *r;

	add(rows, 2, 1, 'S');
	add_thread(rows, 20, 2, 1, 'S');
	r = add(rows, 3, 1, 't');
	trace(r, 2);
	r->parent_tid = 20;
	r = add(rows, 4, 1, 't');
	trace(r, 2);
	r->parent_tid = 21;
	trace(add(rows, 5, 1, 'S'), 2);
	check(rows, "3>20:t 4>2:t ");
}

TEST("a zombie waits for its parent, which waits for others only")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S')->child_wait = 1;
	add(rows, 3, 2, 'Z');
	add(rows, 4, 2, 'S');
	check(rows, "2>4:c 3>2:r ");
}

TEST("a traced zombie waits for its tracer first")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S')->child_wait = 1;
	add(rows, 9, 1, 'S');
	trace(add(rows, 3, 2, 'Z'), 9);
	trace(add(rows, 4, 2, 'Z'), 2);
	check(rows, "2>3:c 3>9:d 4>2:r ");
}

TEST("an exited leader waits for its threads")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S')->child_wait = 1;
	add(rows, 3, 2, 'Z');
	((struct proctree_row *)proctree_row_at(rows, 2))->nr_threads = 2;
	add_thread(rows, 30, 3, 2, 'S');
	check(rows, "2>3:c 3>30:l ");
}

TEST("tasks that are not visible have no edges")
{
	struct proctree_rows *rows = forest();

	trace(add(rows, 2, 0, 't'), 77);
	add(rows, 3, 0, 'Z');
	add(rows, 4, 0, 'S')->vfork_parent_pid = 88;
	trace(add(rows, 5, 1, 'Z'), 0);
	check(rows, "");
}

TEST("a vfork child that stops for its tracer, the parent, is a circle of two")
{
	struct proctree_rows *rows = forest();
	struct proctree_relations *r;

	add(rows, 2, 1, 'D');
	r = add(rows, 3, 2, 't');
	r->vfork_parent_pid = 2;
	trace(r, 2);
	check(rows, "2>3:v 3>2:t (2>3)(3>2)");
}

TEST("two that trace each other are a circle, who waits for them is outside")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S')->child_wait = 1;
	trace(add(rows, 3, 2, 't'), 4);
	trace(add(rows, 4, 1, 't'), 3);
	check(rows, "2>3:c 3>4:t 4>3:t (3>4)(4>3)");
}

TEST("three can be a circle, too")
{
	struct proctree_rows *rows = forest();

	trace(add(rows, 2, 1, 't'), 3);
	trace(add(rows, 3, 1, 't'), 4);
	trace(add(rows, 4, 1, 't'), 2);
	check(rows, "2>3:t 3>4:t 4>2:t (2>3)(3>4)(4>2)");
}

TEST("one that waits for itself is a circle of one")
{
	struct proctree_rows *rows = forest();

	trace(add(rows, 2, 1, 't'), 2);
	add(rows, 3, 3, 'S')->child_wait = 1;
	check(rows, "2>2:t 3>3:c (2>2)(3>3)");
}

TEST("who can be freed by one of several is in no circle")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S')->child_wait = 1;
	trace(add(rows, 3, 2, 't'), 2);
	add(rows, 4, 2, 'S');
	check(rows, "2>3:c 2>4:c 3>2:t ");
}

TEST("who runs, or has another thread, is in no circle")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'R')->child_wait = 1;
	trace(add(rows, 3, 2, 't'), 2);
	check(rows, "2>3:c 3>2:t ");
	rows = forest();
	add(rows, 2, 1, 'S')->child_wait = 1;
	((struct proctree_row *)proctree_row_at(rows, 1))->nr_threads = 2;
	trace(add(rows, 3, 2, 't'), 2);
	check(rows, "2>3:c 3>2:t ");
}

/* Words about the process @pid; NULL: none. Frees the rows. */
static void speaks(struct proctree_rows *rows, int32_t pid,
		   const char *(*words)(const struct waitwords *w, uint32_t i,
					char *to),
		   const char *expected)
{
	char text[WAITWORDS_MAX];
	const char *said;
	struct waits w;
	struct waitwords of = { .rows = rows, .waits = &w };
	uint32_t i;

	assert_int_equal(waits_find(rows, NULL, &w), 0);
	for (i = 0; pid_at(rows, i) != pid; i++)
		;
	said = words(&of, i, text);
	if (expected)
		assert_string_equal(said ? said : "", expected);
	else
		assert_null(said);
	waits_free(&w);
	proctree_rows_free(rows);
}

TEST("vfork, wait and trace stops are told in words")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'D');
	add(rows, 3, 2, 'S')->vfork_parent_pid = 2;
	speaks(rows, 2, waitwords_waits,
	       "waits in vfork for 3 (x) until it execs or exits");
	rows = forest();
	trace(add(rows, 2, 1, 't'), 1);
	speaks(rows, 2, waitwords_waits, "stopped for tracer 1 (init)");
	speaks(forest(), 1, waitwords_waits, NULL);
}

TEST("of many children a few are listed")
{
	struct proctree_rows *rows = forest();
	int32_t pid;

	add(rows, 2, 1, 'S')->child_wait = 1;
	for (pid = 3; pid < 10; pid++)
		add(rows, pid, 2, 'S');
	speaks(rows, 2, waitwords_waits,
	       "waits in wait4 or waitid for 3 (x), 4 (x), 5 (x), 6 (x) or 3 more");
}

TEST("why a zombie is not reaped is told, with its status")
{
	struct proctree_rows *rows = forest();
	struct proctree_relations *r = add(rows, 2, 1, 'Z');

	r->valid = EXIT_CODE_VALID;
	r->exit_code = 42 << 8;
	speaks(rows, 2, waitwords_waits,
	       "zombie: exited(42); parent 1 (init) is not in wait");
	rows = forest();
	relations(rows, proctree_row_at(rows, 0))->child_wait = 1;
	add(rows, 2, 1, 'Z');
	speaks(rows, 2, waitwords_waits,
	       "zombie: parent 1 (init) waits, but for another one");
	rows = forest();
	trace(add(rows, 2, 7, 'Z'), 1);
	speaks(rows, 2, waitwords_waits,
	       "zombie: tracer 1 (init) must wait for it first");
	rows = forest();
	add(rows, 2, 1, 'Z');
	((struct proctree_row *)proctree_row_at(rows, 1))->nr_threads = 3;
	speaks(rows, 2, waitwords_waits,
	       "zombie: first its other threads must exit: 2");
	rows = forest();
	add(rows, 2, 0, 'Z');
	speaks(rows, 2, waitwords_waits,
	       "zombie: its parent is not visible here");
}

TEST("circles are told from where one stands")
{
	struct proctree_rows *rows = forest();

	trace(add(rows, 2, 1, 't'), 3);
	trace(add(rows, 3, 1, 't'), 2);
	speaks(rows, 3, waitwords_circle,
	       "3 (x) waits for 2 (x), which waits for 3");
	rows = forest();
	trace(add(rows, 2, 1, 't'), 2);
	speaks(rows, 2, waitwords_circle, "2 (x) waits for itself");
	speaks(forest(), 1, waitwords_circle, NULL);
}

TEST("a circle of very many is told, but not to the end")
{
	struct proctree_rows *rows = forest();
	int32_t pid;

	for (pid = 2; pid < 32; pid++)
		trace(add(rows, pid, 1, 't'), pid < 31 ? pid + 1 : 2);
	speaks(rows, 2, waitwords_circle,
	       "2 (x) waits for 3 (x), which waits for 4 (x), which waits for "
	       "5 (x), which waits for 6 (x), which waits for 7 (x), which "
	       "waits for 8 (x), which waits for 9 (x), which waits for "
	       "others, and so on back to 2");
}

TEST("the heir of the children is named")
{
	struct proctree_rows *rows = forest();

	add(rows, 2, 1, 'S')->reaper_pid = 1;
	add(rows, 3, 2, 'S');
	speaks(rows, 2, waitwords_heir,
	       "1 child would be adopted by 1 (init) if it exited now");
	rows = forest();
	add(rows, 2, 1, 'S')->reaper_pid = 9;
	speaks(rows, 2, waitwords_heir, NULL);
	rows = forest();
	relations(rows, proctree_row_at(rows, 0))->reaper_pid = 1;
	speaks(rows, 1, waitwords_heir, NULL);
}
