/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values of parameters.
 */
#ifndef PARAM_H
#define PARAM_H

#include <stdbool.h>
#include <stdint.h>

/* Whether @value is a whole number from @low to @high, in digits only. */
bool param_number(const char *value, uint32_t low, uint32_t high);

#endif
