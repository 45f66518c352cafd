// SPDX-License-Identifier: GPL-2.0-only
/*
 * The quiz of the experiment "fork-tree": questions and answers. The layout is
 * the one of the book's fork.py, for those who know it.
 */
#include <string.h>

#include "fork_tree.h"
#include "line.h"

#define MARGIN		4
#define DEPTH_MAX	64

/* The row of role number @i at @step if it lives then. */
static const struct proctree_row *living(const struct trial *t,
					 const struct step *step,
					 unsigned int i)
{
	const struct proctree_row *row = line_row(&step->seen[i]);

	return row && !t->roles[i].crew && row->state != 'Z' ? row : NULL;
}

/* The next role from @i on that is a child of @ppid, nroles if there is none. */
static unsigned int next_child(const struct trial *t, const struct step *step,
			       int32_t ppid, unsigned int i)
{
	const struct proctree_row *row;

	for (; i < t->nroles; i++) {
		row = living(t, step, i);
		if (row && row->ppid == ppid)
			break;
	}
	return i;
}

static void put_children(const struct trial *t, const struct step *step,
			 int32_t ppid, char *prefix, FILE *out)
{
	size_t len = strlen(prefix);
	unsigned int i, next;

	for (i = next_child(t, step, ppid, 0); i < t->nroles; i = next) {
		next = next_child(t, step, ppid, i + 1);
		fprintf(out, "%*s%s%s %s\n", MARGIN, "", prefix,
			next < t->nroles ? "|--" : "`--", t->roles[i].name);
		if (len + 5 > DEPTH_MAX)
			continue;
		strcpy(prefix + len, next < t->nroles ? "|   " : "    ");
		put_children(t, step, living(t, step, i)->pid, prefix, out);
		prefix[len] = '\0';
	}
}

static void put_root(const struct trial *t, const struct step *step,
		     const char *name, FILE *out)
{
	int i = trial_role_index(t, name);
	char prefix[DEPTH_MAX] = "";
	const struct proctree_row *row;

	row = i < 0 ? NULL : line_row(&step->seen[i]);
	if (!row)
		return;
	if (t->roles[i].crew &&
	    next_child(t, step, row->pid, 0) == t->nroles)
		return;
	fprintf(out, "%*s%s\n", MARGIN, "", name);
	put_children(t, step, row->pid, prefix, out);
}

/* Where the simulator is wrong. */
static void put_differences(const struct trial *t, const struct step *step,
			    FILE *out)
{
	const struct proctree_row *row;
	const char *book, *kernel;
	unsigned int i;
	int64_t pid;

	for (i = 0; i < t->nroles; i++) {
		row = living(t, step, i);
		if (!row || trial_value(&step->seen[i], "says.book", &pid) ||
		    pid == row->ppid)
			continue;
		book = trial_role_at(t, step, pid);
		kernel = trial_role_at(t, step, row->ppid);
		fprintf(out, "%*sThe book makes %s a child of %s; in Linux it "
			"is one of %s.\n", MARGIN, "", t->roles[i].name,
			book ? book : "?", kernel ? kernel : "?");
	}
}

static void put_tree(const struct trial *t, const struct step *step, FILE *out)
{
	put_root(t, step, "a", out);
	put_root(t, step, "subreaper", out);
	put_differences(t, step, out);
}

static bool asked(const struct trial *t, const char *option)
{
	return *trial_param(t, option);
}

static void put_action(const struct trial *t, const struct step *step,
		       FILE *out)
{
	bool trees = asked(t, "show-tree"), answers = asked(t, "compute");

	if (trees && !answers)
		fputs("Action?\n", out);
	else
		fprintf(out, "Action: %s\n", step->name);
	if (asked(t, "final-only"))
		return;
	if (trees || answers)
		put_tree(t, step, out);
	else
		fputs("Process Tree?\n", out);
}

static void put_end(const struct trial *t, const struct step *step, FILE *out)
{
	if (asked(t, "show-tree") || asked(t, "compute")) {
		fputs("\nFinal Process Tree:\n", out);
		put_tree(t, step, out);
	} else {
		fputs("\nFinal Process Tree?\n", out);
	}
}

bool fork_tree_show(const struct trial *t, const struct pen *pen)
{
	const struct step *step = t->steps;
	const struct step *end = trial_step(t, "end");

	if (!fork_tree_is_quiz(t))
		return false;
	fprintf(pen->out, "Process Tree (%s):\n", step->text);
	put_tree(t, step, pen->out);
	for (step++; step < t->steps + t->nsteps && step != end; step++)
		put_action(t, step, pen->out);
	if (end && asked(t, "final-only"))
		put_end(t, end, pen->out);
	if (!asked(t, "compute"))
		fputs("-c shows the answers.\n", pen->out);
	return true;
}
