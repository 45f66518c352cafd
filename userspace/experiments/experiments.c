// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of experiments. A new one is a file that ends in its struct
 * experiment, and a line here.
 */
#include <stddef.h>
#include <string.h>

#include "experiment.h"

const struct experiment *const experiments[] = {
	&exp_kernel_facts,
	&exp_task_list,
	&exp_fork,
	&exp_inherit,
	&exp_cow,
	&exp_fork_order,
	&exp_fork_tree,
	&exp_thread,
	&exp_vfork,
	&exp_clone,
	&exp_exec,
	&exp_exec_stack,
	&exp_exit,
	&exp_wait,
	&exp_zombie,
	&exp_orphan,
	&exp_subreaper,
	&exp_limits,
	&exp_states,
	&exp_uninterruptible,
	&exp_stop,
	&exp_ptrace,
	&exp_signals,
	&exp_alarm,
	&exp_kthread,
	&exp_module,
	NULL,
};

const struct experiment *experiment_find(const char *name)
{
	size_t i;

	for (i = 0; experiments[i]; i++)
		if (!strcmp(experiments[i]->name, name))
			return experiments[i];
	return NULL;
}
