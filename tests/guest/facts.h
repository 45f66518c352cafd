/* SPDX-License-Identifier: GPL-2.0-only */
/* All that /proc's stat, status and schedstat say of one thread. */
#ifndef GUEST_FACTS_H
#define GUEST_FACTS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "proc.h"

/**
 * struct facts - one thread, as read at one moment (the files one by one)
 * @dir:	its directory, /proc/TGID/task/TID
 * @stat:	by the field's number in proc_pid_stat(5); [3] is the letter
 * @schedstat:	time run, time waited, turns
 * @status:	text
 */
struct facts {
	pid_t tgid;
	pid_t pid;
	char dir[64];
	int64_t stat[53];
	int64_t schedstat[3];
	char status[PROC_TEXT];
};

/* Return: false if there is no such thread (any more). */
bool facts_read(pid_t tgid, pid_t tid, struct facts *facts);

/*
 * The @n-th word, counted from 0, of the line @key of status, a number of
 * @base; false if there is none.
 */
bool facts_status(const struct facts *facts, const char *key, unsigned int n,
		  int base, int64_t *value);
/* Words in that line; -1 if there is no such line. */
int facts_words(const struct facts *facts, const char *key);

/* It has an address space: it is neither a kernel thread nor dead. */
bool facts_have_mm(const struct facts *facts);

/* The number in the link ns/@name, "mnt:[4026531841]"; 0 if there is none. */
uint64_t facts_namespace(const struct facts *facts, const char *name);

/*
 * Call @each for every thread of @tgid until it returns false. Return: false if
 * there is no such process.
 */
bool facts_each_thread(pid_t tgid, bool (*each)(pid_t tid, void *arg),
		       void *arg);

#endif
