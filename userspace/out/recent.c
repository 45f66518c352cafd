// SPDX-License-Identifier: GPL-2.0-only
/*
 * One look after the other; see recent.h. Each is a merge of what was seen
 * before with what is there, by the identity of a task: (start_ns, pid).
 */
#include <errno.h>
#include <stdlib.h>

#include "recent.h"

/* Of one task, the rows of different sources stand in this order. */
enum source { FROM_LOOK, FROM_ENDED, FROM_BEFORE };

struct found {
	struct recent_task task;
	enum source source;
};

static int compare(const void *left, const void *right)
{
	const struct found *a = left, *b = right;

	if (a->task.row.start_ns != b->task.row.start_ns)
		return a->task.row.start_ns < b->task.row.start_ns ? -1 : 1;
	if (a->task.row.pid != b->task.row.pid)
		return a->task.row.pid < b->task.row.pid ? -1 : 1;
	return (int)a->source - (int)b->source;
}

static bool is_same(const struct found *a, const struct found *b)
{
	return a->task.row.start_ns == b->task.row.start_ns &&
	       a->task.row.pid == b->task.row.pid;
}

void recent_clear(struct recent *r)
{
	free(r->tasks);
	*r = (struct recent){ 0 };
}

void recent_end(struct recent *r, const struct proctree_row *row)
{
	if (r->nended < RECENT_GONE_MAX)
		r->ended[r->nended++] = *row;
}

/* Everything that is known, sorted. */
static struct found *gather(const struct recent *r,
			    const struct proctree_rows *rows, uint32_t *n)
{
	struct found *all, *f;
	uint32_t i;

	*n = rows->count + r->nended + r->count;
	all = calloc((size_t)*n + 1, sizeof(*all));
	if (!all)
		return NULL;
	f = all;
	for (i = 0; i < rows->count; i++, f++) {
		f->task.row = *proctree_row_at(rows, i);
		f->source = FROM_LOOK;
	}
	for (i = 0; i < r->nended; i++, f++) {
		f->task.row = r->ended[i];
		f->source = FROM_ENDED;
	}
	for (i = 0; i < r->count; i++, f++) {
		f->task = r->tasks[i];
		f->source = FROM_BEFORE;
	}
	qsort(all, *n, sizeof(*all), compare);
	return all;
}

/* One task out of its @n rows. Return: whether it is to be shown. */
static bool merge(const struct recent *r, const struct found *f, uint32_t n,
		  uint64_t now_ms, struct recent_task *to)
{
	const struct found *before = &f[n - 1];

	*to = f->task;
	if (before->source == FROM_BEFORE) {
		to->born_ms = before->task.born_ms;
		to->gone_ms = before->task.gone_ms;
	} else {
		to->born_ms = r->begun ? now_ms : 0;
	}
	if (f->source == FROM_LOOK) {
		to->gone_ms = 0;
		return true;
	}
	if (!to->gone_ms)
		to->gone_ms = now_ms;
	to->row.state = 'X';
	return now_ms - to->gone_ms < RECENT_MS;
}

/* Its number belongs to another one that is there. */
static bool is_replaced(const struct recent_task *tasks, uint32_t n,
			const struct recent_task *gone)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (!tasks[i].gone_ms && tasks[i].row.pid == gone->row.pid)
			return true;
	return false;
}

/* Leave out of those that have gone what would confuse or be too much. */
static uint32_t thin_out(struct recent_task *tasks, uint32_t n)
{
	uint32_t i, gone = 0, left = 0;

	for (i = 0; i < n; i++) {
		if (tasks[i].gone_ms && (gone == RECENT_GONE_MAX ||
					 is_replaced(tasks, n, &tasks[i])))
			continue;
		gone += !!tasks[i].gone_ms;
		/* Who is there stays, so all of them are among the n still. */
		tasks[left++] = tasks[i];
	}
	return left;
}

int recent_look(struct recent *r, const struct proctree_rows *rows,
		uint64_t now_ms)
{
	uint32_t n, i, same, count = 0;
	struct recent_task *tasks;
	struct found *all = gather(r, rows, &n);

	tasks = all ? calloc((size_t)n + 1, sizeof(*tasks)) : NULL;
	if (!tasks) {
		free(all);
		return -ENOMEM;
	}
	for (i = 0; i < n; i += same) {
		for (same = 1; i + same < n && is_same(&all[i], &all[i + same]);)
			same++;
		count += merge(r, &all[i], same, now_ms, &tasks[count]);
	}
	free(all);
	free(r->tasks);
	r->tasks = tasks;
	r->count = thin_out(tasks, count);
	r->nended = 0;
	r->begun = true;
	return 0;
}

uint64_t recent_until(const struct recent *r, uint64_t now_ms)
{
	uint64_t until = 0, end;
	uint32_t i;

	for (i = 0; i < r->count; i++) {
		const struct recent_task *t = &r->tasks[i];

		if (!recent_is_gone(t) && !recent_is_new(t, now_ms))
			continue;
		end = (t->gone_ms ? t->gone_ms : t->born_ms) + RECENT_MS;
		if (!until || end < until)
			until = end;
	}
	return until;
}
