// SPDX-License-Identifier: GPL-2.0-only
/* Tasks of all sorts of owners; see access_scene.h. */
#include "access_scene.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "world.h"

#define INNER	7	/* user in the container */
#define PROGRAM	"/tmp/setuid-program"

static void be_owned(void *ready)
{
	become(OWNER, -1);
	pause_ready(ready);
}

static void be_undumpable(void *ready)
{
	become(OWNER, -1);
	OK(prctl(PR_SET_DUMPABLE, 0));
	pause_ready(ready);
}

static void be_others(void *ready)
{
	become(OTHER, -1);
	pause_ready(ready);
}

/* Runs a program that belongs to root and has the bit. */
static void be_setuid(void *unused)
{
	char *const argv[] = { (char *)EXEC_SLEEPER, NULL };

	become(OWNER, -1);
	execv(PROGRAM, argv);
	FAIL("%s: %s", PROGRAM, strerror(errno));
	(void)unused;
}

static void copy_program(void)
{
	int from = OK(open("/proc/self/exe", O_RDONLY | O_CLOEXEC)), to;
	struct stat st;

	to = OK(open(PROGRAM, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755));
	OK(fstat(from, &st));
	ASSERT_EQ(OK(sendfile(to, from, NULL, st.st_size)), st.st_size);
	OK(fchmod(to, 04755));
	close(to);
	close(from);
}

static void be_contained(void *ready)
{
	become(INNER, -1);
	pause_ready(ready);
}

static void be_container(void *arg)
{
	struct scene *s = arg;

	AWAIT(__atomic_load_n(&s->container, __ATOMIC_SEQ_CST));
	become(0, -1);
	s->inside[CONTAINED] = spawn(0, be_contained, &s->ready);
	pause_ready(&s->ready);
}

static void map_ids(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	file_write(path, "0 100000 65536");
	snprintf(path, sizeof(path), "/proc/%d/gid_map", pid);
	file_write(path, "0 100000 65536");
}

static pid_t child_of(int fd, pid_t parent)
{
	static struct rows rows;

	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, parent, 0);
	return rows.arg.count == 2 ? row_at(&rows, 1)->pid : 0;
}

void scene_make(struct scene *s)
{
	int fd = dev_open(), i;
	pid_t container;

	copy_program();
	s->pids[OWN] = spawn(0, be_owned, &s->ready);
	s->pids[UNDUMPABLE] = spawn(0, be_undumpable, &s->ready);
	s->pids[SETUID] = spawn(0, be_setuid, NULL);
	s->pids[OTHERS] = spawn(0, be_others, &s->ready);
	s->pids[ROOTS] = spawn(0, pause_ready, &s->ready);
	s->pids[KERNEL] = 2;
	container = spawn(CLONE_NEWUSER | CLONE_NEWPID, be_container, s);
	map_ids(container);
	s->container = container;
	AWAIT(__atomic_load_n(&s->ready, __ATOMIC_SEQ_CST) == 6);
	s->pids[CONTAINED] = child_of(fd, container);
	AWAIT(!strcmp(task_take(fd, s->pids[SETUID]).base.comm,
		      "setuid-program"));
	ASSERT_EQ(task_take(fd, s->pids[SETUID]).base.uid, 0);
	for (i = 0; i < NSUBJECTS; i++)
		s->start_ns[i] = task_take(fd, s->pids[i]).base.start_ns;
	close(fd);
}

bool procfs_agrees(pid_t pid, bool shown)
{
	char path[64], link[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/uts", pid);
	return (readlink(path, link, sizeof(link)) > 0) == shown;
}

void scene_end(struct scene *s)
{
	OK(unlink(PROGRAM));
	memset(s, 0, sizeof(*s));
}
