/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The order in which events are told, so that it is the same in every run.
 */
#ifndef EVENTORDER_H
#define EVENTORDER_H

#include "trial.h"

#define EVENTORDER_MAX 128

/**
 * eventorder - put events of one interval into an order without chance
 * @list:	numbers in the record, ascending: as they happened
 * @n:		how many; more than EVENTORDER_MAX stay as they are
 *
 * What tasks do at the same time has no order of its own. The events of each
 * task stay in order, a signal belongs to its sender; who is delivered one comes
 * after that, a new task after its making. Beyond that, roles come in the order
 * in which they were declared.
 */
void eventorder(const struct trial *t, unsigned int *list, unsigned int n);

#endif
