/* SPDX-License-Identifier: GPL-2.0-only */
/* Making processes, threads and commands; waiting for what becomes of them. */
#ifndef GUEST_SPAWN_H
#define GUEST_SPAWN_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define NOBODY	65534

/* Zeroed memory that children share, whatever their clone flags. */
void *shared_alloc(size_t size);

/*
 * A child with its own memory, as fork makes it plus @flags (CLONE_*, without
 * CLONE_VM); it runs @run(@arg) and exits with 0.
 */
pid_t spawn(unsigned long flags, void (*run)(void *arg), void *arg);

/* A child that sleeps until killed, with the free number @pid; needs root. */
pid_t spawn_as(pid_t pid);

/*
 * A task made by clone(2) with @flags (and exit signal) on a stack of its own.
 * With CLONE_VM it shares this thread's TLS: @run may only make system calls
 * that don't fail, like the two below.
 */
pid_t spawn_clone(unsigned long flags, int (*run)(void *arg), void *arg);
int clone_pause(void *arg);	/* sleeps until killed */
int clone_exit(void *arg);	/* ends the task at once with status (int)arg */

void pause_forever(void *unused) __attribute__((noreturn));
/* Count an int in shared memory up, then the same. */
void pause_ready(void *counter) __attribute__((noreturn));

/* Exit of this thread alone. */
void thread_exit(int status) __attribute__((noreturn));
pid_t thread_id(void);

void kill_and_reap(pid_t pid);
/* Kill process group @pgid, wait for all children of the caller. */
void kill_group(pid_t pgid);
/* Wait until @pid is a zombie, without reaping it. */
void await_zombie(pid_t pid);
/* Wait until the thread's state letter is @state; @tgid 0: a process. */
void await_state(pid_t tgid, pid_t tid, char state);
/* Reap @pid: status of wait(2). */
int reap(pid_t pid);

/* Give up root for good: uid, gid, no supplementary groups but @group if >= 0. */
void become(uid_t uid, long group);
/* The same without groups, but keep @capability (CAP_*), one below 32. */
void become_with(uid_t uid, int capability);

/**
 * command - run a program, capture what it prints
 * @input:	file that becomes its stdin, -1: /dev/null
 * @output:	stdout and stderr, NUL-terminated, to be freed; NULL = dropped
 * @argv:	NULL-terminated, searched in PATH
 *
 * Return: exit status, 128 + signal number.
 */
int command(int input, char **output, char *const argv[]);
#define COMMAND(input, output, ...) \
	command(input, output, (char *const[]){ __VA_ARGS__, NULL })

#endif
