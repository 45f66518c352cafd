// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "shm": a System V segment from its making to its end, by what
 * the kernel says of it; beside it POSIX memory, and what both save.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ipc.h"
#include "param.h"
#include "shm.h"

/* In each process its own: where it has attached the segment. */
static char *memory;

static bool valid_kib(const char *value)
{
	return param_number(value, 4, 65536);
}

static size_t size_of(const struct trial *t)
{
	return 1024 * (size_t)atoi(trial_param(t, "kib"));
}

static int find_segment(const struct trial *t)
{
	return shmget(trial_key(t, 0), 0, 0);
}

/* ftok() takes a file that there is; see the claim about it. */
static void say_keys(const struct role *me)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/key", me->trial->belongings.dir);
	say_result(me, "ftok_1", PROCTREE_KIND_FLAGS, ftok(path, 1));
	say_result(me, "ftok_2", PROCTREE_KIND_FLAGS, ftok(path, 2));
}

static void say_address(const struct role *me, const char *key)
{
	say(me, key, PROCTREE_KIND_FLAGS, (uintptr_t)memory);
}

static void attach(const struct role *me)
{
	memory = shmat(find_segment(me->trial), NULL, 0);
	if (memory == (void *)-1)
		leave(EXIT_FAILURE);
}

/* The child has attached nothing itself. */
static noreturn void be_child(const struct role *me)
{
	role_name(me);
	say_address(me, "address");
	barrier(me);
	memset(memory, 'c', size_of(me->trial) / 2);
	barrier(me);
	leave(EXIT_SUCCESS);
}

static noreturn void be_shell(const struct role *me)
{
	role_name(me);
	barrier(me);
	leave(-exec_shell(me, "0"));
}

static pid_t fork_child(const struct role *me,
			void (*play)(const struct role *me))
{
	pid_t pid = role_made(fork());

	if (!pid)
		play(trial_role(me->trial, "child"));
	return pid;
}

static void be_maker(struct role *me)
{
	size_t size = size_of(me->trial);
	pid_t pid;

	say_keys(me);
	say_result(me, "shmget", PROCTREE_KIND_COUNT,
		   shmget(trial_key(me->trial, 0), size,
			  IPC_CREAT | IPC_EXCL | 0600));
	barrier(me);
	attach(me);
	memset(memory, 'm', size);
	say_address(me, "address");
	barrier(me);
	pid = fork_child(me, be_child);
	barrier(me);
	say(me, "seen", PROCTREE_KIND_BOOL, memory[0] == 'c');
	say(me, "half", PROCTREE_KIND_BOOL, memory[size - 1] == 'm');
	barrier(me);
	waitpid(pid, NULL, 0);
	pid = fork_child(me, be_shell);
	barrier(me);
	waitpid(pid, NULL, 0);
	barrier(me);
	say_result(me, "shmdt", PROCTREE_KIND_COUNT, shmdt(memory));
	barrier(me);
}

static void *be_thread(void *arg)
{
	const struct role *me = arg;

	role_name(me);
	say(me, "seen", PROCTREE_KIND_BOOL, memory[0] == 'c');
	barrier(me);
	return NULL;
}

/* Twice attached is at two addresses. */
static void be_other(struct role *me)
{
	pthread_t thread;

	say_keys(me);
	attach(me);
	say_address(me, "address");
	attach(me);
	say_address(me, "again");
	thread = role_thread(be_thread, trial_role(me->trial, "thread"));
	barrier(me);
	pthread_join(thread, NULL);
}

static void be_heir(struct role *me)
{
	int id = find_segment(me->trial);

	attach(me);
	say(me, "found", PROCTREE_KIND_BOOL, memory[0] == 'c');
	barrier(me);
	say_result(me, "remove", PROCTREE_KIND_COUNT,
		   shmctl(id, IPC_RMID, NULL));
	memory[0] = 'h';
	say(me, "usable", PROCTREE_KIND_BOOL, memory[0] == 'h');
	barrier(me);
	say_result(me, "shmdt", PROCTREE_KIND_COUNT, shmdt(memory));
	barrier(me);
}

/* What the kernel keeps about the segment; see shmctl(2). */
static void note_segment(struct role *segment, int id)
{
	struct shmid_ds ds;
	int ret = shmctl(id, IPC_STAT, &ds) ? -errno : 0;

	role_note(segment, "stat", PROCTREE_KIND_COUNT, ret);
	role_note(segment, "by_key", PROCTREE_KIND_COUNT,
		  find_segment(segment->trial) < 0 ? -errno : 0);
	if (ret)
		return;
	role_note(segment, "bytes", PROCTREE_KIND_BYTES, ds.shm_segsz);
	role_note(segment, "attached", PROCTREE_KIND_COUNT, ds.shm_nattch);
	role_note(segment, "marked", PROCTREE_KIND_BOOL,
		  !!(ds.shm_perm.mode & SHM_DEST));
}

/* Then a segment would not survive its users. */
static bool is_forced(void)
{
	int fd = open("/proc/sys/kernel/shm_rmid_forced", O_RDONLY | O_CLOEXEC);
	char byte = '0';
	bool forced = fd >= 0 && read(fd, &byte, 1) == 1 && byte != '0';

	close(fd);
	return forced;
}

static int run_made(struct trial *t, struct role *segment, struct role *maker)
{
	int id;

	if (is_forced())
		trial_fail(t, "kernel.shm_rmid_forced is set: here segments go "
			   "with their users; set it to 0");
	role_start(maker, be_maker);
	role_wait(maker);
	ipc_check(maker, "shmget", "kernel.shmmni or kernel.shmall", "ipcs -m");
	id = find_segment(t);
	note_segment(segment, id);
	step(t, "made", "shmget() has made a segment of %s KiB",
	     trial_param(t, "kib"));
	role_next(maker);
	note_segment(segment, id);
	step(t, "attached", "shmat(), and its maker has filled it");
	return id;
}

static void run_child(struct trial *t, struct role *segment, int id)
{
	struct role *maker = trial_role(t, "maker");
	struct role *child = trial_role(t, "child");

	role_next(maker);
	role_wait(child);
	note_segment(segment, id);
	step(t, "forked", "fork(): the child has attached nothing itself");
	role_next(child);
	role_next(maker);
	step(t, "wrote", "the child has written to the first half");
	role_go(child);
	await_state(child, "Z");
	note_segment(segment, id);
	step(t, "ended", "the child has ended, without shmdt()");
	role_recast(child);
	role_next(maker);
	role_wait(child);
	role_next(child);
	note_segment(segment, id);
	step(t, "exec", "another child, which has become a shell");
	role_go(child);
	await_state(child, "Z");
	role_next(maker);
}

static void run_others(struct trial *t, struct role *segment, int id)
{
	struct role *other = trial_role(t, "other");
	struct role *thread = trial_role(t, "thread");
	struct role *maker = trial_role(t, "maker");

	role_start(other, be_other);
	role_wait(thread);
	role_wait(other);
	note_segment(segment, id);
	step(t, "others", "another process has attached it twice, by its key");
	role_kill(other);
	note_segment(segment, id);
	step(t, "killed", "SIGKILL to that process");
	role_next(maker);
	note_segment(segment, id);
	step(t, "detached", "its maker has called shmdt()");
	role_go(maker);
	role_reap(maker);
	note_segment(segment, id);
	step(t, "maker ended", "its maker has ended; nobody has it attached");
}

static void run_end(struct trial *t, struct role *segment, int id)
{
	struct role *heir = trial_role(t, "heir");

	role_start(heir, be_heir);
	role_wait(heir);
	note_segment(segment, id);
	step(t, "found", "a later process has attached it, by its key");
	role_next(heir);
	note_segment(segment, id);
	step(t, "removed", "IPC_RMID, while it is attached");
	role_next(heir);
	note_segment(segment, id);
	step(t, "gone", "the last shmdt()");
	role_go(heir);
	role_reap(heir);
}

static void make_key_file(struct trial *t)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/key", trial_dir(t));
	fd = open(path, O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		trial_fail(t, "%s: %s", path, strerror(errno));
	close(fd);
}

static void run(struct trial *t)
{
	struct role *segment = role_declare(t, "segment");
	struct role *maker = role_declare(t, "maker");
	int id;

	role_declare(t, "child");
	role_declare(t, "other");
	role_declare(t, "thread");
	role_declare(t, "heir");
	make_key_file(t);
	id = run_made(t, segment, maker);
	run_child(t, segment, id);
	run_others(t, segment, id);
	run_end(t, segment, id);
	shm_forced(t);
	shm_posix(t);
	shm_costs(t);
}

const struct experiment exp_shm = {
	.name = "shm",
	.topic = TOPIC_IPC,
	.summary = "shared memory: who has it, when it goes, what it saves",
	.params = {
		{ "kib", "N", "size of the segment, 4 to 65536", "64",
		  valid_kib },
	},
	.columns = {
		{ "state" }, { "ppid" }, { "mm" }, { "map_count" },
		{ "vm_size" }, { "rss_shmem" },
	},
	.run = run,
	.claims = shm_claims,
};
