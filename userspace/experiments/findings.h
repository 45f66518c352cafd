/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a verdict rests on, raw: each check, and the events it looked at.
 */
#ifndef FINDINGS_H
#define FINDINGS_H

#include "claims.h"
#include "report.h"

void findings_text(const struct trial *t, const struct pen *pen,
		   const struct claim *claim, const struct judgement *j);

#endif
