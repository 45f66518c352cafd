/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of the harness: the stream of events of the play, from the device into
 * the record. The root is the supervisor, so that whoever is adopted by it stays
 * in the play.
 */
#ifndef RECORDER_H
#define RECORDER_H

#include "trial.h"

/*
 * Begin, as the harness. Without a stream (no tracepoints, no quota) the trial
 * goes on; t->record.error says why there are no events.
 */
void recorder_open(struct trial *t);

/**
 * recorder_pause - until something happens in the play, but not long
 *
 * What is to be waited for is a matter of looking again: an event says when.
 */
void recorder_pause(struct trial *t);

/**
 * recorder_mark - put a mark into the stream, and read up to it
 * @text: shorter than 48 bytes
 *
 * All that happened before is in the record then; fails the trial if that takes
 * longer than the deadline. Return: number of the mark in the record.
 */
unsigned int recorder_mark(struct trial *t, const char *text);

#endif
