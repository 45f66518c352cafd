// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trial with messages; see play.h.
 */
#include <string.h>

#include "device.h"
#include "experiments/supervisor.h"
#include "play.h"
#include "proctl.h"

int play_trial(struct trial *t, unsigned int seconds)
{
	int ret = device_open(&t->pt);

	if (ret != PROCTL_YES)
		return ret;
	ret = trial_run(t, seconds);
	proctree_close(t->pt);
	return ret ? proctl_no("can't start the experiment: %s%s",
			       strerror(-ret), trial_remedy(-ret)) : 0;
}
