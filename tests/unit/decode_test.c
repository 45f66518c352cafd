// SPDX-License-Identifier: GPL-2.0-only
/*
 * What numbers mean.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/libproctree.h"
#include "out/decode.h"
#include "unit.h"

static char text[DECODE_MAX];

TEST("status words of exits and signals are told apart")
{
	decode_status(text, 0);
	assert_string_equal(text, "exited(0)");
	decode_status(text, 42 << 8);
	assert_string_equal(text, "exited(42)");
	decode_status(text, 255 << 8);
	assert_string_equal(text, "exited(255)");
	decode_status(text, 9);
	assert_string_equal(text, "killed by SIGKILL");
	decode_status(text, 11 | 0x80);
	assert_string_equal(text, "killed by SIGSEGV (core dumped)");
	decode_status(text, 34);
	assert_string_equal(text, "killed by SIGRTMIN+2");
}

TEST("status words of stops and continuations are told apart")
{
	decode_status(text, 0x137f);
	assert_string_equal(text, "stopped by SIGSTOP");
	decode_status(text, 0xffff);
	assert_string_equal(text, "continued");
}

TEST("words that are no status of wait(2) stay numbers")
{
	decode_status(text, 0x7f);
	assert_string_equal(text, "0x7f");
	decode_status(text, 0x80);
	assert_string_equal(text, "0x80");
	decode_status(text, 0x10000);
	assert_string_equal(text, "0x10000");
	decode_status(text, -1);
	assert_string_equal(text, "0xffffffffffffffff");
}

TEST("the status of real children is decoded as wait(2) says")
{
	int status;
	pid_t pid = fork();

	if (!pid)
		_exit(7);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	decode_status(text, status);
	assert_string_equal(text, "exited(7)");

	pid = fork();
	if (!pid) {
		pause();
		_exit(1);
	}
	kill(pid, SIGTERM);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	decode_status(text, status);
	assert_string_equal(text, "killed by SIGTERM");
}

TEST("signals have their kernel's numbers, real-time ones too")
{
	decode_signal(text, SIGCHLD);
	assert_string_equal(text, "SIGCHLD");
	decode_signal(text, 31);
	assert_string_equal(text, "SIGSYS");
	decode_signal(text, 32);
	assert_string_equal(text, "SIGRTMIN+0");
	decode_signal(text, 64);
	assert_string_equal(text, "SIGRTMIN+32");
	decode_signal(text, 65);
	assert_string_equal(text, "65");
	decode_signal(text, 0);
	assert_string_equal(text, "0");
	decode_signal(text, -1);
	assert_string_equal(text, "-1");
}

TEST("a set of signals lists them, and the largest set fits")
{
	decode_sigset(text, 1ULL << (SIGINT - 1) | 1ULL << (SIGCHLD - 1));
	assert_string_equal(text, "SIGINT SIGCHLD");
	decode_sigset(text, 0);
	assert_string_equal(text, "");
	decode_sigset(text, ~0ULL);
	assert_string_equal(text, "all");
	decode_sigset(text, ~(1ULL << (SIGKILL - 1) | 1ULL << (SIGSTOP - 1)));
	assert_string_equal(text, "all but SIGKILL SIGSTOP");
	decode_sigset(text, ~0ULL << 32);
	assert_in_range(strlen(text), 1, DECODE_MAX - 1);
	assert_non_null(strstr(text, "SIGRTMIN+32"));
}

TEST("flags have names, and what has none stays a number")
{
	decode_flags(text, 0x00200040, decode_pf_flags);
	assert_string_equal(text, "FORKNOEXEC KTHREAD");
	decode_flags(text, 0x40000000, decode_pf_flags);
	assert_string_equal(text, "0x40000000");
	decode_flags(text, 0x40000004, decode_pf_flags);
	assert_string_equal(text, "EXITING 0x40000000");
	decode_flags(text, 0, decode_pf_flags);
	assert_string_equal(text, "");
	decode_flags(text, PROCTREE_ROW_KTHREAD | PROCTREE_ROW_ROOT,
		     decode_row_flags);
	assert_string_equal(text, "ROOT KTHREAD");
	decode_flags(text, ~0U, decode_pf_flags);
	assert_in_range(strlen(text), 1, DECODE_MAX - 1);
}

TEST("every flag of a row has a name")
{
	uint32_t bit;

	for (bit = 1; bit <= PROCTREE_ROW_NS_INIT; bit <<= 1) {
		decode_flags(text, bit, decode_row_flags);
		assert_null(strstr(text, "0x"));
	}
}

TEST("modifiers of a state have names, bits of kernels to come stay numbers")
{
	decode_flags(text, 0x102, decode_flag_names("state_raw"));
	assert_string_equal(text, "UNINTERRUPTIBLE WAKEKILL");
	decode_flags(text, 0x402, decode_flag_names("state_raw"));
	assert_string_equal(text, "UNINTERRUPTIBLE NOLOAD");
	decode_flags(text, 0x12001, decode_flag_names("state_raw"));
	assert_string_equal(text, "INTERRUPTIBLE FREEZABLE 0x10000");
	decode_flags(text, 0x20, decode_flag_names("exit_state"));
	assert_string_equal(text, "ZOMBIE");
}

TEST("every state of /proc/PID/stat is explained, nothing else is")
{
	const char *s;

	for (s = "RSDTtXZPI"; *s; s++)
		assert_non_null(decode_state(*s));
	assert_null(decode_state('?'));
	assert_null(decode_state('\0'));
}

TEST("scheduling policies have the names of sched(7)")
{
	decode_policy(text, 0);
	assert_string_equal(text, "OTHER");
	decode_policy(text, 6);
	assert_string_equal(text, "DEADLINE");
	decode_policy(text, 4);
	assert_string_equal(text, "4");
	decode_policy(text, 99);
	assert_string_equal(text, "99");
}

static void check_bytes(uint64_t bytes, const char *expected)
{
	decode_bytes(text, bytes);
	assert_string_equal(text, expected);
}

TEST("bytes are shown in powers of 1024")
{
	check_bytes(0, "0");
	check_bytes(1023, "1023");
	check_bytes(1024, "1K");
	check_bytes(1536, "1.5K");
	check_bytes(4096, "4K");
	check_bytes(1024 * 1024 - 1, "1023.9K");
	check_bytes(1024 * 1024, "1M");
	check_bytes(3ULL << 30, "3G");
	check_bytes(~0ULL, "15.9E");
}

static void check_duration(uint64_t ns, const char *expected)
{
	decode_duration(text, ns);
	assert_string_equal(text, expected);
}

TEST("durations are shown in their two largest units")
{
	const uint64_t s = 1000000000;

	check_duration(0, "0.000 s");
	check_duration(1250 * 1000000ULL, "1.250 s");
	check_duration(59 * s + 999999999, "59.999 s");
	check_duration(61 * s, "1 min 1 s");
	check_duration(3600 * s, "1 h 0 min");
	check_duration(90061 * s, "1 d 1 h");
	check_duration(~0ULL, "213503 d 23 h");
}

TEST("capabilities have names, the full set is all of them")
{
	decode_caps(text, 1ULL << 0 | 1ULL << 12);
	assert_string_equal(text, "chown net_admin");
	decode_caps(text, 0x1ffffffffff);
	assert_string_equal(text, "all");
	decode_caps(text, 0x3ffffffffff);
	assert_string_equal(text, "all 0x20000000000");
	decode_caps(text, 1ULL << 50);
	assert_string_equal(text, "0x4000000000000");
	decode_caps(text, 0);
	assert_string_equal(text, "");
	decode_caps(text, 0x1ffffffffff - 1);
	assert_in_range(strlen(text), 1, DECODE_MAX - 1);
}

TEST("each field of flags has names for its bits")
{
	size_t i;

	for (i = 0; i < proctree_nfields; i++) {
		const struct proctree_field *field = &proctree_fields[i];

		if (field->kind == PROCTREE_KIND_FLAGS &&
		    !decode_flag_names(field->name))
			fail_msg("%s has none", field->name);
	}
	decode_flags(text, 0x01810011, decode_flag_names("ptrace"));
	assert_string_equal(text, "PTRACED TRACE_FORK SEIZED EXITKILL "
			    "SUSPEND_SECCOMP");
	decode_flags(text, 0x20013, decode_flag_names("jobctl"));
	assert_string_equal(text, "STOP_PENDING 0x13");
	decode_flags(text, 0x44, decode_flag_names("signal_flags"));
	assert_string_equal(text, "GROUP_EXIT UNKILLABLE");
	decode_flags(text, 0x50, decode_flag_names("securebits"));
	assert_string_equal(text, "KEEP_CAPS NO_CAP_AMBIENT_RAISE");
}
