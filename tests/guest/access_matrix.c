// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may see what of whom: the table of proctree(4), line by line. The Makefile
 * takes it from there.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "access_scene.h"
#include "device.h"
#include "harness.h"
#include "oracle.h"
#include "spawn.h"
#include "stream.h"

/* "caller Ta cell Ta cell ..." */
static const char *const table[] = {
#include "access_rows.inc"
};

static void await_step(struct scene *s, int step)
{
	AWAIT(__atomic_load_n(&s->step, __ATOMIC_SEQ_CST) == step);
}

static void set_step(struct scene *s, int step)
{
	__atomic_store_n(&s->step, step, __ATOMIC_SEQ_CST);
}

#define LOOKED_AT	(PROCTREE_BLOCK_RELATIONS | \
			 PROCTREE_BLOCK_CREDENTIALS | PROCTREE_BLOCK_SIGNALS | \
			 PROCTREE_BLOCK_NAMESPACES | PROCTREE_BLOCK_MEMORY | \
			 PROCTREE_BLOCK_LAYOUT | PROCTREE_BLOCK_INTERNALS)

/* A row of LOOKED_AT. */
struct seen {
	struct proctree_row base;
	struct proctree_relations rel;
	struct proctree_credentials cred;
	struct proctree_signals sig;
	struct proctree_namespaces ns;
	struct proctree_memory mem;
	struct proctree_layout layout;
	struct proctree_internals in;
};

static bool see(int fd, const struct scene *s, int i, struct seen *row)
{
	struct proctree_task arg = {
		.mask = LOOKED_AT,
		.row = (uintptr_t)row,
		.start_ns = s->start_ns[i],
		.pid = s->inside[i] ?: s->pids[i],
		.size = sizeof(*row),
	};

	return dev_task(fd, &arg) == 0;
}

/* Private fields come all together or not at all, public ones always. */
static bool is_private_seen(const struct seen *row)
{
	bool shown = row->ns.valid, has_mm = row->mem.valid;

	ASSERT(row->cred.valid);
	ASSERT_EQ(!(row->base.flags & PROCTREE_ROW_KTHREAD), has_mm);
	ASSERT_EQ(row->sig.valid != 0, shown);
	ASSERT_EQ(row->layout.valid != 0, shown && has_mm);
	ASSERT_EQ(row->rel.valid & REL_VALID(exit_code), 0);
	return shown;
}

static void look_at(struct scene *s, int i, int fd, const struct stream *stream)
{
	pid_t pid = s->inside[i] ?: s->pids[i];
	char cell[8] = "-";
	struct seen row;
	bool shown;

	if (see(fd, s, i, &row)) {
		shown = is_private_seen(&row);
		snprintf(cell, sizeof(cell), "p%s%s", shown ? "s" : "",
			 stream_find(stream, PROCTREE_EVENT_SIGNAL, pid) ?
				 "e" : "");
		/* Of the container's number /proc outside knows nothing. */
		if (!s->inside[i] && !procfs_agrees(pid, shown))
			FAIL("subject %d: /proc thinks otherwise", i);
	}
	if (strcmp(cell, s->cells[i]))
		FAIL("subject %d: \"%s\", in the manual \"%s\"", i, cell,
		     s->cells[i]);
}

/* What is left to be seen of the dead is how they died. */
static void look_at_dead(struct scene *s, int i, int fd)
{
	bool shown = strchr(s->cells[i], 's');
	struct seen row;

	if (i == KERNEL || !see(fd, s, i, &row))
		return;
	ASSERT_EQ(row.base.state, 'Z');
	ASSERT_EQ(row.mem.valid, 0);
	ASSERT_EQ(row.layout.valid, 0);
	if (!!(row.rel.valid & REL_VALID(exit_code)) != shown)
		FAIL("subject %d's exit status is told %s", i,
		     shown ? "not" : "too");
	ASSERT_EQ(row.rel.exit_code, shown ? SIGKILL : 0);
	ASSERT_EQ(!!(row.in.valid &
		     VALID(proctree_internals, group_exit_code)), shown);
}

static void look(struct scene *s)
{
	struct stream stream;
	int fd, i;

	stream_open(&stream, EV(SIGNAL), 0);
	set_step(s, WATCHED);
	await_step(s, SIGNALLED);
	stream_catch_up(&stream);
	fd = dev_open();
	for (i = 0; i < NSUBJECTS; i++)
		look_at(s, i, fd, &stream);
	set_step(s, LOOKED);
	await_step(s, KILLED);
	for (i = 0; i < NSUBJECTS; i++)
		look_at_dead(s, i, fd);
}

static void owner_looks(void *scene)
{
	become(OWNER, -1);
	look(scene);
}

static void stranger_looks(void *scene)
{
	become(READER, -1);
	look(scene);
}

static void tracer_looks(void *scene)
{
	become_with(READER, CAP_SYS_PTRACE);
	look(scene);
}

static void root_looks(void *scene)
{
	look(scene);
}

static void enter(const struct scene *s, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", s->container, name);
	OK(setns(OK(open(path, O_RDONLY | O_CLOEXEC)), 0));
}

static void namespace_root_looks(void *scene)
{
	/* The number inside is for those who are inside. */
	((struct scene *)scene)->inside[CONTAINED] = 0;
	enter(scene, "user");
	become(0, -1);
	look(scene);
}

static void inside_looks(void *scene)
{
	become(0, -1);
	look(scene);
}

static void container_looks(void *arg)
{
	struct scene *s = arg;

	OK(setns(OK(syscall(SYS_pidfd_open, s->container, 0)),
		 CLONE_NEWUSER | CLONE_NEWPID));
	ASSERT_EQ(reap(spawn(0, inside_looks, s)), 0);
}

static const struct {
	const char *name;
	void (*looks)(void *scene);
} callers[] = {
	{ "their owner", owner_looks },
	{ "another user", stranger_looks },
	{ "CAP_SYS_PTRACE", tracer_looks },
	{ "root", root_looks },
	{ "its user namespace's root", namespace_root_looks },
	{ "its container's root", container_looks },
};

#define NCALLERS	(sizeof(callers) / sizeof(callers[0]))

static void split(char *line, const char **name, const char **cells)
{
	char *at = line;
	int i;

	*name = line;
	for (i = 0; i < NSUBJECTS; i++) {
		at = strstr(at, " Ta ");
		if (!at)
			FAIL("cell %d is missing: %s", i, line);
		*at = '\0';
		at += strlen(" Ta ");
		cells[i] = at;
	}
	ASSERT(!strstr(at, " Ta "));
}

static void caller_looks(const char *row, size_t caller)
{
	struct scene *s = shared_alloc(sizeof(*s));
	const char *name;
	pid_t pid;
	int i;

	split(strdup(row), &name, s->cells);
	ASSERT_STR(name, callers[caller].name);
	scene_make(s);
	if (callers[caller].looks != container_looks)
		s->inside[CONTAINED] = 0;
	pid = spawn(0, callers[caller].looks, s);
	await_step(s, WATCHED);
	for (i = 0; i < NSUBJECTS; i++)
		OK(kill(s->pids[i], SIGWINCH)); /* by default nothing */
	set_step(s, SIGNALLED);
	await_step(s, LOOKED);
	for (i = 0; i < NSUBJECTS; i++)
		if (i != KERNEL)
			OK(kill(s->pids[i], SIGKILL));
	for (i = 0; i < NSUBJECTS; i++)
		if (i != KERNEL)
			await_state(0, s->pids[i], 'Z');
	set_step(s, KILLED);
	ASSERT_EQ(reap(pid), 0);
	scene_end(s);
	note("%s", row);
}

TEST("who may see what of whom is as the manual's table says")
{
	size_t i;

	ASSERT_EQ(sizeof(table) / sizeof(table[0]), NCALLERS);
	for (i = 0; i < NCALLERS; i++)
		caller_looks(table[i], i);
}
