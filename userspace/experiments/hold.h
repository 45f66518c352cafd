/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeping a situation still, so that somebody can look at it from another
 * terminal. The harness waits at a step; proctl, which has the terminal, says so
 * and lets it go on.
 */
#ifndef HOLD_H
#define HOLD_H

#include "trial.h"

/**
 * hold_open - the channel between the two, before they part
 *
 * Return: 0 or a negative errno; nothing is done if nothing is to be held.
 */
int hold_open(struct trial *t);
void hold_close(struct trial *t);

/* In the harness: wait, if the trial is to be held at @step. */
void hold_here(struct trial *t, const struct step *step);

/* In proctl: t->hold.near is readable. Says on stderr what is to be seen. */
void hold_announce(struct trial *t);

/* In proctl: stdin is readable while something is held. */
void hold_release(struct trial *t);

#endif
