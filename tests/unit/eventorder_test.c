// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order in which events are told: two roles that run at the same time.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/eventorder.h"
#include "unit.h"

enum { PARENT = 10, CHILD = 11 };

static struct trial *new_trial(void)
{
	struct trial *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	strcpy(t->roles[0].name, "parent");
	strcpy(t->roles[1].name, "child");
	t->nroles = 2;
	t->casts[0] = (struct cast){ 0, PARENT, 0 };
	t->casts[1] = (struct cast){ 1, CHILD, 0 };
	t->ncasts = 2;
	return t;
}

static struct proctree_event *add(struct trial *t, uint32_t kind, int32_t pid)
{
	struct proctree_event *e = &t->record.events[t->record.n++];

	e->kind = kind;
	e->pid = pid;
	return e;
}

/* The kinds as they are told, a letter each. */
static void assert_order(struct trial *t, const char *expected)
{
	static const char letters[] = {
		[PROCTREE_EVENT_LOST] = 'l', [PROCTREE_EVENT_FORK] = 'f',
		[PROCTREE_EVENT_EXEC] = 'e', [PROCTREE_EVENT_EXIT] = 'x',
		[PROCTREE_EVENT_WAIT] = 'w', [PROCTREE_EVENT_SIGNAL] = 's',
		[PROCTREE_EVENT_DELIVER] = 'd',
	};
	unsigned int list[EVENTORDER_MAX], i;
	char got[EVENTORDER_MAX + 1] = "";

	for (i = 0; i < t->record.n; i++)
		list[i] = i;
	eventorder(t, list, t->record.n);
	for (i = 0; i < t->record.n; i++)
		got[i] = letters[t->record.events[list[i]].kind];
	assert_string_equal(got, expected);
	free(t);
}

TEST("what two roles do at the same time is told role by role")
{
	struct trial *t = new_trial();

	add(t, PROCTREE_EVENT_EXEC, CHILD);
	add(t, PROCTREE_EVENT_WAIT, PARENT);
	assert_order(t, "we");
	t = new_trial();
	add(t, PROCTREE_EVENT_WAIT, PARENT);
	add(t, PROCTREE_EVENT_EXEC, CHILD);
	assert_order(t, "we");
}

TEST("a signal is told with what its sender does, its delivery after it")
{
	struct trial *t = new_trial();
	struct proctree_event *e;

	add(t, PROCTREE_EVENT_EXIT, CHILD);
	e = add(t, PROCTREE_EVENT_SIGNAL, PARENT);
	e->u.signal.sig = SIGCHLD;
	e->u.signal.sender_pid = CHILD;
	add(t, PROCTREE_EVENT_DELIVER, PARENT)->u.signal.sig = SIGCHLD;
	assert_order(t, "xsd");
}

TEST("a child is told after its making, and nothing passes a loss")
{
	struct trial *t = new_trial();

	add(t, PROCTREE_EVENT_FORK, CHILD)->u.fork.child_pid = PARENT;
	add(t, PROCTREE_EVENT_WAIT, PARENT);
	assert_order(t, "fw");
	t = new_trial();
	add(t, PROCTREE_EVENT_EXEC, CHILD);
	add(t, PROCTREE_EVENT_LOST, 0);
	add(t, PROCTREE_EVENT_WAIT, PARENT);
	assert_order(t, "elw");
}
