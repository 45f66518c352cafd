/* SPDX-License-Identifier: GPL-2.0-only */
/* Sockets of the experiment "tcp", at 127.0.0.1 and one port. */
#ifndef TCP_SOCKETS_H
#define TCP_SOCKETS_H

#include <stdbool.h>

struct role;

/**
 * tcp_choose_port - enter a network namespace, if allowed, and choose the port
 *
 * For the director, before there are roles.
 *
 * Return: false if there is no address 127.0.0.1.
 */
bool tcp_choose_port(void);

int tcp_socket(void);

/* Let it take a port that is in use by old connections only: SO_REUSEADDR. */
void tcp_reuse(int fd);

/* Like the system calls, with the address of this experiment. */
int tcp_bind(int fd);
int tcp_connect(int fd);
int tcp_connect_later(int fd);	/* O_NONBLOCK */

/* Says "read": bytes, 0 at the end, or -errno. */
void tcp_say_read(const struct role *me, int fd, int flags);

/* Says @key: TCP_ESTABLISHED and so on. */
void tcp_say_state(const struct role *me, const char *key, int fd);

/* Says "bind" and "reuse", without and with SO_REUSEADDR; binds nothing. */
void tcp_say_rebind(const struct role *me);

/*
 * Says "time_wait": whether, within two seconds, a connection of this port is
 * in TIME_WAIT.
 */
void tcp_say_left(const struct role *me);

#endif
