// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "uninterruptible": four kinds of sleep, and what signals do to
 * those who are in it. No system call makes the plain one on demand, so the
 * module does.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "helper.h"

/* Those whom SIGTERM ends don't need that time, but a slow machine may. */
#define LONG_MS	PROCTREE_SLEEP_MAX_MS

static uint32_t short_ms(const struct role *me)
{
	return atoi(trial_param(me->trial, "ms"));
}

static void begin(struct role *me, uint32_t kind, uint32_t ms)
{
	say(me, "ms", PROCTREE_KIND_COUNT, ms);
	barrier(me);
	sleep_inside(me, kind, ms);
	barrier(me);
}

static void be_plain(struct role *me)
{
	begin(me, PROCTREE_SLEEP_PLAIN, short_ms(me));
}

static void be_idle(struct role *me)
{
	begin(me, PROCTREE_SLEEP_IDLE, short_ms(me));
}

static void be_killable(struct role *me)
{
	begin(me, PROCTREE_SLEEP_KILLABLE, LONG_MS);
}

static void be_interruptible(struct role *me)
{
	begin(me, PROCTREE_SLEEP_INTERRUPTIBLE, LONG_MS);
}

/* Those whom a signal ends come last: the others go at their own time. */
static const struct kind {
	const char *name;
	const char *letter;
	void (*play)(struct role *me);
} kinds[] = {
	{ "plain", "D", be_plain },
	{ "idle", "I", be_idle },
	{ "killable", "D", be_killable },
	{ "interruptible", "S", be_interruptible },
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))
#define NDEAF	2

static bool valid_ms(const char *value)
{
	char *end;
	unsigned long ms = strtoul(value, &end, 10);

	return *value >= '0' && *value <= '9' && !*end && ms >= 100 &&
	       ms <= PROCTREE_SLEEP_MAX_MS;
}

static void reap(struct role *role, uint64_t begin_ns)
{
	int status = role_reap(role);

	role_note(role, "lived_ms", PROCTREE_KIND_COUNT,
		  (trial_clock() - begin_ns) / 1000000);
	role_note(role, "died_of", PROCTREE_KIND_SIGNAL, WTERMSIG(status));
}

static void signal_all(struct role **roles, unsigned int n, int sig)
{
	while (n--)
		role_signal(roles[n], sig);
}

static void run_signals(struct trial *t, struct role **roles, uint64_t begin_ns)
{
	unsigned int i;

	signal_all(roles, NKINDS, SIGTERM);
	for (i = NDEAF; i < NKINDS; i++)
		await_state(roles[i], "Z");
	step(t, "SIGTERM", "SIGTERM to all");

	signal_all(roles, NDEAF, SIGKILL);
	step(t, "SIGKILL", "SIGKILL to those that still sleep");

	for (i = NKINDS; i--;)
		reap(roles[i], begin_ns);
	step(t, "over", "the time of each sleep is over");
}

/* Without privilege, each says so and is at its last barrier. */
static bool is_refused(struct role **roles)
{
	unsigned int i;

	if (roles[0]->trial->privileges & NEEDS_SYS_ADMIN)
		return false;
	for (i = 0; i < NKINDS; i++) {
		role_wait(roles[i]);
		role_go(roles[i]);
		role_reap(roles[i]);
	}
	return true;
}

static void run(struct trial *t)
{
	struct role *roles[NKINDS];
	uint64_t begin_ns;
	unsigned int i;

	for (i = 0; i < NKINDS; i++)
		roles[i] = role_declare(t, kinds[i].name);
	for (i = 0; i < NKINDS; i++) {
		role_start(roles[i], kinds[i].play);
		role_wait(roles[i]);
	}
	step(t, "before", "four processes at barriers");

	begin_ns = trial_clock();
	for (i = NKINDS; i--;)
		role_go(roles[i]);
	if (is_refused(roles))
		return;
	for (i = 0; i < NKINDS; i++)
		await_state(roles[i], kinds[i].letter);
	step(t, "asleep", "each sleeps in its way");
	run_signals(t, roles, begin_ns);
}

const struct experiment exp_uninterruptible = {
	.name = "uninterruptible",
	.summary = "sleeps that signals end, and those that they don't",
	.topic = TOPIC_STATES,
	.params = {
		{ "ms", "N", "length of the sleeps that nothing ends, 100 to "
		  "5000", "2000", valid_ms },
	},
	.columns = {
		{ "state" }, { "state_raw", "RAW" }, { "pending" },
		{ "shared_pending" }, { "says.lived_ms", "LIVED_MS" },
		{ "says.died_of", "DIED_OF" },
	},
	.run = run,
	.claims = uninterruptible_claims,
};
