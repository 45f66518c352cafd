// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frequency, in kHz, of the processor's time stamp counter, which QEMU's
 * emulation passes on to its guest (cpu_get_host_ticks()). A guest that finds
 * out by itself, while this machine is busy, may be wrong by far: then its
 * clock is, and nothing in it notices. Nothing is printed if there is no such
 * counter.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>

#define TRIES	64

struct reading {
	int64_t ns;
	uint64_t ticks;
};

static int64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Both at once, or as close together as chance allows. */
static struct reading look(void)
{
	struct reading best = { 0 };
	int64_t least = INT64_MAX;
	int i;

	for (i = 0; i < TRIES; i++) {
		int64_t before = clock_ns(), after;
		uint64_t ticks = __rdtsc();

		after = clock_ns();
		if (after - before < least) {
			least = after - before;
			best = (struct reading){ (before + after) / 2, ticks };
		}
	}
	return best;
}

int main(void)
{
	struct reading a = look(), b;

	nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
	b = look();
	printf("%.0f\n", (b.ticks - a.ticks) * 1e6 / (b.ns - a.ns));
	return 0;
}
#else
int main(void)
{
	return 0;
}
#endif
