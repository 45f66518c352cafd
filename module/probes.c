// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoints: which there are, how each becomes an event. They are found
 * by name, as they are not exported, and registered while some stream wants
 * their kind. Each probe's prototype is checked against the kernel's headers.
 *
 * Probes run in any context; see stream.h.
 */
#include <linux/binfmts.h>
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>
#include <trace/events/signal.h>
#include <trace/events/task.h>

#include "block.h"
#include "stream.h"

struct fork_arg {
	struct task_struct *child;
	u64 clone_flags;
};

static u32 shared_rcu(struct task_struct *a, struct task_struct *b)
{
	return (a->mm && a->mm == b->mm ? PROCTREE_SHARE_MM : 0) |
	       (a->files && a->files == b->files ? PROCTREE_SHARE_FILES : 0) |
	       (a->fs && a->fs == b->fs ? PROCTREE_SHARE_FS : 0) |
	       (rcu_access_pointer(a->sighand) ==
		rcu_access_pointer(b->sighand) ? PROCTREE_SHARE_SIGHAND : 0) |
	       (a->signal == b->signal ? PROCTREE_SHARE_SIGNAL : 0);
}

static void fill_fork(const struct pt_reader *rd, struct proctree_event *ev,
		      const void *arg)
{
	const struct fork_arg *fork = arg;
	struct task_struct *child = fork->child;

	ev->u.fork.child_pid = pt_tid_nr_rcu(rd, child);
	ev->u.fork.child_tgid = pt_tgid_nr_rcu(rd, child);
	ev->u.fork.child_ppid =
		pt_tgid_nr_rcu(rd, rcu_dereference(child->real_parent));
	ev->u.fork.exit_signal = child->exit_signal;
	ev->u.fork.child_start_ns = child->start_boottime;
	ev->u.fork.clone_flags = fork->clone_flags;
	ev->u.fork.shared = shared_rcu(current, child);
}

static void fill_rename(const struct pt_reader *rd, struct proctree_event *ev,
			const void *arg)
{
	strscpy(ev->u.rename.comm, arg, sizeof(ev->u.rename.comm));
}

/*
 * kernel/fork.c copy_process(): the child is in the task list by now. Since 6.4 it
 * may have a name of its own from the start, as kernel threads do.
 */
static void probe_task_newtask(void *data, struct task_struct *child,
			       PT_CLONE_FLAGS_T clone_flags)
{
	struct fork_arg arg = { child, clone_flags };
	char creator[TASK_COMM_LEN];

	pt_emit_fork(child, fill_fork, &arg);
	pt_copy_comm(creator, current->comm);
	if (strncmp(child->comm, creator, sizeof(creator)))
		pt_emit(PROCTREE_EVENT_RENAME, child, fill_rename, child->comm);
}

static void fill_other(const struct pt_reader *rd, struct proctree_event *ev,
		       const void *arg)
{
	ev->u.sched.other_pid = pt_tgid_nr_rcu(rd, current);
}

static void probe_sched_wakeup_new(void *data, struct task_struct *t)
{
	pt_emit(PROCTREE_EVENT_NEW, t, fill_other, NULL);
}

static void probe_sched_wakeup(void *data, struct task_struct *t)
{
	pt_emit(PROCTREE_EVENT_WAKE, t, fill_other, NULL);
}

struct exec_arg {
	pid_t old_pid;		/* number in the initial namespace */
	const char *file;
};

static void fill_exec(const struct pt_reader *rd, struct proctree_event *ev,
		      const void *arg)
{
	const struct exec_arg *exec = arg;
	size_t len = strlen(exec->file);
	size_t room = sizeof(ev->u.exec.file) - 1;

	/* In a nested namespace the table of members still has the old number. */
	ev->u.exec.old_pid = rd->level ? ev->pid : exec->old_pid;
	ev->pid = ev->tgid;
	memcpy(ev->u.exec.file, exec->file + (len > room ? len - room : 0),
	       min(len, room));
}

static void probe_sched_process_exec(void *data, struct task_struct *t,
				     pid_t old_pid, struct linux_binprm *bprm)
{
	struct exec_arg arg = { old_pid, bprm->filename };

	pt_emit_exec(t, fill_exec, &arg);
}

static void probe_task_rename(void *data, struct task_struct *t,
			      const char *comm)
{
	pt_emit(PROCTREE_EVENT_RENAME, t, fill_rename, comm);
}

static void fill_exit(const struct pt_reader *rd, struct proctree_event *ev,
		      const void *arg)
{
	const struct task_struct *t = arg;
	const struct signal_struct *sig = t->signal;

	ev->u.exit.code = sig->flags & SIGNAL_GROUP_EXIT ?
				  sig->group_exit_code : t->exit_code;
	ev->u.exit.live = atomic_read(&sig->live);
	ev->u.exit.group_dead = !ev->u.exit.live;
}

/* kernel/exit.c do_exit(): before the children get a new parent. */
static void exiting(struct task_struct *t)
{
	pt_emit(PROCTREE_EVENT_EXIT, t, fill_exit, t);
	if (pt_kinds_wanted() & BIT_ULL(PROCTREE_EVENT_REPARENT))
		pt_reparent_predict(t);
}

#ifdef HAVE_EXIT_GROUP_DEAD
static void probe_sched_process_exit(void *data, struct task_struct *t,
				     bool group_dead)
{
	exiting(t);
}
#else
static void probe_sched_process_exit(void *data, struct task_struct *t)
{
	exiting(t);
}
#endif

static void probe_sched_process_free(void *data, struct task_struct *t)
{
	pt_emit_free(t);
}

static void fill_wait(const struct pt_reader *rd, struct proctree_event *ev,
		      const void *arg)
{
	ev->u.wait.target = pt_pid_nr_rcu(rd, arg);
}

static void probe_sched_process_wait(void *data, struct pid *pid)
{
	pt_emit(PROCTREE_EVENT_WAIT, current, fill_wait, pid);
}

struct signal_arg {
	int sig;
	int code;
	int group;
	int result;
	bool handler;
};

static int code_of(struct kernel_siginfo *info)
{
	if (info == SEND_SIG_NOINFO)
		return SI_USER;
	return info == SEND_SIG_PRIV ? SI_KERNEL : info->si_code;
}

static void fill_signal(const struct pt_reader *rd, struct proctree_event *ev,
			const void *arg)
{
	const struct signal_arg *a = arg;

	ev->u.signal.sig = a->sig;
	ev->u.signal.code = a->code;
	ev->u.signal.group = a->group;
	ev->u.signal.result = a->result;
	ev->u.signal.handler = a->handler;
	/* SI_KERNEL and the faults (> 0) have no sender. */
	if (ev->kind == PROCTREE_EVENT_SIGNAL && (a->code <= 0 ||
						  a->sig == SIGCHLD))
		ev->u.signal.sender_pid = pt_tgid_nr_rcu(rd, current);
}

static void probe_signal_generate(void *data, int sig,
				  struct kernel_siginfo *info,
				  struct task_struct *t, int group, int result)
{
	struct signal_arg arg = { sig, code_of(info), group, result, false };

	pt_emit(PROCTREE_EVENT_SIGNAL, t, fill_signal, &arg);
}

static void probe_signal_deliver(void *data, int sig,
				 struct kernel_siginfo *info,
				 struct k_sigaction *ka)
{
	struct signal_arg arg = { sig, code_of(info), 0, 0,
				  ka->sa.sa_handler != SIG_DFL };

	pt_emit(PROCTREE_EVENT_DELIVER, current, fill_signal, &arg);
}

struct switch_arg {
	struct task_struct *other;
	u32 state;
};

static void fill_switch(const struct pt_reader *rd, struct proctree_event *ev,
			const void *arg)
{
	const struct switch_arg *sw = arg;

	ev->u.sched.state = sw->state;
	ev->u.sched.other_pid = pt_tgid_nr_rcu(rd, sw->other);
}

static void switching(bool preempt, struct task_struct *prev,
		      struct task_struct *next, u32 prev_state)
{
	struct switch_arg to = { next, preempt ? 0 : prev_state };
	struct switch_arg from = { prev, 0 };

	pt_emit(PROCTREE_EVENT_SLEEP, prev, fill_switch, &to);
	pt_emit(PROCTREE_EVENT_RUN, next, fill_switch, &from);
}

#ifdef HAVE_SWITCH_PREV_STATE
static void probe_sched_switch(void *data, bool preempt,
			       struct task_struct *prev,
			       struct task_struct *next,
			       unsigned int prev_state)
{
	switching(preempt, prev, next, prev_state);
}
#else
static void probe_sched_switch(void *data, bool preempt,
			       struct task_struct *prev,
			       struct task_struct *next)
{
	switching(preempt, prev, next, pt_state(prev));
}
#endif

static void probe_sched_kthread_stop(void *data, struct task_struct *t)
{
	pt_emit(PROCTREE_EVENT_KTSTOP, t, NULL, NULL);
}

#define K(kind)	BIT_ULL(PROCTREE_EVENT_##kind)

/* X(tracepoint, kinds it serves). REPARENT looks when a parent exits. */
#define PROBES(X) \
	X(task_newtask, K(FORK)) \
	X(sched_wakeup_new, K(NEW)) \
	X(sched_process_exec, K(EXEC)) \
	X(task_rename, K(RENAME)) \
	X(sched_process_exit, K(EXIT) | K(REPARENT)) \
	X(sched_process_free, K(FREE)) \
	X(sched_process_wait, K(WAIT)) \
	X(signal_generate, K(SIGNAL)) \
	X(signal_deliver, K(DELIVER)) \
	X(sched_switch, K(SLEEP) | K(RUN)) \
	X(sched_wakeup, K(WAKE)) \
	X(sched_kthread_stop, K(KTSTOP))

/* What membership in a family hangs on, whatever was asked for. */
#define ALWAYS	(K(FORK) | K(EXEC) | K(FREE))

static struct probe {
	const char *name;
	void *function;
	u64 kinds;
	struct tracepoint *tp;
	unsigned int users;
} probes[] = {
#define X(event, served) \
	{ .name = #event, .function = probe_##event, .kinds = served },
	PROBES(X)
#undef X
};

static void match_tracepoint(struct tracepoint *tp, void *priv)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(probes); i++)
		if (!strcmp(tp->name, probes[i].name))
			probes[i].tp = tp;
}

void pt_probes_init(void)
{
	/* A probe with another prototype than the tracepoint's won't compile. */
#define X(event, served) check_trace_callback_type_##event(probe_##event);
	PROBES(X)
#undef X
	for_each_kernel_tracepoint(match_tracepoint, NULL);
}

/* Kinds whose tracepoints this kernel has. */
u64 pt_probes_kinds(void)
{
	u64 kinds = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(probes); i++)
		if (probes[i].tp)
			kinds |= probes[i].kinds;
	return kinds;
}

/**
 * pt_probes_get - have the probes of @kinds registered
 * @kinds: 1 << PROCTREE_EVENT_*
 *
 * Context: may sleep; get and put are serialised by the caller.
 * Return: 0, -ENODEV if a tracepoint is missing, an error of registering.
 */
int pt_probes_get(u64 kinds)
{
	int i, err = 0;

	pt_stock_fill();
	kinds |= ALWAYS;
	for (i = 0; i < ARRAY_SIZE(probes) && !err; i++) {
		struct probe *p = &probes[i];

		if (!(p->kinds & kinds))
			continue;
		if (!p->tp)
			err = -ENODEV;
		else if (!p->users)
			err = tracepoint_probe_register(p->tp, p->function,
							NULL);
		if (!err)
			p->users++;
	}
	if (!err)
		return 0;
	/* The last one looked at failed; those before it were got. */
	for (i -= 2; i >= 0; i--) {
		struct probe *p = &probes[i];

		if (p->kinds & kinds && !--p->users)
			tracepoint_probe_unregister(p->tp, p->function, NULL);
	}
	tracepoint_synchronize_unregister();
	return err;
}

/* Context: may sleep. Probes that nobody needs have ended on return. */
void pt_probes_put(u64 kinds)
{
	bool gone = false;
	int i;

	kinds |= ALWAYS;
	for (i = 0; i < ARRAY_SIZE(probes); i++) {
		struct probe *p = &probes[i];

		if (!(p->kinds & kinds) || --p->users)
			continue;
		tracepoint_probe_unregister(p->tp, p->function, NULL);
		gone = true;
	}
	if (gone)
		tracepoint_synchronize_unregister();
}
