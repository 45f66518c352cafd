/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The QEMU process. It never outlives this one, however this one dies.
 */
#ifndef LAB_QEMU_H
#define LAB_QEMU_H

struct qemu {
	int port;	/* socket to the guest's port, QEMU's descriptor 3 */
	int console;	/* what QEMU and the machine print */
};

/* Return: 0 or -1 with errno. */
int qemu_start(struct qemu *qemu, char **argv);

/* Kills it if it runs; the console can still be read, to its end. */
void qemu_end(void);

#endif
