// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "shm": a namespace with other rules, and POSIX memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ipc.h"
#include "shm.h"

#define SIZE	4096

/* Detached by the only one who had it. Says: 0, or -errno of asking for it. */
static void say_detached(const struct role *me, const char *key)
{
	int id = shmget(IPC_PRIVATE, SIZE, 0600);
	char *memory = shmat(id, NULL, 0);
	struct shmid_ds ds;

	if (memory == (void *)-1 || shmdt(memory))
		leave(EXIT_FAILURE);
	say_result(me, key, PROCTREE_KIND_COUNT, shmctl(id, IPC_STAT, &ds));
}

/*
 * In an IPC namespace of our own, which goes with this process and all that is
 * in it: elsewhere the setting would remove segments of others.
 */
static void be_forced(struct role *me)
{
	int ret = unshare(CLONE_NEWIPC);
	int fd;

	say_result(me, "unshare", PROCTREE_KIND_COUNT, ret);
	if (!ret) {
		say_detached(me, "before");
		fd = open("/proc/sys/kernel/shm_rmid_forced",
			  O_WRONLY | O_CLOEXEC);
		say_result(me, "forced", PROCTREE_KIND_COUNT,
			   write(fd, "1", 1));
		close(fd);
		say_detached(me, "after");
	}
	barrier(me);
}

void shm_forced(struct trial *t)
{
	struct role *forced = role_declare(t, "forced");

	if (!(t->privileges & NEEDS_SYS_ADMIN))
		return;
	role_start(forced, be_forced);
	role_wait(forced);
	if (role_said(forced, "unshare") < 0)
		step_skip(t, "forced", "there is no IPC namespace to be had");
	else
		step(t, "forced", "detached, without and with "
		     "kernel.shm_rmid_forced");
	role_go(forced);
	role_reap(forced);
}

static char *map(int fd)
{
	char *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			    0);

	return memory == MAP_FAILED ? NULL : memory;
}

static int open_object(const struct trial *t, int flags)
{
	char name[TRIAL_POSIX];

	trial_posix(t, 0, name);
	return shm_open(name, flags, 0600);
}

static void be_first(struct role *me)
{
	int fd = open_object(me->trial, O_CREAT | O_EXCL | O_RDWR);
	char *memory = fd < 0 || ftruncate(fd, SIZE) ? NULL : map(fd);

	say(me, "shm_open", PROCTREE_KIND_COUNT, memory ? 0 : -errno);
	close(fd);
	if (memory)
		memory[0] = 'f';
	barrier(me);
}

static void be_second(struct role *me)
{
	char name[TRIAL_POSIX], *memory;
	int fd = open_object(me->trial, O_RDWR);
	struct stat st;

	memory = map(fd);
	if (!memory)
		leave(EXIT_FAILURE);
	say(me, "found", PROCTREE_KIND_BOOL, memory[0] == 'f');
	trial_posix(me->trial, 0, name);
	say_result(me, "unlink", PROCTREE_KIND_COUNT, shm_unlink(name));
	memory[0] = 's';
	say(me, "usable", PROCTREE_KIND_BOOL, memory[0] == 's');
	if (!fstat(fd, &st))
		say(me, "names", PROCTREE_KIND_COUNT, st.st_nlink);
	barrier(me);
}

static void note_object(struct role *object)
{
	int fd = open_object(object->trial, O_RDONLY);
	struct stat st;

	role_note(object, "by_name", PROCTREE_KIND_COUNT, fd < 0 ? -errno : 0);
	if (fd < 0)
		return;
	if (!fstat(fd, &st))
		role_note(object, "bytes", PROCTREE_KIND_BYTES, st.st_size);
	close(fd);
}

void shm_posix(struct trial *t)
{
	struct role *object = role_declare(t, "object");
	struct role *first = role_declare(t, "first");
	struct role *second = role_declare(t, "second");

	role_start(first, be_first);
	role_wait(first);
	if (role_said(first, "shm_open")) {
		step_skip(t, "posix", "no POSIX memory: %s (is there a "
			  "/dev/shm?)",
			  strerror(-role_said(first, "shm_open")));
		role_kill(first);
		return;
	}
	note_object(object);
	step(t, "posix", "shm_open() and mmap(): the first has written to it");
	role_kill(first);
	note_object(object);
	step(t, "posix killed", "SIGKILL to the first");
	role_start(second, be_second);
	role_wait(second);
	note_object(object);
	step(t, "posix unlinked", "the second has mapped it and taken its name "
	     "away");
	role_go(second);
	role_reap(second);
}
