// SPDX-License-Identifier: GPL-2.0-only
/*
 * From tasks to lines; see view.h. The tree is drawn by tree.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "tree.h"
#include "viewtasks.h"

#define LINE_MAX_TOP	(2 * TEXT_COMM_MAX + 128)

/* What is being made: the chosen tasks, their rows and their tree. */
struct making {
	const struct view_options *o;
	uint64_t now_ms;
	struct view_tasks chosen;
	const char **notes;
	struct tree_drawing drawing;
	FILE *text;
	size_t *ends;	/* of each line in the text */
};

void view_count(struct view_counts *counts, const struct recent *r)
{
	uint32_t i;

	memset(counts, 0, sizeof(*counts));
	for (i = 0; i < r->count; i++) {
		const struct recent_task *t = &r->tasks[i];

		if (recent_is_gone(t))
			continue;
		counts->threads++;
		if (view_is_thread(t))
			continue;
		counts->processes++;
		counts->states[t->row.state & 127]++;
	}
}

static int begin(struct making *m, const struct recent *r)
{
	uint32_t n;
	int err = view_tasks_choose(&m->chosen, r, m->o);

	if (err)
		return err;
	n = m->chosen.rows.count;
	m->notes = calloc((size_t)n + 1, sizeof(*m->notes));
	/* A line above the tree, and one in it. */
	m->ends = calloc(2 * (size_t)n + 1, sizeof(*m->ends));
	return m->notes && m->ends ? 0 : -ENOMEM;
}

static void end(struct making *m)
{
	view_tasks_free(&m->chosen);
	free(m->notes);
	free(m->ends);
}

static void add_line(struct making *m, struct view *v, const char *text,
		     size_t n, uint32_t row)
{
	const struct recent_task *t = m->chosen.tasks[row];
	struct view_line *line = &v->lines[v->count];
	struct mark marks[MARK_COUNT_MAX];

	fwrite(text, 1, n, m->text);
	fputc('\0', m->text);
	m->ends[v->count++] = n + 1;
	line->pid = t->row.pid;
	line->gone = recent_is_gone(t);
	line->fresh = recent_is_new(t, m->now_ms);
	line->followed = m->o->follow && t->row.pid == m->o->follow;
	if (mark_of(&t->row, false, marks))
		line->colour = marks[0].colour;
	else if (t->row.flags & PROCTREE_ROW_KTHREAD)
		line->colour = MARK_FAINT;
}

/* A task outside of the tree: with its parent, which the tree would show. */
static void add_apart(struct making *m, struct view *v, uint32_t i)
{
	const struct proctree_row *row = &m->chosen.tasks[i]->row;
	char text[LINE_MAX_TOP], name[TEXT_COMM_MAX], *cut;
	uint32_t parent = m->chosen.order.parent[i];
	struct mark marks[MARK_COUNT_MAX];
	unsigned int columns = 0;
	int n;

	mark_of(row, false, marks);
	text_comm(name, row->comm, m->o->utf8, &columns);
	n = sprintf(text, "%*d %s  %s", (int)m->drawing.pid_width, row->pid,
		    name, marks[0].text);
	if (parent != TREE_ORDER_NONE) {
		row = &m->chosen.tasks[parent]->row;
		text_comm(name, row->comm, m->o->utf8, &columns);
		n += sprintf(text + n, ", %s %d %s",
			     view_is_thread(m->chosen.tasks[i]) ? "thread of" : "child of",
			     row->pid, name);
	}
	cut = m->o->width ? text_cut(text, text + n, m->o->width) : text + n;
	add_line(m, v, text, cut - text, i);
}

static void add_all_apart(struct making *m, struct view *v)
{
	uint32_t i;

	for (i = 0; i < m->chosen.rows.count; i++) {
		char state = m->chosen.tasks[i]->row.state;

		if ((state == 'Z' && m->o->zombies) ||
		    (state == 'D' && m->o->blocked))
			add_apart(m, v, i);
	}
	v->top = v->count;
}

static void add_tree(struct making *m, struct view *v)
{
	char line[TREE_LINE_MAX];
	uint32_t i = 0;
	size_t n;

	/* With room for one, one line comes at a time. */
	while ((n = tree_draw(&m->drawing, line, sizeof(line))))
		add_line(m, v, line, n - 1, m->chosen.order.order[i++]);
}

static void draw(struct making *m, struct view *v)
{
	const struct tree_style style = {
		.width = m->o->width,
		.utf8 = m->o->utf8,
		.threads = m->o->threads,
		.notes = m->notes,
	};
	uint32_t i;

	for (i = 0; i < m->chosen.rows.count; i++)
		if (recent_is_new(m->chosen.tasks[i], m->now_ms) &&
		    !recent_is_gone(m->chosen.tasks[i]))
			m->notes[i] = "new";
	tree_begin(&m->drawing, &m->chosen.rows, &m->chosen.order, NULL, &style);
	add_all_apart(m, v);
	add_tree(m, v);
}

/* The text has grown and moved until now: where the lines are. */
static void set_texts(const struct making *m, struct view *v)
{
	char *text = v->text;
	uint32_t i;

	for (i = 0; i < v->count; i++) {
		v->lines[i].text = text;
		text += m->ends[i];
	}
}

static int make(struct making *m, struct view *v)
{
	size_t size;
	bool failed;

	v->lines = calloc(2 * (size_t)m->chosen.rows.count + 1, sizeof(*v->lines));
	m->text = open_memstream(&v->text, &size);
	if (!v->lines || !m->text) {
		if (m->text)
			fclose(m->text);
		return -ENOMEM;
	}
	draw(m, v);
	failed = ferror(m->text);
	if (fclose(m->text) || failed)
		return -ENOMEM;
	set_texts(m, v);
	return 0;
}

int view_make(struct view *v, const struct recent *r,
	      const struct view_options *o, uint64_t now_ms)
{
	struct making *m = calloc(1, sizeof(*m));
	int err;

	view_free(v);
	if (!m)
		return -ENOMEM;
	m->o = o;
	m->now_ms = now_ms;
	err = begin(m, r);
	if (!err)
		err = make(m, v);
	end(m);
	free(m);
	if (err)
		view_free(v);
	return err;
}

void view_free(struct view *v)
{
	free(v->lines);
	free(v->text);
	*v = (struct view){ 0 };
}

int view_find(const struct view *v, int32_t pid)
{
	uint32_t i;

	for (i = v->top; i < v->count; i++)
		if (v->lines[i].pid == pid && !v->lines[i].gone)
			return i;
	return -1;
}
