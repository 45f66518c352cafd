// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs QEMU and one command in its guest: passes the command in and its output
 * and exit status out. Judges the run: a complaint of the kernel, a timeout or
 * a machine that ends early is exit status 125. QEMU never outlives this
 * process, however it dies. No files.
 *
 * Usage: host [-t SECONDS] [-i] [-d DIR] [-e NAME=VALUE]...
 *             -- QEMU [ARG...] -- COMMAND [ARG...]
 *  -t	limit of the run
 *  -i	the command runs on a terminal, this process' own
 *  -d	working directory of the command, if the guest has it
 *  -e	environment of the command
 *
 * QEMU finds the port's socket as file descriptor 3, the console goes to its
 * standard output.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>

#include "log.h"
#include "wire.h"

#define FAILED	125	/* as of timeout(1), env(1): not the command's */
#define QEMU_PORT_FD 3

struct options {
	double timeout;		/* seconds, 0 = none */
	bool terminal;
	char **settings;	/* pairs of frame type and text, see options() */
	int nr_settings;
	char **qemu;
	char **command;
};

static struct log console;	/* what the machine printed */
static struct log kernel;	/* the kernel log, once the guest is up */
static pid_t qemu;
static struct termios cooked;
static bool is_raw;
static volatile sig_atomic_t stop_signal, window_changed;
static char buf[WIRE_MAX + 1];

static void on_signal(int sig)
{
	if (sig == SIGWINCH)
		window_changed = 1;
	else
		stop_signal = sig;
}

static void end_qemu(void)
{
	if (qemu > 0) {
		kill(qemu, SIGKILL);
		waitpid(qemu, NULL, 0);
		qemu = 0;
	}
	if (is_raw)
		tcsetattr(0, TCSADRAIN, &cooked);
	is_raw = false;
}

static _Noreturn void fail(const char *why)
{
	end_qemu();
	fputs("lab: the machine's last words:\n", stderr);
	log_print_end(&console, 40);
	if (kernel.complained)
		log_print_complaint(&kernel, 60);
	fprintf(stderr, "lab: %s\n", why);
	exit(FAILED);
}

static _Noreturn void stopped(void)
{
	end_qemu();
	signal(stop_signal, SIG_DFL);
	raise(stop_signal);
	exit(128 + stop_signal);
}

static void put(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (stop_signal)
			stopped();
		if (n < 0 && errno == EAGAIN)
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1,
			     -1);
		else if (n < 0 && errno != EINTR)
			fail("cannot write what the command writes");
		if (n > 0) {
			data += n;
			len -= n;
		}
	}
}

static void send_guest(int port, enum wire_type type, const void *data,
		       size_t len)
{
	if (len > WIRE_MAX)
		fail("an argument is too long");
	if (wire_send(port, type, data, len))
		fail("the machine does not take its command");
}

static void send_window(int port)
{
	struct winsize window;

	window_changed = 0;
	if (!ioctl(0, TIOCGWINSZ, &window))
		send_guest(port, WIRE_WINDOW, &window, sizeof(window));
}

static void send_command(int port, const struct options *opt)
{
	for (int i = 0; i < opt->nr_settings; i += 2)
		send_guest(port, opt->settings[i][0], opt->settings[i + 1],
			   strlen(opt->settings[i + 1]));
	for (char **arg = opt->command; *arg; arg++)
		send_guest(port, WIRE_ARG, *arg, strlen(*arg));
	if (opt->terminal)
		send_window(port);
	send_guest(port, WIRE_RUN, NULL, 0);
}

static void make_raw(void)
{
	struct termios raw;

	if (tcgetattr(0, &cooked))
		return;
	raw = cooked;
	cfmakeraw(&raw);
	is_raw = !tcsetattr(0, TCSADRAIN, &raw);
}

/* Return: the exit status of the command, -1 before it ends. */
static int from_guest(int port, const struct options *opt)
{
	struct wire_head head;

	if (wire_receive(port, &head, buf) <= 0)
		fail("the machine ended before the command did");
	switch (head.type) {
	case WIRE_READY:
		send_command(port, opt);
		if (opt->terminal)
			make_raw();
		break;
	case WIRE_OUT:
		put(1, buf, head.len);
		break;
	case WIRE_ERR:
		put(2, buf, head.len);
		break;
	case WIRE_LOG:
		log_add(&kernel, buf, head.len);
		log_add(&kernel, "\n", 1);
		break;
	case WIRE_EXIT:
		return (unsigned char)buf[0];
	}
	return -1;
}

static int start_qemu(char **argv, int *port)
{
	int socket[2], out[2], null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	pid_t self = getpid();

	if (null < 0 || pipe2(out, O_CLOEXEC) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket))
		fail(strerror(errno));
	qemu = fork();
	if (qemu < 0)
		fail(strerror(errno));
	if (!qemu) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != self)
			_exit(FAILED);
		dup2(null, 0);
		dup2(out[1], 1);
		dup2(out[1], 2);
		if (socket[1] == QEMU_PORT_FD)
			fcntl(socket[1], F_SETFD, 0);
		else
			dup2(socket[1], QEMU_PORT_FD);
		execvp(argv[0], argv);
		dprintf(2, "%s: %s\n", argv[0], strerror(errno));
		_exit(FAILED);
	}
	close(null);
	close(socket[1]);
	close(out[1]);
	*port = socket[0];
	return out[0];
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static int run(const struct options *opt)
{
	enum { PORT, CONSOLE, TERMINAL, NFDS };
	struct pollfd fds[NFDS] = {};
	double end = now() + opt->timeout;
	int status = -1;
	ssize_t n;

	for (int i = 0; i < NFDS; i++)
		fds[i].events = POLLIN;
	fds[CONSOLE].fd = start_qemu(opt->qemu, &fds[PORT].fd);
	fds[TERMINAL].fd = -1;
	while (status < 0) {
		double left = end - now();

		if (opt->timeout && left <= 0)
			fail("timeout: the command did not end in time");
		n = poll(fds, NFDS, opt->timeout ? left * 1000 + 1 : -1);
		if (stop_signal)
			stopped();
		if (n < 0)
			continue;
		if (window_changed && is_raw)
			send_window(fds[PORT].fd);
		/* First what the machine printed: it may be its last words. */
		if (fds[CONSOLE].revents) {
			n = read(fds[CONSOLE].fd, buf, WIRE_MAX);
			if (n > 0)
				log_add(&console, buf, n);
			else if (n == 0)
				fds[CONSOLE].fd = -1;
		} else if (fds[PORT].revents) {
			status = from_guest(fds[PORT].fd, opt);
		}
		if (fds[TERMINAL].revents) {
			n = read(0, buf, 1024);
			if (n > 0)
				send_guest(fds[PORT].fd, WIRE_IN, buf, n);
			else if (n == 0)
				stop_signal = SIGHUP;
		}
		fds[TERMINAL].fd = is_raw ? 0 : -1;
	}
	end_qemu();
	return status;
}

static int verdict(int status)
{
	struct log *log = kernel.complained ? &kernel : &console;

	if (!log->complained)
		return status;
	log_print_complaint(log, 60);
	fprintf(stderr, "lab: the kernel complained, see above; exit status of the command: %d\n",
		status);
	return FAILED;
}

static void usage(void)
{
	fputs("Usage: host [OPTION...] -- QEMU... -- COMMAND...\n", stderr);
	exit(FAILED);
}

static char **arguments_after_dashes(char **argv)
{
	while (*argv && strcmp(*argv, "--"))
		argv++;
	if (!*argv || !argv[1])
		usage();
	*argv = NULL;
	return argv + 1;
}

static void parse(struct options *opt, int argc, char **argv)
{
	int c;

	opt->settings = calloc(2 * argc, sizeof(*opt->settings));
	if (!opt->settings)
		fail("no memory");
	while ((c = getopt(argc, argv, "+t:id:e:")) != -1) {
		switch (c) {
		case 't':
			opt->timeout = atof(optarg);
			break;
		case 'i':
			opt->terminal = true;
			break;
		case 'd':
			opt->settings[opt->nr_settings++] = "D";
			opt->settings[opt->nr_settings++] = optarg;
			break;
		case 'e':
			opt->settings[opt->nr_settings++] = "V";
			opt->settings[opt->nr_settings++] = optarg;
			break;
		default:
			usage();
		}
	}
	opt->qemu = argv + optind;
	opt->command = arguments_after_dashes(opt->qemu);
}

int main(int argc, char **argv)
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction act = { .sa_handler = on_signal };
	struct options opt = {};

	parse(&opt, argc, argv);
	for (unsigned int i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		sigaction(stops[i], &act, NULL);
	sigaction(SIGWINCH, &act, NULL);
	return verdict(run(&opt));
}
