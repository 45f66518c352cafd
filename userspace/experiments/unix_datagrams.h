/* SPDX-License-Identifier: GPL-2.0-only */
/* The part of the experiment "unix-socket" that is about datagrams. */
#ifndef UNIX_DATAGRAMS_H
#define UNIX_DATAGRAMS_H

struct trial;

/* A sender sends more than there is room for, a receiver takes it all. */
void unix_datagrams(struct trial *t);

#endif
