/* SPDX-License-Identifier: GPL-2.0-only */
/* Control groups (version 2): processes stopped, limited, ended as one. */
#ifndef GUEST_CGROUP_H
#define GUEST_CGROUP_H

#include <stdint.h>

/**
 * struct cgroup - a group below the root
 * @path:	its directory
 */
struct cgroup {
	char path[64];
};

/*
 * Make the group, with @controller if that is not NULL; skips the test where
 * the kernel has no such thing.
 */
void cgroup_make(struct cgroup *c, const char *name, const char *controller);
/* Put the calling process into it; its children are born there. */
void cgroup_enter(const struct cgroup *c);

/*
 * Stop all its processes where user space would go on, whoever their parents
 * and tracers are; on return none runs, until cgroup_thaw().
 */
void cgroup_freeze(const struct cgroup *c);
void cgroup_thaw(const struct cgroup *c);
/* Kill them, and reap the caller's children. On return none is left. */
void cgroup_kill(const struct cgroup *c);
/* Forget the group, of which nobody is left. */
void cgroup_remove(const struct cgroup *c);

/* A file of the group, such as memory.max. */
void cgroup_write(const struct cgroup *c, const char *file, const char *text);
/* The number in a file; behind @key, if it is not NULL. */
uint64_t cgroup_number(const struct cgroup *c, const char *file,
		       const char *key);

#endif
