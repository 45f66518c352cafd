// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "fork-order": who runs first after fork(), asked many times,
 * and how the scheduler divides a processor.
 */
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"
#include "param.h"
#include "timing.h"

#define SPIN_NS		150000000
#define POLITE_NICE	10
#define SWITCH		"/proc/sys/kernel/sched_child_runs_first"

/**
 * struct race - one fork, in memory that parent and child share
 * @tickets:	taken so far; who takes the first one was first
 * @ticket:	the child's
 * @cpu:	where the child was
 */
struct race {
	atomic_int tickets;
	int ticket;
	unsigned int cpu;
};

struct score {
	unsigned int child_first;
	unsigned int elsewhere;
};

static bool valid_number(const char *value)
{
	return param_number(value, 10, 20000);
}

static unsigned int where(void)
{
	unsigned int cpu = 0;

	syscall(SYS_getcpu, &cpu, NULL, NULL);
	return cpu;
}

static void race_once(struct race *race, struct score *score)
{
	pid_t pid;

	*race = (struct race){ 0 };
	pid = role_made(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
	if (!pid) {
		race->ticket = atomic_fetch_add(&race->tickets, 1);
		race->cpu = where();
		leave(EXIT_SUCCESS);
	}
	atomic_fetch_add(&race->tickets, 1);
	if (waitpid(pid, NULL, 0) != pid)
		leave(EXIT_FAILURE);
	score->child_first += !race->ticket;
	score->elsewhere += race->cpu != where();
}

static void say_races(const struct role *me, struct race *race)
{
	int n = atoi(trial_param(me->trial, "n")), i;
	struct score score = { 0 };

	for (i = 0; i < n; i++)
		race_once(race, &score);
	say(me, "forks", PROCTREE_KIND_COUNT, n);
	say(me, "child_first", PROCTREE_KIND_COUNT, score.child_first);
	say(me, "parent_first", PROCTREE_KIND_COUNT, n - score.child_first);
	say(me, "elsewhere", PROCTREE_KIND_COUNT, score.elsewhere);
	barrier(me);
}

/* Up to Linux 6.5 the old order can be had, for the whole machine. */
static bool has_switch(const struct trial *t)
{
	return *trial_param(t, "switch") && !access(SWITCH, W_OK);
}

static void be_racer(struct role *me)
{
	struct race *race = mmap(NULL, sizeof(*race), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (race == MAP_FAILED)
		leave(EXIT_FAILURE);
	say_races(me, race);
	cpus_pin(cpus_nth(0));
	say_races(me, race);
	if (has_switch(me->trial))
		say_races(me, race);
}

/* Use the processor for a while, counted in time of one's own. */
static void spin(struct role *me)
{
	cpus_pin(cpus_nth(0));
	barrier(me);
	while (timing_now(CLOCK_THREAD_CPUTIME_ID) < SPIN_NS)
		;
	barrier(me);
}

static void be_plain(struct role *me)
{
	spin(me);
}

static void be_polite(struct role *me)
{
	setpriority(PRIO_PROCESS, 0, POLITE_NICE);
	spin(me);
}

static void run_spinners(struct trial *t)
{
	struct role *plain = role_declare(t, "plain");
	struct role *polite = role_declare(t, "polite");

	role_start(plain, be_plain);
	role_start(polite, be_polite);
	role_wait(plain);
	role_wait(polite);
	step(t, "start", "two processes that want the same processor");
	role_go(polite);
	role_go(plain);
	role_wait(plain);
	step(t, "later", "the plain one has had 150 ms of it");
	role_signal(polite, SIGKILL);
	role_reap(polite);
	role_go(plain);
	role_reap(plain);
}

static void step_races(struct trial *t, struct role *racer, const char *name,
		       const char *share, const char *text)
{
	role_wait(racer);
	share_note(t, share, role_said(racer, "child_first"),
		   role_said(racer, "forks"));
	step(t, name, "%s", text);
}

/* It is reset at the end of the trial, however that comes. */
static void run_switched(struct trial *t, struct role *racer)
{
	int ret;

	if (!*trial_param(t, "switch"))
		return;
	if (!has_switch(t)) {
		step_skip(t, "switched", "there is no %s to write to", SWITCH);
		return;
	}
	ret = trial_sysctl(t, SWITCH, "1");
	if (ret)
		trial_fail(t, "can't set %s: %s", SWITCH, strerror(-ret));
	role_go(racer);
	step_races(t, racer, "switched", "child first, switched",
		   "on one processor, with sched_child_runs_first");
}

static void run(struct trial *t)
{
	struct role *racer = role_declare(t, "racer");

	role_start(racer, be_racer);
	step_races(t, racer, "anywhere", "child first, all processors",
		   "forks on all processors");
	role_go(racer);
	step_races(t, racer, "one", "child first, one processor",
		   "forks on one processor");
	run_switched(t, racer);
	role_go(racer);
	role_reap(racer);
	run_spinners(t);
}

const struct experiment exp_fork_order = {
	.name = "fork-order",
	.summary = "who runs first after fork, and how much who runs",
	.topic = TOPIC_BIRTHS,
	.params = {
		{ "n", "N", "forks in each setting, 10 to 20000", "100",
		  valid_number },
		{ "switch", NULL, "also with sched_child_runs_first=1 for all",
		  "" },
	},
	.columns = {
		{ "state" }, { "ppid" }, { "nice" }, { "prio", "PRIO" },
		{ "cpu" }, { "cpus_allowed" }, { "runtime_ns" },
		{ "nivcsw" },
	},
	.run = run,
	.claims = fork_order_claims,
};
