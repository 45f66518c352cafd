// SPDX-License-Identifier: GPL-2.0-only
/* Plays programs, keeps those that come by new places; see worker.h. */
#include "worker.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include "../../guest/spawn.h"
#include "arena.h"
#include "stage.h"

#define KEPT_MAX	512

/* The second thread makes calls at the same time as the first. */
enum { FIRST, SECOND, THREADS };

static struct stage stage;
static struct cover covers[THREADS];
static struct places places;
static struct program kept[KEPT_MAX];
static pthread_barrier_t begin, end;

/* ---- becoming what it is ---- */

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* The rest happens in a child: the first process of the namespace. */
static void go_apart(bool nobody)
{
	int flags = CLONE_NEWPID | CLONE_NEWNS, status;
	pid_t pid;

	if (unshare(flags | (nobody ? CLONE_NEWUSER : 0)))
		fail("fuzz-guest: unshare");
	pid = fork();
	if (pid < 0)
		fail("fuzz-guest: fork");
	if (pid) {
		waitpid(pid, &status, 0);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", 0, nobody ? "hidepid=2" : NULL))
		fail("fuzz-guest: mount");
}

static void prepare(struct worker *w)
{
	bool nobody = w->number & WORKER_NOBODY;
	bool apart = w->number & WORKER_APART;
	int i;

	for (i = 0; i < THREADS && w->guided; i++)
		cover_open(&covers[i]);
	if (nobody)
		become(NOBODY, -1);
	/* What becoming another user has taken away. */
	prctl(PR_SET_DUMPABLE, 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (apart)
		go_apart(nobody);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	arena_map();
	stage.tally = &w->tally;
	stage.bystander = w->bystander;
	stage.may_set = !nobody && !apart;
	stage_prepare(&stage);
}

/* ---- programs ---- */

static void *second_thread(void *arg)
{
	struct worker *w = arg;

	stage.thread = thread_id();
	stage_thread();
	cover_begin(&covers[SECOND]);
	for (;;) {
		pthread_barrier_wait(&begin);
		stage_play(&stage, &w->current, true);
		pthread_barrier_wait(&end);
	}
	return NULL;
}

static bool has_two_threads(const struct program *p)
{
	uint32_t i;

	for (i = 0; i < p->ncalls; i++)
		if (p->calls[i].beside)
			return true;
	return false;
}

static void play(struct worker *w)
{
	bool two = has_two_threads(&w->current);
	int i;

	for (i = 0; i < THREADS; i++)
		cover_clear(&covers[i]);
	stage_begin(&stage);
	if (two)
		pthread_barrier_wait(&begin);
	stage_play(&stage, &w->current, false);
	if (two)
		pthread_barrier_wait(&end);
	stage_end(&stage);
	w->programs++;
}

static void choose(struct worker *w, struct rng *rng)
{
	uint32_t have = w->kept < KEPT_MAX ? w->kept : KEPT_MAX;

	if (!have || rng_one_in(rng, 3)) {
		program_make(&w->current, rng);
		return;
	}
	w->current = kept[rng_below(rng, have)];
	program_mutate(&w->current, rng, &kept[rng_below(rng, have)]);
}

/* When there is no room any more, in the place of any. */
static void keep(struct worker *w, struct rng *rng)
{
	uint32_t at = w->kept < KEPT_MAX ? w->kept : rng_below(rng, KEPT_MAX);

	kept[at] = w->current;
	w->kept++;
}

void worker_run(struct worker *w)
{
	pthread_t second;
	struct rng rng;
	uint32_t found;
	int i;

	rng_init(&rng, w->seed, w->number);
	prepare(w);
	pthread_barrier_init(&begin, NULL, 2);
	pthread_barrier_init(&end, NULL, 2);
	if (pthread_create(&second, NULL, second_thread, w))
		fail("fuzz-guest: pthread_create");
	stage_thread();
	cover_begin(&covers[FIRST]);
	while (w->tally.calls < w->calls) {
		choose(w, &rng);
		play(w);
		for (i = 0, found = 0; i < THREADS; i++)
			found += cover_collect(&covers[i], &places);
		if (found) {
			places_add(w->all_places, &places);
			keep(w, &rng);
		}
	}
	_exit(0);
}
