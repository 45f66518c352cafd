// SPDX-License-Identifier: GPL-2.0-only
/*
 * Storms of stress-ng, one after the other, beside everything there is to ask,
 * for PROCTREE_SOAK seconds. The module is loaded anew for each.
 *
 * A storm and its audience are in a cgroup. While they are frozen, nothing
 * happens: then streams are opened and closed (tracepoints must not be switched
 * while other processors run them, see modprobe.h; the streams here want all
 * kinds there are, so that those of the audience switch nothing), and what was
 * told of the storm is held against what is there.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "alive.h"
#include "audience.h"
#include "cgroup.h"
#include "churn.h"
#include "compare.h"
#include "device.h"
#include "harness.h"
#include "modprobe.h"
#include "proc.h"
#include "slab.h"
#include "spawn.h"
#include "stream.h"
#include "world.h"

#define ROUND_SECONDS	45	/* of each storm at least, if there is time */
#define FEW_PIDS	"8192"	/* they are used again soon */
#define SMALL_RING	64
#define WORDS		32

/* Arguments of stress-ng. The first one has something of everything. */
static const char *const storms[][WORDS] = {
	{ "--fork", "1", "--vfork", "1", "--clone", "1", "--clone-max", "32",
	  "--exec", "1", "--exec-max", "8", "--zombie", "1", "--zombie-max",
	  "64", "--pthread", "1", "--pthread-max", "32", "--ptrace", "1",
	  "--daemon", "1", "--kill", "1", "--sigchld", "1" },
	{ "--fork", "1", "--fork-max", "16", "--zombie", "1", "--zombie-max",
	  "256" },
	{ "--vfork", "1", "--exec", "1", "--exec-max", "16" },
	{ "--clone", "1", "--clone-max", "128", "--pthread", "1",
	  "--pthread-max", "128" },
	{ "--ptrace", "2", "--kill", "1", "--sigchld", "1" },
	{ "--daemon", "1", "--session", "1", "--vforkmany", "1", "--fork", "1" },
};

#define NSTORMS	(sizeof(storms) / sizeof(storms[0]))

/**
 * struct account - what a stream has told
 * @told:	events but marks and losses
 */
struct account {
	struct stream s;
	uint64_t told;
	uint64_t lost;
	uint64_t seq;
};

/**
 * struct soak - one storm, and what was seen of it
 * @go:		in shared memory: how far the storm may go
 * @leader:	ancestor of all its processes, but those it loses
 * @live:	the tree that follows the events of all tasks
 * @forks:	forks of all tasks
 * @few:	everything of the storm, in rings that are too small
 * @many:	the same
 * @before:	forks that the kernel counted: at least, at most
 */
struct soak {
	int *go;
	struct audience *audience;
	struct cgroup group;
	const char *const *storm;
	pid_t leader;
	struct alive live;
	struct account forks, few, many;
	uint64_t before[2];
	uint64_t nforks, nevents, nlost;
	unsigned int rounds;
};

enum { WAITING = 1, STORM };

/* /proc/stat: every task that was ever made, the kernel's own ones too. */
static uint64_t forks_of_kernel(void)
{
	char text[16384], *at;

	file_read("/proc/stat", text, sizeof(text));
	at = strstr(text, "\nprocesses ");
	ASSERT(at);
	return strtoull(at + strlen("\nprocesses "), NULL, 10);
}

static void account_open(struct account *a, uint64_t kinds, pid_t root,
			 uint32_t ring)
{
	*a = (struct account){ 0 };
	stream_open_as(&a->s, &(struct proctree_watch){
		.kinds = kinds, .root_pid = root, .ring = ring });
}

static void account_add(struct account *a, const struct proctree_event *e)
{
	if (e->kind == PROCTREE_EVENT_LOST) {
		ASSERT_NE(e->u.lost.lost, 0);
		a->lost += e->u.lost.lost;
	} else {
		a->seq++;
		a->told++;
	}
	if (e->seq != a->seq)
		FAIL("event of kind %u has number %llu, not %llu", e->kind,
		     (unsigned long long)e->seq, (unsigned long long)a->seq);
}

/* Read some, add up. True if there may be more. */
static bool account_read(struct account *a)
{
	static struct proctree_event events[4096];
	ssize_t n = read(a->s.fd, events, sizeof(events));
	size_t i;

	if (n < 0 && errno != EAGAIN)
		FAIL("read: %s", strerror(errno));
	for (i = 0; n > 0 && i < n / sizeof(events[0]); i++)
		account_add(a, &events[i]);
	return n > 0;
}

static void be_stressed(void *storm)
{
	const char *argv[WORDS + 8] = { "stress-ng", "--quiet", "--timeout", "0",
					"--temp-path", "/tmp" };
	const char *const *word = storm;
	size_t n = 6;

	while (*word)
		argv[n++] = *word++;
	execvp(argv[0], (char **)argv);
	FAIL("stress-ng: %s", strerror(errno));
}

/*
 * The storm and its audience; none of them ever ends. Churners are smaller than
 * stress-ng, so they fork more often.
 */
static void lead(void *soak)
{
	static void (*const lookers[])(void *audience) = {
		look_at_snapshots, look_at_tasks, look_at_texts,
		run_experiments, run_tools,
	};
	struct soak *k = soak;
	pid_t stressed, ended;
	int status;
	size_t i;

	cgroup_enter(&k->group);
	OK(nice(10));
	__atomic_store_n(k->go, WAITING, __ATOMIC_SEQ_CST);
	AWAIT(__atomic_load_n(k->go, __ATOMIC_SEQ_CST) == STORM);
	stressed = spawn(0, be_stressed, (void *)k->storm);
	for (i = 0; i < CHURN_KINDS; i++)
		churn_start(i, 0);
	OK(nice(8)); /* the storm comes first */
	for (i = 0; i < sizeof(lookers) / sizeof(lookers[0]); i++)
		spawn(0, lookers[i], k->audience);
	ended = OK(wait(&status));
	FAIL("%s has ended, status 0x%x",
	     ended == stressed ? "stress-ng" : "one of the audience", status);
}

/* A leader who waits, frozen, and everything that is to be told of it. */
static void begin(struct soak *k)
{
	*k->go = 0;
	one_processor_if_emulated();
	run_modprobe("-r");
	run_modprobe("-q");
	k->leader = spawn(0, lead, k);
	AWAIT(__atomic_load_n(k->go, __ATOMIC_SEQ_CST) == WAITING);
	cgroup_freeze(&k->group);
	k->before[0] = forks_of_kernel();
	account_open(&k->forks, EV(FORK), 0, 0);
	k->before[1] = forks_of_kernel();
	account_open(&k->few, ~0ULL, k->leader, SMALL_RING);
	account_open(&k->many, ~0ULL, k->leader, 0);
	alive_open(&k->live, 0);
	all_processors();
}

static void follow(struct soak *k)
{
	pid_t pid;

	alive_go_on(&k->live);
	account_read(&k->forks);
	account_read(&k->many);
	/* Those whom the storm has lost are the test's. */
	while ((pid = waitpid(-1, NULL, WNOHANG | __WALL)) > 0)
		if (pid == k->leader)
			FAIL("the storm has ended");
}

static void read_all(struct account *a)
{
	while (account_read(a))
		;
}

/* Told + lost = happened, by the kernel's own count and by another stream. */
static void judge_streams(struct soak *k)
{
	uint64_t first = forks_of_kernel(), last, told;

	read_all(&k->forks);
	last = forks_of_kernel();
	told = k->forks.told + k->forks.lost;
	ASSERT_LE(first - k->before[1], told);
	ASSERT_GE(last - k->before[0], told);
	/* What is freed now, some time after its end, is told to both. */
	AWAIT((read_all(&k->few), read_all(&k->many),
	       k->few.told + k->few.lost == k->many.told + k->many.lost));
	/* They were not read until now. */
	ASSERT_NE(k->few.lost, 0);
	k->nforks += told;
	k->nevents += k->few.told + k->many.told + k->forks.told +
		      proctree_live_info(k->live.live)->events;
	k->nlost += k->few.lost + k->many.lost + k->forks.lost +
		    proctree_live_info(k->live.live)->lost;
}

/* Nothing moves. */
static void judge(struct soak *k)
{
	int fd = dev_open(), proc = proc_open();

	judge_streams(k);
	alive_assert_snapshot(&k->live);
	compare_all(fd, proc, BY_TASK);
	close(proc);
	close(fd);
}

static void end(struct soak *k)
{
	k->leader = 0;
	cgroup_kill(&k->group);
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	alive_assert_snapshot(&k->live);
	one_processor_if_emulated();
	alive_close(&k->live);
	stream_close(&k->forks.s);
	stream_close(&k->few.s);
	stream_close(&k->many.s);
}

/* Everybody has looked once at least, however slow the machine is. */
static bool all_looked(const struct audience *a)
{
	return __atomic_load_n(&a->snapshots, __ATOMIC_SEQ_CST) &&
	       __atomic_load_n(&a->tasks, __ATOMIC_SEQ_CST) &&
	       __atomic_load_n(&a->texts, __ATOMIC_SEQ_CST);
}

static void run_storm(struct soak *k, unsigned int seconds)
{
	time_t start = time(NULL), over, frozen;
	uint64_t forks = k->nforks;

	k->storm = storms[k->rounds++ % NSTORMS];
	begin(k);
	__atomic_store_n(k->go, STORM, __ATOMIC_SEQ_CST);
	cgroup_thaw(&k->group);
	over = time(NULL) + seconds;
	while (time(NULL) < over || !all_looked(k->audience)) {
		follow(k);
		usleep(20000);
	}
	frozen = time(NULL);
	cgroup_freeze(&k->group);
	judge(k);
	end(k);
	note("storm of %s...: begun in %ld s, frozen after %ld s, over after %ld s; %llu forks",
	     *k->storm + 2, (long)(over - seconds - start),
	     (long)(frozen - start), (long)(time(NULL) - start),
	     (unsigned long long)(k->nforks - forks));
}

static void tell(const struct soak *k)
{
	const struct audience *a = k->audience;

	note("%u storms: %llu forks, %llu events told, %llu lost", k->rounds,
	     (unsigned long long)k->nforks, (unsigned long long)k->nevents,
	     (unsigned long long)k->nlost);
	note("%llu snapshots of %llu rows, all trees; %llu texts",
	     (unsigned long long)a->snapshots, (unsigned long long)a->rows,
	     (unsigned long long)a->texts);
	note("%llu tasks found, %llu had gone", (unsigned long long)a->tasks,
	     (unsigned long long)a->gone);
	note("%llu experiments with the expected verdicts, %llu other tools",
	     (unsigned long long)a->runs, (unsigned long long)a->tools);
}

static unsigned int round_of(unsigned int seconds)
{
	if (seconds < ROUND_SECONDS)
		return seconds;
	return seconds < NSTORMS * ROUND_SECONDS ? ROUND_SECONDS :
						   seconds / NSTORMS;
}

static const char *const caches[] = {
	"task_struct", "pid", "signal_cache", "sighand_cache", "files_cache",
	"mm_struct",
};

#define NCACHES	(sizeof(caches) / sizeof(caches[0]))
#define ALLOWED	50	/* of a million */

TEST_WITHIN(300, "storms of stress-ng pass beside all who look at them")
{
	const char *asked = getenv("PROCTREE_SOAK");
	long seconds = asked ? atol(asked) : 0, before[NCACHES];
	struct soak k = { .go = shared_alloc(sizeof(*k.go)),
			  .audience = shared_alloc(sizeof(*k.audience)) };
	time_t over = time(NULL) + seconds;
	char pid_max[32];
	size_t i;

	if (!asked)
		SKIP("takes a machine for itself: scripts/test --soak SECONDS");
	if (access("/usr/bin/stress-ng", X_OK))
		SKIP("stress-ng is not installed");
	cgroup_make(&k.group, "proctree-soak", NULL);
	OK(nice(-10));
	for (i = 0; i < NCACHES; i++)
		before[i] = slab_in_use(caches[i]);
	file_read(PID_MAX_FILE, pid_max, sizeof(pid_max));
	file_write(PID_MAX_FILE, FEW_PIDS);
	do
		run_storm(&k, round_of(seconds));
	while (time(NULL) < over);
	file_write(PID_MAX_FILE, pid_max);
	cgroup_remove(&k.group);
	tell(&k);
	for (i = 0; i < NCACHES; i++)
		slab_assert(caches[i], before[i], ALLOWED);
}
