// SPDX-License-Identifier: GPL-2.0-only
/*
 * The director's side of the harness: roles, barriers, and the kernel's rows at
 * each step. Runs in a process of its own, which the supervisor watches; a
 * failure is written into the trial and ends the process, so that nothing here
 * returns an error and nothing cleans up.
 */
#include <errno.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "hold.h"
#include "message.h"
#include "recorder.h"
#include "sweep.h"
#include "watch.h"

#define LOOK_MS 100 /* while listening: time between looks at the role's row */

struct role *role_declare(struct trial *t, const char *name)
{
	struct role *role = &t->roles[t->nroles];
	int ends[2];

	if (t->nroles == TRIAL_ROLES)
		trial_fail(t, "too many roles: no place for %s", name);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) ||
	    setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &(int){ 1 },
		       sizeof(int)))
		trial_fail(t, "socketpair: %s%s", strerror(errno),
			   trial_remedy(errno));
	snprintf(role->name, sizeof(role->name), "%s", name);
	role->trial = t;
	role->near = ends[0];
	role->far = ends[1];
	t->nroles++;
	return role;
}

/*
 * Roles must not hold the harness' ends of the channels: it is by their closing
 * that a role learns of the harness' death. Children of the harness are also
 * killed by the kernel then. @harness is its number as the role sees it.
 */
static noreturn void be_role(struct role *role, pid_t harness,
			     void (*play)(struct role *me))
{
	struct trial *t = role->trial;
	unsigned int i;

	for (i = 0; i < t->nroles; i++)
		if (!t->roles[i].crew)
			close(t->roles[i].near);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != harness)
		leave(EXIT_FAILURE);
	role_name(role);
	play(role);
	leave(EXIT_SUCCESS);
}

void role_start(struct role *role, void (*play)(struct role *me))
{
	pid_t harness = getpid();
	pid_t pid = fork();

	if (pid < 0)
		trial_fail(role->trial, "fork: %s", strerror(errno));
	if (!pid)
		be_role(role, harness, play);
	role->tid = pid;
}

bool role_start_init(struct role *role, void (*play)(struct role *me))
{
	struct clone_args args = {
		.flags = CLONE_NEWPID,
		.exit_signal = SIGCHLD,
	};
	pid_t pid = syscall(SYS_clone3, &args, sizeof(args));

	if (pid < 0 && errno == EPERM)
		return false;
	if (pid < 0)
		trial_fail(role->trial, "clone3(CLONE_NEWPID): %s",
			   strerror(errno));
	if (!pid)
		be_role(role, 0, play);
	role->tid = pid;
	return true;
}

void role_recast(struct role *role)
{
	role->tid = 0;
	role->start_ns = 0;
}

void role_cast(struct role *role, int32_t tid)
{
	struct sighting seen;

	role_recast(role);
	role->tid = tid;
	if (role_look(role, 0, &seen))
		trial_fail(role->trial, "there is no task for %s: %s",
			   role->name, strerror(-seen.error));
}

void role_note(struct role *role, const char *key, enum proctree_kind kind,
	       int64_t value)
{
	struct said *said = (void *)said_find(&role->pending, key);

	if (!said && role->pending.n == TRIAL_SAYS)
		trial_fail(role->trial, "%s says too much", role->name);
	if (!said)
		said = &role->pending.said[role->pending.n++];
	snprintf(said->key, sizeof(said->key), "%s", key);
	said->kind = kind;
	said->value = value;
}

/*
 * The sender may live in another pid namespace, where it has another number.
 * The kernel tells which process it is here (SO_PASSCRED, unix(7)); threads
 * are expected in this namespace only. A shell does not say who it is at all.
 */
static ssize_t receive(struct role *role, struct message *m, int32_t *tid)
{
	char control[CMSG_SPACE(sizeof(struct ucred))];
	struct iovec iov = { m, sizeof(*m) };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(role->near, &msg, MSG_CMSG_CLOEXEC);
	struct cmsghdr *head = n > 0 ? CMSG_FIRSTHDR(&msg) : NULL;
	bool is_shell = n == 1;
	struct ucred sender;

	*tid = is_shell ? 0 : m->tid;
	if (head && head->cmsg_type == SCM_CREDENTIALS &&
	    (is_shell || m->tid == m->pid)) {
		memcpy(&sender, CMSG_DATA(head), sizeof(sender));
		*tid = sender.pid;
	}
	return n;
}

/* Read one message. Return: whether the role stands at a barrier now. */
static bool hear(struct role *role)
{
	struct message m = { 0 };
	int32_t tid;
	ssize_t n = receive(role, &m, &tid);

	if (n != 1 && n != sizeof(m))
		trial_fail(role->trial, "%s has gone away", role->name);
	if (!role->tid)
		role->tid = tid;
	if (n == 1)
		return true;
	if (m.said)
		role_note(role, m.key, m.kind, m.value);
	return !m.said;
}

static struct role *listen_to(struct role **roles, unsigned int n)
{
	struct pollfd fds[2];
	unsigned int i;
	int ready;

	for (i = 0; i < n; i++)
		fds[i] = (struct pollfd){ roles[i]->near, POLLIN, 0 };
	for (;;) {
		ready = poll(fds, n, trial_time_left(roles[0]->trial, LOOK_MS));
		for (i = 0; ready > 0 && i < n; i++)
			if (fds[i].revents && hear(roles[i]))
				return roles[i];
		if (!trial_time_left(roles[0]->trial, 1))
			role_late(roles[0], "to come to its barrier");
		for (i = 0; !ready && i < n; i++)
			role_check_alive(roles[i]);
	}
}

void role_wait(struct role *role)
{
	listen_to(&role, 1);
	await_state(role, "S");
}

struct role *role_wait_either(struct role *a, struct role *b)
{
	struct role *roles[] = { a, b };
	struct role *first = listen_to(roles, 2);

	await_state(first, "S");
	return first;
}

void role_go(struct role *role)
{
	const char go = MESSAGE_GO;

	if (send(role->near, &go, sizeof(go), MSG_NOSIGNAL) != sizeof(go))
		trial_fail(role->trial, "%s can't be reached: %s", role->name,
			   strerror(errno));
}

void role_next(struct role *role)
{
	role_go(role);
	role_wait(role);
}

void role_signal(struct role *role, int sig)
{
	int ret = signal_task(role->trial->pt, role->tid, role->start_ns, sig);

	if (ret)
		trial_fail(role->trial, "can't send SIG%s to %s: %s",
			   sigabbrev_np(sig), role->name, strerror(-ret));
}

/* Until the process is dead, so that waiting for it is no polling. */
static void await_death(struct role *role)
{
	struct pollfd pfd = { .events = POLLIN };

	pfd.fd = syscall(SYS_pidfd_open, role->tid, 0);
	while (pfd.fd >= 0 &&
	       !poll(&pfd, 1, trial_time_left(role->trial, LOOK_MS)))
		if (!trial_time_left(role->trial, 1))
			role_late(role, "to be reaped");
	close(pfd.fd);
}

int role_reap(struct role *role)
{
	int status;
	pid_t pid;

	await_death(role);
	for (;; recorder_pause(role->trial)) {
		pid = waitpid(role->tid, &status, WNOHANG | __WALL);
		if (pid == role->tid)
			return status;
		if (pid < 0)
			trial_fail(role->trial, "can't wait for %s: %s",
				   role->name, strerror(errno));
		if (!trial_time_left(role->trial, 1))
			role_late(role, "to be reaped");
	}
}

int role_kill(struct role *role)
{
	role_signal(role, SIGKILL);
	return role_reap(role);
}

int64_t role_said(const struct role *role, const char *key)
{
	const struct said *said = said_find(&role->pending, key);

	if (!said)
		trial_fail(role->trial, "%s does not say \"%s\"", role->name,
			   key);
	return said->value;
}

void share_note(struct trial *t, const char *name, uint64_t hits, uint64_t of)
{
	struct share *share = &t->shares[t->nshares];

	if (t->nshares == TRIAL_SHARES)
		trial_fail(t, "too many shares: no place for %s", name);
	snprintf(share->name, sizeof(share->name), "%s", name);
	share->hits = hits;
	share->of = of;
	t->nshares++;
}

__attribute__((format(printf, 3, 0)))
static struct step *new_step(struct trial *t, const char *name,
			     const char *text, va_list ap)
{
	struct step *s = &t->steps[t->nsteps];

	if (t->nsteps == TRIAL_STEPS)
		trial_fail(t, "too many steps: no place for \"%s\"", name);
	s->at = recorder_mark(t, name);
	s->ns = trial_clock() - t->begin_ns;
	snprintf(s->name, sizeof(s->name), "%s", name);
	vsnprintf(s->text, sizeof(s->text), text, ap);
	return s;
}

void step(struct trial *t, const char *name, const char *text, ...)
{
	struct step *s;
	unsigned int i;
	va_list ap;

	va_start(ap, text);
	s = new_step(t, name, text, ap);
	va_end(ap);
	for (i = 0; i < t->nroles; i++) {
		if (!t->roles[i].tid)
			continue;
		role_look(&t->roles[i], TRIAL_BLOCKS, &s->seen[i]);
		if (t->exp->sleeps && !t->roles[i].crew)
			role_look_asleep(&t->roles[i], &s->seen[i]);
	}
	t->nsteps++;
	step_hear(t);
	hold_here(t, s);
}

void step_skip(struct trial *t, const char *name, const char *why, ...)
{
	va_list ap;

	va_start(ap, why);
	new_step(t, name, why, ap)->skipped = true;
	va_end(ap);
	t->nsteps++;
}

void step_hear(struct trial *t)
{
	struct step *s = &t->steps[t->nsteps - 1];
	struct said_list *from, *to;
	unsigned int i, j;

	for (i = 0; i < t->nroles; i++) {
		from = &t->roles[i].pending;
		to = &s->seen[i].says;
		for (j = 0; j < from->n && to->n < TRIAL_SAYS; j++)
			to->said[to->n++] = from->said[j];
		from->n = 0;
	}
}
