// SPDX-License-Identifier: GPL-2.0-only
/* BASE and RELATIONS: who proves them. Rows of both are compared in rows.c. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "oracle.h"
#include "spawn.h"

#define PF_EXITING	0x00000004 /* include/linux/sched.h */
#define WAIT4		61	   /* system calls of x86-64 */
#define WAITID		247

#define ROWS	"every thread's row equals /proc/PID/task/TID/stat and status"
#define FLAGS	"zombie, stopped, traced, vfork parent and dead leader equal /proc"
#define START	"the start time is exact to the nanosecond and kept through exec"

/* The threads of one process, asked for something. */
struct asked {
	const struct facts *about;
	pid_t tgid;
	int64_t found;
};

/* Does @tid have the process in its list of children? */
static bool is_parent(pid_t tid, void *arg)
{
	struct asked *a = arg;
	char dir[64], text[PROC_TEXT], *at = text, *end;

	snprintf(dir, sizeof(dir), "/proc/%d/task/%d", a->tgid, tid);
	if (!proc_read(AT_FDCWD, dir, "children", text, sizeof(text)))
		return true;
	for (; strtol(at, &end, 10); at = end)
		if (strtol(at, NULL, 10) == a->about->tgid)
			a->found = tid;
	return !a->found;
}

static struct range ask_real_parent(const struct facts *f,
				    const struct oracle *o)
{
	struct asked a = { .about = f, .tgid = f->stat[4] };

	(void)o;
	if (!a.tgid)
		return exactly(0);
	if (!facts_each_thread(a.tgid, is_parent, &a) || !a.found)
		return unknown();
	return exactly(a.found);
}

static struct range ask_parent(const struct facts *f, const struct oracle *o)
{
	int64_t tracer;

	if (facts_status(f, "TracerPid", 0, 10, &tracer) && tracer)
		return exactly(tracer);
	return ask_real_parent(f, o);
}

static bool count_living(pid_t tid, void *arg)
{
	static struct facts f;
	struct asked *a = arg;

	if (facts_read(a->tgid, tid, &f) && !(f.stat[9] & PF_EXITING))
		a->found++;
	return true;
}

static struct range ask_living(const struct facts *f, const struct oracle *o)
{
	struct asked a = { .tgid = f->tgid };

	(void)o;
	facts_each_thread(f->tgid, count_living, &a);
	return exactly(a.found);
}

static bool is_waiting(pid_t tid, void *arg)
{
	struct asked *a = arg;
	char dir[64], text[256];

	snprintf(dir, sizeof(dir), "/proc/%d/task/%d", a->tgid, tid);
	if (!proc_read(AT_FDCWD, dir, "syscall", text, sizeof(text)))
		return true;
	if (!strcmp(text, "running\n"))
		a->found = -1;
	else if (atoi(text) == WAIT4 || atoi(text) == WAITID)
		a->found = 1;
	return !a->found;
}

static struct range ask_waiting(const struct facts *f, const struct oracle *o)
{
	struct asked a = { .tgid = f->tgid };

	(void)o;
	if (access("/proc/self/syscall", F_OK)) /* as in user mode */
		return unknown();
	facts_each_thread(f->tgid, is_waiting, &a);
	return a.found < 0 ? unknown() : exactly(a.found);
}

static int64_t is_set(int64_t flags)
{
	return flags != 0;
}

static struct range ask_traced(const struct facts *f, const struct oracle *o)
{
	struct range r = ask_status(f, o);

	return r.knowledge == KNOWN ? exactly(is_set(r.low)) : r;
}

TEST("who is the parent, who lives and who waits is as /proc tells")
{
	oracle_ask_all(&oracle_relations);
}

/* include/linux/ptrace.h */
#define PT_PTRACED	0x00000001
#define PT_TRACE_FORK	(1 << (3 + PTRACE_EVENT_FORK))
#define PT_SEIZED	0x00010000
#define PT_EXITKILL	(PTRACE_O_EXITKILL << 3)

TEST("the flags of ptrace are the options that the tracer set")
{
	pid_t pid = spawn(0, pause_forever, NULL);
	int fd = dev_open();

	ASSERT_EQ(task_take(fd, pid).rel.ptrace, 0);
	OK(ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACEFORK));
	ASSERT_EQ(task_take(fd, pid).rel.ptrace,
		  PT_PTRACED | PT_SEIZED | PT_TRACE_FORK);
	OK(ptrace(PTRACE_INTERRUPT, pid, 0, 0));
	await_state(0, pid, 't');
	OK(ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_EXITKILL));
	ASSERT_EQ(task_take(fd, pid).rel.ptrace,
		  PT_PTRACED | PT_SEIZED | PT_EXITKILL);
	OK(ptrace(PTRACE_DETACH, pid, 0, 0));
	ASSERT_EQ(task_take(fd, pid).rel.ptrace, 0);
}

/* pids[0] is a child made before its parent became a subreaper, pids[1] after. */
static void become_subreaper(void *pids)
{
	OK(prctl(PR_SET_CHILD_SUBREAPER, 0));
	((pid_t *)pids)[0] = spawn(0, pause_forever, NULL);
	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	((pid_t *)pids)[1] = spawn(0, pause_forever, NULL);
	((pid_t *)pids)[2] = 1;
	pause_forever(NULL);
}

TEST("a child of a subreaper has one, and so have those who come from it")
{
	pid_t *pids = shared_alloc(3 * sizeof(*pids));
	int fd = dev_open();

	spawn(0, become_subreaper, pids);
	AWAIT(__atomic_load_n(&pids[2], __ATOMIC_SEQ_CST));
	/* The test is a subreaper itself; init has none above it. */
	ASSERT_EQ(task_take(fd, pids[0]).rel.has_subreaper, 1);
	ASSERT_EQ(task_take(fd, pids[1]).rel.has_subreaper, 1);
	ASSERT_EQ(task_take(fd, 1).rel.has_subreaper, 0);
	ASSERT_EQ(task_take(fd, 2).rel.has_subreaper, 0);
	ASSERT(task_take(fd, getpid()).base.flags & PROCTREE_ROW_SUBREAPER);
}

static const struct oracle base[] = {
	{ "pid", .test = ROWS },
	{ "tgid", .test = ROWS },
	{ "ppid", .test = ROWS },
	{ "pgid", .test = ROWS },
	{ "sid", .test = ROWS },
	{ "uid", .test = ROWS },
	{ "start_ns", .test = START },
	{ "pf", .test = ROWS },
	{ "nr_threads", .test = ROWS },
	{ "flags", .test = FLAGS },
	{ "state", .test = ROWS },
	{ "comm", .test = ROWS },
};

const struct oracle_table oracle_base = {
	.block = PROCTREE_BLOCK_BASE,
	.oracles = base,
	.count = sizeof(base) / sizeof(base[0]),
};

static const struct oracle oracles[] = {
	{ "real_parent_tid", .ask = ask_real_parent },
	{ "parent_tid", .ask = ask_parent },
	{ "tracer_pid", .test = ROWS },
	{ "ptrace", .ask = ask_traced, .key = "TracerPid", .see = is_set },
	{ "reaper_pid",
	  .test = "an orphan goes to the nearest subreaper, as its parent's row said" },
	{ "vfork_parent_pid",
	  .test = "a vfork child names the thread that waits for it" },
	{ "child_wait", .ask = ask_waiting },
	{ "has_subreaper",
	  .test = "a child of a subreaper has one, and so have those who come from it" },
	{ "live_threads", .ask = ask_living },
	{ "exit_signal", .test = ROWS },
	{ "exit_code", .test = "a zombie's exit code is the status that wait then gives" },
	{ "pdeath_signal",
	  .test = "the parent's death signal is what prctl set, and not inherited" },
	{ "ns_level", .test = ROWS },
	{ "ns_pid", .test = ROWS },
};

ORACLE_TABLE(relations, RELATIONS);
