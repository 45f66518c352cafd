// SPDX-License-Identifier: GPL-2.0-only
/*
 * Situations that the module makes: sleeps and a kernel thread. For experiments
 * and tests; needs privilege.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "client.h"

int proctree_sleep(struct proctree *pt, uint32_t kind, uint32_t ms)
{
	struct proctree_sleep sleep = { .kind = kind, .ms = ms };

	/* Being interrupted is what the caller wants to know. */
	return ioctl(pt->fd, PROCTREE_IOC_SLEEP, &sleep) ? -errno : 0;
}

int proctree_kthread(struct proctree *pt, struct proctree_kthread *request)
{
	return client_ioctl(pt, PROCTREE_IOC_KTHREAD, request);
}
