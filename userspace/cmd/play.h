/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A trial with messages.
 */
#ifndef PLAY_H
#define PLAY_H

#include "experiments/trial.h"

/**
 * play_trial - run the experiment of @t
 * @seconds:	the deadline
 *
 * Return: 0, however it ended; or an exit code, after a message.
 */
int play_trial(struct trial *t, unsigned int seconds);

#endif
