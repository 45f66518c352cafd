// SPDX-License-Identifier: GPL-2.0-only
/*
 * Positive controls: one deliberate fault for each detector of the debug
 * kernels. A run of the tests on such a kernel proves something only if the
 * faults made here are caught in it; tests/controls/run makes them and looks.
 *
 * Write the name of a fault to /sys/kernel/debug/proctree-controls. Nothing of
 * proctree is used here.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uaccess.h>

#define OBJECT		64	/* bytes */
#define LEAKS		10
#define RACES		1000000

/* What the compiler must not know at compile time. */
static int one = 1, large = 40;
static int sink;

static void use_after_free(void)
{
	int *p = kzalloc(OBJECT, GFP_KERNEL);

	kfree(p);
	OPTIMIZER_HIDE_VAR(p);
	sink = READ_ONCE(*p);
}

static void out_of_bounds(void)
{
	char *p = kzalloc(OBJECT, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(p);
	sink = READ_ONCE(p[OBJECT]);
	kfree(p);
}

static void double_free(void)
{
	void *p = kzalloc(OBJECT, GFP_KERNEL), *again = p;

	OPTIMIZER_HIDE_VAR(again);
	kfree(p);
	kfree(again);
}

/* More than one: an old pointer on a stack may keep one from being found. */
static void leak(void)
{
	int i;

	for (i = 0; i < LEAKS; i++) {
		void *p = kzalloc(OBJECT, GFP_KERNEL);

		OPTIMIZER_HIDE_VAR(p);
	}
}

static void sleep_in_rcu(void)
{
	rcu_read_lock();
	msleep(20);
	rcu_read_unlock();
}

static int __rcu *published;

static void dereference_outside_rcu(void)
{
	sink = !rcu_dereference(published);
}

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);

static void lock_order(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);
	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static DEFINE_SPINLOCK(spin);

static void allocate_under_spinlock(void)
{
	void *p;

	spin_lock(&spin);
	p = kzalloc(OBJECT, GFP_KERNEL);
	spin_unlock(&spin);
	kfree(p);
}

static void shift(void)
{
	sink = one << READ_ONCE(large);
}

static int table[4];

static void index_out_of_array(void)
{
	int i = READ_ONCE(large) - 36;

	sink = table[i];
}

static void timer_fired(struct timer_list *timer)
{
}

static void free_active_timer(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return;
	timer_setup(timer, timer_fired, 0);
	mod_timer(timer, jiffies + 1000 * HZ);
	kfree(timer);
}

static int shared;

static int racer(void *unused)
{
	int i;

	for (i = 0; i < RACES && !kthread_should_stop(); i++) {
		shared++;
		barrier();
		if (!(i % 1000))
			cond_resched();
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void race(void)
{
	struct task_struct *racers[2];
	int i;

	for (i = 0; i < 2; i++)
		racers[i] = kthread_run(racer, NULL, "racer");
	msleep(3000);
	for (i = 0; i < 2; i++)
		if (!IS_ERR(racers[i]))
			kthread_stop(racers[i]);
}

static char __user *uninitialised_to;

static void uninitialised_to_user(void)
{
	char *p = kmalloc(OBJECT, GFP_KERNEL);

	if (p && copy_to_user(uninitialised_to, p, OBJECT))
		sink = 1;
	kfree(p);
}

static void uninitialised_branch(void)
{
	int *p = kmalloc(OBJECT, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(p);
	if (p && READ_ONCE(p[3]) == 7)
		pr_info("seven\n");
	kfree(p);
}

static const struct fault {
	const char *name;
	void (*make)(void);
} faults[] = {
	{ "use-after-free", use_after_free },
	{ "out-of-bounds", out_of_bounds },
	{ "double-free", double_free },
	{ "leak", leak },
	{ "sleep-in-rcu", sleep_in_rcu },
	{ "dereference-outside-rcu", dereference_outside_rcu },
	{ "lock-order", lock_order },
	{ "allocate-under-spinlock", allocate_under_spinlock },
	{ "shift", shift },
	{ "index-out-of-array", index_out_of_array },
	{ "free-active-timer", free_active_timer },
	{ "data-race", race },
	{ "uninitialised-to-user", uninitialised_to_user },
	{ "uninitialised-branch", uninitialised_branch },
};

static ssize_t make_fault(struct file *file, const char __user *buf,
			  size_t count, loff_t *pos)
{
	char name[32] = "";
	size_t i;

	if (count >= sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, buf, count))
		return -EFAULT;
	uninitialised_to = (char __user *)buf;
	for (i = 0; i < ARRAY_SIZE(faults); i++) {
		if (!sysfs_streq(name, faults[i].name))
			continue;
		faults[i].make();
		return count;
	}
	return -EINVAL;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.write = make_fault,
};

static struct dentry *file;

static int __init controls_init(void)
{
	file = debugfs_create_file("proctree-controls", 0200, NULL, NULL,
				   &fops);
	return PTR_ERR_OR_ZERO(file);
}

static void __exit controls_exit(void)
{
	debugfs_remove(file);
}

module_init(controls_init);
module_exit(controls_exit);

MODULE_DESCRIPTION("Deliberate faults, to see whether they are found");
MODULE_LICENSE("GPL");
