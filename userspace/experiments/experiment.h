/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an experiment is: a function that makes a situation and names its steps
 * and roles, and claims about what the kernel's rows show at those steps. All
 * of it is data except run(). Knows neither processes nor printing.
 */
#ifndef EXPERIMENT_H
#define EXPERIMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "../../module/uapi/proctree.h"

struct trial;
struct role;
struct pen;

#define EXPERIMENT_PARAMS	16
#define EXPERIMENT_COLUMNS	12
#define CLAIM_CHECKS		16
#define CLAIM_EXPECTED		4

/* Kinds of events: what an experiment can ask for in @events. */
#define EVENTS(kind)		(1ULL << PROCTREE_EVENT_##kind)
#define EVENTS_LIFE							\
	(EVENTS(FORK) | EVENTS(NEW) | EVENTS(EXEC) | EVENTS(RENAME) |	\
	 EVENTS(EXIT) | EVENTS(REPARENT) | EVENTS(FREE) | EVENTS(WAIT) |	\
	 EVENTS(SIGNAL) | EVENTS(DELIVER))

/* What a reader looks for, in the order of a course; see topic_name(). */
enum topic {
	TOPIC_NONE,
	TOPIC_KERNEL,
	TOPIC_BIRTHS,
	TOPIC_PROGRAMS,
	TOPIC_DEATHS,
	TOPIC_WAITING,
	TOPIC_STATES,
	TOPIC_SIGNALS,
	TOPIC_MEMORY,
	TOPIC_THREADS,
	TOPIC_IPC,
};

/* What the evidence says about a claim. */
enum verdict {
	VERDICT_HOLDS,		/* every check is true */
	VERDICT_PARTLY,		/* some checks are true, some are not */
	VERDICT_OUTDATED,	/* no check is true, but it was so once */
	VERDICT_WRONG,		/* no check is true */
	VERDICT_SKIPPED,	/* not asked in this run; the reason says why */
	VERDICT_UNKNOWN,	/* asked, but the evidence is missing */
};

/**
 * struct sight - one value of a run; by its field, of a row, of what a role
 * said, of events or of a share
 * @step:	the moment; of events: they are looked for up to this step,
 *		NULL = up to the end
 * @role:	whose; of events: NULL = anybody's
 * @field:	of a row: a name of module/uapi/proctree_fields.def, or "error",
 *		the positive errno of asking for it, 0 if there is one.
 *		Of what a role said: "says.KEY".
 *		Of where a role sleeps (see @sleeps of struct experiment):
 *		"sleeps.call", the number of its system call, SYS_*;
 *		"sleeps.fd", the descriptor that it waits at; "sleeps.object",
 *		the inode number of that. Not known of who does not sleep.
 *		Of a share (see share_note()): "share.NAME", in millionths, known
 *		within its 95 % interval; "hits.NAME", "of.NAME": numbers.
 *		Of events: "count", how many there are; "order", the place of
 *		the first one among all events; or a member of the first one,
 *		as "proctl trace -J" calls it
 * @kind:	PROCTREE_EVENT_*, 0 = not of events
 * @since:	events after this step only, NULL = from the beginning
 * @member:	only events in which this member has the value @is, or, if @whom
 *		is set, is the number of that role; NULL = all events
 */
struct sight {
	const char *step;
	const char *role;
	const char *field;
	uint32_t kind;
	const char *since;
	const char *member;
	int64_t is;
	const char *whom;
};

enum check_op {
	CHECK_EQ,		/* equal */
	CHECK_NE,		/* not equal */
	CHECK_HAS,		/* all these bits are set */
	CHECK_LACKS,		/* none of these bits is set */
	CHECK_LT,		/* less */
	CHECK_GT,		/* greater */
	CHECK_GE,		/* not less */
};

/**
 * struct check - one comparison, put in the sense of the claim: true supports
 * the claim, false speaks against it
 * @seen:	the left side
 * @op:		how to compare
 * @than:	the right side, if @than.field is set
 * @value:	the right side otherwise
 */
struct check {
	struct sight seen;
	enum check_op op;
	struct sight than;
	int64_t value;
};

/*
 * The usual checks: a field of two roles, or of one role and a constant, at one
 * step.
 */
#define SEEN(at, who, what)	{ .step = at, .role = who, .field = what }
#define SAME(step, field, role, other)					\
	{ SEEN(step, role, field), CHECK_EQ, SEEN(step, other, field), 0 }
#define OTHER(step, field, role, other)					\
	{ SEEN(step, role, field), CHECK_NE, SEEN(step, other, field), 0 }
#define IS(step, role, field, value)					\
	{ SEEN(step, role, field), CHECK_EQ, { 0 }, value }
#define IS_NOT(step, role, field, value)				\
	{ SEEN(step, role, field), CHECK_NE, { 0 }, value }
#define HAS(step, role, field, bits)					\
	{ SEEN(step, role, field), CHECK_HAS, { 0 }, bits }
#define LACKS(step, role, field, bits)					\
	{ SEEN(step, role, field), CHECK_LACKS, { 0 }, bits }
#define LESS(step, role, field, than)					\
	{ SEEN(step, role, field), CHECK_LT, SEEN(step, role, than), 0 }
#define BELOW(step, role, field, value)					\
	{ SEEN(step, role, field), CHECK_LT, { 0 }, value }
#define ABOVE(step, role, field, value)					\
	{ SEEN(step, role, field), CHECK_GT, { 0 }, value }

/*
 * Events between two steps. EVENT() gives a member of the first one, MATCHING()
 * and ABOUT() are number of those whose member has a value or is a role:
 *
 *	HAPPENS("forked", "zombie", EXIT, "child")
 *	NEVER("forked", "zombie", WAIT, "parent")
 *	{ EVENT("forked", "zombie", EXIT, "child", "code"), CHECK_EQ, { 0 },
 *	  42 << 8 }
 *	{ MATCHING("before", "after", SIGNAL, "child", "sig", SIGTERM),
 *	  CHECK_EQ, { 0 }, 1 }
 *	{ ABOUT("before", "forked", FORK, "parent", "child_pid", "child"),
 *	  CHECK_EQ, { 0 }, 1 }
 *	WOKEN_BY("empty", "wrote", "reader", "writer")
 *	BEFORE("forked", "waited", EXIT, "child", SIGNAL, "parent")
 *
 * If events were lost there, a number is only known to be that large or
 * larger, and a first one to be the first only if none were lost before it: the
 * verdict is UNKNOWN unless what is left decides it.
 */
#define EVENT(from, to, event, who, what)				\
	{ .step = to, .role = who, .field = what,			\
	  .kind = PROCTREE_EVENT_##event, .since = from }
#define MATCHING(from, to, event, who, its, value)			\
	{ .step = to, .role = who, .field = "count",			\
	  .kind = PROCTREE_EVENT_##event, .since = from,		\
	  .member = its, .is = value }
#define ABOUT(from, to, event, who, its, role_)				\
	{ .step = to, .role = who, .field = "count",			\
	  .kind = PROCTREE_EVENT_##event, .since = from,		\
	  .member = its, .whom = role_ }
#define TIMES(from, to, event, role, n)					\
	{ EVENT(from, to, event, role, "count"), CHECK_EQ, { 0 }, n }
#define HAPPENS(from, to, event, role)					\
	{ EVENT(from, to, event, role, "count"), CHECK_GE, { 0 }, 1 }
#define NEVER(from, to, event, role)	TIMES(from, to, event, role, 0)
#define WOKEN_BY(from, to, role, waker)					\
	{ ABOUT(from, to, WAKE, role, "other_pid", waker), CHECK_GE,	\
	  { 0 }, 1 }
#define BEFORE(from, to, event, role, later, other)			\
	{ EVENT(from, to, event, role, "order"), CHECK_LT,		\
	  EVENT(from, to, later, other, "order"), 0 }

/* A share is surely less, or surely not less, than so many percent. */
#define SHARE(name)		{ .field = "share." name }
#define PERCENT(n)		((n) * 10000)
#define RARER_THAN(name, percent)					\
	{ SHARE(name), CHECK_LT, { 0 }, PERCENT(percent) }
#define AS_OFTEN_AS(name, percent)					\
	{ SHARE(name), CHECK_GE, { 0 }, PERCENT(percent) }

#define ALWAYS(verdict)		{ { 0, VERDICT_##verdict } }

/* A verdict that is right from kernel @since (KERNEL(6, 1), 0 = always) on. */
struct expected {
	uint32_t since;
	enum verdict verdict;
};

#define KERNEL(major, minor)	(((uint32_t)(major) << 16) | (minor))

/*
 * Bits that claims look at, of pf and state_raw: include/linux/sched.h,
 * unchanged in all kernels that the module supports; and of sets of signals.
 */
#define PF_EXITING		0x4
#define PF_FORKNOEXEC		0x40
#define PF_SUPERPRIV		0x100
#define TASK_UNINTERRUPTIBLE	0x2
#define TASK_TRACED		0x8
#define TASK_WAKEKILL		0x100
#define TASK_NEW		0x800
#define SIGSET(sig)		(1LL << ((sig) - 1))

/* Privileges without which a claim can't be judged. */
#define NEEDS_SYS_ADMIN		(1U << 0)

/**
 * struct claim - a sentence on trial
 * @id:		its name in the catalogue of claims
 * @sentence:	the claim as it is on trial, in our words
 * @why:	what is really so, one sentence
 * @source:	where to read on: a man page or a file of the kernel
 * @checks:	what must be seen; the first one without a field ends the list
 * @expect:	the verdict by kernel version, ascending; the last one that
 *		applies counts
 * @until:	if set, the claim was true up to this kernel version (or what
 *		else ended it): it is OUTDATED instead of WRONG
 * @only:	judged only if the parameter @only.param has @only.value
 * @needs:	NEEDS_*
 * @lie:	a control: known to be untrue, there to prove that this very run
 *		can refute something. Expected to be WRONG.
 */
struct claim {
	const char *id;
	const char *sentence;
	const char *why;
	const char *source;
	struct check checks[CLAIM_CHECKS];
	struct expected expect[CLAIM_EXPECTED];
	const char *until;
	struct {
		const char *param;
		const char *value;
	} only;
	unsigned int needs;
	bool lie;
};

/**
 * struct param - an option of an experiment
 * @name:	long option, without dashes
 * @arg:	what stands for the argument in the help; NULL if it takes none,
 *		then its value is "yes" if it is given
 * @help:	one line
 * @initial:	value if the option is not given
 * @check:	NULL, or says whether a value is valid
 * @letter:	short option, 0 = none
 */
struct param {
	const char *name;
	const char *arg;
	const char *help;
	const char *initial;
	bool (*check)(const char *value);
	char letter;
};

/*
 * A column of the timeline: a field and its heading, NULL = the field's own.
 * "sleeps.in" is the function of the kernel where a role sleeps; of a kernel that
 * does not tell, the system call; "barrier" for who waits for the harness.
 */
struct column {
	const char *field;
	const char *heading;
	const char *role;	/* whose, if not the one of the line */
};

/**
 * struct experiment - all there is to know about one
 * @name:	as in "proctl run NAME"
 * @summary:	one line
 * @topic:	where a reader looks for it
 * @params:	options, up to the first without a name
 * @columns:	what the timeline shows, up to the first without a field
 * @matrix_role: if set, the timeline is a matrix: one line a step with the row
 *		of this role, compared with the row of @matrix_base
 * @run:	makes the situation; runs in a process of its own, with the
 *		words of harness.h. Returns if all went as it should; whatever
 *		fails ends the trial on the spot.
 * @again:	if set, what a role plays after exec_again(); its value is that of
 *		main()
 * @show:	NULL, or shows a run in a way of its own instead of the timeline;
 *		returns false if this run has none
 * @claims:	up to the first without an id
 * @events:	kinds of events beside EVENTS_LIFE; PROCTREE_EVENTS_SCHED come
 *		often, ask for them only if a claim looks at them
 * @sleeps:	each step also asks /proc where roles sleep
 */
struct experiment {
	const char *name;
	const char *summary;
	enum topic topic;
	struct param params[EXPERIMENT_PARAMS];
	struct column columns[EXPERIMENT_COLUMNS];
	const char *matrix_role;
	const char *matrix_base;
	void (*run)(struct trial *t);
	int (*again)(struct role *me);
	bool (*show)(const struct trial *t, const struct pen *pen);
	const struct claim *claims;
	uint64_t events;
	bool sleeps;
};

/* NAME_claims.c: the claims of experiment NAME. */
extern const struct claim fork_claims[];
extern const struct claim task_list_claims[];
extern const struct claim inherit_claims[];
extern const struct claim cow_claims[];
extern const struct claim fork_order_claims[];
extern const struct claim fork_tree_claims[];
extern const struct claim thread_claims[];
extern const struct claim kernel_facts_claims[];
extern const struct claim vfork_claims[];
extern const struct claim clone_claims[];
extern const struct claim zombie_claims[];
extern const struct claim orphan_claims[];
extern const struct claim subreaper_claims[];
extern const struct claim wait_claims[];
extern const struct claim exit_claims[];
extern const struct claim exec_claims[];
extern const struct claim exec_stack_claims[];
extern const struct claim limits_claims[];
extern const struct claim states_claims[];
extern const struct claim uninterruptible_claims[];
extern const struct claim stop_claims[];
extern const struct claim ptrace_claims[];
extern const struct claim signals_claims[];
extern const struct claim alarm_claims[];
extern const struct claim kthread_claims[];
extern const struct claim module_claims[];
extern const struct claim unix_socket_claims[];
extern const struct claim tcp_claims[];
extern const struct claim syscalls_claims[];
extern const struct claim race_claims[];
extern const struct claim popen_claims[];
extern const struct claim pipe_claims[];
extern const struct claim fifo_claims[];
extern const struct claim chat_claims[];
extern const struct claim shm_claims[];
extern const struct claim mmap_claims[];
extern const struct claim msgqueue_claims[];
extern const struct claim semaphore_claims[];

extern const struct experiment exp_fork;
extern const struct experiment exp_task_list;
extern const struct experiment exp_inherit;
extern const struct experiment exp_cow;
extern const struct experiment exp_fork_order;
extern const struct experiment exp_fork_tree;
extern const struct experiment exp_thread;
extern const struct experiment exp_kernel_facts;
extern const struct experiment exp_vfork;
extern const struct experiment exp_clone;
extern const struct experiment exp_zombie;
extern const struct experiment exp_orphan;
extern const struct experiment exp_subreaper;
extern const struct experiment exp_wait;
extern const struct experiment exp_exit;
extern const struct experiment exp_exec;
extern const struct experiment exp_exec_stack;
extern const struct experiment exp_limits;
extern const struct experiment exp_states;
extern const struct experiment exp_uninterruptible;
extern const struct experiment exp_stop;
extern const struct experiment exp_ptrace;
extern const struct experiment exp_signals;
extern const struct experiment exp_alarm;
extern const struct experiment exp_kthread;
extern const struct experiment exp_module;
extern const struct experiment exp_unix_socket;
extern const struct experiment exp_tcp;
extern const struct experiment exp_syscalls;
extern const struct experiment exp_race;
extern const struct experiment exp_popen;
extern const struct experiment exp_pipe;
extern const struct experiment exp_fifo;
extern const struct experiment exp_chat;
extern const struct experiment exp_shm;
extern const struct experiment exp_mmap;
extern const struct experiment exp_msgqueue;
extern const struct experiment exp_semaphore;

/* All experiments, in the order of a course; NULL ends the list. */
extern const struct experiment *const experiments[];

const struct experiment *experiment_find(const char *name);

/* "States", NULL of TOPIC_NONE and of what is no topic. */
const char *topic_name(enum topic topic);

#endif
