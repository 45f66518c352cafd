// SPDX-License-Identifier: GPL-2.0-only
/*
 * Situations that user space can't make by itself: sleeps of each kind, and a
 * kernel thread. They concern the caller and the open file alone, no other
 * task, and are bounded: each sleep and each spin in time, all together in
 * number.
 *
 * Who sleeps is inside of ioctl(2), which holds the open file; so release()
 * comes after it, and the module can't be unloaded before. The thread is
 * stopped by release() at the latest, and kthread_stop() returns when it has
 * left this file.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "helpers.h"

/* Sleeps and threads there are, of all open files. */
static atomic_t helpers = ATOMIC_INIT(0);

static bool may_help(const struct pt_view *view)
{
	return file_ns_capable(view->file, &init_user_ns, CAP_SYS_ADMIN);
}

static bool take_place(void)
{
	return atomic_add_unless(&helpers, 1, PROCTREE_HELPERS_MAX);
}

static void give_place(void)
{
	atomic_dec(&helpers);
}

static const unsigned int sleep_states[] = {
	[PROCTREE_SLEEP_INTERRUPTIBLE] = TASK_INTERRUPTIBLE,
	[PROCTREE_SLEEP_KILLABLE] = TASK_KILLABLE,
	[PROCTREE_SLEEP_PLAIN] = TASK_UNINTERRUPTIBLE,
	[PROCTREE_SLEEP_IDLE] = TASK_IDLE,
};

/*
 * Others may wake us for reasons of their own: then we sleep on. Not by jiffies,
 * which may be behind at the beginning, so that the sleep would be too short.
 */
static int sleep_in(unsigned int state, u32 ms)
{
	ktime_t end = ktime_add_ms(ktime_get(), ms);

	do {
		if (signal_pending_state(state, current))
			return -EINTR;
		set_current_state(state);
	} while (schedule_hrtimeout(&end, HRTIMER_MODE_ABS));
	return 0;
}

/**
 * pt_helper_sleep - PROCTREE_IOC_SLEEP
 * @h: of the open file
 * @view: its opener's
 * @arg: how, and how long
 *
 * Context: sleeps, at most PROCTREE_SLEEP_MAX_MS. Return: 0; -EINTR if a signal
 * came that this kind of sleep heeds; -EINVAL, -EPERM, -EBUSY, -ENFILE.
 */
int pt_helper_sleep(struct pt_helpers *h, const struct pt_view *view,
		    const struct proctree_sleep *arg)
{
	int err = -ENFILE;

	if (arg->flags || arg->__pad || arg->kind >= ARRAY_SIZE(sleep_states) ||
	    !arg->ms || arg->ms > PROCTREE_SLEEP_MAX_MS)
		return -EINVAL;
	if (!may_help(view))
		return -EPERM;
	if (test_and_set_bit_lock(0, &h->sleeping))
		return -EBUSY;
	if (take_place()) {
		err = sleep_in(sleep_states[arg->kind], arg->ms);
		give_place();
	}
	clear_bit_unlock(0, &h->sleeping);
	return err;
}

/* ---- The thread's side ---- */

static bool is_called(void)
{
	return kthread_should_stop() || kthread_should_park();
}

/* Without a cond_resched(): who gets the processor is the kernel's affair. */
static void spin(struct pt_helpers *h)
{
	ktime_t end = ktime_add_ms(ktime_get(), READ_ONCE(h->spin_ms));

	while (!is_called() && ktime_before(ktime_get(), end))
		cpu_relax();
	cmpxchg(&h->work, PROCTREE_KTHREAD_SPIN, PROCTREE_KTHREAD_SLEEP);
}

/* The state comes first: a wake-up that comes after the look undoes it. */
static void rest(struct pt_helpers *h, u32 work, unsigned int state)
{
	set_current_state(state);
	if (!is_called() && READ_ONCE(h->work) == work)
		schedule();
	__set_current_state(TASK_RUNNING);
}

static int thread_function(void *data)
{
	struct pt_helpers *h = data;
	u32 work;

	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		/* Pairs with the release in begin_work(). */
		work = smp_load_acquire(&h->work);
		if (work == PROCTREE_KTHREAD_SPIN)
			spin(h);
		else if (work == PROCTREE_KTHREAD_IDLE)
			rest(h, work, TASK_IDLE);
		else
			rest(h, work, TASK_INTERRUPTIBLE);
	}
	return h->value;
}

/* ---- The caller's side ---- */

/*
 * Before its first wake-up a kernel thread is in state D, which counts as load
 * and, after two minutes, as hung (kernel/hung_task.c).
 */
static void wake_unwoken(struct timer_list *timer)
{
	wake_up_process(container_of(timer, struct pt_helpers, unwoken)->thread);
}

static int create(struct pt_helpers *h, const struct pt_view *view,
		  struct proctree_kthread *arg)
{
	struct task_struct *t;

	if (h->thread)
		return -EBUSY;
	if (!take_place())
		return -ENFILE;
	h->work = PROCTREE_KTHREAD_SLEEP;
	h->value = arg->value;
	t = kthread_create(thread_function, h, "proctree-helper");
	if (IS_ERR(t)) {
		give_place();
		return PTR_ERR(t);
	}
	h->thread = t;
	h->fresh = true;
	arg->pid = pid_nr_ns(task_pid(t), view->pid_ns);
	mod_timer(&h->unwoken,
		  jiffies + msecs_to_jiffies(PROCTREE_SLEEP_MAX_MS));
	return 0;
}

static int stop(struct pt_helpers *h)
{
	int value;

	timer_delete_sync(&h->unwoken);
	value = kthread_stop(h->thread);
	h->thread = NULL;
	h->fresh = false;
	h->parked = false;
	give_place();
	return value;
}

static int park(struct pt_helpers *h)
{
	/* kthread_park() must not be called twice. */
	if (h->parked)
		return 0;
	h->parked = true;
	return kthread_park(h->thread);
}

static int begin_work(struct pt_helpers *h, const struct proctree_kthread *arg)
{
	WRITE_ONCE(h->spin_ms, arg->ms);
	/* Pairs with the acquire in thread_function(). */
	smp_store_release(&h->work, arg->op);
	if (h->parked)
		kthread_unpark(h->thread);
	h->parked = false;
	wake_up_process(h->thread);
	return 0;
}

static int run_op(struct pt_helpers *h, const struct pt_view *view,
		  struct proctree_kthread *arg)
{
	if (arg->op == PROCTREE_KTHREAD_CREATE)
		return create(h, view, arg);
	if (!h->thread)
		return -ESRCH;
	if (arg->op == PROCTREE_KTHREAD_STOP) {
		arg->value = stop(h);
		return 0;
	}
	timer_delete_sync(&h->unwoken);
	h->fresh = false;
	if (arg->op == PROCTREE_KTHREAD_PARK)
		return park(h);
	return begin_work(h, arg);
}

/* What an operation does not take must be 0. */
static bool is_valid(const struct proctree_kthread *arg)
{
	bool spins = arg->op == PROCTREE_KTHREAD_SPIN;
	bool creates = arg->op == PROCTREE_KTHREAD_CREATE;

	return arg->op <= PROCTREE_KTHREAD_STOP && !arg->flags && !arg->__pad &&
	       (spins ? arg->ms && arg->ms <= PROCTREE_SPIN_MAX_MS : !arg->ms) &&
	       (creates ? arg->value >= 0 && arg->value <= 255 : !arg->value);
}

/**
 * pt_helper_kthread - PROCTREE_IOC_KTHREAD
 * @h: of the open file
 * @view: its opener's
 * @arg: request and answer
 *
 * Context: may sleep, until the thread has heard of it. Return: 0, -EINVAL,
 * -EPERM, -EBUSY, -ENFILE, -ESRCH, or an error of kthread_create().
 */
int pt_helper_kthread(struct pt_helpers *h, const struct pt_view *view,
		      struct proctree_kthread *arg)
{
	int err;

	if (!is_valid(arg))
		return -EINVAL;
	if (!may_help(view))
		return -EPERM;
	mutex_lock(&h->lock);
	err = run_op(h, view, arg);
	mutex_unlock(&h->lock);
	return err;
}

/**
 * pt_helper_answered - the end of pt_helper_kthread()
 * @h: of the open file
 * @answered: the caller got the answer; else it has no thread
 *
 * Context: may sleep.
 */
void pt_helper_answered(struct pt_helpers *h, bool answered)
{
	mutex_lock(&h->lock);
	if (h->fresh && !answered)
		stop(h);
	h->fresh = false;
	mutex_unlock(&h->lock);
}

void pt_helpers_init(struct pt_helpers *h)
{
	mutex_init(&h->lock);
	timer_setup(&h->unwoken, wake_unwoken, 0);
}

/* Context: may sleep; nobody else uses @h any more. */
void pt_helpers_release(struct pt_helpers *h)
{
	if (h->thread)
		stop(h);
	mutex_destroy(&h->lock);
}
