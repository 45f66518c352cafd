// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a trial may leave behind; see belongings.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/random.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "belongings.h"
#include "harness.h"
#include "leftovers.h"

#define OPEN_DIRS 16

int32_t trial_key(const struct trial *t, unsigned int i)
{
	return t->belongings.name << 8 | (i % TRIAL_KEYS + 1);
}

void trial_posix(const struct trial *t, unsigned int i, char *name)
{
	snprintf(name, TRIAL_POSIX, "/proctl-%06x-%u", t->belongings.name,
		 i % TRIAL_KEYS);
}

/* There was none when the name was chosen: it is ours. */
static bool has_dir(const struct belongings *b)
{
	struct stat st;

	return !lstat(b->dir, &st) && S_ISDIR(st.st_mode) &&
	       st.st_uid == geteuid();
}

const char *trial_dir(struct trial *t)
{
	struct belongings *b = &t->belongings;

	int err = has_dir(b) ? 0 : leftovers_claim(b->dir);

	if (err)
		trial_fail(t, "can't make %s: %s", b->dir, strerror(-err));
	return b->dir;
}

/* Return: 0 or a negative errno; @value is a string without its newline. */
static int read_value(const char *path, char *value)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, value, TRIAL_SYSCTL - 1);
	int err = n < 0 ? -errno : 0;

	value[n < 0 ? 0 : n] = '\0';
	value[strcspn(value, "\n")] = '\0';
	if (fd >= 0)
		close(fd);
	return err;
}

static int write_value(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t len = strlen(value);
	int err = 0;

	if (fd < 0 || write(fd, value, len) != len)
		err = -errno;
	if (fd >= 0)
		close(fd);
	return err;
}

int trial_sysctl(struct trial *t, const char *path, const char *value)
{
	struct belongings *b = &t->belongings;
	struct sysctl *s = &b->sysctls[b->nsysctls];
	int err;

	if (b->nsysctls == TRIAL_SYSCTLS)
		trial_fail(t, "too many sysctls: no place for %s", path);
	snprintf(s->path, sizeof(s->path), "%s", path);
	err = read_value(s->path, s->old);
	if (err)
		return err;
	/* Known before it is changed: we may be killed in between. */
	b->nsysctls++;
	return write_value(path, value);
}

void trial_module(struct trial *t, const char *name)
{
	snprintf(t->belongings.module, sizeof(t->belongings.module), "%s",
		 name);
}

static bool has_module(const struct belongings *b)
{
	char path[sizeof(b->module) + 32];

	snprintf(path, sizeof(path), "/sys/module/%s/initstate", b->module);
	return *b->module && !access(path, F_OK);
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	remove(path);
	return 0;
}

/* Return: how many there are, or were. */
static unsigned int each_ipc(const struct trial *t, bool undo)
{
	unsigned int i, n = 0;
	int shm, msg, sem;

	for (i = 0; i < TRIAL_KEYS; i++) {
		shm = shmget(trial_key(t, i), 0, 0);
		msg = msgget(trial_key(t, i), 0);
		sem = semget(trial_key(t, i), 0, 0);
		n += (shm >= 0) + (msg >= 0) + (sem >= 0);
		if (!undo)
			continue;
		shmctl(shm, IPC_RMID, NULL);
		msgctl(msg, IPC_RMID, NULL);
		semctl(sem, 0, IPC_RMID);
	}
	return n;
}

/* @fd is what opening it has returned. */
static bool was_there(int fd)
{
	if (fd < 0)
		return errno == EACCES;
	close(fd);
	return true;
}

static bool has_semaphore(const char *name)
{
	sem_t *sem = sem_open(name, 0);

	if (sem == SEM_FAILED)
		return errno == EACCES;
	sem_close(sem);
	return true;
}

/* The system call's names have no slash: no libc with mq_open() is needed. */
static unsigned int each_posix(const struct trial *t, bool undo)
{
	char name[TRIAL_POSIX];
	unsigned int i, n = 0;

	for (i = 0; i < TRIAL_KEYS; i++) {
		trial_posix(t, i, name);
		if (undo) {
			syscall(SYS_mq_unlink, name + 1);
			shm_unlink(name);
			sem_unlink(name);
			continue;
		}
		n += was_there(syscall(SYS_mq_open, name + 1, O_RDONLY, 0,
				       NULL));
		n += was_there(shm_open(name, O_RDONLY, 0));
		n += has_semaphore(name);
	}
	return n;
}

static unsigned int each_sysctl(const struct trial *t, bool undo)
{
	const struct belongings *b = &t->belongings;
	char now[TRIAL_SYSCTL];
	unsigned int i, n = 0;

	/* The oldest value is the one to come back to. */
	for (i = b->nsysctls; i-- > 0;) {
		if (undo)
			write_value(b->sysctls[i].path, b->sysctls[i].old);
		else
			n += read_value(b->sysctls[i].path, now) ||
			     strcmp(now, b->sysctls[i].old);
	}
	return n;
}

static bool has_other_affinity(const struct belongings *b)
{
	cpu_set_t now;

	return !sched_getaffinity(b->owner, sizeof(now), &now) &&
	       !CPU_EQUAL(&now, &b->affinity);
}

void belongings_undo(const struct trial *t)
{
	const struct belongings *b = &t->belongings;

	each_ipc(t, true);
	each_posix(t, true);
	each_sysctl(t, true);
	if (has_dir(b))
		nftw(b->dir, remove_one, OPEN_DIRS, FTW_DEPTH | FTW_PHYS);
	if (has_module(b))
		syscall(SYS_delete_module, b->module, O_NONBLOCK);
	if (has_other_affinity(b))
		sched_setaffinity(b->owner, sizeof(b->affinity), &b->affinity);
}

unsigned int belongings_left(const struct trial *t, char *what, size_t size)
{
	const struct belongings *b = &t->belongings;
	unsigned int ipc = each_ipc(t, false), posix = each_posix(t, false);
	unsigned int sysctls = each_sysctl(t, false);
	bool dir = has_dir(b);
	bool affinity = has_other_affinity(b), module = has_module(b);

	snprintf(what, size, "%u System V objects, %u POSIX objects, "
		 "%u sysctls%s%s%s%s%s", ipc, posix, sysctls, dir ? ", " : "",
		 dir ? b->dir : "", affinity ? ", proctl's affinity" : "",
		 module ? ", module " : "", module ? b->module : "");
	return ipc + posix + sysctls + dir + affinity + module;
}

const char *belongings_tmp(void)
{
	const size_t room = sizeof(((struct belongings *)NULL)->dir) - 16;
	const char *tmp = getenv("TMPDIR");

	return tmp && *tmp == '/' && strlen(tmp) < room ? tmp : "/tmp";
}

static void draw_name(struct belongings *b)
{
	uint32_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		random = trial_clock();
	b->name = random & 0x7fffff;
	snprintf(b->dir, sizeof(b->dir), "%s/" BELONGINGS_DIR,
		 belongings_tmp(), b->name);
}

void belongings_name(struct trial *t)
{
	struct belongings *b = &t->belongings;
	char what[8];

	b->owner = getpid();
	sched_getaffinity(0, sizeof(b->affinity), &b->affinity);
	do {
		draw_name(b);
	} while (belongings_left(t, what, sizeof(what)));
}
