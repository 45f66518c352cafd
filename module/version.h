/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PROCTREE_VERSION_H
#define PROCTREE_VERSION_H

/* The one place; dkms.conf is checked against it. */
#define PROCTREE_VERSION "0.1.0"

#endif
