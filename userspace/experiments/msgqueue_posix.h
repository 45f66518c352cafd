/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A part of the experiment "msgqueue".
 */
#ifndef MSGQUEUE_POSIX_H
#define MSGQUEUE_POSIX_H

#include "trial.h"

/* Steps from "posix sent" to "posix unlinked": a queue with priorities. */
void msgqueue_posix(struct trial *t);

#endif
