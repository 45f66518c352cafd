// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading and unloading, and the module's parameters.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>

#include "proctree.h"
#include "stream.h"
#include "version.h"

#define BATCH_MAX	4096

unsigned int pt_batch = 512;
unsigned int pt_hidepid = HIDEPID_OFF;
unsigned int pt_hidepid_gid;
unsigned int pt_max_open = 64;
unsigned int pt_max_watch = 64;

static int set_batch(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 1, BATCH_MAX);
}

static const struct kernel_param_ops batch_ops = {
	.set = set_batch,
	.get = param_get_uint,
};

static int set_hidepid(const char *val, const struct kernel_param *kp)
{
	unsigned int n;
	int err = kstrtouint(val, 0, &n);

	if (err)
		return err;
	if (n != HIDEPID_OFF && n != HIDEPID_NO_ACCESS &&
	    n != HIDEPID_INVISIBLE && n != HIDEPID_NOT_PTRACEABLE)
		return -EINVAL;
	WRITE_ONCE(pt_hidepid, n);
	return 0;
}

static const struct kernel_param_ops hidepid_ops = {
	.set = set_hidepid,
	.get = param_get_uint,
};

module_param_cb(batch, &batch_ops, &pt_batch, 0644);
__MODULE_PARM_TYPE(batch, "uint");
MODULE_PARM_DESC(batch, "tasks visited in one RCU read section, 1-4096 (default 512)");
module_param_cb(hidepid, &hidepid_ops, &pt_hidepid, 0644);
__MODULE_PARM_TYPE(hidepid, "uint");
MODULE_PARM_DESC(hidepid, "who sees others' processes through /dev/proctree, as the procfs mount option: 0 everyone (default), 1 or 2 who may ptrace them, or is in hidepid_gid, 4 only who may ptrace them");
module_param_named(hidepid_gid, pt_hidepid_gid, uint, 0644);
MODULE_PARM_DESC(hidepid_gid, "group that hidepid=1 and 2 do not apply to (default 0)");
module_param_named(max_open, pt_max_open, uint, 0644);
MODULE_PARM_DESC(max_open, "open /proc/proctree files of one user without CAP_SYS_RESOURCE (default 64)");

module_param_named(max_watch, pt_max_watch, uint, 0644);
MODULE_PARM_DESC(max_watch, "event streams of one user without CAP_SYS_RESOURCE (default 64)");

static int __init pt_init(void)
{
	int err;

	pt_task_init();
	pt_log_init();
	pt_probes_init();
	err = pt_device_init();
	if (err)
		return err;
	err = pt_procfs_init();
	if (err)
		goto exit_device;
	pt_trace_init();
	pr_info("%s loaded: /proc/proctree, /dev/proctree\n", PROCTREE_VERSION);
	return 0;

exit_device:
	pt_device_exit();
	return err;
}

static void __exit pt_exit(void)
{
	pt_procfs_exit();
	pt_device_exit();
	pt_trace_exit();
	pt_reparent_exit();
	pt_stock_exit();
	pr_info("unloaded\n");
}

module_init(pt_init);
module_exit(pt_exit);

MODULE_AUTHOR("The proctree authors");
MODULE_DESCRIPTION("The process tree from the kernel's own side: /proc/proctree and /dev/proctree");
MODULE_VERSION(PROCTREE_VERSION);
MODULE_LICENSE("GPL");
