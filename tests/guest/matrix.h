/* SPDX-License-Identifier: GPL-2.0-only */
/* CLAIMS.md, which scripts/claims-matrix makes: the verdict of each claim. */
#ifndef GUEST_MATRIX_H
#define GUEST_MATRIX_H

#include "experiments_json.h"

/*
 * Fails if a verdict of @all, which "proctl run --all -J" printed, is not the one
 * that CLAIMS.md has for this kernel. Not if it has none for it, as for other
 * architectures.
 */
void matrix_check(const struct json *all);

#endif
