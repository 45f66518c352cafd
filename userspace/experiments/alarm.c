// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "alarm": what a timer does to a sleeper, to a child and to the
 * next program.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"

#define TOO_LONG_S	60	/* nobody sleeps that long */

static volatile sig_atomic_t caught;

static int seconds(const struct role *me)
{
	return atoi(trial_param(me->trial, "seconds"));
}

static void on_alarm(int sig)
{
	(void)sig;
	caught++;
}

static noreturn void be_child(const struct role *me)
{
	role_name(me);
	say(me, "left_s", PROCTREE_KIND_COUNT, alarm(0));
	barrier(me);
	leave(0);
}

static void be_sleeper(struct role *me)
{
	struct timespec asked = { .tv_sec = TOO_LONG_S };
	uint64_t begin;

	signal(SIGALRM, on_alarm);
	alarm(TOO_LONG_S);
	if (!role_made(fork()))
		be_child(trial_role(me->trial, "child"));
	barrier(me);
	begin = trial_clock();
	say(me, "left_s", PROCTREE_KIND_COUNT, alarm(seconds(me)));
	say_result(me, "slept", PROCTREE_KIND_COUNT,
		   nanosleep(&asked, NULL));
	say(me, "ms", PROCTREE_KIND_COUNT, (trial_clock() - begin) / 1000000);
	say(me, "caught", PROCTREE_KIND_COUNT, caught);
	barrier(me);
}

/* A second more, for the way to the next program takes time. */
static void be_changer(struct role *me)
{
	signal(SIGALRM, on_alarm);
	barrier(me);
	alarm(seconds(me) + 1);
	say(me, "exec", PROCTREE_KIND_COUNT, exec_shell(me, "0"));
}

static bool valid_seconds(const char *value)
{
	return *value >= '1' && *value <= '4' && !value[1];
}

static void run(struct trial *t)
{
	struct role *sleeper = role_declare(t, "sleeper");
	struct role *child = role_declare(t, "child");
	struct role *changer = role_declare(t, "changer");

	role_start(sleeper, be_sleeper);
	role_wait(child);
	role_wait(sleeper);
	step(t, "forked", "who has set an alarm has had a child");
	role_start(changer, be_changer);
	role_wait(changer);

	role_go(changer);
	role_go(sleeper);
	role_wait(changer);
	step(t, "exec", "another one, with an alarm, has become a shell");
	role_wait(sleeper);
	step(t, "woken", "the sleeper's alarm went off");
	await_state(changer, "Z");
	step(t, "killed", "the shell's alarm went off");

	role_go(child);
	await_state(child, "Z");
	role_reap(changer);
	role_go(sleeper);
	role_reap(sleeper);
}

const struct experiment exp_alarm = {
	.name = "alarm",
	.summary = "what a timer does to a sleeper, a child, the next program",
	.topic = TOPIC_SIGNALS,
	.params = {
		{ .name = "seconds", .arg = "N", .help = "1 to 4",
		  .initial = "1", .check = valid_seconds },
	},
	.columns = {
		{ "state" }, { "caught" }, { "ignored" }, { "mm" },
	},
	.run = run,
	.claims = alarm_claims,
};
