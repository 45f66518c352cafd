/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Those who look on while a storm goes on: processes that ask for everything
 * there is, again and again until they are killed, and end, failing the test,
 * if an answer is wrong.
 */
#ifndef GUEST_AUDIENCE_H
#define GUEST_AUDIENCE_H

#include <stdint.h>

/**
 * struct audience - what they have seen; in shared memory
 * @snapshots:	SNAPSHOT, each in other blocks than the last, all trees
 * @rows:	in them
 * @tasks:	TASK, with all blocks, of one that was still there
 * @gone:	of one that was not
 * @texts:	/proc/proctree, read to the end
 * @runs:	"proctl run", with the verdicts that were expected
 * @tools:	proctl trace, top, tree
 */
struct audience {
	uint64_t snapshots;
	uint64_t rows;
	uint64_t tasks;
	uint64_t gone;
	uint64_t texts;
	uint64_t runs;
	uint64_t tools;
};

/* For spawn(): @audience is the struct. */
void look_at_snapshots(void *audience);
void look_at_tasks(void *audience);
void look_at_texts(void *audience);
void run_experiments(void *audience);
void run_tools(void *audience);

#endif
