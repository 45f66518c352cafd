// SPDX-License-Identifier: GPL-2.0-only
/*
 * MT19937, seeded with an array of one word, as Python does it; see pyrandom.h.
 * The algorithm: M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS
 * 8(1), 1998; https://docs.python.org/3/library/random.html.
 */
#include "pyrandom.h"

#define N	PYRANDOM_WORDS
#define MIDDLE	397

/* The state before word @i, shaken. */
static uint32_t shaken(const struct pyrandom *r, unsigned int i)
{
	uint32_t before = r->word[i - 1];

	return before ^ (before >> 30);
}

/* Go on behind word @i; the last word is also the one before the first. */
static unsigned int further(struct pyrandom *r, unsigned int i)
{
	if (++i < N)
		return i;
	r->word[0] = r->word[N - 1];
	return 1;
}

void pyrandom_seed(struct pyrandom *r, uint32_t seed)
{
	unsigned int i, k;

	r->word[0] = 19650218;
	for (i = 1; i < N; i++)
		r->word[i] = 1812433253 * shaken(r, i) + i;
	for (i = 1, k = 0; k < N; k++, i = further(r, i))
		r->word[i] = (r->word[i] ^ shaken(r, i) * 1664525) + seed;
	for (k = 1; k < N; k++, i = further(r, i))
		r->word[i] = (r->word[i] ^ shaken(r, i) * 1566083941) - i;
	r->word[0] = 0x80000000;
	r->at = N;
}

static void refill(struct pyrandom *r)
{
	unsigned int i;
	uint32_t y;

	for (i = 0; i < N; i++) {
		y = (r->word[i] & 0x80000000) |
		    (r->word[(i + 1) % N] & 0x7fffffff);
		r->word[i] = r->word[(i + MIDDLE) % N] ^ (y >> 1) ^
			     (y & 1 ? 0x9908b0df : 0);
	}
	r->at = 0;
}

static uint32_t next_word(struct pyrandom *r)
{
	uint32_t y;

	if (r->at == N)
		refill(r);
	y = r->word[r->at++];
	y ^= y >> 11;
	y ^= (y << 7) & 0x9d2c5680;
	y ^= (y << 15) & 0xefc60000;
	return y ^ (y >> 18);
}

double pyrandom_next(struct pyrandom *r)
{
	uint32_t high = next_word(r) >> 5, low = next_word(r) >> 6;

	return (high * 67108864.0 + low) / 9007199254740992.0;
}
