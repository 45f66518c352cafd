/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records of several writers in one pipe: which of them come out in one piece.
 * The part of the experiment "pipe" that is a matter of chance.
 */
#ifndef PIPE_RECORDS_H
#define PIPE_RECORDS_H

#include "trial.h"

/* Whether --writers can have this value. */
bool pipe_valid_writers(const char *value);

/*
 * Steps "small" and "large". @clerk says "torn", "missing"; the shares are
 * "torn small" and "torn large".
 */
void pipe_records(struct trial *t, struct role *clerk);

#endif
