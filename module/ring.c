// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rings of one stream: one for each processor, written by that processor
 * with interrupts off, read by read() under read_lock. Full means drop the new
 * event and count it; nothing is ever overwritten. Knows events, not tasks.
 *
 * Numbers are given at writing, over all rings of the stream, so the reader
 * knows which event comes next; it may have to wait a moment for a processor
 * that has taken a number and not published the event yet.
 */
#include <linux/cpumask.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "stream.h"

/* @dropped_before: value of pt_ring.dropped when the event was written */
struct slot {
	struct proctree_event ev;
	u64 dropped_before;
};

/**
 * struct pt_ring - events of one processor
 * @head:	written next, by the processor
 * @dropped:	events for which there was no room, by the processor
 * @tail:	read next, by the reader
 * @told:	as many of @dropped were reported, by the reader
 * @slots:	pt_rings.size of them
 */
struct pt_ring {
	u32 head;
	u64 dropped;
	u32 tail ____cacheline_aligned_in_smp;
	u64 told;
	struct slot *slots;
};

static struct slot *slot_at(const struct pt_rings *rings,
			    const struct pt_ring *ring, u32 i)
{
	return &ring->slots[i & (rings->size - 1)];
}

static u32 pending(const struct pt_ring *ring)
{
	/* Pairs with the release in pt_ring_publish(): the event is complete. */
	return smp_load_acquire(&ring->head) - READ_ONCE(ring->tail);
}

static bool any_pending(const struct pt_rings *rings)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (rings->cpu[cpu] && pending(rings->cpu[cpu]))
			return true;
	return false;
}

static void make_ready(struct pt_rings *rings)
{
	WRITE_ONCE(rings->ready, true);
	wake_up_interruptible(&rings->wait);
}

static void deadline_passed(struct timer_list *timer)
{
	make_ready(container_of(timer, struct pt_rings, deadline));
}

/* In interrupt context, soon after the probe. */
static void look(struct irq_work *work)
{
	struct pt_rings *rings = container_of(work, struct pt_rings, work);
	int cpu;

	for_each_possible_cpu(cpu) {
		if (rings->cpu[cpu] &&
		    pending(rings->cpu[cpu]) >= rings->size / 4) {
			make_ready(rings);
			return;
		}
	}
	if (!READ_ONCE(rings->ready) && !timer_pending(&rings->deadline))
		mod_timer(&rings->deadline, jiffies + rings->latency);
}

/* There is something to be told. */
static void announce(struct pt_rings *rings)
{
	WRITE_ONCE(rings->armed, true);
	irq_work_queue(&rings->work);
}

/**
 * pt_rings_lose - count an event as lost for which there is no ring
 * @rings: the stream's
 *
 * Context: any but NMI.
 */
void pt_rings_lose(struct pt_rings *rings)
{
	atomic64_inc(&rings->ringless);
	/* Pairs with the barrier in settle(), as in pt_ring_publish(). */
	smp_mb__after_atomic();
	if (!READ_ONCE(rings->armed))
		announce(rings);
}

/*
 * Room for one event on this processor, numbered and zero; NULL, and counted,
 * if there is none. Context: interrupts off from here to pt_ring_publish().
 */
struct proctree_event *pt_ring_reserve(struct pt_rings *rings, int cpu)
{
	struct pt_ring *ring = rings->cpu[cpu];
	struct slot *slot;

	if (!ring) {
		pt_rings_lose(rings);
		return NULL;
	}
	/* Pairs with the release in take(): the slot was read. */
	if (ring->head - smp_load_acquire(&ring->tail) >= rings->size) {
		WRITE_ONCE(ring->dropped, ring->dropped + 1);
		return NULL;
	}
	slot = slot_at(rings, ring, ring->head);
	memset(&slot->ev, 0, sizeof(slot->ev));
	slot->dropped_before = ring->dropped;
	slot->ev.seq = atomic64_inc_return(&rings->seq);
	return &slot->ev;
}

/* The event reserved is complete. */
void pt_ring_publish(struct pt_rings *rings, int cpu)
{
	struct pt_ring *ring = rings->cpu[cpu];
	u32 count;

	/* Pairs with the acquire in pending(). */
	smp_store_release(&ring->head, ring->head + 1);
	/* Pairs with that in settle(): it sees the event or we see !armed. */
	smp_mb();
	count = ring->head - READ_ONCE(ring->tail);
	if (READ_ONCE(rings->armed) &&
	    (count != rings->size / 4 || READ_ONCE(rings->ready)))
		return;
	announce(rings);
}

/* The ring that holds the event to be read next, NULL if it isn't there. */
static struct pt_ring *next_ring(struct pt_rings *rings)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct pt_ring *ring = rings->cpu[cpu];

		if (ring && pending(ring) &&
		    slot_at(rings, ring, ring->tail)->ev.seq == rings->next_seq)
			return ring;
	}
	return NULL;
}

static void lost_event(const struct pt_rings *rings, struct proctree_event *ev,
		       u64 lost)
{
	memset(ev, 0, sizeof(*ev));
	ev->kind = PROCTREE_EVENT_LOST;
	ev->seq = rings->next_seq - 1;
	ev->time_ns = ktime_get_boottime_ns();
	ev->u.lost.lost = lost;
}

/* Losses after which nothing was written any more; @ringp NULL for ringless. */
static u64 late_loss(const struct pt_rings *rings, struct pt_ring **ringp)
{
	u64 lost = atomic64_read(&rings->ringless) - rings->ringless_told;
	int cpu;

	*ringp = NULL;
	for_each_possible_cpu(cpu) {
		struct pt_ring *ring = rings->cpu[cpu];

		if (lost)
			break;
		if (!ring || pending(ring))
			continue;
		lost = READ_ONCE(ring->dropped) - ring->told;
		*ringp = ring;
	}
	return lost;
}

static bool peek_late_loss(struct pt_rings *rings, struct proctree_event *ev,
			   struct pt_ring **ringp)
{
	u64 lost = late_loss(rings, ringp);

	if (lost)
		lost_event(rings, ev, lost);
	return lost;
}

/* The next event, or the loss before it. False if there is none now. */
static bool peek(struct pt_rings *rings, struct proctree_event *ev,
		 struct pt_ring **ringp)
{
	struct pt_ring *ring = next_ring(rings);
	const struct slot *slot;

	if (!ring)
		return !any_pending(rings) && peek_late_loss(rings, ev, ringp);
	*ringp = ring;
	slot = slot_at(rings, ring, ring->tail);
	if (slot->dropped_before != ring->told)
		lost_event(rings, ev, slot->dropped_before - ring->told);
	else
		*ev = slot->ev;
	return true;
}

/* What peek() gave is with the reader. */
static void take(struct pt_rings *rings, const struct proctree_event *ev,
		 struct pt_ring *ring)
{
	if (ev->kind != PROCTREE_EVENT_LOST) {
		rings->next_seq++;
		/* Pairs with the acquire in pt_ring_reserve(). */
		smp_store_release(&ring->tail, ring->tail + 1);
	} else if (ring) {
		ring->told += ev->u.lost.lost;
	} else {
		rings->ringless_told += ev->u.lost.lost;
	}
}

/* Everything was read: be ready again only for what comes now. */
static void settle(struct pt_rings *rings)
{
	struct pt_ring *ring;

	WRITE_ONCE(rings->ready, false);
	WRITE_ONCE(rings->armed, false);
	/* Pairs with those in pt_ring_publish() and pt_rings_lose(). */
	smp_mb();
	if (any_pending(rings) || late_loss(rings, &ring)) {
		WRITE_ONCE(rings->armed, true);
		mod_timer(&rings->deadline, jiffies + rings->latency);
	}
}

/* Events into @buf; may be none. An error takes nothing out of the rings. */
static ssize_t drain(struct pt_rings *rings, char __user *buf, size_t count)
{
	struct proctree_event ev;
	struct pt_ring *ring;
	size_t done;

	lockdep_assert_held(&rings->read_lock);
	for (done = 0; count - done >= sizeof(ev); done += sizeof(ev)) {
		if (!peek(rings, &ev, &ring)) {
			settle(rings);
			break;
		}
		if (copy_to_user(buf + done, &ev, sizeof(ev)))
			return done ? done : -EFAULT;
		take(rings, &ev, ring);
		cond_resched();
	}
	return done;
}

/**
 * pt_rings_read - read(2)
 * @rings: the stream's
 * @buf: where to
 * @count: bytes there
 * @nonblock: give what there is, don't wait until it is worth it
 *
 * Return: bytes, a multiple of the size of an event, or an error.
 */
ssize_t pt_rings_read(struct pt_rings *rings, char __user *buf, size_t count,
		      bool nonblock)
{
	ssize_t done = 0;
	int err;

	if (count < sizeof(struct proctree_event))
		return -EINVAL;
	while (!done) {
		if (!nonblock) {
			err = wait_event_interruptible(rings->wait,
						       READ_ONCE(rings->ready));
			if (err)
				return err;
		}
		err = mutex_lock_interruptible(&rings->read_lock);
		if (err)
			return err;
		done = drain(rings, buf, count);
		mutex_unlock(&rings->read_lock);
		if (!done && nonblock)
			return -EAGAIN;
	}
	return done;
}

static void free_ring(struct pt_ring *ring)
{
	if (!ring)
		return;
	vfree(ring->slots);
	kfree(ring);
}

/*
 * Of a size that the user decides. Where it does not fit, in the machine or in
 * the user's cgroup, it is refused: nobody is killed for its sake, nothing said.
 */
#define GFP_RING	(GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

static struct pt_ring *new_ring(u32 size, int cpu)
{
	struct pt_ring *ring;

	ring = kzalloc_node(sizeof(*ring), GFP_KERNEL_ACCOUNT, cpu_to_node(cpu));
	if (!ring)
		return NULL;
	ring->slots = __vmalloc(array_size(size, sizeof(*ring->slots)),
				GFP_RING);
	if (ring->slots)
		return ring;
	free_ring(ring);
	return NULL;
}

/**
 * pt_rings_new - rings for the processors online now
 * @size: events in each, a power of two
 * @latency_ms: from an event to ready
 *
 * Return: NULL if there is no memory.
 */
struct pt_rings *pt_rings_new(u32 size, u32 latency_ms)
{
	struct pt_rings *rings;
	int cpu;

	rings = kzalloc(struct_size(rings, cpu, nr_cpu_ids),
			GFP_KERNEL_ACCOUNT);
	if (!rings)
		return NULL;
	rings->size = size;
	rings->latency = max(msecs_to_jiffies(latency_ms), 1UL);
	rings->next_seq = 1;
	init_irq_work(&rings->work, look);
	timer_setup(&rings->deadline, deadline_passed, 0);
	init_waitqueue_head(&rings->wait);
	mutex_init(&rings->read_lock);
	for_each_online_cpu(cpu) {
		rings->cpu[cpu] = new_ring(size, cpu);
		if (!rings->cpu[cpu]) {
			pt_rings_free(rings);
			return NULL;
		}
	}
	return rings;
}

/* No probe may know @rings any more. Context: may sleep. */
void pt_rings_free(struct pt_rings *rings)
{
	int cpu;

	irq_work_sync(&rings->work);
	timer_delete_sync(&rings->deadline);
	for_each_possible_cpu(cpu)
		free_ring(rings->cpu[cpu]);
	mutex_destroy(&rings->read_lock);
	kfree(rings);
}
