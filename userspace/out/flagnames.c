// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of bits; see decode.h. A field of kind FLAGS that has names has them
 * here.
 */
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

/* PT_* of include/linux/ptrace.h; EVENT bits are 3 + PTRACE_EVENT_*. */
static const struct flag_name ptrace_flags[] = {
	{ 0x00000001, "PTRACED" },
	{ 0x00000008, "TRACESYSGOOD" },
	{ 0x00000010, "TRACE_FORK" },
	{ 0x00000020, "TRACE_VFORK" },
	{ 0x00000040, "TRACE_CLONE" },
	{ 0x00000080, "TRACE_EXEC" },
	{ 0x00000100, "TRACE_VFORK_DONE" },
	{ 0x00000200, "TRACE_EXIT" },
	{ 0x00000400, "TRACE_SECCOMP" },
	{ 0x00010000, "SEIZED" },
	{ 0x00800000, "EXITKILL" },
	{ 0x01000000, "SUSPEND_SECCOMP" },
	{ 0, NULL },
};

/* SECBIT_* of include/uapi/linux/securebits.h; EXEC_* came with 6.14. */
static const struct flag_name securebits[] = {
	{ 0x00000001, "NOROOT" },
	{ 0x00000002, "NOROOT_LOCKED" },
	{ 0x00000004, "NO_SETUID_FIXUP" },
	{ 0x00000008, "NO_SETUID_FIXUP_LOCKED" },
	{ 0x00000010, "KEEP_CAPS" },
	{ 0x00000020, "KEEP_CAPS_LOCKED" },
	{ 0x00000040, "NO_CAP_AMBIENT_RAISE" },
	{ 0x00000080, "NO_CAP_AMBIENT_RAISE_LOCKED" },
	{ 0x00000100, "EXEC_RESTRICT_FILE" },
	{ 0x00000200, "EXEC_RESTRICT_FILE_LOCKED" },
	{ 0x00000400, "EXEC_DENY_INTERACTIVE" },
	{ 0x00000800, "EXEC_DENY_INTERACTIVE_LOCKED" },
	{ 0, NULL },
};

/* SIGNAL_* of include/linux/sched/signal.h; GROUP_COREDUMP only in old ones. */
static const struct flag_name signal_flags[] = {
	{ 0x00000001, "STOP_STOPPED" },
	{ 0x00000002, "STOP_CONTINUED" },
	{ 0x00000004, "GROUP_EXIT" },
	{ 0x00000008, "GROUP_COREDUMP" },
	{ 0x00000010, "CLD_STOPPED" },
	{ 0x00000020, "CLD_CONTINUED" },
	{ 0x00000040, "UNKILLABLE" },
	{ 0, NULL },
};

/*
 * JOBCTL_* of include/linux/sched/jobctl.h; the lowest 16 bits are the number of
 * the stop signal. PTRACE_FROZEN and those above it came with 5.19.
 */
static const struct flag_name jobctl_flags[] = {
	{ 0x00010000, "STOP_DEQUEUED" },
	{ 0x00020000, "STOP_PENDING" },
	{ 0x00040000, "STOP_CONSUME" },
	{ 0x00080000, "TRAP_STOP" },
	{ 0x00100000, "TRAP_NOTIFY" },
	{ 0x00200000, "TRAPPING" },
	{ 0x00400000, "LISTENING" },
	{ 0x00800000, "TRAP_FREEZE" },
	{ 0x01000000, "PTRACE_FROZEN" },
	{ 0x04000000, "STOPPED" },
	{ 0x08000000, "TRACED" },
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
		{ "ptrace", ptrace_flags },
		{ "securebits", securebits },
		{ "signal_flags", signal_flags },
		{ "jobctl", jobctl_flags },
	};
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (!strcmp(tables[i].field, field))
			return tables[i].names;
	}
	return NULL;
}
