/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The events of the stream as trace events of the kernel, proctree:proctree_*,
 * for perf and ftrace: of all tasks, with the numbers of the initial pid
 * namespace. The fields are those of struct proctree_event, where they are
 * explained; pid and start_ns are the task's identity.
 *
 * There are none for sleep, run and wake: sched:sched_switch and
 * sched:sched_wakeup tell the same, and ours come from them.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM proctree

#if !defined(PROCTREE_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define PROCTREE_TRACE_H

#include <linux/tracepoint.h>

#include "uapi/proctree.h"

/* X(KIND, name) of each kind that is a trace event */
#define PT_TRACE_KINDS(X) \
	X(FORK, fork) \
	X(NEW, new) \
	X(EXEC, exec) \
	X(RENAME, rename) \
	X(EXIT, exit) \
	X(REPARENT, reparent) \
	X(FREE, free) \
	X(WAIT, wait) \
	X(SIGNAL, signal) \
	X(DELIVER, deliver) \
	X(KTSTOP, ktstop)

/* Called when the first user of an event comes, and when the last has gone. */
#define PT_TRACE_SWITCH(KIND, name) \
	int pt_trace_on_##name(void); \
	void pt_trace_off_##name(void);
PT_TRACE_KINDS(PT_TRACE_SWITCH)
#undef PT_TRACE_SWITCH

/* Who it is about. */
#define PT_TASK_FIELDS \
	__field(u64, start_ns) \
	__field(s32, pid) \
	__field(s32, tgid)

#define PT_TASK_ASSIGN \
	do { \
		__entry->start_ns = ev->start_ns; \
		__entry->pid = ev->pid; \
		__entry->tgid = ev->tgid; \
	} while (0)

/* What is special to the event: fields, how to fill them, how to print them. */
#define PT_TRACE_EVENT(name, fields, assign, format, ...) \
	TRACE_EVENT_FN(proctree_##name, \
		TP_PROTO(const struct proctree_event *ev), TP_ARGS(ev), \
		TP_STRUCT__entry(PT_TASK_FIELDS fields), \
		TP_fast_assign(PT_TASK_ASSIGN; assign), \
		TP_printk("pid=%d tgid=%d start_ns=%llu" format, \
			  __entry->pid, __entry->tgid, __entry->start_ns, \
			  ##__VA_ARGS__), \
		pt_trace_on_##name, pt_trace_off_##name)

PT_TRACE_EVENT(fork,
	       TP_STRUCT__entry(__field(u64, child_start_ns)
				__field(u64, clone_flags)
				__field(s32, child_pid)
				__field(s32, child_tgid)
				__field(s32, child_ppid)
				__field(s32, exit_signal)
				__field(u32, shared)),
	       TP_fast_assign(__entry->child_start_ns = ev->u.fork.child_start_ns;
			      __entry->clone_flags = ev->u.fork.clone_flags;
			      __entry->child_pid = ev->u.fork.child_pid;
			      __entry->child_tgid = ev->u.fork.child_tgid;
			      __entry->child_ppid = ev->u.fork.child_ppid;
			      __entry->exit_signal = ev->u.fork.exit_signal;
			      __entry->shared = ev->u.fork.shared;
	       ),
	       " child_pid=%d child_tgid=%d child_ppid=%d child_start_ns=%llu clone_flags=0x%llx exit_signal=%d shared=%s",
	       __entry->child_pid, __entry->child_tgid,
	       __entry->child_ppid, __entry->child_start_ns,
	       __entry->clone_flags, __entry->exit_signal,
	       __print_flags(__entry->shared, "|",
			     { PROCTREE_SHARE_MM, "mm" },
			     { PROCTREE_SHARE_FILES, "files" },
			     { PROCTREE_SHARE_FS, "fs" },
			     { PROCTREE_SHARE_SIGHAND, "sighand" },
			     { PROCTREE_SHARE_SIGNAL, "signal" }));

PT_TRACE_EVENT(new,
	       TP_STRUCT__entry(__field(s32, other_pid)),
	       TP_fast_assign(__entry->other_pid = ev->u.sched.other_pid;
	       ),
	       " other_pid=%d", __entry->other_pid);

PT_TRACE_EVENT(exec,
	       TP_STRUCT__entry(__field(s32, old_pid)
				__array(char, file,
					sizeof_field(struct proctree_event,
						     u.exec.file))),
	       TP_fast_assign(__entry->old_pid = ev->u.exec.old_pid;
			      memcpy(__entry->file, ev->u.exec.file, sizeof(__entry->file));
	       ),
	       " old_pid=%d file=%s",
	       __entry->old_pid, __entry->file);

PT_TRACE_EVENT(rename,
	       TP_STRUCT__entry(__array(char, comm, PROCTREE_COMM_LEN)),
	       TP_fast_assign(memcpy(__entry->comm, ev->u.rename.comm, sizeof(__entry->comm));
	       ),
	       " comm=%s",
	       __entry->comm);

PT_TRACE_EVENT(exit,
	       TP_STRUCT__entry(__field(s32, code)
				__field(u32, live)
				__field(u32, group_dead)),
	       TP_fast_assign(__entry->code = ev->u.exit.code;
			      __entry->live = ev->u.exit.live;
			      __entry->group_dead = ev->u.exit.group_dead;
	       ),
	       " code=0x%x live=%u group_dead=%u",
	       __entry->code, __entry->live,
	       __entry->group_dead);

PT_TRACE_EVENT(reparent,
	       TP_STRUCT__entry(__field(s32, old_parent_tid)
				__field(s32, old_ppid)
				__field(s32, new_parent_tid)
				__field(s32, new_ppid)
				__field(u32, reason)
				__field(u32, confirmed)),
	       TP_fast_assign(__entry->old_parent_tid = ev->u.reparent.old_parent_tid;
			      __entry->old_ppid = ev->u.reparent.old_ppid;
			      __entry->new_parent_tid = ev->u.reparent.new_parent_tid;
			      __entry->new_ppid = ev->u.reparent.new_ppid;
			      __entry->reason = ev->u.reparent.reason;
			      __entry->confirmed = !!(ev->flags & PROCTREE_EVENT_CONFIRMED);
	       ),
	       " old_parent_tid=%d old_ppid=%d new_parent_tid=%d new_ppid=%d reason=%s %s",
	       __entry->old_parent_tid,
	       __entry->old_ppid, __entry->new_parent_tid,
	       __entry->new_ppid,
	       __print_symbolic(__entry->reason,
				{ PROCTREE_HEIR_THREAD, "thread" },
				{ PROCTREE_HEIR_SUBREAPER, "subreaper" },
				{ PROCTREE_HEIR_INIT, "init" }),
	       __entry->confirmed ? "confirmed" : "predicted");

PT_TRACE_EVENT(free, TP_STRUCT__entry(), TP_fast_assign(), "");

PT_TRACE_EVENT(wait,
	       TP_STRUCT__entry(__field(s32, target)),
	       TP_fast_assign(__entry->target = ev->u.wait.target;
	       ),
	       " target=%d",
	       __entry->target);

PT_TRACE_EVENT(signal,
	       TP_STRUCT__entry(__field(s32, sig)
				__field(s32, code)
				__field(s32, sender_pid)
				__field(u32, group)
				__field(u32, result)),
	       TP_fast_assign(__entry->sig = ev->u.signal.sig;
			      __entry->code = ev->u.signal.code;
			      __entry->sender_pid = ev->u.signal.sender_pid;
			      __entry->group = ev->u.signal.group;
			      __entry->result = ev->u.signal.result;
	       ),
	       " sig=%d code=%d sender_pid=%d group=%u result=%u",
	       __entry->sig, __entry->code,
	       __entry->sender_pid, __entry->group,
	       __entry->result);

PT_TRACE_EVENT(deliver,
	       TP_STRUCT__entry(__field(s32, sig)
				__field(s32, code)
				__field(u32, handler)),
	       TP_fast_assign(__entry->sig = ev->u.signal.sig;
			      __entry->code = ev->u.signal.code;
			      __entry->handler = ev->u.signal.handler;
	       ),
	       " sig=%d code=%d handler=%u",
	       __entry->sig, __entry->code,
	       __entry->handler);

PT_TRACE_EVENT(ktstop, TP_STRUCT__entry(), TP_fast_assign(), "");

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
