/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The oracle: what /proc says of a task, read without any help of proctree.
 */
#ifndef GUEST_PROC_H
#define GUEST_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct proc_task - a task as /proc shows it
 * @start_ticks:	stat field 22, in 1/100 s
 * @exit_code:		stat field 52, 0 if the reader may not see it
 * @ns_level:		numbers in status NSpid, less one
 * @ns_pid:		the last of them
 * @comm:		of a kernel thread, may be longer than its task->comm
 */
struct proc_task {
	int pid;
	int tgid;
	int ppid;
	int pgid;
	int sid;
	int tracer;
	int exit_signal;
	int exit_code;
	int ns_level;
	int ns_pid;
	int threads;
	unsigned int uid;
	unsigned int pf;
	unsigned long long start_ticks;
	char state;
	char comm[64];
};

/**
 * proc_task - read one task
 * @proc:	directory of a procfs
 * @tgid:	process, or 0: @tid is the leader
 *
 * Return: false if there is no such task (any more).
 */
bool proc_task(int proc, pid_t tgid, pid_t tid, struct proc_task *task);

/**
 * struct proc_list - all tasks of a procfs
 */
struct proc_list {
	struct proc_task *tasks;
	size_t count;
};

/* All processes, or all threads, leaders among them, in order of directory. */
void proc_list(int proc, bool threads, struct proc_list *list);
void proc_list_free(struct proc_list *list);
const struct proc_task *proc_list_find(const struct proc_list *list, pid_t pid);

int proc_open(void); /* /proc */

/* Room for a status file with a thousand groups. */
#define PROC_TEXT	(16 * 1024)

/* The whole of a file, NUL-terminated; false if it can't be read, or is empty. */
bool proc_read(int proc, const char *dir, const char *name, char *text,
	       size_t size);

/* State letter, 0 if there is no such task. @tgid 0: @tid is the leader. */
char proc_state(pid_t tgid, pid_t tid);
pid_t proc_ppid(pid_t pid);

#endif
