/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/proctree: the process tree as the kernel keeps it.
 *
 * This file is the whole contract between proctree.ko and user space; the
 * module and the tool include this one copy.
 *
 *	ioctl                      does
 *	-------------------------  -------------------------------------------
 *	PROCTREE_IOC_QUERY         what this module can do: blocks, features,
 *	                           limits, constants of the running kernel
 *	PROCTREE_IOC_SNAPSHOT      rows of the whole tree, or of one subtree,
 *	                           with or without threads
 *	PROCTREE_IOC_TASK          one task, thread or process, all its blocks
 *	PROCTREE_IOC_LOG           write a subtree to the kernel log
 *	PROCTREE_IOC_WATCH         begin a stream of events on this open file
 *	PROCTREE_IOC_MARK          put a mark of one's own into the stream
 *	PROCTREE_IOC_SLEEP         sleep in the kernel, in a state of one's choice
 *	PROCTREE_IOC_KTHREAD       have a kernel thread, and tell it what to do
 *
 *	read                       events, oldest first, whole ones only
 *	poll                       POLLIN when it is worth reading
 *
 * Rules that hold for every request
 *
 *  - Integers have a fixed width, 64-bit ones are 8-byte aligned on every
 *    architecture, and user addresses travel as __u64: a 32-bit caller of a
 *    64-bit kernel uses the same structures.
 *  - A request is told by its number; the size of the caller's structure is
 *    taken from the request code (_IOC_SIZE). A shorter structure than the
 *    module knows is extended with zeroes; a longer one is accepted if its
 *    tail is zero (E2BIG otherwise), and the tail is zeroed on return. A
 *    structure shorter than the first released one (..._SIZE_VER0) is EINVAL.
 *  - Structures grow at the end only. Features are bits in QUERY's answer;
 *    nobody compares version numbers.
 *  - Unknown flags and padding that is not zero are EINVAL; an unknown request
 *    is ENOTTY; an address that can't be read or written is EFAULT.
 *  - Process ids are numbers of the pid namespace of the process that opened
 *    the device, user ids are numbers of its user namespace (an id that has
 *    no mapping is the overflow id, as in stat(2)). A task that is invisible
 *    there, or hidden by the module's hidepid parameter, is absent.
 *  - No kernel address ever leaves the kernel. Object identities are keyed
 *    hashes: equal means the same object, nothing else can be learned.
 *  - Times are nanoseconds of CLOCK_BOOTTIME of the initial time namespace.
 *  - Requests may be made from any number of threads on the same open file.
 */
#ifndef _UAPI_PROCTREE_H
#define _UAPI_PROCTREE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define PROCTREE_DEVICE		"/dev/proctree"
#define PROCTREE_PROC		"/proc/proctree"
#define PROCTREE_COMM_LEN	16

/*
 * Blocks. A row is the 64-byte base followed by the blocks of its mask, in the
 * order of their bits, without gaps: the stride of a row follows from the mask
 * alone. A block never changes its size once released; new fields come as a new
 * block.
 *
 * A block is a mask named "valid", then its fields, 8 bytes each, as listed
 * with their meaning and source in proctree_fields.def. Bit n of "valid" is set
 * if field n could be read for this task and this caller; a field whose bit is
 * clear is 0 and means nothing.
 */
#define PROCTREE_BLOCK_BASE		(1ULL << 0)
#define PROCTREE_BLOCK_RELATIONS	(1ULL << 1)
#define PROCTREE_BLOCK_SHARING		(1ULL << 2)
#define PROCTREE_BLOCK_CREDENTIALS	(1ULL << 3)
#define PROCTREE_BLOCK_SCHEDULING	(1ULL << 4)
#define PROCTREE_BLOCK_TIME		(1ULL << 5)
#define PROCTREE_BLOCK_SIGNALS		(1ULL << 6)
#define PROCTREE_BLOCK_NAMESPACES	(1ULL << 7)
#define PROCTREE_BLOCK_MEMORY		(1ULL << 8)
#define PROCTREE_BLOCK_LAYOUT		(1ULL << 9)
#define PROCTREE_BLOCK_INTERNALS	(1ULL << 10)

/* proctree_row.flags */
#define PROCTREE_ROW_THREAD	(1U << 0) /* not a leader: pid is a thread id */
#define PROCTREE_ROW_ROOT	(1U << 1) /* the parent is not visible to the
					   * reader; ppid is 0 (as in /proc) */
#define PROCTREE_ROW_KTHREAD	(1U << 2) /* PF_KTHREAD: a kernel thread */
#define PROCTREE_ROW_TRACED	(1U << 3) /* task->ptrace: has a tracer */
#define PROCTREE_ROW_VFORK	(1U << 4) /* task->vfork_done of a user task: its
					   * creator waits until it execs or
					   * exits */
#define PROCTREE_ROW_SUBREAPER	(1U << 5) /* PR_SET_CHILD_SUBREAPER */
#define PROCTREE_ROW_NS_INIT	(1U << 6) /* child_reaper of a pid namespace
					   * (SIGNAL_UNKILLABLE) */

/**
 * struct proctree_row - the base of every row: one task, 64 bytes
 *
 * The authority for each field is the file named in brackets.
 *
 * @pid:	thread id; of a process, the thread group id
 *		[/proc/PID/stat field 1]
 * @tgid:	thread group id [/proc/PID/status Tgid]
 * @ppid:	thread group id of real_parent, who gets the exit signal and may
 *		wait; 0 if there is none or it is not visible
 *		[/proc/PID/stat field 4]
 * @pgid:	process group id [field 5]; 0 if its leader's number is not
 *		visible
 * @sid:	session id [field 6]; likewise
 * @uid:	effective user id [/proc/PID/status Uid, second number]
 * @start_ns:	task->start_boottime [field 22, there in clock ticks]. With pid
 *		it names a process for ever: pids are reused, pairs are not.
 *		Unchanged by exec.
 * @pf:		task->flags, PF_* of include/linux/sched.h [field 9]
 * @nr_threads:	threads of the process [field 20]
 * @flags:	PROCTREE_ROW_*
 * @state:	the letter of /proc/PID/stat: R S D T t X Z P I
 *		[fs/proc/array.c task_state_array]
 * @__pad:	zero
 * @comm:	task->comm, NUL-terminated, any bytes: escape before printing. No
 *		lock guards it on newer kernels: a name that is being changed at
 *		this moment may be seen with the new begin and the old end, as in
 *		/proc/PID/comm
 */
struct proctree_row {
	__s32 pid;
	__s32 tgid;
	__s32 ppid;
	__s32 pgid;
	__s32 sid;
	__u32 uid;
	__aligned_u64 start_ns;
	__u32 pf;
	__u32 nr_threads;
	__u32 flags;
	__u8  state;
	__u8  __pad[3];
	char  comm[PROCTREE_COMM_LEN];
};

/*
 * The other blocks, made of proctree_fields.def. Fields of kind ID are keyed
 * hashes (SipHash, random key per load) of the kernel's objects: two tasks with
 * the same value share the object, 0 means that the task has none.
 */
#define PROCTREE_MEMBER(member, type, ...) \
	type member __attribute__((aligned(8)));

/* struct proctree_relations - who belongs to whom, who waits for whom */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_RELATIONS(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_relations {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_sharing - what is shared with whom */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_SHARING(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_sharing {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_credentials - as whom it acts */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_CREDENTIALS(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_credentials {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_scheduling - how it runs, and why it does not */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_SCHEDULING(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_scheduling {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_time - what it has used */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_TIME(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_time {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_signals - signals, and what they do here */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_SIGNALS(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_signals {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_namespaces - where it lives */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_NAMESPACES(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_namespaces {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_memory - what its address space takes */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_MEMORY(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_memory {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_layout - where things lie in its address space */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_LAYOUT(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_layout {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* struct proctree_internals - what only the kernel knows */
#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(...)
#define PROCTREE_INTERNALS(...)	PROCTREE_MEMBER(__VA_ARGS__)
struct proctree_internals {
	__aligned_u64 valid;
#include "proctree_fields.def"
};

/* proctree_query.features */
#define PROCTREE_FEATURE_THREADS	(1ULL << 0) /* SNAPSHOT_THREADS */
#define PROCTREE_FEATURE_LOG		(1ULL << 1) /* PROCTREE_IOC_LOG */
#define PROCTREE_FEATURE_WATCH		(1ULL << 2) /* PROCTREE_IOC_WATCH, MARK */
#define PROCTREE_FEATURE_HELPERS	(1ULL << 3) /* PROCTREE_IOC_SLEEP, KTHREAD */

/* proctree_query.kernel: how the running kernel was configured, and booted */
#define PROCTREE_KERNEL_SMP		(1U << 0) /* CONFIG_SMP */
#define PROCTREE_KERNEL_PREEMPT_DYNAMIC	(1U << 1) /* model chosen at boot */
#define PROCTREE_KERNEL_PREEMPT_RCU	(1U << 2) /* RCU readers preemptible */
#define PROCTREE_KERNEL_PREEMPT_RT	(1U << 3) /* real-time kernel */
#define PROCTREE_KERNEL_THREAD_INFO	(1U << 4) /* thread_info is inside
						   * task_struct, not on the
						   * kernel stack */
#define PROCTREE_KERNEL_PREEMPT_FULL	(1U << 5) /* whatever may be preempted
						   * is: CONFIG_PREEMPT, since
						   * 5.18 also preempt=full */

/**
 * struct proctree_query - answer of PROCTREE_IOC_QUERY
 *
 * All members are written by the module; the caller passes zeroes. Sizes are in
 * bytes, of the kernel that the module was compiled for.
 *
 * @blocks:		PROCTREE_BLOCK_* that SNAPSHOT and TASK can give
 * @features:		PROCTREE_FEATURE_*
 * @events:		kinds of events that WATCH can give, 1 << PROCTREE_EVENT_*
 * @row_size:		size of the base row, 64
 * @batch:		tasks visited in one RCU read section, at most
 * @log_max:		lines that one LOG request writes, at most
 * @hidepid:		the module's hidepid parameter, as for procfs: 0, 1, 2, 4
 * @ns_level:		depth of the opener's pid namespace, 0 = initial
 * @kernel:		PROCTREE_KERNEL_*
 * @hz:			CONFIG_HZ, ticks a second
 * @cpus:		processors online
 * @page_size:		PAGE_SIZE
 * @thread_size:	THREAD_SIZE: kernel stack of a task
 * @task_struct_size:	sizeof(struct task_struct) at compile time
 * @task_object_size:	what the slab allocator gives for one; differs, because
 *			the FPU state at its end depends on the processor
 * @signal_struct_size:	sizeof(struct signal_struct): state of a thread group
 * @sighand_struct_size: sizeof(struct sighand_struct): signal handlers
 * @mm_struct_size:	sizeof(struct mm_struct): an address space
 * @files_struct_size:	sizeof(struct files_struct): a table of open files
 * @cred_size:		sizeof(struct cred): credentials
 * @__pad:		zero
 * @version:		MODULE_VERSION, NUL-terminated
 * @release:		release of the running kernel, as in uname(2), cut to fit
 */
struct proctree_query {
	__aligned_u64 blocks;
	__aligned_u64 features;
	__aligned_u64 events;
	__u32 row_size;
	__u32 batch;
	__u32 log_max;
	__u32 hidepid;
	__u32 ns_level;
	__u32 kernel;
	__u32 hz;
	__u32 cpus;
	__u32 page_size;
	__u32 thread_size;
	__u32 task_struct_size;
	__u32 task_object_size;
	__u32 signal_struct_size;
	__u32 sighand_struct_size;
	__u32 mm_struct_size;
	__u32 files_struct_size;
	__u32 cred_size;
	__u32 __pad;
	char  version[24];
	char  release[64];
};
#define PROCTREE_QUERY_SIZE_VER0	184

/* proctree_snapshot.flags */
#define PROCTREE_SNAPSHOT_THREADS	(1U << 0) /* a row for each thread too */

/* proctree_snapshot.walk */
#define PROCTREE_WALK_ONE_SECTION	(1U << 0) /* taken in a single RCU read
						   * section, after too many
						   * restarts */

/**
 * struct proctree_snapshot - argument of PROCTREE_IOC_SNAPSHOT
 *
 * The rows are the tasks that existed when the walk began (@begin_ns) and still
 * did when the walk came to them. They come in the order of the kernel's task
 * list, which is an order of birth:
 *
 *  - every row's parent is in the snapshot and comes before it, or the row has
 *    PROCTREE_ROW_ROOT (or is the root of the subtree asked for);
 *  - no pid occurs twice;
 *  - a task that lives during the whole walk is in it;
 *  - threads follow their leader directly.
 *
 * The snapshot is not atomic: each row was true at some moment between
 * @begin_ns and @end_ns. The first @capacity rows are themselves a tree.
 *
 * @mask:	in: blocks wanted; PROCTREE_BLOCK_BASE is always given.
 *		out: blocks in each row. Unknown bits are not an error, they are
 *		not given.
 * @rows:	in: address of the buffer, 8-byte aligned; not used if
 *		@capacity is 0
 * @root_start_ns: in: start_ns of the root as seen before, 0 = any; another
 *		value means that the pid was reused: ESRCH
 * @root_pid:	in: process whose subtree is wanted, itself included; 0 = all
 * @flags:	in: PROCTREE_SNAPSHOT_*
 * @capacity:	in: rows that fit in the buffer, of the stride that follows from
 *		@mask; 0 = only count
 * @row_size:	out: bytes from one row to the next. Never larger than the
 *		stride of the mask that was asked for.
 * @count:	out: rows written
 * @needed:	out: rows there are; if larger than @count, try again with more
 *		capacity
 * @walk:	out: PROCTREE_WALK_*
 * @sections:	out: RCU read sections that it took, restarts included
 * @restarts:	out: times the walk began anew because the task it stood on was
 *		reaped meanwhile
 * @__pad:	zero
 * @begin_ns:	out: when the walk (the last one, after restarts) began
 * @end_ns:	out: when it ended
 * @seq:	out: the last event of this open file's stream when the walk
 *		began: what later events tell is not, or only partly, in the rows;
 *		0 without WATCH
 *
 * Errors:
 *  EINVAL	unknown flag, @__pad not zero, negative @root_pid, @rows not
 *		8-byte aligned
 *  ESRCH	no such process (any more), or not visible to the caller
 *  ENOENT	@root_pid is a thread, but not the leader of its process
 *  EFAULT	argument or buffer not accessible; the buffer may have been
 *		written in part
 *  EINTR	a fatal signal came
 *  ENOMEM	no memory
 */
struct proctree_snapshot {
	__aligned_u64 mask;
	__aligned_u64 rows;
	__aligned_u64 root_start_ns;
	__s32 root_pid;
	__u32 flags;
	__u32 capacity;
	__u32 row_size;
	__u32 count;
	__u32 needed;
	__u32 walk;
	__u32 sections;
	__u32 restarts;
	__u32 __pad;
	__aligned_u64 begin_ns;
	__aligned_u64 end_ns;
	__aligned_u64 seq;
};
#define PROCTREE_SNAPSHOT_SIZE_VER0	88

/**
 * struct proctree_task - argument of PROCTREE_IOC_TASK
 *
 * @mask:	in: blocks wanted, out: blocks given, as for SNAPSHOT
 * @row:	in: address of the buffer for one row, 8-byte aligned
 * @start_ns:	in: start_ns as seen before, 0 = any; another value means that
 *		the pid was reused: ESRCH
 * @pid:	in: process or thread id
 * @flags:	in: must be 0
 * @size:	in: bytes in the buffer; out: bytes written
 * @__pad:	zero
 *
 * Errors: EINVAL (as for SNAPSHOT, and @pid not positive), ESRCH, EFAULT,
 * ENOSPC (@size is smaller than the row; @size tells what it takes).
 */
struct proctree_task {
	__aligned_u64 mask;
	__aligned_u64 row;
	__aligned_u64 start_ns;
	__s32 pid;
	__u32 flags;
	__u32 size;
	__u32 __pad;
};
#define PROCTREE_TASK_SIZE_VER0		40

/**
 * struct proctree_log - argument of PROCTREE_IOC_LOG
 *
 * Writes the subtree of @pid to the kernel log, one "name[pid]" a line,
 * indented by depth, as the caller sees it.
 *
 * @start_ns:	in: as for TASK
 * @pid:	in: process id
 * @flags:	in: must be 0
 * @lines:	out: lines written, at most proctree_query.log_max
 * @total:	out: processes in the subtree; the log says so if some were left
 *		out
 *
 * Errors: as SNAPSHOT's, and
 *  EPERM	the opener of the device has neither CAP_SYSLOG nor
 *		CAP_SYS_ADMIN in the initial user namespace
 *  EBUSY	the limit of dumps per second is reached; wait and try again
 */
struct proctree_log {
	__aligned_u64 start_ns;
	__s32 pid;
	__u32 flags;
	__u32 lines;
	__u32 total;
};
#define PROCTREE_LOG_SIZE_VER0		24

/*
 * Kinds of events; the tracepoint each comes from in brackets. "The task" is
 * proctree_event.pid.
 */
enum proctree_event_kind {
	PROCTREE_EVENT_LOST,	/* events were dropped here; always given */
	PROCTREE_EVENT_MARK,	/* PROCTREE_IOC_MARK; always given */
	PROCTREE_EVENT_FORK,	/* the task made another [task_newtask] */
	PROCTREE_EVENT_NEW,	/* first wake-up [sched_wakeup_new] */
	PROCTREE_EVENT_EXEC,	/* [sched_process_exec] */
	PROCTREE_EVENT_RENAME,	/* exec or prctl [task_rename]; born with a name
				 * of its own, as kernel threads are since 6.4
				 * [task_newtask] */
	PROCTREE_EVENT_EXIT,	/* begins to exit [sched_process_exit] */
	PROCTREE_EVENT_REPARENT, /* the task gets another parent; no tracepoint:
				  * predicted when the parent exits, confirmed
				  * by looking afterwards */
	PROCTREE_EVENT_FREE,	/* reaped, and an RCU grace period later
				 * [sched_process_free] */
	PROCTREE_EVENT_WAIT,	/* enters wait4 or waitid [sched_process_wait] */
	PROCTREE_EVENT_SIGNAL,	/* is sent a signal [signal_generate] */
	PROCTREE_EVENT_DELIVER,	/* takes it [signal_deliver] */
	PROCTREE_EVENT_SLEEP,	/* leaves the processor [sched_switch] */
	PROCTREE_EVENT_RUN,	/* gets it [sched_switch] */
	PROCTREE_EVENT_WAKE,	/* becomes runnable [sched_wakeup] */
	PROCTREE_EVENT_KTSTOP,	/* a kernel thread shall stop
				 * [sched_kthread_stop] */
};

/* Kinds that come so often that WATCH gives them for a root_pid only. */
#define PROCTREE_EVENTS_SCHED	(1ULL << PROCTREE_EVENT_SLEEP | \
				 1ULL << PROCTREE_EVENT_RUN | \
				 1ULL << PROCTREE_EVENT_WAKE)

/* proctree_event.u.fork.shared: what the two share after clone */
#define PROCTREE_SHARE_MM	(1U << 0)
#define PROCTREE_SHARE_FILES	(1U << 1)
#define PROCTREE_SHARE_FS	(1U << 2)
#define PROCTREE_SHARE_SIGHAND	(1U << 3)
#define PROCTREE_SHARE_SIGNAL	(1U << 4)

/* proctree_event.u.reparent.reason */
#define PROCTREE_HEIR_THREAD	1 /* another thread of the parent's process */
#define PROCTREE_HEIR_SUBREAPER	2 /* the nearest subreaper among ancestors */
#define PROCTREE_HEIR_INIT	3 /* init of the parent's pid namespace */

/* proctree_event.flags */
#define PROCTREE_EVENT_PREDICTED (1U << 0) /* REPARENT: about to happen */
#define PROCTREE_EVENT_CONFIRMED (1U << 1) /* REPARENT: seen */

/**
 * struct proctree_event - one event, 96 bytes
 *
 * @seq:	counts the events of this stream from 1, without gaps; a LOST
 *		event, which stands for events that have no number, repeats the
 *		number before it
 * @time_ns:	when
 * @start_ns:	start_ns of the task: with pid, its identity
 * @kind:	PROCTREE_EVENT_*
 * @cpu:	processor it happened on
 * @pid:	the task: thread id
 * @tgid:	its process
 * @flags:	PROCTREE_EVENT_PREDICTED, ..._CONFIRMED
 * @pf:		task->flags, PF_*
 * @u:		by kind; all bytes not named are zero
 *
 * FORK:	child_pid, child_tgid (equal, unless it is a thread), child_ppid
 *		(differs from tgid after CLONE_PARENT), exit_signal,
 *		child_start_ns, clone_flags (CLONE_*), shared (PROCTREE_SHARE_*)
 * EXEC:	old_pid: thread id before an exec by a thread, else pid; file: the
 *		path, its beginning cut off if it is too long
 * RENAME:	comm: the new name
 * EXIT:	code: status word as for wait(2); live: threads of the process that
 *		have not begun to exit; group_dead: this was the last one
 * REPARENT:	old_parent_tid, old_ppid, new_parent_tid, new_ppid (thread and
 *		process; 0 if not visible), reason: PROCTREE_HEIR_*
 * WAIT:	target: process or group waited for, 0 = any child
 * SIGNAL:	sig; code: si_code; sender_pid: process that sent it, 0 = kernel;
 *		group: to the process, not to one thread; result:
 *		TRACE_SIGNAL_* of include/trace/events/signal.h: 0 delivered, 1
 *		ignored, 2 already pending, 3 and 4 lost for want of memory
 * DELIVER:	sig; code; handler: 0 default action, 1 a function
 * SLEEP:	state: task->__state, 0 = preempted; other_pid: who runs next
 * RUN:		other_pid: who ran before
 * WAKE, NEW:	other_pid: process that was running on @cpu: the waker, unless it
 *		left the wake-up to another processor (kernel/sched/core.c
 *		ttwu_queue()); certain if both may use only one
 * LOST:	lost: how many events
 * MARK:	text
 */
struct proctree_event {
	__aligned_u64 seq;
	__aligned_u64 time_ns;
	__aligned_u64 start_ns;
	__u32 kind;
	__u32 cpu;
	__s32 pid;
	__s32 tgid;
	__u32 flags;
	__u32 pf;
	union {
		struct {
			__s32 child_pid;
			__s32 child_tgid;
			__s32 child_ppid;
			__s32 exit_signal;
			__aligned_u64 child_start_ns;
			__aligned_u64 clone_flags;
			__u32 shared;
		} fork;
		struct {
			__s32 old_pid;
			char file[44];
		} exec;
		struct {
			char comm[PROCTREE_COMM_LEN];
		} rename;
		struct {
			__s32 code;
			__u32 live;
			__u32 group_dead;
		} exit;
		struct {
			__s32 old_parent_tid;
			__s32 old_ppid;
			__s32 new_parent_tid;
			__s32 new_ppid;
			__u32 reason;
		} reparent;
		struct {
			__s32 target;
		} wait;
		struct {
			__s32 sig;
			__s32 code;
			__s32 sender_pid;
			__u32 group;
			__u32 result;
			__u32 handler;
		} signal;
		struct {
			__u32 state;
			__s32 other_pid;
		} sched;
		struct {
			__aligned_u64 lost;
		} lost;
		struct {
			char text[48];
		} mark;
		__u8 bytes[48];
	} u;
};

/* proctree_watch.flags */
#define PROCTREE_WATCH_OWN	(1U << 0) /* out: only tasks of the opener's
					   * user are given */

/**
 * struct proctree_watch - argument of PROCTREE_IOC_WATCH
 *
 * Begins the stream: what happens from now on is kept for read(), in rings of
 * fixed size, one for each processor that is online. If one is full, new events
 * are dropped and counted, and a LOST event says how many at the place where they
 * are missing: events read + events lost = events that happened. On a processor
 * that comes online later all are lost. The stream ends when the last descriptor
 * of the open file is closed.
 *
 * read() gives whole events, at least one, in the order of @seq; without
 * O_NONBLOCK it waits for @ring / 4 events on a processor or for the oldest one,
 * or the first loss, to be @latency_ms old. poll() is ready under the same
 * conditions.
 *
 * Without CAP_SYS_PTRACE or CAP_SYS_ADMIN (of the opener, in the user namespace
 * that owns its pid namespace) only events of tasks with the opener's user id
 * are given. What an event tells of another task (a sender, a waker, a parent) is
 * 0 if hidepid hides that task; here it hides those of other user ids, from who
 * is not given the events of all.
 *
 * @kinds:	in: 1 << PROCTREE_EVENT_*; out: those that are given
 * @root_start_ns: in: start_ns of the root, 0 = any; another value: ESRCH
 * @root_pid:	in: only this process, its descendants of now and all to come,
 *		wherever they are reparented to; 0 = every task
 * @flags:	in: must be 0; out: PROCTREE_WATCH_*
 * @ring:	in: events that a ring holds, 0 = 16384; out: rounded up to a power
 *		of two
 * @latency_ms:	in: 1 to 1000, 0 = 20; out: likewise
 *
 * Errors:
 *  EINVAL	no known kind, unknown flag, @ring above 1048576, @latency_ms
 *		above 1000, PROCTREE_EVENTS_SCHED without @root_pid
 *  EBUSY	this open file has a stream already: open the device again
 *  ESRCH, ENOENT	as for SNAPSHOT
 *  EMFILE	the user has too many streams (module parameter max_watch)
 *  ENFILE	there are too many streams in all
 *  ENOMEM	no memory
 *  ENODEV	this kernel lacks a tracepoint that a kind needs
 *
 * Errors of read(): EINVAL without WATCH or for a buffer smaller than an event,
 * EAGAIN, EINTR, EFAULT.
 */
struct proctree_watch {
	__aligned_u64 kinds;
	__aligned_u64 root_start_ns;
	__s32 root_pid;
	__u32 flags;
	__u32 ring;
	__u32 latency_ms;
};
#define PROCTREE_WATCH_SIZE_VER0	32

/**
 * struct proctree_mark - argument of PROCTREE_IOC_MARK
 *
 * @text:	in: NUL-terminated
 * @seq:	out: its place in the stream, 0 if it was lost
 *
 * Errors: EINVAL (no stream on this open file, @text not terminated), EFAULT.
 */
struct proctree_mark {
	__aligned_u64 seq;
	char text[48];
};
#define PROCTREE_MARK_SIZE_VER0		56

/*
 * Helpers: situations that no system call makes, for experiments. They concern
 * the caller and the open file only. Each open file can have one sleep and one
 * thread at a time; what it still has when it is closed ends then, and the
 * module can't be unloaded before.
 */
#define PROCTREE_HELPERS_MAX	64	/* sleeps and threads, of all together */
#define PROCTREE_SLEEP_MAX_MS	5000
#define PROCTREE_SPIN_MAX_MS	500

/* proctree_sleep.kind: task->__state, and what ends it early */
#define PROCTREE_SLEEP_INTERRUPTIBLE	0 /* TASK_INTERRUPTIBLE, S: a signal */
#define PROCTREE_SLEEP_KILLABLE		1 /* TASK_KILLABLE, D: a fatal signal */
#define PROCTREE_SLEEP_PLAIN		2 /* TASK_UNINTERRUPTIBLE, D: nothing */
#define PROCTREE_SLEEP_IDLE		3 /* TASK_IDLE, I: nothing */

/**
 * struct proctree_sleep - argument of PROCTREE_IOC_SLEEP
 *
 * The calling thread sleeps.
 *
 * @kind:	in: PROCTREE_SLEEP_*
 * @ms:		in: milliseconds, 1 to PROCTREE_SLEEP_MAX_MS
 * @flags:	in: must be 0
 * @__pad:	zero
 *
 * Errors:
 *  EINVAL	unknown @kind, @ms out of range, @flags or @__pad not zero
 *  EPERM	the opener of the device does not have CAP_SYS_ADMIN in the
 *		initial user namespace
 *  EBUSY	somebody sleeps on this open file already: open the device again
 *  ENFILE	there are PROCTREE_HELPERS_MAX helpers already
 *  EINTR	a signal came that ends this kind of sleep
 */
struct proctree_sleep {
	__u32 kind;
	__u32 ms;
	__u32 flags;
	__u32 __pad;
};
#define PROCTREE_SLEEP_SIZE_VER0	16

/* proctree_kthread.op */
#define PROCTREE_KTHREAD_CREATE	0 /* make it; state D until it is woken by one
				   * of the next three, or after
				   * PROCTREE_SLEEP_MAX_MS as by SLEEP */
#define PROCTREE_KTHREAD_SLEEP	1 /* sleep, interruptible: S */
#define PROCTREE_KTHREAD_IDLE	2 /* sleep, idle: I */
#define PROCTREE_KTHREAD_SPIN	3 /* run for @ms without giving way, then SLEEP */
#define PROCTREE_KTHREAD_PARK	4 /* kthread_park(): P */
#define PROCTREE_KTHREAD_STOP	5 /* kthread_stop(): it is gone afterwards */

/**
 * struct proctree_kthread - argument of PROCTREE_IOC_KTHREAD
 *
 * The open file's own kernel thread, "proctree-helper". It may be bound, given
 * another priority and sent signals as any other one.
 *
 * @op:		in: PROCTREE_KTHREAD_*
 * @ms:		in: SPIN: milliseconds, 1 to PROCTREE_SPIN_MAX_MS; else 0
 * @pid:	out: CREATE: its number, 0 if that is not visible
 * @value:	in: CREATE: 0 to 255, what its function will return; else 0.
 *		out: STOP: what it returned; -EINTR if it never ran
 * @flags:	in: must be 0
 * @__pad:	zero
 *
 * Errors:
 *  EINVAL	unknown @op, something out of range or not zero
 *  EPERM	as for SLEEP
 *  EBUSY	CREATE: this open file has a thread already
 *  ENFILE	CREATE: as for SLEEP
 *  ESRCH	others: it has none
 *  EINTR	CREATE: a fatal signal came
 *  ENOMEM	CREATE: no memory
 */
struct proctree_kthread {
	__u32 op;
	__u32 ms;
	__s32 pid;
	__s32 value;
	__u32 flags;
	__u32 __pad;
};
#define PROCTREE_KTHREAD_SIZE_VER0	24

/* 0xD7 is free in Documentation/userspace-api/ioctl/ioctl-number.rst. */
#define PROCTREE_IOC_MAGIC	0xD7
#define PROCTREE_IOC_QUERY	_IOWR(PROCTREE_IOC_MAGIC, 0, struct proctree_query)
#define PROCTREE_IOC_SNAPSHOT	_IOWR(PROCTREE_IOC_MAGIC, 1, struct proctree_snapshot)
#define PROCTREE_IOC_TASK	_IOWR(PROCTREE_IOC_MAGIC, 2, struct proctree_task)
#define PROCTREE_IOC_LOG	_IOWR(PROCTREE_IOC_MAGIC, 3, struct proctree_log)
#define PROCTREE_IOC_WATCH	_IOWR(PROCTREE_IOC_MAGIC, 4, struct proctree_watch)
#define PROCTREE_IOC_MARK	_IOWR(PROCTREE_IOC_MAGIC, 5, struct proctree_mark)
#define PROCTREE_IOC_SLEEP	_IOWR(PROCTREE_IOC_MAGIC, 6, struct proctree_sleep)
#define PROCTREE_IOC_KTHREAD	_IOWR(PROCTREE_IOC_MAGIC, 7, struct proctree_kthread)

#endif /* _UAPI_PROCTREE_H */
