// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about local sockets. Data only; the experiment itself is in
 * unix_socket.c and unix_datagrams.c.
 */
#include <errno.h>
#include <sys/syscall.h>

#include "trial.h"

const struct claim unix_socket_claims[] = {
	{
		.id = "unix-path",
		.sentence = "A local socket is bound to a path in the file "
			    "system.",
		.why = "It may be. It may also have an abstract name, which is "
		       "no file, or, as those of socketpair(), none.",
		.source = "unix(7)",
		.checks = {
			IS("bound", "server", "says.file", 1),
			IS_NOT("bound", "server", "says.abstract", 0),
			ABOVE("full", "sender", "says.name", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "unix-sequence",
		.sentence = "connect() and write() wait until the server has "
			    "called accept().",
		.why = "They take listen(), no more: the kernel keeps the "
		       "connection and what was written in queues. Before "
		       "listen() connect() is refused at once.",
		.source = "listen(2), connect(2); net/unix/af_unix.c "
			  "unix_stream_connect()",
		.checks = {
			IS_NOT("bound", "client", "says.connect",
			       -ECONNREFUSED),
			IS_NOT("connected", "client", "says.connect", 0),
			IS_NOT("connected", "client", "says.wrote", 3),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "unix-server-example",
		.sentence = "A server begins by removing its old socket file, and "
			    "ends if that fails.",
		.why = "There is none when it runs for the first time: ENOENT "
		       "is no reason to end, and bind() works.",
		.source = "unix(7), unlink(2)",
		.checks = {
			IS_NOT("bound", "server", "says.unlink", -ENOENT),
			IS_NOT("bound", "server", "says.bind", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "unix-queue",
		.sentence = "Who connects sleeps if the server's queue is full, "
			    "until accept() makes room.",
		.why = "listen(fd, 0) has room for one. The second one slept in "
		       "connect(), and the server's accept() woke it.",
		.source = "listen(2); net/unix/af_unix.c unix_wait_for_peer()",
		.checks = {
			IS("queue full", "other", "state", 'S'),
			IS("queue full", "other", "sleeps.call", SYS_connect),
			WOKEN_BY("queue full", "accepted", "other", "server"),
			IS("accepted", "other", "says.connect", 0),
			IS("accepted", "server", "says.read", 3),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "unix-accept-sleeps",
		.sentence = "accept() sleeps until a client connects.",
		.why = "If none is in the queue. It was connect() that woke the "
		       "server.",
		.source = "accept(2); net/unix/af_unix.c unix_accept()",
		.checks = {
			IS("accepting", "server", "state", 'S'),
			IS("accepting", "server", "sleeps.call", SYS_accept),
			WOKEN_BY("accepting", "called", "server", "client"),
			IS("called", "server", "says.accept", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "unix-rights",
		.sentence = "With SCM_RIGHTS the number of a descriptor is sent.",
		.why = "The open file is: the server got another number for it, "
		       "found the offset where the client had put it, and the "
		       "client saw the server move it. The tables of open files "
		       "stay apart.",
		.source = "unix(7), cmsg(3); net/core/scm.c scm_detach_fds()",
		.checks = {
			{ SEEN("passed", "server", "says.number"), CHECK_EQ,
			  SEEN("passed", "client", "says.number"), 0 },
			IS("passed", "server", "says.offset", 0),
			IS("moved", "client", "says.offset", 7),
			SAME("passed", "files", "server", "client"),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "unix-peercred",
		.sentence = "SO_PEERCRED tells who is at the other end.",
		.why = "Who connected or listened. Nobody can lie about it, but "
		       "it stays when that process is dead, or others have the "
		       "socket.",
		.source = "unix(7) SO_PEERCRED; net/core/sock.c",
		.checks = {
			{ SEEN("connected", "client", "says.peer"), CHECK_EQ,
			  SEEN("bound", "server", "pid"), 0 },
			{ SEEN("accepted", "server", "says.peer"), CHECK_EQ,
			  SEEN("bound", "client", "pid"), 0 },
			IS("client dead", "server", "says.peer", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "unix-peer-dies",
		.sentence = "Who reads learns that the other side has died.",
		.why = "The kernel closes what a killed process had open: the "
		       "other side reads the end, and can't write (EPIPE).",
		.source = "unix(7), send(2); net/unix/af_unix.c "
			  "unix_release_sock()",
		.checks = {
			IS("client dead", "client", "error", ESRCH),
			IS("client dead", "server", "says.read", 0),
			IS("client dead", "server", "says.wrote", -EPIPE),
			IS("server dead", "other", "says.read", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "unix-name-dies",
		.sentence = "A socket's name is free again when its owner has "
			    "died.",
		.why = "An abstract one. The file stays until somebody removes "
		       "it: connect() was refused, bind() said EADDRINUSE.",
		.source = "unix(7); net/unix/af_unix.c unix_bind_bsd()",
		.checks = {
			IS("accepted", "other", "says.abstract", -EADDRINUSE),
			IS("server dead", "other", "says.abstract", 0),
			IS("server dead", "other", "says.file", 0),
			IS("server dead", "other", "says.connect", -ENOENT),
			IS("server dead", "other", "says.bind", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "unix-dgram-unreliable",
		.sentence = "Datagrams between local sockets may get lost, as "
			    "those of UDP may.",
		.why = "When there was no room the sender got EAGAIN, or slept "
		       "until the receiver had made some; all came, in their "
		       "order.",
		.source = "unix(7) SOCK_DGRAM; net/unix/af_unix.c "
			  "unix_dgram_sendmsg()",
		.checks = {
			{ SEEN("received", "receiver", "says.received"),
			  CHECK_LT, SEEN("full", "sender", "says.sent"), 0 },
			{ SEEN("received", "receiver", "says.in_order"),
			  CHECK_LT, SEEN("full", "sender", "says.sent"), 0 },
			IS_NOT("waiting", "sender", "sleeps.call", SYS_sendto),
			{ ABOUT("waiting", "received", WAKE, "sender",
				"other_pid", "receiver"), CHECK_EQ, { 0 }, 0 },
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "control-unix-endless",
		.sentence = "There is room for any number of datagrams.",
		.checks = {
			IS_NOT("full", "sender", "says.error", -EAGAIN),
		},
		.lie = true,
	}, {
		.id = "control-unix-accept-busy",
		.sentence = "A server that waits in accept() uses the "
			    "processor.",
		.checks = {
			IS("accepting", "server", "state", 'R'),
		},
		.lie = true,
	},
	{ 0 },
};
