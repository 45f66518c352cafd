// SPDX-License-Identifier: GPL-2.0-only
/*
 * Groups of tasks that share kernel objects; see groups.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "text.h"

const char *const groups_kinds[GROUPS_KINDS] = {
	"mm", "files", "fs", "sighand", "signal", "sysvsem", "io", "cred",
	"nsproxy",
};

struct by_id {
	const struct proctree_rows *rows;
	const struct proctree_field *field;
};

/* 0 if the task has no such object. */
static uint64_t id_of(const struct by_id *by, uint32_t i)
{
	return proctree_field_int(by->rows, proctree_row_at(by->rows, i),
				  by->field);
}

static int compare_ids(const void *left, const void *right, void *context)
{
	const uint32_t *i = left, *j = right;
	uint64_t a = id_of(context, *i), b = id_of(context, *j);

	if (a != b)
		return a < b ? -1 : 1;
	return (*i > *j) - (*i < *j);
}

static int compare_groups(const void *left, const void *right)
{
	const struct group *a = left, *b = right;
	uint32_t m;

	if (a->members[0] != b->members[0])
		return a->members[0] < b->members[0] ? -1 : 1;
	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	for (m = 1; m < a->n; m++) {
		if (a->members[m] != b->members[m])
			return a->members[m] < b->members[m] ? -1 : 1;
	}
	return 0;
}

/* Nearly all tasks have the namespaces of the first one: that is no news. */
static bool is_everybodys(const struct by_id *by, unsigned int kind, uint64_t id)
{
	return !strcmp(groups_kinds[kind], "nsproxy") && id == id_of(by, 0);
}

/* Sort @order, which has all rows, by one object, and add its groups. */
static void add_kind(struct groups *to, const struct proctree_rows *rows,
		     unsigned int kind, uint32_t *order)
{
	struct by_id by = { rows, proctree_field_find(groups_kinds[kind]) };
	uint32_t begin, end;

	for (begin = 0; begin < rows->count; begin++)
		order[begin] = begin;
	qsort_r(order, rows->count, sizeof(*order), compare_ids, &by);
	for (begin = 0; begin < rows->count; begin = end) {
		uint64_t id = id_of(&by, order[begin]);

		for (end = begin + 1; end < rows->count; end++) {
			if (id_of(&by, order[end]) != id)
				break;
		}
		if (id && end - begin > 1 && !is_everybodys(&by, kind, id))
			to->groups[to->n++] = (struct group){
				1U << kind, order + begin, end - begin,
			};
	}
}

/* Groups of the same members become one. */
static void unite(struct groups *to)
{
	uint32_t i, n = 0;

	qsort(to->groups, to->n, sizeof(*to->groups), compare_groups);
	for (i = 0; i < to->n; i++) {
		if (n && !compare_groups(&to->groups[n - 1], &to->groups[i]))
			to->groups[n - 1].kinds |= to->groups[i].kinds;
		else
			to->groups[n++] = to->groups[i];
	}
	to->n = n;
}

int groups_find(const struct proctree_rows *rows, struct groups *to)
{
	size_t rooms = (size_t)rows->count * GROUPS_KINDS + 1;
	unsigned int kind;

	if (!(rows->mask & PROCTREE_BLOCK_SHARING))
		return -EINVAL;
	*to = (struct groups){
		.groups = calloc(rooms, sizeof(*to->groups)),
		.memory = calloc(rooms, sizeof(*to->memory)),
	};
	if (!to->groups || !to->memory) {
		groups_free(to);
		return -ENOMEM;
	}
	for (kind = 0; kind < GROUPS_KINDS; kind++)
		add_kind(to, rows, kind,
			 to->memory + (size_t)kind * rows->count);
	unite(to);
	return 0;
}

void groups_free(struct groups *g)
{
	free(g->groups);
	free(g->memory);
	*g = (struct groups){ 0 };
}

/* "812 sh", "813 {worker}", "2 [kthreadd]". Return: its columns. */
static unsigned int name(char *to, const struct proctree_row *row, bool utf8)
{
	bool thread = row->flags & PROCTREE_ROW_THREAD;
	bool odd = thread || row->flags & PROCTREE_ROW_KTHREAD;
	unsigned int columns = sprintf(to, "%d ", row->pid);
	char comm[TEXT_COMM_MAX];
	unsigned int more = 0;

	text_comm(comm, row->comm, utf8, &more);
	sprintf(to + columns, "%s%s%s", !odd ? "" : thread ? "{" : "[", comm,
		!odd ? "" : thread ? "}" : "]");
	return columns + more + 2 * odd;
}

#define INDENT 2

void groups_print(const struct proctree_rows *rows, const struct group *group,
		  const struct groups_style *style)
{
	char text[TEXT_COMM_MAX + 16];
	unsigned int kind, columns, used = 0;
	uint32_t m;

	for (kind = 0; kind < GROUPS_KINDS; kind++) {
		if (group->kinds & 1U << kind)
			printf("%s%s", used++ ? " " : "", groups_kinds[kind]);
	}
	printf(": %u tasks\n", group->n);
	for (used = 0, m = 0; m < group->n; m++) {
		columns = INDENT + name(text, proctree_row_at(rows,
							      group->members[m]),
					style->utf8);
		if (used && style->width && used + columns > style->width) {
			putchar('\n');
			used = 0;
		}
		printf("%*s%s", INDENT, "", text);
		used += columns;
	}
	putchar('\n');
}
