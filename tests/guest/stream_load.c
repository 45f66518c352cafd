// SPDX-License-Identifier: GPL-2.0-only
/* Loading, watching a storm, unloading, again and again. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "churn.h"
#include "harness.h"
#include "modprobe.h"
#include "spawn.h"
#include "stream.h"

#define ROUNDS		20	/* 100 under PROCTREE_STRESS */
#define EVENTS		300	/* seen in each round, at least */

/* Orphans of the storm that end meanwhile are zombies until it is over. */
static void modprobe_in_storm(const char *option)
{
	signal(SIGCHLD, SIG_DFL);
	run_modprobe(option);
	signal(SIGCHLD, SIG_IGN);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static void read_some(struct stream *s)
{
	AWAIT((stream_read(s), s->count >= EVENTS));
	stream_assert(s);
}

/* One watches everything, one a family with all there is to see. */
static void watch_storm(pid_t churner)
{
	struct stream all, family;

	stream_open(&all, ~PROCTREE_EVENTS_SCHED, 0);
	stream_open(&family, ~0ULL, churner);
	read_some(&all);
	read_some(&family);
	/* In the middle of it, with events that nobody has read. */
	stream_close(&all);
	stream_close(&family);
}

TEST_WITHIN(600, "20 rounds of loading, watching a storm and unloading")
{
	int i, rounds = getenv("PROCTREE_STRESS") ? 5 * ROUNDS : ROUNDS;
	pid_t churners[CHURN_KINDS];

	one_processor_if_emulated();
	signal(SIGCHLD, SIG_IGN);
	for (i = 0; i < CHURN_KINDS; i++)
		churners[i] = churn_start(i, i ? churners[0] : 0);
	OK(nice(-10));
	for (i = 0; i < rounds; i++) {
		watch_storm(churners[i % CHURN_KINDS]);
		modprobe_in_storm("-r");
		modprobe_in_storm("-q");
	}
	note("%d rounds, %d events seen in each at least", rounds, 2 * EVENTS);
	kill_group(churners[0]);
}
