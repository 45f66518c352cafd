// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of forks and exits; see quiz.h.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "pyrandom.h"
#include "quiz.h"

#define ROOT 0

static int find(const struct quiz *q, const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < q->nprocesses; i++)
		if (strlen(q->names[i]) == len &&
		    !strncmp(q->names[i], name, len))
			return i;
	return -1;
}

/* Return: the new process' number, -1 if there is no room for it. */
static int add_process(struct quiz *q, const char *name, size_t len)
{
	if (!len || len >= QUIZ_NAME || q->nprocesses == QUIZ_PROCESSES)
		return -1;
	snprintf(q->names[q->nprocesses], QUIZ_NAME, "%.*s", (int)len, name);
	return q->nprocesses++;
}

static void begin(struct quiz *q)
{
	memset(q, 0, sizeof(*q));
	add_process(q, "a", 1);
}

static bool add_action(struct quiz *q, int who, int child)
{
	if (q->nactions == QUIZ_ACTIONS)
		return false;
	q->actions[q->nactions++] = (struct quiz_action){ who, child, false };
	return true;
}

static size_t name_length(const char *text)
{
	size_t n = 0;

	while (isalnum((unsigned char)text[n]))
		n++;
	return n;
}

static bool has_exited(const struct quiz *q, int who)
{
	unsigned int i;

	for (i = 0; i < q->nactions; i++)
		if (q->actions[i].who == who && q->actions[i].child < 0)
			return true;
	return false;
}

/* One action. Return: where it ends, NULL if it is none. */
static const char *parse_action(struct quiz *q, const char *text)
{
	size_t len = name_length(text);
	int who = find(q, text, len), child;

	if (who < 0 || has_exited(q, who))
		return NULL;
	text += len;
	if (*text == '-' && who != ROOT)
		return add_action(q, who, -1) ? text + 1 : NULL;
	if (*text++ != '+')
		return NULL;
	len = name_length(text);
	child = find(q, text, len) < 0 ? add_process(q, text, len) : -1;
	return child > 0 && add_action(q, who, child) ? text + len : NULL;
}

bool quiz_parse(struct quiz *q, const char *list)
{
	begin(q);
	do {
		list += strspn(list, " ");
		list = parse_action(q, list);
		if (!list)
			return false;
	} while (*list++ == ',');
	return !list[-1];
}

/* One of the @n living ones, as fork.py chooses. */
static unsigned int choose(struct pyrandom *r, unsigned int n)
{
	return pyrandom_next(r) * n;
}

void quiz_generate(struct quiz *q, uint32_t seed, unsigned int actions,
		   double forks)
{
	int alive[QUIZ_PROCESSES] = { ROOT };
	unsigned int n = 1, i;
	struct pyrandom r;
	char name;

	begin(q);
	pyrandom_seed(&r, seed);
	while (q->nactions < actions) {
		if (pyrandom_next(&r) < forks) {
			i = choose(&r, n);
			name = 'a' + q->nprocesses;
			alive[n] = add_process(q, &name, 1);
			add_action(q, alive[i], alive[n++]);
			continue;
		}
		i = choose(&r, n);
		if (alive[i] == ROOT)
			continue;
		add_action(q, alive[i], -1);
		memmove(&alive[i], &alive[i + 1], (--n - i) * sizeof(*alive));
	}
}

static bool is_parent(const int *parents, int who)
{
	unsigned int i;

	for (i = 0; i < QUIZ_PROCESSES; i++)
		if (parents[i] == who)
			return true;
	return false;
}

void quiz_leaf_only(struct quiz *q)
{
	int parents[QUIZ_PROCESSES];
	struct quiz_action *action;
	unsigned int i;

	for (i = 0; i < q->nactions; i++) {
		action = &q->actions[i];
		quiz_book(q, i, false, parents);
		action->refused = action->child < 0 &&
				  is_parent(parents, action->who);
	}
}

static bool descends(const int *parents, int from, int who)
{
	while (from > ROOT && from != who)
		from = parents[from];
	return from == who;
}

static void book_exit(int parents[QUIZ_PROCESSES], int who, bool local)
{
	int before[QUIZ_PROCESSES], i;

	memcpy(before, parents, sizeof(before));
	for (i = 0; i < QUIZ_PROCESSES; i++)
		if (local ? before[i] == who :
		    before[i] >= 0 && i != who && descends(before, i, who))
			parents[i] = local ? before[who] : ROOT;
	parents[who] = -1;
}

void quiz_book(const struct quiz *q, unsigned int done, bool local,
	       int parents[QUIZ_PROCESSES])
{
	const struct quiz_action *action;
	unsigned int i;

	for (i = 0; i < QUIZ_PROCESSES; i++)
		parents[i] = -1;
	for (action = q->actions; action < q->actions + done; action++) {
		if (action->refused)
			continue;
		if (action->child < 0)
			book_exit(parents, action->who, local);
		else
			parents[action->child] = action->who;
	}
}
