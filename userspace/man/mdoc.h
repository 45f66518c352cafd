/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing mdoc(7), for the programs that print parts of manual pages. */
#ifndef MDOC_H
#define MDOC_H

/* Print text so that mdoc takes it as it is: no macro, no escape. */
void mdoc_put(const char *text);

#endif
