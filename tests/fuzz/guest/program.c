// SPDX-License-Identifier: GPL-2.0-only
/* Programs: sequences of calls; see program.h. */
#include "program.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/ioctl.h>

#include "arena.h"
#include "request.h"

const char * const call_names[NCALLS] = {
#define X(name) #name,
	CALL_KINDS(X)
#undef X
};

/*
 * How often each kind is made, of WEIGHTS; what costs much is rare: on an emulated
 * kernel with KASAN, QUERY takes 0.2 ms, opening and closing 4, a stream 7 more,
 * a child 50.
 */
#define WEIGHTS	1024
static const uint16_t weights[NCALLS] = {
	[CALL_OPEN] = 40,
	[CALL_OPEN_PROC] = 8,
	[CALL_CLOSE] = 30,
	[CALL_DUP] = 40,
	[CALL_IOCTL] = 540,
	[CALL_READ] = 140,
	[CALL_READV] = 30,
	[CALL_PREAD] = 30,
	[CALL_WRITE] = 15,
	[CALL_POLL] = 60,
	[CALL_LSEEK] = 25,
	[CALL_MMAP] = 15,
	[CALL_FLAGS] = 48,
	[CALL_SPAWN] = 2,
	[CALL_PARAMETER] = 1,
};

static enum call_kind some_kind(struct rng *rng)
{
	uint32_t at = rng_below(rng, WEIGHTS), kind;

	for (kind = 0; kind < NCALLS - 1 && at >= weights[kind]; kind++)
		at -= weights[kind];
	return kind;
}

static uint32_t some_flags(struct rng *rng)
{
	static const uint32_t flags[] = {
		O_RDONLY, O_RDWR, O_WRONLY, O_RDWR | O_CLOEXEC,
		O_RDONLY | O_TRUNC, O_RDWR | O_APPEND, O_PATH,
	};

	return (rng_one_in(rng, 4) ? rng_pick(rng, flags) : O_RDWR) |
	       (rng_one_in(rng, 8) ? 0 : O_NONBLOCK);
}

/* Bytes to read or to write, whence of a seek, length of a mapping. */
static uint32_t some_count(struct rng *rng)
{
	static const uint32_t counts[] = {
		0, 1, 2, 95, 97, 1U << 20, ~0U,
	};

	return rng_one_in(rng, 3) ? rng_pick(rng, counts) :
				    96U << rng_below(rng, 8);
}

static int64_t some_offset(struct rng *rng)
{
	static const int64_t offsets[] = {
		0, 1, 100, 4096, 5000, -1, -4096, INT32_MAX, INT64_MAX,
		INT64_MIN,
	};

	return rng_pick(rng, offsets);
}

static void make_call(struct call *call, struct rng *rng, enum call_kind kind)
{
	memset(call, 0, sizeof(*call));
	call->kind = kind;
	/* Mostly the same few, or calls would not meet. */
	call->slot = rng_below(rng, rng_one_in(rng, 4) ? SLOTS : 2);
	call->other = rng_below(rng, SLOTS);
	switch (kind) {
	case CALL_OPEN:
	case CALL_OPEN_PROC:
	case CALL_FLAGS:
		call->number = some_flags(rng);
		break;
	case CALL_SPAWN:
		call->number = rng_below(rng, NFATES);
		break;
	case CALL_PARAMETER:
		call->number = rng_next(rng);
		break;
	case CALL_IOCTL:
		request_make(call, rng);
		if (rng_one_in(rng, 3))
			request_spoil(call, rng);
		break;
	default:
		call->number = some_count(rng);
		call->address = arena_address(rng, 4096);
		call->offset = some_offset(rng);
		break;
	}
}

void program_make(struct program *p, struct rng *rng)
{
	bool two_threads = rng_one_in(rng, 4);
	uint32_t i;

	p->ncalls = 4 + rng_below(rng, CALLS_MAX - 3);
	for (i = 0; i < p->ncalls; i++) {
		make_call(&p->calls[i], rng, i ? some_kind(rng) : CALL_OPEN);
		p->calls[i].beside = two_threads && i && rng_one_in(rng, 3);
	}
	p->calls[0].slot = 0;
	/* Without a stream, half of the calls say no more than that. */
	if (rng_one_in(rng, 3)) {
		request_watch(&p->calls[1], rng);
		p->calls[1].slot = 0;
	}
}

static void insert_call(struct program *p, uint32_t at, const struct call *call)
{
	if (p->ncalls == CALLS_MAX)
		p->ncalls--;
	memmove(&p->calls[at + 1], &p->calls[at],
		(p->ncalls - at) * sizeof(*call));
	p->calls[at] = *call;
	p->ncalls++;
}

static void remove_call(struct program *p, uint32_t at)
{
	if (p->ncalls == 1)
		return;
	p->ncalls--;
	memmove(&p->calls[at], &p->calls[at + 1],
		(p->ncalls - at) * sizeof(p->calls[0]));
}

/* The begin of @p, then the end of @other. */
static void cross(struct program *p, const struct program *other,
		  struct rng *rng)
{
	uint32_t keep = 1 + rng_below(rng, p->ncalls);
	uint32_t from = rng_below(rng, other->ncalls), n = other->ncalls - from;

	if (n > CALLS_MAX - keep)
		n = CALLS_MAX - keep;
	memcpy(&p->calls[keep], &other->calls[from], n * sizeof(p->calls[0]));
	p->ncalls = keep + n;
}

static void spoil_call(struct call *call, struct rng *rng)
{
	switch (rng_below(rng, 6)) {
	case 0:
		call->slot = rng_below(rng, SLOTS);
		break;
	case 1:
		call->beside = !call->beside;
		break;
	default:
		if (call->kind == CALL_IOCTL)
			request_spoil(call, rng);
		else
			make_call(call, rng, call->kind);
		break;
	}
}

void program_mutate(struct program *p, struct rng *rng,
		    const struct program *other)
{
	uint32_t changes = 1 + rng_below(rng, 4), at;
	struct call call;

	while (changes--) {
		at = rng_below(rng, p->ncalls);
		switch (rng_below(rng, 8)) {
		case 0:
			remove_call(p, at);
			break;
		case 1:
			cross(p, other, rng);
			break;
		case 2:
			call = p->calls[at];
			insert_call(p, rng_below(rng, p->ncalls), &call);
			break;
		case 3:
		case 4:
			make_call(&call, rng, some_kind(rng));
			insert_call(p, at, &call);
			break;
		default:
			spoil_call(&p->calls[at], rng);
			break;
		}
	}
}

static void print_call(FILE *to, const struct call *call)
{
	uint32_t i, end = REQUEST_BYTES;

	fprintf(to, "# %s%s slot %u other %u number %#" PRIx32 " address %#"
		PRIx64 " offset %" PRId64, call->beside ? "beside: " : "",
		call_names[call->kind], call->slot, call->other, call->number,
		call->address, call->offset);
	if (call->kind == CALL_IOCTL) {
		fprintf(to, " who %u born %u bytes ", call->who, call->born);
		while (end && !call->bytes[end - 1])
			end--;
		for (i = 0; i < end; i++)
			fprintf(to, "%02x", call->bytes[i]);
	}
	fputc('\n', to);
}

void program_print(FILE *to, const struct program *p)
{
	uint32_t i;

	for (i = 0; i < p->ncalls && i < CALLS_MAX; i++)
		print_call(to, &p->calls[i]);
}
