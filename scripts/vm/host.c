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
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>

#include "log.h"
#include "qemu.h"
#include "wire.h"

#define FAILED	125	/* as of timeout(1), env(1): not the command's */

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
static struct qemu qemu = { -1, -1 };
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

static void end_machine(void)
{
	qemu_end();
	if (is_raw)
		tcsetattr(0, TCSADRAIN, &cooked);
	is_raw = false;
}

/* Return: false at the end of what the machine prints. */
static bool read_console(void)
{
	ssize_t n = read(qemu.console, buf, WIRE_MAX);

	if (n > 0)
		log_add(&console, buf, n);
	return n > 0 || (n < 0 && errno == EINTR);
}

static _Noreturn void fail(const char *why)
{
	end_machine();
	while (qemu.console >= 0 && read_console())
		continue;
	fputs("lab: the machine's last words:\n", stderr);
	log_print_end(&console, 40);
	if (kernel.complained)
		log_print_complaint(&kernel, 60);
	fprintf(stderr, "lab: %s\n", why);
	exit(FAILED);
}

static _Noreturn void stopped(int sig)
{
	end_machine();
	signal(sig, SIG_DFL);
	raise(sig);
	exit(128 + sig);
}

static void put(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (stop_signal)
			stopped(stop_signal);
		if (n < 0 && errno == EPIPE)
			stopped(SIGPIPE);
		else if (n < 0 && errno == EAGAIN)
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

static void send_guest(enum wire_type type, const void *data, size_t len)
{
	if (len > WIRE_MAX)
		fail("an argument is too long");
	if (wire_send(qemu.port, type, data, len))
		fail("the machine does not take its command");
}

static void send_window(void)
{
	struct winsize window;

	window_changed = 0;
	if (!ioctl(0, TIOCGWINSZ, &window))
		send_guest(WIRE_WINDOW, &window, sizeof(window));
}

static void send_command(const struct options *opt)
{
	for (int i = 0; i < opt->nr_settings; i += 2)
		send_guest(opt->settings[i][0], opt->settings[i + 1],
			   strlen(opt->settings[i + 1]));
	for (char **arg = opt->command; *arg; arg++)
		send_guest(WIRE_ARG, *arg, strlen(*arg));
	if (opt->terminal)
		send_window();
	send_guest(WIRE_RUN, NULL, 0);
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
static int from_guest(const struct options *opt)
{
	struct wire_head head;

	if (wire_receive(qemu.port, &head, buf) <= 0)
		fail("the machine ended before the command did");
	switch (head.type) {
	case WIRE_READY:
		send_command(opt);
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

static void from_terminal(void)
{
	ssize_t n = read(0, buf, 1024);

	if (n > 0)
		send_guest(WIRE_IN, buf, n);
	else if (n == 0 || errno != EINTR)
		stopped(SIGHUP);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* Return: the command's exit status. */
static int run(const struct options *opt)
{
	enum { CONSOLE, PORT, TERMINAL, NFDS };
	struct pollfd fds[NFDS] = {};
	double left, end = now() + opt->timeout;
	int status = -1;
	ssize_t n;

	if (qemu_start(&qemu, opt->qemu))
		fail(strerror(errno));
	for (int i = 0; i < NFDS; i++)
		fds[i].events = POLLIN;
	fds[CONSOLE].fd = qemu.console;
	fds[PORT].fd = qemu.port;
	while (status < 0) {
		left = end - now();
		if (opt->timeout && left <= 0)
			fail("timeout: the command did not end in time");
		fds[TERMINAL].fd = is_raw ? 0 : -1;
		n = poll(fds, NFDS, opt->timeout ? left * 1000 + 1 : -1);
		if (stop_signal)
			stopped(stop_signal);
		if (window_changed && is_raw)
			send_window();
		if (n < 0)
			continue;
		if (fds[CONSOLE].revents && !read_console())
			fds[CONSOLE].fd = -1;
		if (fds[PORT].revents)
			status = from_guest(opt);
		if (fds[TERMINAL].revents)
			from_terminal();
	}
	end_machine();
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
	signal(SIGPIPE, SIG_IGN);	/* QEMU may die while we write to it */
	return verdict(run(&opt));
}
