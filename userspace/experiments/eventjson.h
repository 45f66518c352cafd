/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The record of events as JSON: keys as "proctl trace -J" has them, and the
 * role of each task.
 */
#ifndef EXPERIMENTS_EVENTJSON_H
#define EXPERIMENTS_EVENTJSON_H

#include "json.h"
#include "trial.h"

void eventjson_record(struct json *j, const struct trial *t);

#endif
