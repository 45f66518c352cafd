/* SPDX-License-Identifier: GPL-2.0-only */
/* Tasks of all sorts of owners, for those who look at them: access_matrix.c. */
#ifndef GUEST_ACCESS_SCENE_H
#define GUEST_ACCESS_SCENE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define OWNER	1000
#define OTHER	1001
#define READER	1002

/* The columns, in the table's order. */
enum { OWN, UNDUMPABLE, SETUID, OTHERS, ROOTS, KERNEL, CONTAINED, NSUBJECTS };

/**
 * struct scene - shared by all who take part
 * @container:	init of the container that the contained one is in
 * @pids:	the subjects' numbers outside
 * @inside:	in the container, if the caller is there; else 0
 * @start_ns:	the subjects': another one may have its number inside
 * @cells:	what the caller ought to see of each
 * @ready:	counts subjects
 * @step:	how far it has got: the caller and the test in turn
 */
struct scene {
	pid_t container;
	pid_t pids[NSUBJECTS];
	pid_t inside[NSUBJECTS];
	uint64_t start_ns[NSUBJECTS];
	const char *cells[NSUBJECTS];
	int ready;
	int step;
};

enum { BEGUN, WATCHED, SIGNALLED, LOOKED, KILLED };

/* All are there on return, children of the caller but the contained one. */
void scene_make(struct scene *s);
/* The program that the setuid one runs goes with the scene. */
void scene_end(struct scene *s);

/* Does /proc, by ptrace_may_access(), show the caller what is private to @pid? */
bool procfs_agrees(pid_t pid, bool shown);

#endif
