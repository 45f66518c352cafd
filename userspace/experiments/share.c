// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a share of a sample says; see share.h.
 */
#include <inttypes.h>
#include <stdio.h>

#include "share.h"

#define Z 1.959964 /* 95 % of a normal distribution lie within */

/* Newton's, to do without libm. */
static double square_root(double x)
{
	double root = x > 1 ? x : 1;
	int i;

	for (i = 0; i < 60; i++)
		root = (root + x / root) / 2;
	return root;
}

void share_interval(const struct share *share, int64_t *low, int64_t *high)
{
	double n = share->of, p, middle, half;

	*low = 0;
	*high = 1000000;
	if (!share->of)
		return;
	p = share->hits / n;
	middle = p + Z * Z / (2 * n);
	half = Z * square_root(p * (1 - p) / n + Z * Z / (4 * n * n));
	if (share->hits)
		*low = (middle - half) / (1 + Z * Z / n) * 1e6;
	if (share->hits < share->of)
		*high = (middle + half) / (1 + Z * Z / n) * 1e6 + 0.5;
}

void share_text(const struct share *share, char *to)
{
	int64_t low, high;

	share_interval(share, &low, &high);
	snprintf(to, SHARE_MAX, "%" PRIu64 " of %" PRIu64
		 ", %.1f %% (%.1f to %.1f %%)", share->hits, share->of,
		 share->of ? 100.0 * share->hits / share->of : 0.0, low / 1e4,
		 high / 1e4);
}
