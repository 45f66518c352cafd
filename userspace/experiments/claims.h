/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The evaluator: from a claim and the record of a run to a verdict with its
 * evidence. The same for all experiments; does not print.
 */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "evidence.h"

enum truth {
	TRUTH_NO,
	TRUTH_YES,
	TRUTH_UNKNOWN,		/* a value is missing */
};

/**
 * struct finding - one check of a claim, evaluated
 * @seen:	the left side, if @truth is known
 * @than:	the right side, likewise
 */
struct finding {
	enum truth truth;
	struct reading seen;
	struct reading than;
};

/**
 * struct judgement - a claim, judged
 * @expected:	the verdict that the catalogue gives for this kernel
 * @unexpected:	a verdict was reached, and it is another one
 * @not_asked:	SKIPPED for no other reason than the options of this run
 * @why_not:	reason of SKIPPED or UNKNOWN, else empty
 * @nfindings:	number of checks that were evaluated
 */
struct judgement {
	enum verdict verdict;
	enum verdict expected;
	bool unexpected;
	bool not_asked;
	char why_not[WHY_MAX];
	unsigned int nfindings;
	struct finding findings[CLAIM_CHECKS];
};

/* Whether @claim is on trial in this run at all (claim->only). */
bool claim_applies(const struct trial *t, const struct claim *claim);

/* The first one that experiments run on. */
#define KERNEL_OLDEST KERNEL(5, 10)

/*
 * The verdict that the catalogue gives for @kernel; a lie is WRONG. Of kernels
 * before KERNEL_OLDEST it only knows what was so (claim->until); otherwise they
 * count as that one.
 */
enum verdict claim_expected(const struct claim *claim, uint32_t kernel);

/*
 * Since which kernel the newer of two has the verdict that it has; 0 if it had
 * it before the older one, or since nobody knows.
 */
uint32_t claim_changed(const struct claim *claim, uint32_t a, uint32_t b);

struct judgement claim_judge(const struct trial *t, const struct claim *claim);

/* "HOLDS", "PARTLY", ... */
const char *verdict_word(enum verdict verdict);

/**
 * struct tally - all claims of a run together
 * @unexpected:	judged otherwise than the catalogue says, lies included
 * @lies:	control claims
 * @refuted:	control claims that were found WRONG, as they must be
 */
struct tally {
	unsigned int by_verdict[VERDICT_UNKNOWN + 1];
	unsigned int claims;
	unsigned int unexpected;
	unsigned int lies;
	unsigned int refuted;
};

struct tally claims_tally(const struct trial *t);

/*
 * Whether the run is as it should be: complete, nothing unexpected or unknown,
 * each lie that was asked about refuted, and nothing left behind.
 */
bool trial_is_good(const struct trial *t);

#endif
