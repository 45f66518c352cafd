/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a share of a sample says about what is behind it.
 */
#ifndef SHARE_H
#define SHARE_H

#include "trial.h"

#define SHARE_MAX 80

/**
 * share_interval - the 95 % interval of a share, in millionths
 *
 * Wilson's: good for small numbers and for shares near 0 and 1, too (E. B.
 * Wilson, Journal of the American Statistical Association 22, 1927). Of nothing
 * at all it is everything, 0 to 1000000.
 */
void share_interval(const struct share *share, int64_t *low, int64_t *high);

/* "12 of 2000, 0.6 % (0.3 to 1.0 %)" into SHARE_MAX bytes. */
void share_text(const struct share *share, char *to);

#endif
