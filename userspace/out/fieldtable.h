/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fields themselves as a table: the reference of columns.
 */
#ifndef FIELDTABLE_H
#define FIELDTABLE_H

#include "table.h"

/* Return: as rowtable_print(). */
int fieldtable_print(const struct table_style *style);

#endif
