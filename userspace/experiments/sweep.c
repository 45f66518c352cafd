// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ending tasks, and being sure that they are gone. Trusts nobody's book-keeping
 * but the kernel's: what is to be ended is what the subtree of the caller
 * holds.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sweep.h"

#define LOOK_MS 20 /* at most between two looks at the subtree */

static bool is_dead(const struct proctree_row *row)
{
	return row->state == 'Z' || row->state == 'X';
}

/* Return: 0 or a negative errno. @dead may be NULL. */
static int look(struct proctree *pt, int32_t pid, uint64_t start_ns, bool *dead)
{
	struct proctree_rows *rows;
	int ret = proctree_take_task(pt, pid, start_ns, 0, &rows);

	if (ret)
		return ret;
	if (dead)
		*dead = is_dead(proctree_row_at(rows, 0));
	proctree_rows_free(rows);
	return 0;
}

/*
 * The number may have passed to another process before pidfd_open(). If the
 * task still has it afterwards, it had it all the time.
 */
int signal_task(struct proctree *pt, int32_t pid, uint64_t start_ns, int sig)
{
	int fd = syscall(SYS_pidfd_open, pid, 0);
	int ret;

	if (fd < 0)
		return -errno;
	ret = look(pt, pid, start_ns, NULL);
	if (!ret && syscall(SYS_pidfd_send_signal, fd, sig, NULL, 0))
		ret = -errno;
	close(fd);
	return ret;
}

bool reap_dead(void)
{
	siginfo_t info;

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | __WALL))
			return false;
		if (!info.si_pid)
			return true;
	}
}

/*
 * Zombies get the signal too: other threads of a dead leader may still run.
 * Return: descendants of the caller, or a negative errno.
 */
static int kill_descendants(struct proctree *pt, unsigned int *alive)
{
	struct proctree_want want = { .root = getpid() };
	const struct proctree_row *row;
	struct proctree_rows *rows;
	int ret = proctree_take(pt, &want, &rows);
	uint32_t i;

	if (ret)
		return ret;
	ret = rows->count - 1;
	*alive = 0;
	for (i = rows->count; i-- > 1;) {
		row = proctree_row_at(rows, i);
		if (!signal_task(pt, row->pid, row->start_ns, SIGKILL))
			*alive += !is_dead(row);
	}
	proctree_rows_free(rows);
	return ret;
}

static void wait_for_deaths(int sigfd)
{
	struct pollfd pfd = { sigfd, POLLIN, 0 };
	struct signalfd_siginfo info;

	if (poll(&pfd, 1, LOOK_MS) > 0 && read(sigfd, &info, sizeof(info)) < 0)
		return;
}

void sweep(struct proctree *pt, int sigfd, int ms, struct cleanup *done)
{
	uint64_t end = trial_clock() + ms * 1000000ULL;
	unsigned int alive = 0;
	bool children;
	int left;

	for (;;) {
		children = reap_dead();
		left = kill_descendants(pt, &alive);
		if (alive > done->killed)
			done->killed = alive;
		if ((!left && !children) || trial_clock() >= end)
			break;
		wait_for_deaths(sigfd);
	}
	done->left = left < 0 ? 1 : left;
	done->swept = left >= 0;
}

static unsigned int count_missed(const struct trial *t)
{
	unsigned int missed = 0, i, j;
	const struct proctree_row *row;
	const struct sighting *seen;
	bool dead;

	for (i = 0; i < t->nsteps; i++) {
		for (j = 0; j < TRIAL_ROLES; j++) {
			seen = &t->steps[i].seen[j];
			row = (const void *)seen->row;
			if (!seen->asked || seen->error || row->pid == getpid())
				continue;
			if (!look(t->pt, row->pid, row->start_ns, &dead))
				missed += !dead;
		}
	}
	return missed;
}

unsigned int sweep_missed(const struct trial *t, int ms)
{
	uint64_t end = trial_clock() + ms * 1000000ULL;
	unsigned int missed;

	while ((missed = count_missed(t)) && trial_clock() < end)
		poll(NULL, 0, LOOK_MS);
	return missed;
}
