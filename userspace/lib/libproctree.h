/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libproctree: client of /dev/proctree.
 *
 * Never prints, never exits; functions that can fail return 0 or a negative
 * errno. Nothing here keeps global state: a struct proctree may be used by one
 * thread at a time, different ones by different threads.
 */
#ifndef LIBPROCTREE_H
#define LIBPROCTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../../module/tree_order.h"
#include "../../module/uapi/proctree.h"

struct proctree; /* an open device and what it can do */

/**
 * proctree_open - open /dev/proctree and ask what it can do
 * @ptp: result; free with proctree_close()
 *
 * Return: 0; -ENOENT if the module is not loaded; -EACCES if the device's mode
 * forbids it; -ENOTTY if the device is not proctree's; -ENOMEM; other errno of
 * open(2).
 */
int proctree_open(struct proctree **ptp);
void proctree_close(struct proctree *pt);

/* The answer of PROCTREE_IOC_QUERY; valid until proctree_close(). */
const struct proctree_query *proctree_info(const struct proctree *pt);

/**
 * struct proctree_want - what a snapshot shall hold; all zero = every process
 * @blocks:	PROCTREE_BLOCK_* beside the base
 * @root:	only this process and its descendants; 0 = all
 * @root_start_ns: its start_ns, if known; 0 = any
 * @threads:	a row for each thread too
 */
struct proctree_want {
	uint64_t blocks;
	int32_t root;
	uint64_t root_start_ns;
	bool threads;
};

/**
 * struct proctree_rows - rows in list order (parents first), all of one stride
 * @info:	the walk as the module describes it
 * @mask:	blocks in each row
 * @stride:	bytes from one row to the next
 * @count:	number of rows
 * @data:	the rows
 */
struct proctree_rows {
	struct proctree_snapshot info;
	uint64_t mask;
	uint32_t stride;
	uint32_t count;
	void *data;
};

/**
 * proctree_take - take a snapshot, with as much memory as it needs
 * @pt:		open device
 * @want:	what; NULL = every process
 * @rowsp:	result; free with proctree_rows_free()
 *
 * Return: 0 or the error of PROCTREE_IOC_SNAPSHOT (-ESRCH, -ENOENT, ...);
 * -EAGAIN if the number of tasks outgrew the buffer sixteen times in a row.
 */
int proctree_take(struct proctree *pt, const struct proctree_want *want,
		  struct proctree_rows **rowsp);

/**
 * proctree_take_task - one task, thread or process, as a single row
 * @start_ns:	as seen before, 0 = any
 * @blocks:	PROCTREE_BLOCK_* beside the base
 *
 * Return: 0 or the error of PROCTREE_IOC_TASK.
 */
int proctree_take_task(struct proctree *pt, int32_t pid, uint64_t start_ns,
		       uint64_t blocks, struct proctree_rows **rowsp);
void proctree_rows_free(struct proctree_rows *rows);

/* Row number @i, which must be below rows->count. */
const struct proctree_row *proctree_row_at(const struct proctree_rows *rows,
					   uint32_t i);

/* A block (one bit) of @row, NULL if the rows do not have it. */
const void *proctree_row_block(const struct proctree_rows *rows,
			       const struct proctree_row *row, uint64_t block);

/* The row of process @pid (not of a thread), NULL if there is none. O(n). */
const struct proctree_row *proctree_find(const struct proctree_rows *rows,
					 int32_t pid);

/**
 * proctree_order - parents, children, depths and preorder of @rows
 * @to: result; free with proctree_order_free()
 *
 * Return: 0 or -ENOMEM, -EOVERFLOW.
 */
int proctree_order(const struct proctree_rows *rows, struct tree_order *to);
void proctree_order_free(struct tree_order *to);

/*
 * Whether /proc is mounted and has our own pid namespace: proctree_cmdline()
 * would read of other processes else.
 */
bool proctree_proc_is_ours(void);

/**
 * proctree_cmdline - the arguments of a process, as in /proc/PID/cmdline
 * @row:	the process, or a thread of it
 * @to:		result: arguments with a NUL between them, none behind the last
 *		one; what does not fit is cut off. A process may write there
 *		what it likes (setproctitle)
 * @size:	bytes there
 *
 * Surely of the process of the row, not of a later one with its number.
 *
 * Return: bytes; 0 for a zombie or a kernel thread, which have none; -ESRCH or
 * -ENOENT if it has gone or the procfs hides it; other errno of open(2) and
 * read(2).
 */
ssize_t proctree_cmdline(struct proctree *pt, const struct proctree_row *row,
			 char *to, size_t size);

/**
 * proctree_log - write a subtree to the kernel log
 * @answer: lines and total as the module reports them
 *
 * Return: 0 or the error of PROCTREE_IOC_LOG.
 */
int proctree_log(struct proctree *pt, int32_t pid, uint64_t start_ns,
		 struct proctree_log *answer);

/**
 * struct proctree_block - one block of a row, from proctree_fields.def
 * @name:	as in PROCTREE_BLOCK_<name>
 * @meaning:	one line
 * @mask:	its bit
 * @size:	in bytes
 */
struct proctree_block {
	const char *name;
	const char *meaning;
	uint64_t mask;
	uint32_t size;
};

/* In the order of their bits, which is their order in a row. */
extern const struct proctree_block proctree_blocks[];
extern const size_t proctree_nblocks;

/* How a field wants to be shown; see module/uapi/proctree_fields.def. */
enum proctree_kind {
	PROCTREE_KIND_PID,
	PROCTREE_KIND_COUNT,
	PROCTREE_KIND_NUMBER,
	PROCTREE_KIND_BOOL,
	PROCTREE_KIND_TIME,
	PROCTREE_KIND_NS,
	PROCTREE_KIND_BYTES,
	PROCTREE_KIND_UID,
	PROCTREE_KIND_GID,
	PROCTREE_KIND_FLAGS,
	PROCTREE_KIND_ADDR,
	PROCTREE_KIND_STATE,
	PROCTREE_KIND_COMM,
	PROCTREE_KIND_ID,
	PROCTREE_KIND_SIGNAL,
	PROCTREE_KIND_SIGSET,
	PROCTREE_KIND_STATUS,
	PROCTREE_KIND_CAPS,
	PROCTREE_KIND_POLICY,
	PROCTREE_KIND_INUM,
};

/**
 * struct proctree_field - one field of a row, from proctree_fields.def
 * @name:	member and JSON key
 * @column:	heading in tables
 * @meaning:	one line
 * @source:	where the fact can be checked
 * @access:	how, and for whom, the module reads it: R, G, M, A, MA
 * @block:	PROCTREE_BLOCK_* it belongs to
 * @offset:	in its block
 * @size:	in bytes
 * @valid_bit:	bit in the block's valid mask, -1 in the base (always valid)
 */
struct proctree_field {
	const char *name;
	const char *column;
	const char *meaning;
	const char *source;
	const char *access;
	uint64_t block;
	enum proctree_kind kind;
	uint16_t offset;
	uint16_t size;
	bool is_signed;
	int8_t valid_bit;
};

extern const struct proctree_field proctree_fields[];
extern const size_t proctree_nfields;

/* The field with this name or column, in any case; NULL if there is none. */
const struct proctree_field *proctree_field_find(const char *name);

/* Whether @row has the field, and it could be read. */
bool proctree_field_valid(const struct proctree_rows *rows,
			  const struct proctree_row *row,
			  const struct proctree_field *field);

/* Value of an integer field, sign-extended if it is signed. Not for COMM. */
int64_t proctree_field_int(const struct proctree_rows *rows,
			   const struct proctree_row *row,
			   const struct proctree_field *field);

/*
 * ---- What happens: stream.c, eventmembers.c ----
 */

/**
 * proctree_watch - begin the stream of events of this open device
 * @watch:	request and answer of PROCTREE_IOC_WATCH
 *
 * Reads of the device do not block any more. The stream ends with
 * proctree_close(). Requests may be made as before; rows taken from now on say
 * in info.seq to which event they belong.
 *
 * Return: 0 or the error of PROCTREE_IOC_WATCH; -ENOTTY if the module has none.
 */
int proctree_watch(struct proctree *pt, struct proctree_watch *watch);

/**
 * proctree_events - wait for events and read them
 * @to:		room for @room events
 * @room:	at least 1; 256 or more make good use of a system call
 * @timeout_ms:	wait so long until it is worth reading (see PROCTREE_IOC_WATCH);
 *		-1 = for ever, 0 = not at all: what there is now
 *
 * Return: number of events, 0 if the time is over; -EINTR if a signal came;
 * -EINVAL without proctree_watch().
 */
int proctree_events(struct proctree *pt, struct proctree_event *to, size_t room,
		    int timeout_ms);

/* To be polled (POLLIN) together with others; owned by @pt, not to be read. */
int proctree_fd(const struct proctree *pt);

/**
 * proctree_mark - put a mark of one's own into the stream
 * @text:	shorter than 48 bytes
 * @seq:	result: its number, 0 if it was lost; NULL if that does not matter
 *
 * Return: 0; -EINVAL without proctree_watch(); -ENAMETOOLONG.
 */
int proctree_mark(struct proctree *pt, const char *text, uint64_t *seq);

/* How a member of an event wants to be shown; those after TEXT are words. */
enum proctree_member_type {
	PROCTREE_MEMBER_S32,
	PROCTREE_MEMBER_U32,
	PROCTREE_MEMBER_U64,
	PROCTREE_MEMBER_BOOL,
	PROCTREE_MEMBER_TEXT,	/* up to the NUL */
	PROCTREE_MEMBER_CLONE,
	PROCTREE_MEMBER_SIGNAL,
	PROCTREE_MEMBER_CODE,
	PROCTREE_MEMBER_RESULT,
	PROCTREE_MEMBER_STATUS,
	PROCTREE_MEMBER_HEIR,
	PROCTREE_MEMBER_STAGE,
	PROCTREE_MEMBER_STATE,
};

/**
 * struct proctree_member - one member of events of a kind
 * @kind:	PROCTREE_EVENT_*
 * @key:	its name, in JSON as well
 * @offset:	in struct proctree_event
 */
struct proctree_member {
	uint32_t kind;
	enum proctree_member_type type;
	const char *key;
	size_t offset;
};

/* All of them, in the order of JSON; the last one has no key. */
extern const struct proctree_member proctree_members[];

/* The first one of @kind with this key, NULL if there is none. */
const struct proctree_member *proctree_member_find(uint32_t kind,
						   const char *key);

/**
 * proctree_member_int - the value of a member
 * @value: result; of a state its letter, as in rows; of a stage, whether the
 *	event is confirmed
 *
 * Return: 0; -EINVAL if events of that kind do not have it, or it is text.
 */
int proctree_member_int(const struct proctree_event *e, const char *key,
			int64_t *value);

/* 'S' for a task->__state as sched_switch tells it; R for preempted. */
char proctree_state_letter(uint32_t state);

/*
 * ---- Situations that the module makes: helpers.c ----
 */

/**
 * proctree_sleep - sleep inside the kernel
 * @kind:	PROCTREE_SLEEP_*
 * @ms:		1 to PROCTREE_SLEEP_MAX_MS
 *
 * One at a time for each open device. A kind that signals don't end can't be
 * ended by anything.
 *
 * Return: 0; -EINTR if a signal came that ends this kind of sleep; or another
 * error of PROCTREE_IOC_SLEEP; -ENOTTY if the module has no helpers.
 */
int proctree_sleep(struct proctree *pt, uint32_t kind, uint32_t ms);

/**
 * proctree_kthread - have a kernel thread, and tell it what to do
 * @request:	request and answer of PROCTREE_IOC_KTHREAD
 *
 * One for each open device; it ends with proctree_close() at the latest.
 *
 * Return: 0, or the error of PROCTREE_IOC_KTHREAD; -ENOTTY if the module has
 * no helpers.
 */
int proctree_kthread(struct proctree *pt, struct proctree_kthread *request);

/*
 * ---- The tree that follows the stream: live.c, tasks.c ----
 *
 *	proctree_live_open(pt, &watch, &live);
 *	while ((n = proctree_events(pt, events, 256, -1)) > 0)
 *		for (i = 0; i < n; i++)
 *			proctree_live_apply(live, &events[i]);
 *
 * The stream is opened first, then a snapshot is taken; events that the snapshot
 * covers are passed over, by their number. All others change the tree such that
 * it does not matter whether the snapshot knew of them already. When events were
 * lost, or a parent has gone and its children's new one was not told, a new
 * snapshot is taken.
 *
 * When nothing happens and all events are applied, the tree equals a fresh
 * snapshot in: which tasks there are, pid, tgid, ppid, start_ns, comm,
 * nr_threads. No event tells of setsid, setpgid, setuid, or of sleeping: those
 * are as of the last snapshot, of a newborn task as its creator's were. A task
 * that has begun to exit is Z until it is gone.
 *
 * Of a stream that is limited, to a root_pid or to one's own tasks
 * (PROCTREE_WATCH_OWN), other tasks stay as of the last snapshot.
 */
struct proctree_live;

/* Kinds of events that the tree is made of; proctree_live_open() adds them. */
#define PROCTREE_LIVE_KINDS (1ULL << PROCTREE_EVENT_FORK |		\
			     1ULL << PROCTREE_EVENT_EXEC |		\
			     1ULL << PROCTREE_EVENT_RENAME |		\
			     1ULL << PROCTREE_EVENT_EXIT |		\
			     1ULL << PROCTREE_EVENT_REPARENT |		\
			     1ULL << PROCTREE_EVENT_FREE)

/**
 * struct proctree_live_info - what a live tree has been through
 * @seq:	number of the last event applied, or covered by the snapshot
 * @events:	events applied
 * @lost:	events lost, as LOST events told
 * @snapshots:	taken, the first one included: one more means that the tree has
 *		resynchronised
 * @tasks:	in the tree
 */
struct proctree_live_info {
	uint64_t seq;
	uint64_t events;
	uint64_t lost;
	uint64_t snapshots;
	uint32_t tasks;
};

/**
 * proctree_live_open - open a stream and begin to follow it
 * @pt:		device without a stream; must stay open as long as the tree
 * @watch:	as for proctree_watch(); PROCTREE_LIVE_KINDS are added
 * @livep:	result; free with proctree_live_close()
 *
 * Return: 0, or the error of proctree_watch() or proctree_take().
 */
int proctree_live_open(struct proctree *pt, struct proctree_watch *watch,
		       struct proctree_live **livep);
void proctree_live_close(struct proctree_live *live);

/**
 * proctree_live_apply - one event further
 * @event:	the next one of the stream, of any kind
 *
 * Return: 0; -ENOMEM or the error of a new snapshot: the tree can't be trusted
 * then until proctree_live_refresh() is successful.
 */
int proctree_live_apply(struct proctree_live *live,
			const struct proctree_event *event);

/* Take a new snapshot: for what no event tells. Return: 0 or an error. */
int proctree_live_refresh(struct proctree_live *live);

/* Valid until the next call that changes the tree. */
const struct proctree_live_info *
proctree_live_info(const struct proctree_live *live);

/* The task, thread or process, with this number; likewise. NULL: none. */
const struct proctree_row *proctree_live_find(const struct proctree_live *live,
					      int32_t pid);

/**
 * proctree_live_rows - the tree as rows, as if it was a snapshot
 * @threads:	threads too
 * @rowsp:	result; free with proctree_rows_free()
 *
 * Base rows in order of birth. A row whose parent is not in the tree is marked
 * PROCTREE_ROW_ROOT. Return: 0 or -ENOMEM.
 */
int proctree_live_rows(const struct proctree_live *live, bool threads,
		       struct proctree_rows **rowsp);

#endif
