// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about connections. Data only; the experiment itself is in tcp.c.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/syscall.h>

#include "trial.h"

const struct claim tcp_claims[] = {
	{
		.id = "tcp-stages",
		.sentence = "A server calls socket(), bind(), listen(), "
			    "accept(); a client calls socket(), connect().",
		.why = "Before listen() the kernel refuses the client. The "
		       "server slept in accept() until the second client's "
		       "connection was there.",
		.source = "tcp(7), accept(2); net/ipv4/inet_connection_sock.c "
			  "inet_csk_accept()",
		.checks = {
			IS("bound", "server", "says.bind", 0),
			IS("bound", "client", "says.connect", -ECONNREFUSED),
			IS("listening", "client", "says.connect", 0),
			IS("accepting", "server", "state", 'S'),
			IS("accepting", "server", "sleeps.call", SYS_accept),
			IS("called", "server", "says.read", 3),
			IS("called", "server", "says.accept", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "tcp-client-example",
		.sentence = "A client needs connect() only; that makes the "
			    "socket, too.",
		.why = "socket() makes it. Without one connect() has nothing to "
		       "connect: EBADF.",
		.source = "connect(2), socket(2)",
		.checks = {
			IS("bound", "client", "says.bare", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "tcp-before-accept",
		.sentence = "The connection is made when the server calls "
			    "accept().",
		.why = "The kernel had made it before, and kept what the client "
		       "wrote; accept() takes it out of the queue.",
		.source = "listen(2), tcp(7); net/ipv4/tcp_minisocks.c "
			  "tcp_check_req()",
		.checks = {
			IS_NOT("listening", "client", "says.connect", 0),
			IS_NOT("listening", "client", "says.wrote", 3),
			IS_NOT("listening", "client", "says.state",
			       TCP_ESTABLISHED),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "tcp-queue",
		.sentence = "No more clients are connected than the queue of "
			    "listen() has room for.",
		.why = "listen(fd, 0) has room for one. The next one's request "
		       "was dropped; the kernel would repeat it for a minute or "
		       "two.",
		.source = "listen(2); net/ipv4/tcp_input.c tcp_conn_request()",
		.checks = {
			IS("listening", "client", "says.extra", -EINPROGRESS),
			IS("listening", "client", "says.extra_state",
			   TCP_SYN_SENT),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "sockets-are-fds",
		.sentence = "A connection is an open file: fork() shares it, and "
			    "it ends when the last descriptor is closed.",
		.why = "The child wrote to it. When the server had closed its "
		       "descriptor there was no end to be read yet; when the "
		       "child ended there was.",
		.source = "socket(7), fork(2); net/socket.c sock_close()",
		.checks = {
			IS("shared", "server", "says.socket", 1),
			OTHER("shared", "files", "server", "child"),
			IS("shared", "child", "says.wrote", 3),
			IS("shared", "client", "says.read", 3),
			IS("kept", "client", "says.read", -EAGAIN),
			IS("closed", "client", "says.read", 0),
			IS("closed", "client", "says.state", TCP_CLOSE_WAIT),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "tcp-close",
		.sentence = "After close() the other side reads the end of the "
			    "connection.",
		.why = "If all had been read. If not, the kernel resets the "
		       "connection, and the other side gets ECONNRESET; so it "
		       "does if the server dies before accept().",
		.source = "tcp(7), RFC 2525 2.17; net/ipv4/tcp.c __tcp_close()",
		.checks = {
			IS("closed", "client", "says.read", 0),
			IS("reset", "client", "says.read", 0),
			IS("server dead", "client", "says.read", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "tcp-reset-write",
		.sentence = "Who writes after a reset gets EPIPE.",
		.why = "Or SIGPIPE, without MSG_NOSIGNAL.",
		.source = "send(2), tcp(7)",
		.checks = {
			IS("reset", "client", "says.read", -ECONNRESET),
			IS("reset", "client", "says.wrote", -EPIPE),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "tcp-rebind",
		.sentence = "A server that was ended can't begin again at once: "
			    "its port is in use.",
		.why = "By its old connections. With SO_REUSEADDR, which the old "
		       "one must have set as well, it can, unless somebody "
		       "listens there.",
		.source = "socket(7) SO_REUSEADDR, tcp(7); "
			  "net/ipv4/inet_connection_sock.c",
		.checks = {
			IS("queued", "successor", "says.reuse", -EADDRINUSE),
			IS("both dead", "successor", "says.bind", -EADDRINUSE),
			IS("both dead", "successor", "says.reuse", -EADDRINUSE),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "tcp-time-wait",
		.sentence = "When both processes have died, nothing is left of "
			    "their connections.",
		.why = "For a minute the kernel keeps the side that closed "
		       "first, in TIME_WAIT, so that late packets are not taken "
		       "for those of a new connection. No process has it.",
		.source = "tcp(7), RFC 9293 3.6; net/ipv4/tcp_minisocks.c "
			  "tcp_time_wait()",
		.checks = {
			IS_NOT("both dead", "server", "error", ESRCH),
			IS("both dead", "successor", "says.time_wait", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "control-tcp-no-server",
		.sentence = "A client can connect where nobody listens.",
		.checks = {
			IS("bound", "client", "says.connect", 0),
		},
		.lie = true,
	}, {
		.id = "control-tcp-accept-busy",
		.sentence = "A server that waits in accept() uses the "
			    "processor.",
		.checks = {
			IS("accepting", "server", "state", 'R'),
		},
		.lie = true,
	},
	{ 0 },
};
