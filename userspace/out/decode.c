// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the numbers mean; see decode.h.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "decode.h"

void decode_flags(char *to, uint32_t flags, const struct flag_name *names)
{
	const char *blank = "";

	for (*to = '\0'; names->bit; names++) {
		if (!(flags & names->bit))
			continue;
		to += sprintf(to, "%s%s", blank, names->name);
		flags &= ~names->bit;
		blank = " ";
	}
	if (flags)
		sprintf(to, "%s%#x", blank, flags);
}

/* The kernel's numbers: glibc keeps the first two real-time signals. */
#define KERNEL_SIGRTMIN	32
#define KERNEL_SIGRTMAX	64

void decode_signal(char *to, int64_t signal)
{
	const char *name = NULL;

	if (signal > 0 && signal < KERNEL_SIGRTMIN)
		name = sigabbrev_np(signal);
	if (name)
		sprintf(to, "SIG%s", name);
	else if (signal >= KERNEL_SIGRTMIN && signal <= KERNEL_SIGRTMAX)
		sprintf(to, "SIGRTMIN+%d", (int)signal - KERNEL_SIGRTMIN);
	else
		sprintf(to, "%lld", (long long)signal);
}

void decode_sigset(char *to, uint64_t set)
{
	bool most = __builtin_popcountll(set) > KERNEL_SIGRTMAX / 2;
	const char *blank = most ? " but " : "";
	int signal;

	if (most)
		set = ~set;
	to += sprintf(to, "%s", most ? "all" : "");
	for (signal = 1; signal <= KERNEL_SIGRTMAX; signal++) {
		if (!(set >> (signal - 1) & 1))
			continue;
		to += sprintf(to, "%s", blank);
		decode_signal(to, signal);
		to += strlen(to);
		blank = " ";
	}
}

void decode_policy(char *to, int64_t policy)
{
	static const char *const names[] = {
		"OTHER", "FIFO", "RR", "BATCH", NULL, "IDLE", "DEADLINE", "EXT",
	};

	if (policy >= 0 && policy < 8 && names[policy])
		strcpy(to, names[policy]);
	else
		sprintf(to, "%lld", (long long)policy);
}

void decode_bytes(char *to, int64_t bytes)
{
	const char *unit = "KMGTPE";
	uint64_t value = bytes, tenths;

	if (value < 1024) {
		sprintf(to, "%d", (int)value);
		return;
	}
	tenths = value / 1024 * 10 + value % 1024 * 10 / 1024;
	for (; tenths >= 10240; unit++)
		tenths /= 1024;
	if (tenths % 10)
		sprintf(to, "%d.%d%c", (int)tenths / 10, (int)tenths % 10,
			*unit);
	else
		sprintf(to, "%d%c", (int)tenths / 10, *unit);
}

void decode_status(char *to, int64_t status)
{
	char signal[32];

	if ((status & ~0xff00) == 0) {
		sprintf(to, "exited(%d)", (int)status >> 8);
	} else if ((status & ~0x80) > 0 && (status & ~0x80) < 0x7f) {
		decode_signal(signal, status & 0x7f);
		sprintf(to, "killed by %s%s", signal,
			status & 0x80 ? " (core dumped)" : "");
	} else if ((status & ~0xff00) == 0x7f && status >> 8) {
		decode_signal(signal, status >> 8);
		sprintf(to, "stopped by %s", signal);
	} else if (status == 0xffff) {
		sprintf(to, "continued");
	} else {
		sprintf(to, "%#llx", (long long)status);
	}
}

const char *decode_state(char letter)
{
	static const char *const states[128] = {
		['R'] = "running, or ready to run",
		['S'] = "sleeping, a signal wakes it",
		['D'] = "waiting, signals do not wake it",
		['T'] = "stopped by a signal",
		['t'] = "stopped by its tracer",
		['X'] = "dead",
		['Z'] = "zombie: has exited, nobody has waited for it",
		['P'] = "parked",
		['I'] = "idle kernel thread",
	};

	return states[letter & 127];
}

void decode_duration(char *to, uint64_t ns)
{
	unsigned long long s = ns / 1000000000;

	if (s >= 86400)
		sprintf(to, "%llu d %llu h", s / 86400, s / 3600 % 24);
	else if (s >= 3600)
		sprintf(to, "%llu h %llu min", s / 3600, s / 60 % 60);
	else if (s >= 60)
		sprintf(to, "%llu min %llu s", s / 60, s % 60);
	else
		sprintf(to, "%llu.%03u s", s,
			(unsigned int)(ns % 1000000000 / 1000000));
}
