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

struct trial;

#define EXPERIMENT_PARAMS	8
#define EXPERIMENT_COLUMNS	12
#define CLAIM_CHECKS		8

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
 * struct sight - one value: a field of the row of @role taken at @step
 * @field:	a name of module/uapi/proctree_fields.def; "error", the positive
 *		errno of asking for the row, 0 if there is one; or "says.KEY",
 *		what the role itself reported by say()
 */
struct sight {
	const char *step;
	const char *role;
	const char *field;
};

enum check_op {
	CHECK_EQ,		/* equal */
	CHECK_NE,		/* not equal */
	CHECK_HAS,		/* all these bits are set */
	CHECK_LACKS,		/* none of these bits is set */
	CHECK_LT,		/* less */
	CHECK_GT,		/* greater */
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
#define SEEN(step, role, field)	{ step, role, field }
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
#define BELOW(step, role, field, value)					\
	{ SEEN(step, role, field), CHECK_LT, { 0 }, value }
#define ABOVE(step, role, field, value)					\
	{ SEEN(step, role, field), CHECK_GT, { 0 }, value }
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
#define TASK_UNINTERRUPTIBLE	0x2
#define TASK_WAKEKILL		0x100
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
 * @until:	if set, the claim was true up to this kernel version: it is
 *		OUTDATED instead of WRONG
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
	struct expected expect[3];
	const char *until;
	struct {
		const char *param;
		const char *value;
	} only;
	unsigned int needs;
	bool lie;
};

/**
 * struct param - an option of an experiment, always with an argument
 * @name:	long option, without dashes
 * @arg:	what stands for the argument in the help
 * @help:	one line
 * @initial:	value if the option is not given
 * @check:	NULL, or says whether a value is valid
 */
struct param {
	const char *name;
	const char *arg;
	const char *help;
	const char *initial;
	bool (*check)(const char *value);
};

/* A column of the timeline: a field and its heading, NULL = the field's own. */
struct column {
	const char *field;
	const char *heading;
	const char *role;	/* whose, if not the one of the line */
};

/**
 * struct experiment - all there is to know about one
 * @name:	as in "proctl run NAME"
 * @summary:	one line
 * @params:	options, up to the first without a name
 * @columns:	what the timeline shows, up to the first without a field
 * @matrix_role: if set, the timeline is a matrix: one line a step with the row
 *		of this role, compared with the row of @matrix_base
 * @run:	makes the situation; runs in a process of its own, with the
 *		words of harness.h. Returns if all went as it should; whatever
 *		fails ends the trial on the spot.
 * @claims:	up to the first without an id
 */
struct experiment {
	const char *name;
	const char *summary;
	struct param params[EXPERIMENT_PARAMS];
	struct column columns[EXPERIMENT_COLUMNS];
	const char *matrix_role;
	const char *matrix_base;
	void (*run)(struct trial *t);
	const struct claim *claims;
};

/* NAME_claims.c: the claims of experiment NAME. */
extern const struct claim fork_claims[];
extern const struct claim vfork_claims[];
extern const struct claim clone_claims[];
extern const struct claim zombie_claims[];
extern const struct claim orphan_claims[];
extern const struct claim subreaper_claims[];

extern const struct experiment exp_fork;
extern const struct experiment exp_vfork;
extern const struct experiment exp_clone;
extern const struct experiment exp_zombie;
extern const struct experiment exp_orphan;
extern const struct experiment exp_subreaper;

/* All experiments, in the order of a course; NULL ends the list. */
extern const struct experiment *const experiments[];

const struct experiment *experiment_find(const char *name);

#endif
