// SPDX-License-Identifier: GPL-2.0-only
/* Arguments of ioctls; see request.h. */
#include "request.h"

#include <string.h>

#include "../../../module/uapi/proctree.h"
#include "arena.h"

#define EVENTS_LIFE	(1ULL << PROCTREE_EVENT_FORK |		\
			 1ULL << PROCTREE_EVENT_EXEC |		\
			 1ULL << PROCTREE_EVENT_EXIT |		\
			 1ULL << PROCTREE_EVENT_REPARENT |	\
			 1ULL << PROCTREE_EVENT_FREE)

#define SHORT_MS	8	/* no wait is longer */

static uint64_t some_blocks(struct rng *rng)
{
	static const uint64_t blocks[] = {
		0, PROCTREE_BLOCK_BASE, PROCTREE_BLOCK_RELATIONS, ~0ULL,
	};

	return rng_one_in(rng, 2) ? rng_pick(rng, blocks) :
				    rng_next(rng) & 0x7ff;
}

static void make_query(void *bytes, struct rng *rng)
{
	(void)bytes;
	(void)rng;
}

static void make_snapshot(void *bytes, struct rng *rng)
{
	static const uint32_t capacities[] = { 0, 1, 2, 7, 64, 1024, ~0U };
	struct proctree_snapshot *snap = bytes;

	snap->mask = some_blocks(rng);
	snap->rows = arena_address(rng, 4096);
	snap->flags = rng_below(rng, 2);
	snap->capacity = rng_pick(rng, capacities);
}

static void make_task(void *bytes, struct rng *rng)
{
	struct proctree_task *task = bytes;

	task->mask = some_blocks(rng);
	task->row = arena_address(rng, 1024);
	task->size = rng_one_in(rng, 8) ? rng_below(rng, 1024) : 4096;
}

static void make_log(void *bytes, struct rng *rng)
{
	(void)bytes;
	(void)rng;
}

static void make_watch(void *bytes, struct rng *rng)
{
	/* Few large ones: all workers may have theirs at once. */
	static const uint32_t rings[] = {
		0, 1, 4, 4, 4, 5, 8, 16, 16, 64, 64, 100, 256, 1024,
	};
	static const uint32_t latencies[] = { 0, 1, 1, 2, 20, 1000 };
	struct proctree_watch *watch = bytes;

	watch->kinds = rng_one_in(rng, 2) ? EVENTS_LIFE :
		       rng_one_in(rng, 2) ? ~0ULL : rng_next(rng) & 0xffff;
	watch->ring = rng_pick(rng, rings);
	watch->latency_ms = rng_pick(rng, latencies);
}

static void make_mark(void *bytes, struct rng *rng)
{
	struct proctree_mark *mark = bytes;

	memset(mark->text, 'm', rng_below(rng, sizeof(mark->text)));
}

static void make_sleep(void *bytes, struct rng *rng)
{
	struct proctree_sleep *sleep = bytes;

	sleep->kind = rng_below(rng, 4);
	sleep->ms = 1 + rng_below(rng, 3);
}

static void make_kthread(void *bytes, struct rng *rng)
{
	struct proctree_kthread *kthread = bytes;

	kthread->op = rng_below(rng, PROCTREE_KTHREAD_STOP + 1);
	if (kthread->op == PROCTREE_KTHREAD_SPIN)
		kthread->ms = 1 + rng_below(rng, 2);
}

#define NONE	0xff

/**
 * struct request - what is known of a request
 * @weight:	how often it is made, of WEIGHTS
 * @make:	fill zeroed bytes with a valid one but for the process
 * @pid:	offset of the process; NONE
 * @start:	offset of its start time
 */
static const struct request {
	uint8_t size;
	uint8_t weight;
	void (*make)(void *bytes, struct rng *rng);
	uint8_t pid;
	uint8_t start;
} requests[NREQUESTS] = {
	{ PROCTREE_QUERY_SIZE_VER0, 12, make_query, NONE, NONE },
	{ PROCTREE_SNAPSHOT_SIZE_VER0, 5, make_snapshot,
	  offsetof(struct proctree_snapshot, root_pid),
	  offsetof(struct proctree_snapshot, root_start_ns) },
	{ PROCTREE_TASK_SIZE_VER0, 20, make_task,
	  offsetof(struct proctree_task, pid),
	  offsetof(struct proctree_task, start_ns) },
	{ PROCTREE_LOG_SIZE_VER0, 2, make_log,
	  offsetof(struct proctree_log, pid),
	  offsetof(struct proctree_log, start_ns) },
	{ PROCTREE_WATCH_SIZE_VER0, 3, make_watch,
	  offsetof(struct proctree_watch, root_pid),
	  offsetof(struct proctree_watch, root_start_ns) },
	{ PROCTREE_MARK_SIZE_VER0, 16, make_mark, NONE, NONE },
	{ PROCTREE_SLEEP_SIZE_VER0, 2, make_sleep, NONE, NONE },
	{ PROCTREE_KTHREAD_SIZE_VER0, 4, make_kthread, NONE, NONE },
};

#define WEIGHTS		64

static uint32_t request_code(unsigned int nr, unsigned int size)
{
	return _IOC(_IOC_READ | _IOC_WRITE, PROCTREE_IOC_MAGIC, nr, size);
}

static void make_request(struct call *call, struct rng *rng, uint32_t nr)
{
	call->kind = CALL_IOCTL;
	call->number = request_code(nr, requests[nr].size);
	memset(call->bytes, 0, sizeof(call->bytes));
	requests[nr].make(call->bytes, rng);
	call->address = arena_address(rng, requests[nr].size);
	call->who = rng_below(rng, NWHO);
	call->born = rng_one_in(rng, 4);
}

void request_make(struct call *call, struct rng *rng)
{
	uint32_t at = rng_below(rng, WEIGHTS), nr;

	for (nr = 0; nr < NREQUESTS - 1 && at >= requests[nr].weight; nr++)
		at -= requests[nr].weight;
	make_request(call, rng, nr);
}

void request_watch(struct call *call, struct rng *rng)
{
	make_request(call, rng, REQUEST_WATCH);
	call->address = ARENA_BEGIN;
	call->who = WHO_SELF;
	call->born = true;
}

static void spoil_size(struct call *call, struct rng *rng)
{
	static const uint32_t sizes[] = { 0, 1, 8, 23, 192, 4096, 16383 };
	unsigned int size = _IOC_SIZE(call->number);

	switch (rng_below(rng, 3)) {
	case 0:
		size = rng_pick(rng, sizes);
		break;
	case 1:
		size += rng_below(rng, 17) - 8;
		break;
	default:
		size += 8;
		break;
	}
	call->number = request_code(_IOC_NR(call->number),
				    size & _IOC_SIZEMASK);
}

static void spoil_number(struct call *call, struct rng *rng)
{
	static const uint32_t others[] = { 0x5401 /* TCGETS */, 0, ~0U };

	if (rng_one_in(rng, 4))
		call->number = rng_pick(rng, others);
	else
		call->number ^= 1U << rng_below(rng, 32);
}

static void spoil_bytes(struct call *call, struct rng *rng)
{
	static const uint64_t values[] = {
		0, 1, 2, 3, 7, 63, 64, 1000, 1024, 65536, 0x7fffffff,
		0x80000000, 0xffffffff, 1ULL << 32, 1ULL << 63, ~0ULL,
	};
	unsigned int size = _IOC_SIZE(call->number), width;
	uint64_t value;

	size = size && size < REQUEST_BYTES ? size : REQUEST_BYTES;
	width = rng_one_in(rng, 2) ? 8 : 4;
	value = rng_one_in(rng, 4) ? arena_address(rng, 64) :
				     rng_pick(rng, values);
	if (rng_one_in(rng, 3))
		call->bytes[rng_below(rng, size)] ^= 1U << rng_below(rng, 8);
	else
		memcpy(call->bytes + rng_below(rng, size / width) * width,
		       &value, width);
}

/* What may be long enough to keep all others waiting is made short. */
static void shorten(struct call *call)
{
	struct proctree_sleep *sleep = (void *)call->bytes;
	struct proctree_kthread *kthread = (void *)call->bytes;

	if (_IOC_NR(call->number) == REQUEST_SLEEP &&
	    sleep->ms <= PROCTREE_SLEEP_MAX_MS)
		sleep->ms %= SHORT_MS;
	if (_IOC_NR(call->number) == REQUEST_KTHREAD &&
	    kthread->ms <= PROCTREE_SPIN_MAX_MS)
		kthread->ms %= SHORT_MS;
}

static void spoil(struct call *call, struct rng *rng)
{
	switch (rng_below(rng, 8)) {
	case 0:
		spoil_number(call, rng);
		break;
	case 1:
		spoil_size(call, rng);
		break;
	case 2:
		call->address = arena_address(rng, _IOC_SIZE(call->number));
		break;
	case 3:
		call->who = rng_below(rng, NWHO);
		break;
	default:
		spoil_bytes(call, rng);
		break;
	}
}

void request_spoil(struct call *call, struct rng *rng)
{
	spoil(call, rng);
	shorten(call);
}

void request_name(const struct call *call, void *bytes, int32_t pid,
		  uint64_t start_ns)
{
	const struct request *r = &requests[_IOC_NR(call->number) % NREQUESTS];

	if (call->who != WHO_RAW && r->pid != NONE)
		memcpy((char *)bytes + r->pid, &pid, sizeof(pid));
	if (call->born && r->start != NONE)
		memcpy((char *)bytes + r->start, &start_ns, sizeof(start_ns));
}
