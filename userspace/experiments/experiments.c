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
	&exp_race,
	&exp_vfork,
	&exp_clone,
	&exp_exec,
	&exp_exec_stack,
	&exp_popen,
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
	&exp_pipe,
	&exp_fifo,
	&exp_chat,
	&exp_shm,
	&exp_mmap,
	&exp_msgqueue,
	&exp_semaphore,
	&exp_unix_socket,
	&exp_tcp,
	&exp_syscalls,
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

const char *topic_name(enum topic topic)
{
	static const char *const names[] = {
		[TOPIC_KERNEL] = "The kernel",
		[TOPIC_BIRTHS] = "Births",
		[TOPIC_PROGRAMS] = "Programs",
		[TOPIC_DEATHS] = "Deaths",
		[TOPIC_WAITING] = "Waiting",
		[TOPIC_STATES] = "States",
		[TOPIC_SIGNALS] = "Signals",
		[TOPIC_MEMORY] = "Memory",
		[TOPIC_THREADS] = "Threads",
		[TOPIC_IPC] = "Communication",
	};

	return topic < sizeof(names) / sizeof(names[0]) ? names[topic] : NULL;
}
