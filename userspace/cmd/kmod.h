/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The module as libkmod sees it. libkmod is opened when it is needed.
 */
#ifndef KMOD_H
#define KMOD_H

#include <stdbool.h>
#include <stddef.h>

#define KMOD_MODULE "proctree"

struct kmod;

/**
 * kmod_open - find the module of the running kernel
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message. Free with kmod_close().
 */
int kmod_open(struct kmod **kp);
void kmod_close(struct kmod *k);

/* "live", "coming", "going", "builtin", or NULL if it is not loaded. */
const char *kmod_state(struct kmod *k);

/* How many use it: open files and other modules; negative errno. */
int kmod_users(struct kmod *k);

/* Its file, NULL if it is not installed; lives until kmod_close(). */
const char *kmod_file(struct kmod *k);

/* Whether the module has this parameter; true if that can't be told. */
bool kmod_has_parameter(struct kmod *k, const char *name, size_t length);

/* Return: 0 or negative errno of init_module(2), delete_module(2). */
int kmod_load(struct kmod *k, const char *parameters);
int kmod_unload(struct kmod *k);

#endif
