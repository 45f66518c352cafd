/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Libraries that only some commands need are opened when they are needed: what
 * they cost at start-up (libkmod brings libcrypto along) would be most of what
 * "proctl tree" costs. A library is a struct of pointers to its functions, made
 * from one list:
 *
 *	#define LIST(X) X(kmod_new) X(kmod_unref)
 *	struct kmod { LIST(DL_MEMBER) };
 *	static const char *const names[] = { LIST(DL_NAME) };
 */
#ifndef DL_H
#define DL_H

#include <stdbool.h>
#include <stddef.h>

#define DL_MEMBER(function) typeof(function) *function;
#define DL_NAME(function) #function,

/**
 * dl_load - open a library, for the rest of the process
 * @file:	its file name, with the version of its ABI
 * @names:	functions wanted, all of them
 * @n:		number of them
 * @functions:	result: a struct of @n pointers
 *
 * Return: false if the library or a function is missing; see dlerror(3).
 */
bool dl_load(const char *file, const char *const names[], size_t n,
	     void *functions);

#endif
