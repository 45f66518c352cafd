// SPDX-License-Identifier: GPL-2.0-only
/*
 * Evidence of events and shares, over a record made by hand: a parent forks a
 * child between the steps "before" and "forked", the child ends before "ended".
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/claims.h"
#include "experiments/share.h"
#include "unit.h"

enum { PARENT = 10, CHILD = 11, START = 500 };

static struct proctree_event *add(struct trial *t, uint32_t kind, int32_t pid)
{
	struct proctree_event *e = &t->record.events[t->record.n++];

	e->kind = kind;
	e->pid = pid;
	e->start_ns = pid ? START + pid : 0;
	return e;
}

static void add_role(struct trial *t, const char *name, int32_t pid)
{
	t->casts[t->ncasts++] = (struct cast){ t->nroles, pid, START + pid };
	strcpy(t->roles[t->nroles++].name, name);
}

static void add_step(struct trial *t, const char *name)
{
	t->steps[t->nsteps].at = t->record.n;
	strcpy(t->steps[t->nsteps++].name, name);
	add(t, PROCTREE_EVENT_MARK, 0);
}

static struct trial *new_trial(void)
{
	static const struct experiment exp = { .name = "test" };
	struct trial *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->exp = &exp;
	t->outcome = OUTCOME_COMPLETE;
	t->record.kinds = EVENTS_LIFE;
	add_role(t, "parent", PARENT);
	add_role(t, "child", CHILD);
	add_step(t, "before");
	add(t, PROCTREE_EVENT_FORK, PARENT)->u.fork.child_pid = CHILD;
	add_step(t, "forked");
	add(t, PROCTREE_EVENT_EXIT, CHILD)->u.exit.code = 42 << 8;
	add(t, PROCTREE_EVENT_SIGNAL, PARENT)->u.signal.sig = SIGCHLD;
	add_step(t, "ended");
	t->end = t->record.n;
	return t;
}

static enum verdict judge(const struct trial *t, struct check check)
{
	struct claim claim = { .id = "c", .checks = { check } };

	return claim_judge(t, &claim).verdict;
}

#define ASSERT_JUDGED(t, expected, ...) \
	assert_int_equal(judge(t, (struct check)__VA_ARGS__), \
			 VERDICT_##expected)

TEST("an event happens between two steps, by a role, or it never does")
{
	struct trial *t = new_trial();

	ASSERT_JUDGED(t, HOLDS, HAPPENS("before", "forked", FORK, "parent"));
	ASSERT_JUDGED(t, HOLDS, HAPPENS(NULL, NULL, FORK, NULL));
	ASSERT_JUDGED(t, WRONG, HAPPENS("before", "forked", FORK, "child"));
	ASSERT_JUDGED(t, WRONG, HAPPENS("forked", NULL, FORK, "parent"));
	ASSERT_JUDGED(t, WRONG, HAPPENS(NULL, "before", FORK, "parent"));
	ASSERT_JUDGED(t, HOLDS, NEVER("before", "forked", EXIT, "child"));
	ASSERT_JUDGED(t, WRONG, NEVER("before", "ended", EXIT, "child"));
	ASSERT_JUDGED(t, HOLDS, TIMES("before", "ended", SIGNAL, "parent", 1));
	free(t);
}

TEST("members of an event are numbers, and roles")
{
	struct trial *t = new_trial();

	ASSERT_JUDGED(t, HOLDS, { EVENT("forked", "ended", EXIT, "child",
					"code"), CHECK_EQ, { 0 }, 42 << 8 });
	ASSERT_JUDGED(t, HOLDS, { MATCHING("forked", "ended", SIGNAL, "parent",
					   "sig", SIGCHLD),
				  CHECK_EQ, { 0 }, 1 });
	ASSERT_JUDGED(t, WRONG, { MATCHING("forked", "ended", SIGNAL, "parent",
					   "sig", SIGUSR1),
				  CHECK_EQ, { 0 }, 1 });
	ASSERT_JUDGED(t, HOLDS, { ABOUT("before", "forked", FORK, "parent",
					"child_pid", "child"),
				  CHECK_EQ, { 0 }, 1 });
	ASSERT_JUDGED(t, WRONG, { ABOUT("before", "forked", FORK, "parent",
					"child_pid", "parent"),
				  CHECK_EQ, { 0 }, 1 });
	free(t);
}

TEST("one event comes before another only if both come")
{
	struct trial *t = new_trial();

	ASSERT_JUDGED(t, HOLDS, BEFORE("before", "ended", EXIT, "child",
				       SIGNAL, "parent"));
	ASSERT_JUDGED(t, WRONG, BEFORE("before", "ended", SIGNAL, "parent",
				       EXIT, "child"));
	ASSERT_JUDGED(t, WRONG, BEFORE("before", "ended", EXIT, "child",
				       WAIT, "parent"));
	free(t);
}

TEST("a task that takes the number of a role is not that role")
{
	struct trial *t = new_trial();

	t->record.events[3].start_ns++;
	ASSERT_JUDGED(t, WRONG, HAPPENS("forked", "ended", EXIT, "child"));
	free(t);
}

/* The child's end is not in the record. */
static struct trial *new_lossy_trial(void)
{
	struct trial *t = new_trial();

	t->record.events[3] = (struct proctree_event){
		.kind = PROCTREE_EVENT_LOST, .u.lost.lost = 1,
	};
	t->record.lost = 1;
	return t;
}

TEST("lost events make a verdict unknown, never a refutation")
{
	struct trial *t = new_lossy_trial();

	ASSERT_JUDGED(t, UNKNOWN, HAPPENS("forked", "ended", EXIT, "child"));
	ASSERT_JUDGED(t, UNKNOWN, NEVER("forked", "ended", EXIT, "child"));
	ASSERT_JUDGED(t, UNKNOWN, TIMES("forked", "ended", SIGNAL, "parent",
					1));
	ASSERT_JUDGED(t, UNKNOWN, { EVENT("forked", "ended", SIGNAL, "parent",
					  "sig"), CHECK_EQ, { 0 }, SIGCHLD });
	ASSERT_JUDGED(t, UNKNOWN, BEFORE("forked", "ended", SIGNAL, "parent",
					 EXIT, "child"));
	free(t);
}

TEST("what was seen in spite of a loss, or away from it, still counts")
{
	struct trial *t = new_lossy_trial();

	ASSERT_JUDGED(t, HOLDS, HAPPENS("forked", "ended", SIGNAL, "parent"));
	ASSERT_JUDGED(t, WRONG, NEVER("forked", "ended", SIGNAL, "parent"));
	ASSERT_JUDGED(t, HOLDS, TIMES("before", "forked", FORK, "parent", 1));
	free(t);
}

TEST("without a stream, or of a kind that is not watched, nothing is asked")
{
	struct trial *t = new_trial();

	ASSERT_JUDGED(t, SKIPPED, HAPPENS(NULL, NULL, SLEEP, "parent"));
	t->record.error = -ENOTTY;
	ASSERT_JUDGED(t, SKIPPED, HAPPENS(NULL, NULL, FORK, "parent"));
	ASSERT_JUDGED(t, SKIPPED, NEVER(NULL, NULL, FORK, "child"));
	free(t);
}

TEST("what happens up to the end is unknown if the end did not come")
{
	struct trial *t = new_trial();

	t->outcome = OUTCOME_TIMEOUT;
	ASSERT_JUDGED(t, UNKNOWN, NEVER("forked", NULL, EXEC, "child"));
	ASSERT_JUDGED(t, HOLDS, NEVER("forked", "ended", EXEC, "child"));
	free(t);
}

static void check_interval(uint64_t hits, uint64_t of, int low, int high)
{
	struct share share = { .hits = hits, .of = of };
	int64_t got_low, got_high;

	share_interval(&share, &got_low, &got_high);
	if (got_low / 100 != low || (got_high + 50) / 100 != high)
		fail_msg("%d of %d: %d to %d", (int)hits, (int)of,
			 (int)got_low, (int)got_high);
}

/* Ten-thousandths; computed by another program, with the textbook formula. */
TEST("the interval of a share is Wilson's")
{
	check_interval(0, 0, 0, 10000);
	check_interval(0, 10, 0, 2775);
	check_interval(10, 10, 7224, 10000);
	check_interval(5, 10, 2365, 7634);
	check_interval(12, 2000, 34, 105);
	check_interval(1991, 2000, 9914, 9976);
}

#define HITS(name, n) { { .field = "hits." name }, CHECK_EQ, { 0 }, n }

TEST("a share decides only if all of its interval is on one side")
{
	struct trial *t = new_trial();
	struct claim vague = {
		.id = "c", .checks = { RARER_THAN("coin", 50) },
	};

	strcpy(t->shares[0].name, "coin");
	t->nshares = 1;
	t->shares[0].hits = 12;
	t->shares[0].of = 2000;
	ASSERT_JUDGED(t, HOLDS, RARER_THAN("coin", 50));
	ASSERT_JUDGED(t, WRONG, AS_OFTEN_AS("coin", 50));
	ASSERT_JUDGED(t, HOLDS, HITS("coin", 12));
	ASSERT_JUDGED(t, SKIPPED, RARER_THAN("dice", 50));
	t->shares[0].hits = 1000;
	ASSERT_JUDGED(t, UNKNOWN, RARER_THAN("coin", 50));
	assert_non_null(strstr(claim_judge(t, &vague).why_not, "too vague"));
	free(t);
}

TEST("where a role sleeps is evidence, unless it is not known")
{
	struct trial *t = new_trial();
	struct sighting *seen = &t->steps[1].seen[1];

	seen->asked = true;
	seen->sleeps = (struct sleeping){ .call = 0, .fd = 3, .ino = 77 };
	ASSERT_JUDGED(t, HOLDS, IS("forked", "child", "sleeps.call", 0));
	ASSERT_JUDGED(t, WRONG, IS("forked", "child", "sleeps.call", 1));
	ASSERT_JUDGED(t, HOLDS, IS("forked", "child", "sleeps.fd", 3));
	ASSERT_JUDGED(t, HOLDS, IS("forked", "child", "sleeps.object", 77));
	seen->sleeps = (struct sleeping){ .call = -1, .fd = -1 };
	ASSERT_JUDGED(t, UNKNOWN, IS("forked", "child", "sleeps.call", 0));
	ASSERT_JUDGED(t, UNKNOWN, IS("forked", "child", "sleeps.fd", 3));
	ASSERT_JUDGED(t, UNKNOWN, IS("forked", "child", "sleeps.object", 77));
	free(t);
}

/* A row with the block that tells how a task runs. */
struct running_row {
	struct proctree_row base;
	struct proctree_scheduling scheduling;
};

static bool in_state(char state, uint64_t raw, bool on_cpu, const char *letters)
{
	struct sighting seen = {
		.asked = true,
		.mask = PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_SCHEDULING,
		.stride = sizeof(struct running_row),
	};
	struct running_row *row = (void *)seen.row;

	row->base.state = state;
	row->scheduling.valid = ~0ULL;
	row->scheduling.state_raw = raw;
	row->scheduling.on_cpu = on_cpu;
	return trial_in_state(&seen, letters);
}

TEST("a state is reached by who rests in it, or is in a queue to run")
{
	assert_true(in_state('S', 1, false, "SD"));
	assert_false(in_state('S', 1, false, "D"));
	assert_false(in_state('S', 1, true, "SD"));
	assert_false(in_state('T', 0x104, true, "T"));
	assert_true(in_state('R', 0, true, "R"));
	assert_true(in_state('R', 0, false, "R"));
	assert_false(in_state('R', 0x200, false, "R"));
	assert_true(in_state('Z', 0x80, true, "Z"));
}

TEST("of a state without the block that tells more, the letter is enough")
{
	struct sighting seen = {
		.asked = true,
		.mask = PROCTREE_BLOCK_BASE,
		.stride = sizeof(struct proctree_row),
	};

	((struct proctree_row *)seen.row)->state = 'S';
	assert_true(trial_in_state(&seen, "S"));
	seen.error = -ESRCH;
	assert_false(trial_in_state(&seen, "S"));
}
