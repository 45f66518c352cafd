/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The acts of the experiment "signals". Each starts its own roles, which must
 * have been declared, and ends them.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "harness.h"

/* signals_special.c: faults, default actions, init, a kernel thread */
void signals_fault(struct trial *t);
void signals_list(struct trial *t);
void signals_init(struct trial *t);
void signals_kthread(struct trial *t);

#endif
