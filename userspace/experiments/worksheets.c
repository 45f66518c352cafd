// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worksheets; see worksheet.h. A new one is an entry here, and its strings
 * in po/.
 */
#include <stddef.h>
#include <string.h>

#include "worksheet.h"

const struct worksheet worksheets[] = {
	{
		.name = "counters",
		.experiment = "fork-tree",
		.title = "Counters on three levels",
		.situation = "A process p1 counts to 10 and forks p2; p2 counts "
			     "to 20 and forks p3; p3 counts to 30. Each waits "
			     "for its child. Later somebody traces p3, as a "
			     "debugger does. Then p3 ends, and p2 after it.",
		.questions = {
			{ "At what number does p2 stop counting?",
			  "level 2", "p2", "says.counter" },
			{ "Whose number does getppid() give to p3?",
			  "grown", "p3", "says.getppid" },
			{ "What state is p1 in while p3 counts?",
			  "grown", "p1", "state" },
			{ "Whose child is p3, for the kernel, while it is traced?",
			  "traced", "p3", "ppid" },
			{ "What does the kernel answer when it is asked for p3 "
			  "after p2 has waited for it?",
			  "without p3", "p3", "error" },
		},
		.claims = { "fork-tree-three-levels", "ppid-shown",
			    "ancestry-loop" },
	}, {
		.name = "wait",
		.experiment = "wait",
		.title = "Kinds of wait, and the status word",
		.situation = "A parent waits for its child in all the ways there "
			     "are. One child calls exit(0x1ff). The next one is "
			     "stopped by SIGSTOP, goes on by SIGCONT and is ended "
			     "by SIGTERM. Meanwhile the parent also asks without "
			     "waiting (WNOHANG), and looks without taking "
			     "anything (WNOWAIT).",
		.questions = {
			{ "What does the status word say after exit(0x1ff)?",
			  "exited", "parent", "says.status" },
			{ "A handler of a signal runs while the parent sleeps in "
			  "wait(). What does wait() return?",
			  "interrupted", "parent", "says.wait" },
			{ "The child is stopped, and its parent asks with "
			  "WNOHANG alone. What does waitpid() return?",
			  "stopped", "parent", "says.plain" },
			{ "And what does the status word say if it asks with "
			  "WUNTRACED?",
			  "stopped", "parent", "says.status" },
			{ "What state is the child in after SIGTERM, as long as "
			  "its parent only looks?",
			  "looked", "child", "state" },
			{ "What does the status word say then, after wait()?",
			  "signalled", "parent", "says.status" },
			{ "What does one wait() more return?",
			  "signalled", "parent", "says.again" },
		},
		.claims = { "wait-blocks", "wait-homework", "exit-code",
			    "zombie-by-wait", "wait-only-children",
			    "wait-any-thread" },
	}, {
		.name = "pipe",
		.experiment = "pipe",
		.title = "A pipe between two processes",
		.situation = "One process writes to a pipe, another one reads "
			     "from it. First the pipe is empty, then it is full, "
			     "and in the end first the writer is gone and then "
			     "the reader.",
		.questions = {
			{ "The pipe is empty. What state is the reader in?",
			  "empty", "reader", "state" },
			{ "The pipe is full. What state is the writer in?",
			  "full", "writer", "state" },
			{ "All writing ends are closed. What does read() return?",
			  "end", "reader", "says.read" },
		},
		.claims = { "pipe-reader-blocks", "pipe-writer-blocks",
			    "pipe-one-way", "pipe-data-outlive-writer",
			    "pipe-eof-inherit", "pipe-no-reader" },
	}, {
		.name = "chat",
		.experiment = "chat",
		.title = "A chat through two FIFOs",
		.situation = "Ann and Bob are two processes, and each has a FIFO "
			     "that it listens to and one that it speaks into. "
			     "They speak in turns, then both at once. Then Bob is "
			     "killed. Afterwards they try it with one FIFO, and "
			     "with two that each opens in the wrong order.",
		.questions = {
			{ "Bob listens, and nobody has spoken yet. What state is "
			  "he in?",
			  "bob listens", "bob", "state" },
			{ "Bob was killed. What does Ann's read() return?",
			  "bob killed", "ann", "says.heard" },
			{ "And her write(), if she ignores SIGPIPE?",
			  "bob killed", "ann", "says.said" },
			{ "Each has first opened the FIFO that it reads from. "
			  "What state is Ann in?",
			  "deadlock", "ann", "state" },
		},
		.claims = { "chat-homework", "chat-both-speak", "chat-end",
			    "chat-one-fifo", "chat-open-order" },
	}, {
		.name = "threads",
		.experiment = "thread",
		.title = "Threads and processes",
		.situation = "A process has a second thread and a child. The "
			     "thread shares what the child gets a copy of. Then "
			     "the first thread ends, and the second one lives on.",
		.claims = { "thread-own-task", "thread-no-distinction",
			    "thread-shares-resources", "thread-own-stack-pc",
			    "getpid-call", "thread-follows-process" },
	},
	{
		.name = "memory",
		.experiment = "shm",
		.title = "When shared memory goes away",
		.situation = "A process makes a segment of shared memory, "
			     "attaches it and forks a child. The child writes "
			     "and ends without shmdt(). Another child becomes a "
			     "shell. A stranger attaches the segment twice and "
			     "is killed. Then its maker ends, and a later "
			     "process attaches it and calls IPC_RMID.",
		.questions = {
			{ "The child has done nothing but be forked. How often "
			  "is the segment attached?",
			  "forked", "segment", "says.attached" },
			{ "And when the child has ended?",
			  "ended", "segment", "says.attached" },
			{ "And when another child has become a shell?",
			  "exec", "segment", "says.attached" },
			{ "And when the stranger has attached it twice?",
			  "others", "segment", "says.attached" },
			{ "And when SIGKILL has ended the stranger?",
			  "killed", "segment", "says.attached" },
		},
		.claims = { "shm-os-undo", "shm-rmid", "shm-address",
			    "shm-posix", "shm-ftok" },
	}, {
		.name = "locks",
		.experiment = "race",
		.title = "Threads that count together",
		.situation = "Threads add to one sum, each many times: without "
			     "a lock, with a mutex, with an atomic "
			     "instruction. Then one thread holds a mutex that "
			     "another one wants. In the end a program makes "
			     "24 threads and joins eight of them.",
		.questions = {
			{ "What state is the waiter in while the owner has the "
			  "mutex?",
			  "locked", "waiter", "state" },
			{ "What does pthread_mutex_lock() return to it then?",
			  "unlocked", "waiter", "says.lock" },
		},
		.claims = { "thread-race-lost-update", "race-one-processor",
			    "thread-mutex-fixes", "mutex-system-call",
			    "race-atomic", "thread-example-1" },
	},
	{ 0 },
};

const struct worksheet *worksheet_find(const char *name)
{
	const struct worksheet *sheet;

	for (sheet = worksheets; sheet->name; sheet++)
		if (!strcmp(sheet->name, name))
			return sheet;
	return NULL;
}
