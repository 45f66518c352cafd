// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the numbers mean; see decode.h.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../../module/uapi/proctree.h"
#include "decode.h"

/*
 * PF_* of include/linux/sched.h, without the prefix: those that have had the
 * same bit and meaning in every release from 5.10 to 7.3.
 */
const struct flag_name decode_pf_flags[] = {
	{ 0x00000002, "IDLE" },
	{ 0x00000004, "EXITING" },
	{ 0x00000020, "WQ_WORKER" },
	{ 0x00000040, "FORKNOEXEC" },
	{ 0x00000080, "MCE_PROCESS" },
	{ 0x00000100, "SUPERPRIV" },
	{ 0x00000200, "DUMPCORE" },
	{ 0x00000400, "SIGNALED" },
	{ 0x00000800, "MEMALLOC" },
	{ 0x00001000, "NPROC_EXCEEDED" },
	{ 0x00002000, "USED_MATH" },
	{ 0x00008000, "NOFREEZE" },
	{ 0x00020000, "KSWAPD" },
	{ 0x00040000, "MEMALLOC_NOFS" },
	{ 0x00080000, "MEMALLOC_NOIO" },
	{ 0x00100000, "LOCAL_THROTTLE" },
	{ 0x00200000, "KTHREAD" },
	{ 0x00400000, "RANDOMIZE" },
	{ 0x04000000, "NO_SETAFFINITY" },
	{ 0x08000000, "MCE_EARLY" },
	{ 0x80000000, "SUSPEND_TASK" },
	{ 0, NULL },
};

const struct flag_name decode_row_flags[] = {
	{ PROCTREE_ROW_THREAD, "THREAD" },
	{ PROCTREE_ROW_ROOT, "ROOT" },
	{ PROCTREE_ROW_KTHREAD, "KTHREAD" },
	{ PROCTREE_ROW_TRACED, "TRACED" },
	{ PROCTREE_ROW_VFORK, "VFORK" },
	{ PROCTREE_ROW_SUBREAPER, "SUBREAPER" },
	{ PROCTREE_ROW_NS_INIT, "NS_INIT" },
	{ 0, NULL },
};

/*
 * TASK_* of include/linux/sched.h, without the prefix. Releases have added bits,
 * none has changed its meaning since 5.10: up to NEW all have them, RTLOCK_WAIT
 * came with 5.15, the rest with 6.1. UNINTERRUPTIBLE WAKEKILL is killable,
 * UNINTERRUPTIBLE NOLOAD is idle.
 */
const struct flag_name decode_state_flags[] = {
	{ 0x00000001, "INTERRUPTIBLE" },
	{ 0x00000002, "UNINTERRUPTIBLE" },
	{ 0x00000004, "STOPPED" },
	{ 0x00000008, "TRACED" },
	{ 0x00000040, "PARKED" },
	{ 0x00000080, "DEAD" },
	{ 0x00000100, "WAKEKILL" },
	{ 0x00000200, "WAKING" },
	{ 0x00000400, "NOLOAD" },
	{ 0x00000800, "NEW" },
	{ 0x00001000, "RTLOCK_WAIT" },
	{ 0x00002000, "FREEZABLE" },
	{ 0x00004000, "FREEZABLE_UNSAFE" },
	{ 0x00008000, "FROZEN" },
	{ 0, NULL },
};

/* EXIT_* of the same file. */
const struct flag_name decode_exit_flags[] = {
	{ 0x00000010, "DEAD" },
	{ 0x00000020, "ZOMBIE" },
	{ 0, NULL },
};

const struct flag_name *decode_flag_names(const char *field)
{
	static const struct {
		const char *field;
		const struct flag_name *names;
	} tables[] = {
		{ "pf", decode_pf_flags },
		{ "flags", decode_row_flags },
		{ "state_raw", decode_state_flags },
		{ "exit_state", decode_exit_flags },
	};
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (!strcmp(tables[i].field, field))
			return tables[i].names;
	}
	return NULL;
}

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
	const char *blank = "";
	int signal;

	for (signal = 1, *to = '\0'; signal <= KERNEL_SIGRTMAX; signal++) {
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
