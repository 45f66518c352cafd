// SPDX-License-Identifier: GPL-2.0-only
/*
 * SIGNALS: what is pending, and what signals do here. Under siglock, which is
 * reached the way kernel/signal.c __lock_task_sighand() does; that function is
 * not exported.
 */
#include <linux/signal.h>
#include <linux/spinlock.h>

#include "block.h"

static u64 sigset_word(const sigset_t *set)
{
	u64 word = set->sig[0];

#if _NSIG_WORDS > 1
	word |= (u64)set->sig[1] << 32;
#endif
	return word;
}

static void fill_actions(struct sighand_struct *sighand,
			 struct proctree_signals *s)
{
	const struct sigaction *chld = &sighand->action[SIGCHLD - 1].sa;
	u64 ignored = 0, caught = 0;
	int i;

	for (i = 0; i < _NSIG; i++) {
		__sighandler_t handler = sighand->action[i].sa.sa_handler;

		if (handler == SIG_IGN)
			ignored |= BIT_ULL(i);
		else if (handler != SIG_DFL)
			caught |= BIT_ULL(i);
	}
	PT_SET(s, ignored, ignored);
	PT_SET(s, caught, caught);
	PT_SET(s, sigchld_ignored, chld->sa_handler == SIG_IGN);
	PT_SET(s, sigchld_nowait, !!(chld->sa_flags & SA_NOCLDWAIT));
	PT_SET(s, sigchld_nostop, !!(chld->sa_flags & SA_NOCLDSTOP));
}

static void fill_locked(struct sighand_struct *sighand, struct task_struct *t,
			struct proctree_signals *s)
{
	lockdep_assert_held(&sighand->siglock);
	PT_SET(s, pending, sigset_word(&t->pending.signal));
	PT_SET(s, shared_pending,
	       sigset_word(&t->signal->shared_pending.signal));
	PT_SET(s, blocked, sigset_word(&t->blocked));
	fill_actions(sighand, s);
}

/*
 * sighand is type-safe under RCU: by the time its lock is taken it may belong
 * to another task, so look again. NULL: @t was released.
 */
static void fill_signals(struct pt_reader *rd, struct task_struct *t,
			 void *block)
{
	struct sighand_struct *sighand;
	unsigned long flags;
	bool same = false;

	if (!pt_may_read_rcu(rd->view, t))
		return;
	while (!same && (sighand = rcu_dereference(t->sighand))) {
		spin_lock_irqsave(&sighand->siglock, flags);
		same = sighand == rcu_access_pointer(t->sighand);
		if (likely(same))
			fill_locked(sighand, t, block);
		spin_unlock_irqrestore(&sighand->siglock, flags);
	}
}

PT_BLOCK(SIGNALS, signals, fill_rcu, fill_signals);
