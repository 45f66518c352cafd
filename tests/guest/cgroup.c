// SPDX-License-Identifier: GPL-2.0-only
/* Control groups; see cgroup.h and Documentation/admin-guide/cgroup-v2.rst. */
#include "cgroup.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "world.h"

#define ROOT	"/sys/fs/cgroup"

static const char *file_of(const struct cgroup *c, const char *file)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", c->path, file);
	return path;
}

void cgroup_make(struct cgroup *c, const char *name, const char *controller)
{
	char text[256];

	if (access(ROOT "/cgroup.controllers", R_OK))
		SKIP("no cgroup2 at " ROOT);
	file_read(ROOT "/cgroup.controllers", text, sizeof(text));
	if (controller && !strstr(text, controller))
		SKIP("cgroup2 has no controller \"%s\"", controller);
	if (controller) {
		snprintf(text, sizeof(text), "+%s", controller);
		file_write(ROOT "/cgroup.subtree_control", text);
	}
	snprintf(c->path, sizeof(c->path), ROOT "/%s", name);
	/* One that is left of a test that failed is as good. */
	if (mkdir(c->path, 0755) && errno != EEXIST)
		FAIL("%s: %s", c->path, strerror(errno));
	cgroup_thaw(c);
}

void cgroup_write(const struct cgroup *c, const char *file, const char *text)
{
	file_write(file_of(c, file), text);
}

uint64_t cgroup_number(const struct cgroup *c, const char *file,
		       const char *key)
{
	char text[4096], *at = text;

	file_read(file_of(c, file), text, sizeof(text));
	if (key) {
		at = strstr(text, key);
		if (!at)
			FAIL("no \"%s\" in %s", key, file);
		at += strlen(key);
	}
	return strtoull(at, NULL, 10);
}

void cgroup_enter(const struct cgroup *c)
{
	cgroup_write(c, "cgroup.procs", "0");
}

void cgroup_freeze(const struct cgroup *c)
{
	cgroup_write(c, "cgroup.freeze", "1");
	AWAIT(cgroup_number(c, "cgroup.events", "frozen"));
}

void cgroup_thaw(const struct cgroup *c)
{
	cgroup_write(c, "cgroup.freeze", "0");
}

static void kill_each(const struct cgroup *c)
{
	FILE *file = fopen(file_of(c, "cgroup.procs"), "re");
	int pid;

	ASSERT(file);
	while (fscanf(file, "%d", &pid) == 1)
		kill(pid, SIGKILL);
	fclose(file);
}

/* Frozen, they make no others meanwhile, and die all the same. */
void cgroup_kill(const struct cgroup *c)
{
	cgroup_freeze(c);
	kill_each(c);
	cgroup_thaw(c);
	while (cgroup_number(c, "cgroup.events", "populated")) {
		while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
			;
		await_pause("that a cgroup is empty");
	}
	await_pause(NULL);
}

void cgroup_remove(const struct cgroup *c)
{
	OK(rmdir(c->path));
}
