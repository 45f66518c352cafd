// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory for probes, which may not sleep. Up to 6.12 they run with preemption
 * off; the allocator's own locks sleep on PREEMPT_RT, so that not even
 * GFP_ATOMIC is allowed there: such kernels have a stock, which a work item
 * fills up. Others ask the allocator.
 */
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "stream.h"

#define STOCK_MAX	4096

/* What lies in stock. */
struct piece {
	struct list_head list;
	char rest[PT_STOCK_SIZE - sizeof(struct list_head)];
};

static LIST_HEAD(pieces);
static unsigned int count;
static DEFINE_RAW_SPINLOCK(lock);

static void push(struct piece *piece)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&lock, flags);
	list_add(&piece->list, &pieces);
	count++;
	raw_spin_unlock_irqrestore(&lock, flags);
}

static struct piece *pop(void)
{
	struct piece *piece;
	unsigned long flags;

	raw_spin_lock_irqsave(&lock, flags);
	piece = list_first_entry_or_null(&pieces, struct piece, list);
	if (piece) {
		list_del(&piece->list);
		count--;
	}
	raw_spin_unlock_irqrestore(&lock, flags);
	return piece;
}

/* Without memory the stock stays as small as it is: probes know how to lose. */
static void fill_up(struct work_struct *work)
{
	struct piece *piece;

	while (READ_ONCE(count) < STOCK_MAX) {
		piece = kmalloc(sizeof(*piece), GFP_KERNEL | __GFP_NOWARN);
		if (!piece)
			return;
		push(piece);
		cond_resched();
	}
}

static DECLARE_WORK(fill_work, fill_up);

/**
 * pt_stock_take - memory for a probe
 * @size: at most PT_STOCK_SIZE
 *
 * Context: any but NMI and under a run queue's lock. To be freed with
 * pt_stock_return(), kfree() or kfree_rcu(). Return: NULL if there is none.
 */
void *pt_stock_take(size_t size)
{
	struct piece *piece;

	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		return kmalloc(size, GFP_ATOMIC | __GFP_NOWARN);
	piece = pop();
	if (READ_ONCE(count) < STOCK_MAX / 2)
		schedule_work(&fill_work);
	return piece;
}

/* Context: as pt_stock_take(). @memory: of it, or NULL. */
void pt_stock_return(void *memory)
{
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		kfree(memory);
	else if (memory)
		push(memory);
}

/* Before probes are registered. Context: may sleep. */
void pt_stock_fill(void)
{
	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		fill_up(&fill_work);
}

/* No probe runs any more. */
void pt_stock_exit(void)
{
	struct piece *piece;

	cancel_work_sync(&fill_work);
	while ((piece = pop()))
		kfree(piece);
}
