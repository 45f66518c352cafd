/* SPDX-License-Identifier: GPL-2.0-only */
/* Running experiments with proctl, and what their tests have in common. */
#ifndef GUEST_EXPERIMENTS_RUN_H
#define GUEST_EXPERIMENTS_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "experiments_json.h"

#define EXPERIMENTS_MAX	64

/* The experiments that there are, as "proctl run --list" has them. */
size_t experiment_names(char **names);

/*
 * No process: the harness made this one a subreaper, so what was left would be
 * ours. No System V object; no file, POSIX object or directory of a trial.
 */
void assert_nothing_left(void);

/*
 * What the experiment "module" loads. Another test may have made the kernel do
 * so, which makes claims SKIPPED.
 */
bool has_stock_module(void);
void remove_stock_module(void);

/* Note what was not as expected in a report. */
void note_run(const struct json *run);

/* "proctl run -J" with up to two more arguments; fails unless it exits 0. */
struct json *run_json(const char *name, const char *option, const char *value);

/* The row of a role at a step. */
struct json *row(const struct json *run, const char *step, const char *role);

#define STATE(run, step, role)	json_text(row(run, step, role), "state")
#define ID(run, step, role, field) json_text(row(run, step, role), field)
#define NUMBER(run, step, role, field) json_number(row(run, step, role), field)
#define SAYS(run, step, role, key) \
	json_number(json_get(row(run, step, role), "says"), key)

/* The system call that it sleeps in, of an experiment that asks for that. */
#define SLEEPS(run, step, role) \
	json_number(json_get(row(run, step, role), "sleeps"), "call")

#define ASSERT_SHARED(run, step, field, a, b) \
	ASSERT_STR(ID(run, step, a, field), ID(run, step, b, field))
#define ASSERT_OWN(run, step, field, a, b) \
	ASSERT(strcmp(ID(run, step, a, field), ID(run, step, b, field)))

/*
 * Nothing is unexpected; SKIPPED is only what the options of this run leave
 * out, and nothing if @all. Return: number of control claims that were judged.
 */
int check_claims(const struct json *run, bool all);

/* The report fits 80 columns, has no colour, and leaves nothing behind. */
void check_report(const char *name, const char *option, const char *value);

/* What is run: an experiment with the option that makes it another one. */
struct variant {
	const char *name;
	const char *option;
	const char *value;
};

/* All of these but the experiments without options; up to one without a name. */
extern const struct variant experiment_variants[];

/* Processes that fork as fast as they can. */
#define STORM_PROCESSES	2

struct storm {
	pid_t pids[STORM_PROCESSES];
};

void storm_begin(struct storm *s);
void storm_end(struct storm *s);

/* So many runs in such a storm, with no verdict unexpected or unknown. */
void check_under_storm(const char *name, const char *option, const char *value,
		       unsigned int runs);

#endif
