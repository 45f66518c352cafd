// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs QEMU and one command in its guest: passes the command in and its output
 * and exit status out. Judges the run: a complaint of the kernel, a timeout or
 * a machine that ends early is exit status 125. QEMU never outlives this
 * process, however it dies. No files.
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
#include "options.h"
#include "qemu.h"
#include "wire.h"

#define BOOTS	3	/* tries to get a kernel up that is not ours to blame */
#define UP	"lab: up"	/* its first words (guest-init) */

enum { CONSOLE, PORT, TERMINAL, NFDS };	/* what run() listens to */

static struct log console;	/* what the machine printed */
static struct log kernel;	/* the kernel log, once the guest is up */
static struct qemu qemu = { -1, -1 };
static struct termios cooked;
static bool is_raw;
static bool is_up;		/* the kernel has booted: our part begins */
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
	if (n > 0 && !is_up)
		is_up = log_has(&console, UP);
	return n > 0 || (n < 0 && errno == EINTR);
}

static _Noreturn void fail(const char *why)
{
	end_machine();
	while (qemu.console >= 0 && read_console())
		continue;
	fputs("lab: the machine's last words:\n", stderr);
	if (console.complained)
		log_print_complaint(&console, 100);
	else
		log_print_end(&console, 40);
	if (kernel.complained)
		log_print_complaint(&kernel, 100);
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

static void start(const struct options *opt, struct pollfd *fds)
{
	if (qemu_start(&qemu, opt->qemu))
		fail(strerror(errno));
	fds[CONSOLE].fd = qemu.console;
	fds[PORT].fd = qemu.port;
}

/*
 * An emulated processor may stumble over a kernel that patches its own code,
 * about once in a hundred boots. Before the initramfs nothing of ours has run:
 * then, and only then, the boot may be repeated.
 */
static void start_again(const struct options *opt, struct pollfd *fds)
{
	static int boots = 1;

	if (boots++ == BOOTS)
		fail("the kernel did not boot");
	fputs("lab: the kernel did not boot: trying again\n", stderr);
	qemu_end();
	close(qemu.console);
	close(qemu.port);
	log_clear(&console);
	start(opt, fds);
}

/* Return: the command's exit status. */
static int run(const struct options *opt)
{
	struct pollfd fds[NFDS] = {};
	double end = now() + opt->timeout, up_end = now() + opt->boot_time;
	int status = -1, n;

	for (int i = 0; i < NFDS; i++)
		fds[i].events = POLLIN;
	start(opt, fds);
	while (status < 0) {
		if (opt->timeout && now() > end)
			fail("timeout: the command did not end in time");
		if (!is_up && (now() > up_end || fds[PORT].revents)) {
			start_again(opt, fds);
			up_end = now() + opt->boot_time;
		}
		fds[TERMINAL].fd = is_raw ? 0 : -1;
		n = poll(fds, NFDS, opt->timeout || !is_up ? 100 : -1);
		if (stop_signal)
			stopped(stop_signal);
		if (window_changed && is_raw)
			send_window();
		if (n < 0)
			continue;
		if (fds[CONSOLE].revents && !read_console())
			fds[CONSOLE].fd = -1;
		if (fds[PORT].revents && is_up)
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
	log_print_complaint(log, 100);
	fprintf(stderr, "lab: the kernel complained, see above; exit status of the command: %d\n",
		status);
	return FAILED;
}

int main(int argc, char **argv)
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction act = { .sa_handler = on_signal };
	struct options opt = { .boot_time = 60 };

	options_parse(&opt, argc, argv);
	for (unsigned int i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		sigaction(stops[i], &act, NULL);
	sigaction(SIGWINCH, &act, NULL);
	signal(SIGPIPE, SIG_IGN);	/* QEMU may die while we write to it */
	return verdict(run(&opt));
}
