/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a program is played: its descriptors and its children, made at its begin
 * and gone at its end; who plays it.
 */
#ifndef FUZZ_STAGE_H
#define FUZZ_STAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "program.h"
#include "tally.h"

/**
 * struct stage
 * @tally:	where calls are counted, in shared memory
 * @bystander:	a process that comes and goes, others have numbers near
 * @thread:	the second thread's id
 * @start_ns:	start time of this process
 * @may_set:	may change the module's parameters
 * @is_child:	of the program: makes no children itself
 * @child:	the last that was made
 * @fds:	-1: none
 */
struct stage {
	struct tally *tally;
	pid_t bystander;
	pid_t thread;
	uint64_t start_ns;
	bool may_set;
	bool is_child;
	pid_t child;
	int fds[SLOTS];
};

/* Once in a process, before the first program. */
void stage_prepare(struct stage *stage);
/* Once in a thread: calls that wait are interrupted after some milliseconds. */
void stage_thread(void);

void stage_begin(struct stage *stage);
/* Make the calls of @p that are @beside, or those that are not. */
void stage_play(struct stage *stage, const struct program *p, bool beside);
void stage_end(struct stage *stage);

#endif
