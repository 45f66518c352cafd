// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a trial owns beside processes: made here as an experiment would, then
 * found, removed and not found any more.
 */
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/belongings.h"
#include "experiments/harness.h"
#include "experiments/leftovers.h"
#include "unit.h"

static struct trial *new_trial(void)
{
	struct trial *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	belongings_name(t);
	return t;
}

static unsigned int left(const struct trial *t)
{
	char what[128];

	return belongings_left(t, what, sizeof(what));
}

TEST("a trial has names that nothing has yet")
{
	struct trial *t = new_trial();

	assert_int_equal(left(t), 0);
	assert_true(trial_key(t, 0) > 0);
	assert_int_not_equal(trial_key(t, 0), trial_key(t, 1));
	belongings_undo(t);
	assert_int_equal(left(t), 0);
	free(t);
}

TEST("System V objects of a trial are found and removed")
{
	struct trial *t = new_trial();
	int flags = IPC_CREAT | IPC_EXCL | 0600;

	assert_true(shmget(trial_key(t, 0), 4096, flags) >= 0);
	assert_true(semget(trial_key(t, 1), 2, flags) >= 0);
	assert_true(msgget(trial_key(t, TRIAL_KEYS - 1), flags) >= 0);
	assert_int_equal(left(t), 3);
	belongings_undo(t);
	assert_int_equal(left(t), 0);
	free(t);
}

TEST("a message queue of a trial is found and removed")
{
	struct trial *t = new_trial();
	char name[TRIAL_POSIX];
	int fd;

	trial_posix(t, 3, name);
	fd = syscall(SYS_mq_open, name + 1, O_CREAT | O_EXCL | O_RDWR, 0600,
		     NULL);
	if (fd < 0 && errno == ENOSYS)
		skip(); /* the machine's kernel has no CONFIG_POSIX_MQUEUE */
	assert_true(fd >= 0);
	assert_int_equal(left(t), 1);
	belongings_undo(t);
	assert_int_equal(left(t), 0);
	close(fd);
	free(t);
}

TEST("POSIX memory and a semaphore of a trial are found and removed")
{
	struct trial *t = new_trial();
	char name[TRIAL_POSIX];
	sem_t *sem;
	int fd;

	trial_posix(t, 0, name);
	fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(left(t), 1);
	trial_posix(t, TRIAL_KEYS - 1, name);
	sem = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
	assert_ptr_not_equal(sem, SEM_FAILED);
	sem_close(sem);
	assert_int_equal(left(t), 2);
	belongings_undo(t);
	assert_int_equal(left(t), 0);
	free(t);
}

TEST("the directory of a trial is removed with all that is in it")
{
	struct trial *t = new_trial();
	char path[128];

	snprintf(path, sizeof(path), "%s/below", trial_dir(t));
	assert_int_equal(mkdir(path, 0700), 0);
	strcat(path, "/fifo");
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(path, sizeof(path), "%s/link", trial_dir(t));
	assert_int_equal(symlink("/", path), 0);
	assert_int_equal(left(t), 1);
	belongings_undo(t);
	assert_int_equal(left(t), 0);
	assert_int_equal(access(t->belongings.dir, F_OK), -1);
	free(t);
}

/* A child stands for a trial that is killed at once. */
static void have_objects(struct trial *t, int fd)
{
	char byte;

	trial_dir(t);
	shmget(trial_key(t, 0), 4096, IPC_CREAT | IPC_EXCL | 0600);
	msgget(trial_key(t, 1), IPC_CREAT | IPC_EXCL | 0600);
	if (write(fd, "", 1) == 1 && read(fd, &byte, 1))
		_exit(EXIT_FAILURE);
	_exit(EXIT_SUCCESS);
}

TEST("what a dead trial has left is removed, what a living one has is not")
{
	struct trial *t = new_trial();
	int ends[2];
	pid_t pid;
	char byte;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	pid = fork();
	if (!pid) {
		close(ends[0]);
		have_objects(t, ends[1]);
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_int_equal(left(t), 3);
	leftovers_remove();
	assert_int_equal(left(t), 3);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(left(t), 3);
	leftovers_remove();
	assert_int_equal(left(t), 0);
	close(ends[0]);
	free(t);
}

/* An ordinary file stands for one of /proc/sys. */
TEST("a changed setting is found and gets its first value back")
{
	struct trial *t = new_trial();
	char path[128], now[TRIAL_SYSCTL] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s.setting", t->belongings.dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("4\n", file);
	fclose(file);
	assert_int_equal(trial_sysctl(t, path, "5\n"), 0);
	assert_int_equal(left(t), 1);
	assert_int_equal(trial_sysctl(t, path, "6\n"), 0);
	belongings_undo(t);
	file = fopen(path, "r");
	assert_non_null(fgets(now, sizeof(now), file));
	fclose(file);
	unlink(path);
	assert_string_equal(now, "4\n");
	free(t);
}
