/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The record of one run of an experiment. It lies in memory that proctl, the
 * supervisor and the harness share, so that whatever was seen survives the
 * process that saw it. Written by harness.c and supervisor.c, read by claims.c
 * and the reports.
 */
#ifndef TRIAL_H
#define TRIAL_H

#include <sched.h>
#include <stdnoreturn.h>

#include "lib/libproctree.h"
#include "lib/sleeping.h"
#include "experiment.h"

#define TRIAL_ROLES	32
#define TRIAL_STEPS	64
#define TRIAL_SAYS	16
#define TRIAL_NAME	16	/* of roles and of what they say */
#define TRIAL_STEP_NAME	40
#define TRIAL_CASTS	512
#define TRIAL_EVENTS	16384
#define TRIAL_SHARES	16
#define TRIAL_KEYS	16	/* System V keys, and names of POSIX objects */
#define TRIAL_POSIX	32	/* bytes of such a name */
#define TRIAL_SYSCTL	64	/* bytes of a path, or of a value */
#define TRIAL_SYSCTLS	8
#define TRIAL_MODULE	32	/* bytes of a module's name */
#define TRIAL_FILES	96	/* descriptors that a run may need at once */

/* What a step takes of each role, and room for it. */
#define TRIAL_BLOCKS							\
	(PROCTREE_BLOCK_RELATIONS | PROCTREE_BLOCK_SHARING |		\
	 PROCTREE_BLOCK_CREDENTIALS | PROCTREE_BLOCK_SCHEDULING |	\
	 PROCTREE_BLOCK_TIME | PROCTREE_BLOCK_SIGNALS |			\
	 PROCTREE_BLOCK_NAMESPACES | PROCTREE_BLOCK_MEMORY |		\
	 PROCTREE_BLOCK_LAYOUT | PROCTREE_BLOCK_INTERNALS)
#define TRIAL_ROW_BYTES	2048

/* Something a role reports about itself; negative values are -errno. */
struct said {
	char key[TRIAL_NAME];
	enum proctree_kind kind;
	int64_t value;
};

struct said_list {
	unsigned int n;
	struct said said[TRIAL_SAYS];
};

/**
 * struct sighting - what the kernel said about one role at one step
 * @asked:	whether the role had been cast, so that there was one to ask for
 * @error:	0, or the negative errno of PROCTREE_IOC_TASK
 * @mask:	blocks in @row
 * @stride:	bytes in @row
 * @sleeps:	where it slept, if the experiment asks for that and it did
 * @at_barrier:	there, it waited for the harness
 */
struct sighting {
	bool asked;
	int error;
	uint64_t mask;
	uint32_t stride;
	_Alignas(8) unsigned char row[TRIAL_ROW_BYTES];
	struct said_list says;
	struct sleeping sleeps;
	bool at_barrier;
};

/**
 * struct step - the rows of all roles at one moment that has a name
 * @ns:		time since the trial began
 * @text:	one sentence
 * @at:		number of its mark in the record of events
 * @skipped:	the moment did not come, @text says why; claims that ask for it
 *		are SKIPPED
 */
struct step {
	char name[TRIAL_STEP_NAME];
	char text[100];
	bool skipped;
	uint64_t ns;
	unsigned int at;
	struct sighting seen[TRIAL_ROLES];
};

/**
 * struct cast - which task had a role; the same one may have had several
 * @role:	index into trial->roles
 */
struct cast {
	unsigned int role;
	int32_t tid;
	uint64_t start_ns;
};

/**
 * struct record - the events of the play, in the order in which they happened
 * @pt:		the harness' own device, with the stream
 * @error:	why there is no stream, or no more of it: a negative errno
 * @kinds:	1 << PROCTREE_EVENT_* that are in it
 * @lost:	events that are missing, each time with a LOST event in their
 *		place
 * @ring:	events that the module keeps for each processor, 0 = its default
 */
struct record {
	struct proctree *pt;
	int error;
	uint64_t kinds;
	uint64_t lost;
	uint32_t ring;
	unsigned int n;
	struct proctree_event events[TRIAL_EVENTS];
};

/* How often something happened: @hits of @of times. */
struct share {
	char name[TRIAL_STEP_NAME];
	uint64_t hits;
	uint64_t of;
};

/**
 * struct role - a name for a task
 * @tid:	0 until the role is cast
 * @start_ns:	0 until the first row was seen; with @tid the task for ever
 * @crew:	belongs to the house, not to the play: not in the timeline
 * @near:	the harness' end of the role's channel
 * @far:	the role's end
 * @pending:	said since the last step
 */
struct role {
	struct trial *trial;
	char name[TRIAL_NAME];
	int32_t tid;
	uint64_t start_ns;
	bool crew;
	int near;
	int far;
	struct said_list pending;
};

enum outcome {
	OUTCOME_CRASHED,	/* the harness ended without saying why */
	OUTCOME_COMPLETE,
	OUTCOME_FAILED,		/* the situation could not be made */
	OUTCOME_TIMEOUT,
	OUTCOME_STOPPED,	/* by a signal, or because proctl died */
};

/* A file of /proc/sys and what was in it. */
struct sysctl {
	char path[TRIAL_SYSCTL];
	char old[TRIAL_SYSCTL];
};

/**
 * struct belongings - what may be left beside processes; see belongings.h
 * @name:	of this trial, in keys and names
 * @owner:	proctl, whose affinity is not to change
 * @module:	one that was not loaded before
 */
struct belongings {
	uint32_t name;
	char dir[64];
	int32_t owner;
	cpu_set_t affinity;
	unsigned int nsysctls;
	struct sysctl sysctls[TRIAL_SYSCTLS];
	char module[TRIAL_MODULE];
};

/**
 * struct cleanup - what was found after the play
 * @swept:	the supervisor came to the end of its work
 * @killed:	tasks that still ran and were ended
 * @left:	descendants that the kernel still listed afterwards
 * @things:	objects, files and settings that were left
 * @what:	which, in words
 */
struct cleanup {
	bool swept;
	unsigned int killed;
	unsigned int left;
	unsigned int things;
	char what[128];
};

/**
 * struct hold - keeping the situation still; see hold.h
 * @wanted:	at @step, or at each step if that is NULL
 * @seconds:	at most
 * @near:	proctl's end of the channel
 * @far:	the harness'
 * @held:	it was said that Enter goes on
 * @no_enter:	stdin is at its end
 */
struct hold {
	bool wanted;
	const char *step;
	unsigned int seconds;
	int near;
	int far;
	bool held;
	bool no_enter;
};

/* @pt: the open device, to be set before the trial runs. */
struct trial {
	const struct experiment *exp;
	struct proctree *pt;
	const char *param[EXPERIMENT_PARAMS];
	uint32_t kernel;	/* KERNEL(major, minor) of the running one */
	unsigned int privileges; /* NEEDS_* that the caller has, of the machine */
	uint64_t begin_ns;	/* CLOCK_BOOTTIME */
	uint64_t deadline_ns;

	enum outcome outcome;
	int fork_error;		/* an errno: a role could not make another */
	int stop_signal;
	char reason[160];
	struct cleanup cleanup;
	struct belongings belongings;
	struct hold hold;
	uint64_t seed;		/* of trial_random() */

	unsigned int nroles;
	unsigned int nsteps;
	unsigned int ncasts;
	unsigned int nshares;
	unsigned int end;	/* number of the last mark in the record */
	struct role roles[TRIAL_ROLES];
	struct step steps[TRIAL_STEPS];
	struct cast casts[TRIAL_CASTS];
	struct share shares[TRIAL_SHARES];
	struct record record;
};

/**
 * trial_new - memory for one run, shared with all children to come
 *
 * Return: the trial, with all parameters at their initial values; free with
 * trial_free(). NULL if there is no memory.
 */
struct trial *trial_new(const struct experiment *exp);
void trial_free(struct trial *t);

/**
 * trial_remedy - what can be done about an error, to be put behind its text
 * @err: positive errno of what could not be started
 *
 * Return: begins with "; ", or is empty if there is nothing to say.
 */
const char *trial_remedy(int err);

/* Value of the experiment's parameter @name, "" if it has none. */
const char *trial_param(const struct trial *t, const char *name);

/**
 * trial_random - the next number of a sequence that the seed determines
 *
 * For the director alone: the same run makes the same choices again.
 */
uint32_t trial_random(struct trial *t);

/* KERNEL(6, 1) of "6.1.0-13-amd64" or "6.1"; 0 if it does not begin so. */
uint32_t kernel_parse(const char *release);

/* The kernel that we run on. */
uint32_t kernel_running(void);

/* CLOCK_BOOTTIME in ns. */
uint64_t trial_clock(void);

/* Milliseconds until the deadline for poll(2), at most @max. */
int trial_time_left(const struct trial *t, int max);

/* The step or role with this name, NULL if there is none. */
const struct step *trial_step(const struct trial *t, const char *name);
struct role *trial_role(struct trial *t, const char *name);

/* Index into step->seen of the role with this name, -1 if there is none. */
int trial_role_index(const struct trial *t, const char *name);

/* Name of the role that had the number @pid last, at @step or before. */
const char *trial_role_at(const struct trial *t, const struct step *step,
			  int64_t pid);

/**
 * trial_player - index of the role that the task (@pid, @start_ns) has
 * @start_ns: 0 = the latest task with that number
 *
 * Return: an index into trial->roles; -1 if it has none.
 */
int trial_player(const struct trial *t, int32_t pid, uint64_t start_ns);

/* The share with this name, NULL if none was noted. */
const struct share *trial_share(const struct trial *t, const char *name);

/**
 * trial_value - a field of a sighting, as struct sight names it
 *
 * Return: 0; -ENODATA if the row does not have it or it could not be read;
 * -EINVAL if there is no such field.
 */
int trial_value(const struct sighting *seen, const char *field,
		int64_t *value);

/**
 * trial_in_state - whether a task is seen in one of the states @letters, and
 * has come to rest in it
 *
 * The letter alone comes early: R as soon as somebody wakes the task, while it
 * is on its way to a processor's queue (TASK_WAKING, kernel/sched/core.c
 * try_to_wake_up()); the letters of who rests before it has left the processor.
 * Of the dead the letter is all there is. What the row does not have is not
 * asked for.
 */
bool trial_in_state(const struct sighting *seen, const char *letters);

/* The row of a sighting as the library wants it; valid as long as @seen. */
struct proctree_rows trial_rows(const struct sighting *seen);

const struct said *said_find(const struct said_list *list, const char *key);

#endif
