// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module as libkmod sees it; see kmod.h. The only file that knows libkmod.
 */
#include <libkmod.h>
#include <stdlib.h>
#include <string.h>

#include "dl.h"
#include "kmod.h"
#include "proctl.h"

#define LIBKMOD(X)							\
	X(kmod_new)			X(kmod_unref)			\
	X(kmod_set_log_priority)					\
	X(kmod_module_new_from_name)	X(kmod_module_unref)		\
	X(kmod_module_get_initstate)	X(kmod_module_initstate_str)	\
	X(kmod_module_get_refcnt)	X(kmod_module_get_path)		\
	X(kmod_module_probe_insert_module)				\
	X(kmod_module_remove_module)	X(kmod_list_next)		\
	X(kmod_module_get_info)		X(kmod_module_info_free_list)	\
	X(kmod_module_info_get_key)	X(kmod_module_info_get_value)

struct libkmod {
	LIBKMOD(DL_MEMBER)
};

static const char *const names[] = { LIBKMOD(DL_NAME) };

struct kmod {
	struct libkmod lib;
	struct kmod_ctx *ctx;
	struct kmod_module *module;
};

int kmod_open(struct kmod **kp)
{
	struct kmod *k = calloc(1, sizeof(*k));

	if (!k)
		return proctl_no("out of memory");
	if (!dl_load("libkmod.so.2", names, sizeof(names) / sizeof(names[0]),
		     &k->lib)) {
		free(k);
		return proctl_no("libkmod.so.2 is missing: run 'sudo apt "
				 "install libkmod2' (or use 'modprobe')");
	}
	k->ctx = k->lib.kmod_new(NULL, NULL);
	if (k->ctx)	/* what went wrong is told by us */
		k->lib.kmod_set_log_priority(k->ctx, 0);
	if (!k->ctx || k->lib.kmod_module_new_from_name(k->ctx, KMOD_MODULE,
							&k->module)) {
		kmod_close(k);
		return proctl_no("libkmod can't read /lib/modules: see modprobe(8)");
	}
	*kp = k;
	return PROCTL_YES;
}

void kmod_close(struct kmod *k)
{
	if (k->module)
		k->lib.kmod_module_unref(k->module);
	if (k->ctx)
		k->lib.kmod_unref(k->ctx);
	free(k);
}

const char *kmod_state(struct kmod *k)
{
	int state = k->lib.kmod_module_get_initstate(k->module);

	return state < 0 ? NULL : k->lib.kmod_module_initstate_str(state);
}

int kmod_users(struct kmod *k)
{
	return k->lib.kmod_module_get_refcnt(k->module);
}

const char *kmod_file(struct kmod *k)
{
	return k->lib.kmod_module_get_path(k->module);
}

/* The field "parm" of modinfo(8) is "NAME:description". */
static bool is_parameter(const struct kmod *k, const struct kmod_list *info,
			 const char *name, size_t length)
{
	const char *value = k->lib.kmod_module_info_get_value(info);

	return !strcmp(k->lib.kmod_module_info_get_key(info), "parm") &&
	       !strncmp(value, name, length) && value[length] == ':';
}

bool kmod_has_parameter(struct kmod *k, const char *name, size_t length)
{
	struct kmod_list *all = NULL, *info;
	bool found = false;

	if (k->lib.kmod_module_get_info(k->module, &all) < 0)
		return true;
	for (info = all; info && !found;
	     info = k->lib.kmod_list_next(all, info))
		found = is_parameter(k, info, name, length);
	k->lib.kmod_module_info_free_list(all);
	return found;
}

int kmod_load(struct kmod *k, const char *parameters)
{
	return k->lib.kmod_module_probe_insert_module(k->module,
						      KMOD_PROBE_FAIL_ON_LOADED,
						      parameters, NULL, NULL,
						      NULL);
}

int kmod_unload(struct kmod *k)
{
	return k->lib.kmod_module_remove_module(k->module, KMOD_REMOVE_NOLOG);
}
