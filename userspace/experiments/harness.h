/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words with which an experiment makes its situation. Nothing here returns
 * an error: what fails or takes longer than the deadline ends the trial, with
 * the reason in its record, and the supervisor ends whatever still runs.
 *
 * An experiment has two sides. run() is the director: it starts roles, waits
 * for them at barriers, lets them go on, and takes the kernel's rows at each
 * step. The roles are other processes; all they do is a system call or two
 * between barriers. A barrier is a message over the role's own socketpair and
 * the wait for the answer; nobody ever sleeps to wait for somebody else.
 *
 * How to write one, in NAME.c and NAME_claims.c (fork.c is a short example):
 *
 *  - Declare all roles in run(), before the first process starts. A role that
 *    speaks (barrier(), say()) casts itself; for a task that can't,
 *    role_cast(role, number) does.
 *  - A role does one thing, says what came of it, and stands at a barrier. The
 *    director: role_go(), role_wait() or await_state(), then step(). At a step
 *    everybody rests, so that rows and events are the same in every run: let
 *    two roles go at once only if their race is what you want to show.
 *  - The stream of events runs all the time, for the harness, its descendants,
 *    and the subreaper that adopts orphans; steps are marks in it. Claims look
 *    at what happened between two steps: see EVENT() and its neighbours in
 *    experiment.h. Who has slept and run is recorded if .events says so. For
 *    an event that comes late (FREE, a confirmed REPARENT): await_event().
 *  - Who sleeps on what: "sleeps.call" and its neighbours, if .sleeps says so.
 *    await_call() waits for such a sleep; await_state() can't tell it from the
 *    one at a barrier. Who woke whom, WOKEN_BY(), is told for certain only if
 *    both stay on one processor, by cpus_pin(): elsewhere the kernel may leave
 *    the waking to an interrupt.
 *  - Files go into trial_dir(), IPC objects get a trial_key() or trial_posix(),
 *    a sysctl is set by trial_sysctl(): then they are gone afterwards even if
 *    the experiment is killed. Affinity and limits: of roles only.
 *  - What is a matter of chance is a share: count, then share_note(); claims ask
 *    AS_OFTEN_AS() or RARER_THAN().
 *  - A claim's checks are put in its own sense, in the words of a person who
 *    believes it. Add two lies. Run it on all kernels before you give a verdict
 *    for one; "unexpected" shows the raw evidence.
 */
#ifndef HARNESS_H
#define HARNESS_H

#include <pthread.h>

#include "trial.h"

/* The director's side */

/**
 * role_declare - a role and its channel
 *
 * To be declared before the process starts that will have or create it, since
 * the channel is inherited.
 */
struct role *role_declare(struct trial *t, const char *name);

/* Start @role as a child of the harness; its process ends when @play does. */
void role_start(struct role *role, void (*play)(struct role *me));

/**
 * role_start_init - start @role as number 1 of a new pid namespace
 *
 * Its children live there as well, and die with it. Takes CAP_SYS_ADMIN.
 *
 * Return: false if the kernel does not allow it.
 */
bool role_start_init(struct role *role, void (*play)(struct role *me));

/* Let @role be played by another task from now on. */
void role_recast(struct role *role);

/* Let the task @tid, which has no channel, play @role from now on. */
void role_cast(struct role *role, int32_t tid);

/* Wait until @role has arrived at a barrier and the kernel says it sleeps. */
void role_wait(struct role *role);

/* The same for whichever of the two comes first. */
struct role *role_wait_either(struct role *a, struct role *b);

/* Let @role, which stands at a barrier, go on. */
void role_go(struct role *role);

/* Let @role, which stands at a barrier, go on to its next one. */
void role_next(struct role *role);

/* Send a signal to @role, which must have been seen, by pidfd. */
void role_signal(struct role *role, int sig);

/* Reap @role, a dead child of the harness. Return: the status word. */
int role_reap(struct role *role);

/* Kill @role, a child of the harness, and reap it. Return: likewise. */
int role_kill(struct role *role);

/* What @role said under @key since the last step; fails if it did not. */
int64_t role_said(const struct role *role, const char *key);

/**
 * role_note - add to what @role says something that the director found out
 *
 * Also of a role that no task plays: it stands for the kernel, say.
 */
void role_note(struct role *role, const char *key, enum proctree_kind kind,
	       int64_t value);

/**
 * await_state - wait until @role has come to rest in one of the states @letters,
 * or is in a queue to run (trial_in_state())
 *
 * Looks at its row whenever an event of the play comes, and now and then.
 */
void await_state(struct role *role, const char *letters);

/**
 * await_event - wait until there is an event of @role since the last step
 * @kind: PROCTREE_EVENT_*, of those that the experiment records
 *
 * Returns as well if there are no events, or some were lost: what a claim makes
 * of that is the evaluator's business.
 */
void await_event(struct role *role, uint32_t kind);

/**
 * await_call - wait until @role sleeps in the system call @number
 * @number: SYS_*; a call of its own, not the one of barrier()
 *
 * Asks /proc/TID/syscall, which takes the right to trace the role.
 */
void await_call(struct role *role, long number);

/* Wait until the kernel has no such task any more. */
void await_gone(struct role *role);

/**
 * settle - give the kernel a second to bring @field of @role to @value
 *
 * For what follows a state after a moment, without a state of its own. Whether
 * it came to that, the rows of the next step tell.
 */
void settle(struct role *role, const char *field, int64_t value);

/* Wait until @role, let go since the last step, sleeps in wait(2). */
void await_wait(struct role *role);

/*
 * Take the rows of all roles and give the moment a name and a sentence; the name
 * is a mark in the stream, too. Roles should be at rest.
 */
__attribute__((format(printf, 3, 4)))
void step(struct trial *t, const char *name, const char *text, ...);

/* This run can't come to step @name; the sentence says why not. */
__attribute__((format(printf, 3, 4)))
void step_skip(struct trial *t, const char *name, const char *why, ...);

/* Add what was said since to the latest step instead of the next one. */
void step_hear(struct trial *t);

/*
 * What is to be gone afterwards needs a name that whoever cleans up knows: these
 * are removed, or written back, whatever becomes of the experiment. Roles may
 * use the names; a directory or a sysctl is the director's to make or to set.
 */

/* System V key number @i, below TRIAL_KEYS: for IPC_CREAT, not IPC_PRIVATE. */
int32_t trial_key(const struct trial *t, unsigned int i);

/*
 * Name number @i for mq_open(3), shm_open(3) and sem_open(3), into TRIAL_POSIX
 * bytes.
 */
void trial_posix(const struct trial *t, unsigned int i, char *name);

/*
 * A directory of our own, for files, FIFOs and sockets; made when first asked.
 * Ask before a role makes an IPC object, too: if all are killed at once, it tells
 * the next trial what to remove.
 */
const char *trial_dir(struct trial *t);

/* The kernel module @name is not loaded yet, and shall not be afterwards. */
void trial_module(struct trial *t, const char *name);

/* Write @value to a file of /proc/sys. Return: 0 or a negative errno. */
int trial_sysctl(struct trial *t, const char *path, const char *value);

/* Something happened @hits times of @of; claims call it SHARE(@name). */
void share_note(struct trial *t, const char *name, uint64_t hits, uint64_t of);

/* End the trial: the situation could not be made. */
__attribute__((format(printf, 2, 3)))
noreturn void trial_fail(struct trial *t, const char *why, ...);

/*
 * The role's side. Only system calls and the caller's stack: good for a child
 * that shares its memory with others, as after vfork(2).
 */

/* Report a value; the kind tells how to print it. Negative values: -errno. */
void say(const struct role *me, const char *key, enum proctree_kind kind,
	 int64_t value);

/*
 * Report what a system call has returned: @result, or -errno if that is
 * negative.
 */
void say_result(const struct role *me, const char *key,
		enum proctree_kind kind, int64_t result);

/* Give the calling task the name of its role, for ps and the like. */
void role_name(const struct role *me);

/* Wait here for role_go(). If the harness has died, so does the caller. */
void barrier(const struct role *me);

/**
 * role_made - what fork(2), vfork(2) or clone(2) has returned
 * @pid:	their result
 *
 * If nothing was made, ends the calling process, and with it the trial: -1 must
 * not come to kill(2), which takes it for everybody.
 *
 * Return: @pid, which is not negative.
 */
pid_t role_made(pid_t pid);

/* A thread of the calling role that runs @play(@arg); ends it likewise. */
pthread_t role_thread(void *(*play)(void *arg), void *arg);

/* End the calling process with @code, without any of libc's handlers. */
noreturn void leave(int code);

/* End the calling thread only. */
noreturn void leave_thread(int code);

/**
 * exec_shell - become a shell that stands at a barrier as the same role
 * @code: decimal exit code it ends with, once it may go on
 *
 * Return: -errno if the exec failed.
 */
int exec_shell(const struct role *me, const char *code);

/**
 * exec_again - become a new proctl that goes on as the same role
 * @envp: environment of the new program
 *
 * It calls the experiment's again(), with a role that has a channel, but no
 * trial.
 *
 * Return: -errno if the exec failed.
 */
int exec_again(const struct role *me, char *const envp[]);

/**
 * play_again - the other end of exec_again(), in the new program
 * @argv: what stands behind "--again"
 *
 * Return: what main() is to return, -EINVAL if @argv makes no sense.
 */
int play_again(int argc, char **argv);

/* Try to exec a file that does not exist. Return: -errno. */
int exec_nothing(void);

#endif
