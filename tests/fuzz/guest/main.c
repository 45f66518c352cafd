// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz-guest [--calls N] [--seed S] [--workers N]: calls of /dev/proctree and
 * /proc/proctree by chance, in the lab; scripts/fuzz --guest runs it.
 *
 * Ends with exit status 1 as soon as the kernel is tainted, a call returns what
 * the contract does not allow, or none returns any more: then it prints what was
 * being called. The same seed gives each worker the same random numbers; which
 * programs it mutates follows from what the kernel did.
 */
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../../module/uapi/proctree.h"
#include "../../guest/churn.h"
#include "../../guest/harness.h"
#include "../../guest/spawn.h"
#include "worker.h"

#define WORKERS		8	/* two of each sort */
#define WORKERS_MAX	32
#define HUNG_SECONDS	180	/* no call lasts so long, even emulated */
#define PROGRESS_SECONDS 30
#define TICK_MS		100
#define TICKS_OF_CHURN	20	/* of this many ticks, bystanders live in one */

static struct fuzz {
	uint64_t calls;
	uint64_t seed;
	uint32_t workers;
	struct places *places;
	struct worker *worker;
	int probes;		/* a stream that holds them */
	pid_t sleeper;		/* its root, who does nothing */
	pid_t warden;		/* of the bystanders, a process group */
	pid_t bystanders;
	long taint;
	struct timespec began;
} fuzz = { .calls = 100000, .seed = 1, .workers = WORKERS };

static long taint(void)
{
	FILE *file = fopen("/proc/sys/kernel/tainted", "re");
	long value = -1;

	if (!file || fscanf(file, "%ld", &value) != 1)
		perror("fuzz-guest: /proc/sys/kernel/tainted");
	if (file)
		fclose(file);
	return value;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - fuzz.began.tv_sec +
	       (now.tv_nsec - fuzz.began.tv_nsec) / 1e9;
}

/* ---- begin ---- */

/*
 * Bystanders live for a tick now and then, or they would have all the time
 * there is. Their orphans end here, and nobody waits for them.
 */
static void mind_bystanders(void *group)
{
	const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };
	uint32_t ticks, kind;
	pid_t pid;

	close(fuzz.probes);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGCHLD, SIG_IGN);
	for (kind = 0; kind < CHURN_KINDS; kind++) {
		pid = churn_start(kind, *(pid_t *)group);
		if (!kind)
			__atomic_store_n((pid_t *)group, pid, __ATOMIC_SEQ_CST);
	}
	for (ticks = 0;; ticks++) {
		kill(-*(pid_t *)group, ticks % TICKS_OF_CHURN ? SIGSTOP : SIGCONT);
		nanosleep(&tick, NULL);
	}
}

static void start_bystanders(void)
{
	pid_t *group = shared_alloc(sizeof(*group));

	fuzz.warden = spawn(0, mind_bystanders, group);
	AWAIT(__atomic_load_n(group, __ATOMIC_SEQ_CST));
	fuzz.bystanders = *group;
}

static void end_bystanders(void)
{
	kill(fuzz.warden, SIGKILL);
	kill(-fuzz.bystanders, SIGKILL);
	kill(fuzz.sleeper, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

/*
 * QEMU's emulation fails when one processor runs code that another one is just
 * changing, as switching tracepoints does. With more than one they stay on.
 */
static void hold_probes(void)
{
	struct proctree_watch watch = { .kinds = ~0ULL, .ring = 4 };

	fuzz.sleeper = spawn(0, pause_forever, NULL);
	watch.root_pid = fuzz.sleeper;
	fuzz.probes = OK(open(PROCTREE_DEVICE, O_RDWR | O_CLOEXEC));
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		OK(ioctl(fuzz.probes, PROCTREE_IOC_WATCH, &watch));
}

/* Every end of a stream waits for RCU. */
static void hurry_rcu(void)
{
	int fd = OK(open("/sys/kernel/rcu_expedited", O_WRONLY | O_CLOEXEC));

	OK(write(fd, "1", 1));
	close(fd);
}

static void start_workers(void)
{
	struct cover probe;
	bool guided = cover_open(&probe);
	uint32_t i;
	pid_t pid;

	fuzz.places = shared_alloc(sizeof(*fuzz.places));
	fuzz.worker = shared_alloc(fuzz.workers * sizeof(*fuzz.worker));
	for (i = 0; i < fuzz.workers; i++) {
		struct worker *w = &fuzz.worker[i];

		w->number = i;
		w->seed = fuzz.seed;
		w->calls = fuzz.calls / fuzz.workers + 1;
		w->bystander = fuzz.bystanders;
		w->all_places = fuzz.places;
		w->guided = guided;
		pid = OK(fork());
		if (!pid)
			worker_run(w);
		w->pid = pid;
	}
}

/* ---- the end ---- */

static void report(void)
{
	struct tally all = { 0 };
	uint64_t programs = 0;
	uint32_t i, kept = 0;

	for (i = 0; i < fuzz.workers; i++) {
		tally_add(&all, &fuzz.worker[i].tally);
		programs += fuzz.worker[i].programs;
		kept += fuzz.worker[i].kept;
	}
	printf("# seed %" PRIu64 ", %u workers: %" PRIu64 " calls in %" PRIu64
	       " programs, %.0f s, %.0f calls/s\n", fuzz.seed, fuzz.workers,
	       all.calls, programs, seconds(), all.calls / seconds());
	printf("# %u places of the module reached, %u programs kept\n",
	       fuzz.places->count, kept);
	tally_print(stdout, &all);
}

static void stop(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
static void stop(const char *format, ...)
{
	va_list args;
	uint32_t i;

	va_start(args, format);
	printf("# ");
	vprintf(format, args);
	printf("\n");
	va_end(args);
	for (i = 0; i < fuzz.workers; i++) {
		printf("# worker %u, program %" PRIu64 ":\n", i,
		       fuzz.worker[i].programs);
		program_print(stdout, &fuzz.worker[i].current);
	}
	report();
	fflush(stdout);
	_exit(1);
}

/* ---- between ---- */

/* Where a process is, and whether it gets any time: /proc/PID/schedstat. */
static void print_place(pid_t pid)
{
	static const char *const names[] = {
		"stat", "schedstat", "syscall", "stack",
	};
	char path[64], line[256];
	FILE *file;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, names[i]);
		file = fopen(path, "re");
		while (file && fgets(line, sizeof(line), file))
			printf("# %s: %s", names[i], line);
		if (file)
			fclose(file);
	}
}

static void look_at(struct worker *w)
{
	struct program wrong = { .ncalls = 1, .calls = { w->tally.wrong } };

	if (w->tally.wrong_error) {
		program_print(stdout, &wrong);
		stop("%s is no error of this call",
		     strerrorname_np(w->tally.wrong_error));
	}
	if (w->tally.calls != w->calls_seen) {
		w->calls_seen = w->tally.calls;
		w->moved = seconds();
	} else if (w->pid && seconds() - w->moved > HUNG_SECONDS) {
		print_place(w->pid);
		stop("worker %u hangs", w->number);
	}
}

/* That it moves, now and then. */
static void show_progress(void)
{
	static double next = PROGRESS_SECONDS;
	uint64_t calls = 0;
	uint32_t i;

	if (seconds() < next)
		return;
	next += PROGRESS_SECONDS;
	for (i = 0; i < fuzz.workers; i++)
		calls += fuzz.worker[i].tally.calls;
	printf("# after %.0f s: %" PRIu64 " calls, %u places\n", seconds(),
	       calls, fuzz.places->count);
	fflush(stdout);
}

/* Reap what has ended; a worker must have done its part. */
static uint32_t reap_all(void)
{
	static uint32_t ended;
	uint32_t i;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (i = 0; i < fuzz.workers; i++) {
			if (fuzz.worker[i].pid != pid)
				continue;
			if (status)
				stop("worker %u: wait status %#x", i, status);
			fuzz.worker[i].pid = 0;
			ended++;
		}
	}
	return ended;
}

static void supervise(void)
{
	const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };
	uint32_t i;

	while (reap_all() < fuzz.workers) {
		nanosleep(&tick, NULL);
		if (taint() != fuzz.taint)
			stop("the kernel complains: its log says why");
		for (i = 0; i < fuzz.workers; i++)
			look_at(&fuzz.worker[i]);
		show_progress();
	}
}

static void options(int argc, char **argv)
{
	static const struct option names[] = {
		{ "calls", required_argument, NULL, 'c' },
		{ "seed", required_argument, NULL, 's' },
		{ "workers", required_argument, NULL, 'w' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		if (c == 'c')
			fuzz.calls = strtoull(optarg, NULL, 0);
		else if (c == 's')
			fuzz.seed = strtoull(optarg, NULL, 0);
		else if (c == 'w')
			fuzz.workers = strtoul(optarg, NULL, 0);
		else
			exit(2);
	}
	if (!fuzz.calls || !fuzz.workers || fuzz.workers > WORKERS_MAX ||
	    optind != argc) {
		fprintf(stderr, "Usage: fuzz-guest [--calls N] [--seed S] [--workers 1-%d]\n",
			WORKERS_MAX);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	if (argc && !strcmp(argv[0], EXEC_QUITTER))
		return 0;
	options(argc, argv);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	clock_gettime(CLOCK_MONOTONIC, &fuzz.began);
	fuzz.taint = taint();
	hurry_rcu();
	hold_probes();
	start_bystanders();
	start_workers();
	supervise();
	end_bystanders();
	report();
	return 0;
}
