// SPDX-License-Identifier: GPL-2.0-only
/* How many streams there may be, and what is left of them. */
#include <sys/resource.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "helpers.h"
#include "keeper.h"
#include "spawn.h"
#include "stream.h"
#include "world.h"

static void watch_forever(void *ready)
{
	struct stream s;

	stream_open(&s, EV_LIFE | EV(REPARENT), 0);
	*(int *)ready = 1;
	pause_forever(NULL);
}

TEST("a watcher that is killed leaves nothing behind")
{
	int *ready = shared_alloc(sizeof(*ready)), i;

	for (i = 0; i < 5; i++) {
		pid_t child = spawn(0, watch_forever, ready);

		AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST));
		*ready = 0;
		fork_and_wait(10);
		kill_and_reap(child);
		ASSERT_EQ(module_users(), 0);
	}
}

static void watch_to_the_limit(void *unused)
{
	struct proctree_watch w = { .kinds = EV(FORK), .ring = 4 };
	int fds[65], i;

	(void)unused;
	become(NOBODY, -1);
	for (i = 0; i < 65; i++) {
		struct proctree_watch copy = w;

		fds[i] = dev_open();
		ASSERT_EQ(watch_try(fds[i], &copy), i < 64 ? 0 : -EMFILE);
	}
	close(fds[0]);
	ASSERT_EQ(watch_try(fds[64], &w), 0);
}

TEST("a user has 64 streams at most, unless privileged")
{
	ASSERT_EQ(reap(spawn(0, watch_to_the_limit, NULL)), 0);
}

TEST_WITHIN(240, "there are 1,024 streams at most, for all together")
{
	struct rlimit files = { 2000, 2000 };
	int most = 1024 - keeper_attends();
	int fds[1024], last, i;

	OK(setrlimit(RLIMIT_NOFILE, &files));
	for (i = 0; i < most; i++) {
		struct proctree_watch w = { .kinds = EV(FORK), .ring = 4 };

		fds[i] = dev_open();
		ASSERT_EQ(watch_try(fds[i], &w), 0);
	}
	last = dev_open();
	ASSERT_EQ(watch_try(last, &(struct proctree_watch){
					  .kinds = EV(FORK), .ring = 4 }),
		  -ENFILE);
	fork_and_wait(3);
	close(fds[512]);
	ASSERT_EQ(watch_try(last, &(struct proctree_watch){
					  .kinds = EV(FORK), .ring = 4 }), 0);
}
