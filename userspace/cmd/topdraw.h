/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What "proctl top" writes on its screen.
 */
#ifndef TOPDRAW_H
#define TOPDRAW_H

#include "toplive.h"
#include "topstate.h"

#define TOPDRAW_HEAD	2	/* lines above the list */

void topdraw(const struct toplive *t, const struct top_state *s,
	     const struct view *v);

#endif
