// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/proctree: the tree as text, proctree(5).
 *
 * A header line, then a line for each process in preorder. The columns PID PPID
 * PGID SID S UID NLWP START_NS FLAGS DEPTH are separated by blanks; the rest of
 * the line is COMM, indented by two blanks a level (INDENT_MAX levels at most)
 * and escaped by pt_escape_comm(). FLAGS are PROCTREE_ROW_* in hexadecimal.
 *
 * One open is one snapshot, seen through the procfs instance it was opened in:
 * its pid namespace, its hidepid and gid options. Knows rows, not tasks.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "proctree.h"

#define INDENT_MAX	1000

struct pt_text {
	struct pt_view view;
	struct pt_rowbuf buf;
};

static void *text_start(struct seq_file *m, loff_t *pos)
{
	struct pt_text *text = m->private;

	if (!*pos)
		return SEQ_START_TOKEN;
	return *pos <= text->buf.count ? text->buf.order + *pos - 1 : NULL;
}

static void *text_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return text_start(m, pos);
}

static void text_stop(struct seq_file *m, void *v)
{
}

static int text_show(struct seq_file *m, void *v)
{
	struct pt_text *text = m->private;
	const struct proctree_row *row;
	char comm[PT_COMM_ESCAPED];
	u32 depth;

	if (v == SEQ_START_TOKEN) {
		seq_puts(m, "    PID    PPID    PGID     SID S        UID NLWP           START_NS FLAGS DEPTH COMM\n");
		return 0;
	}
	row = &text->buf.rows[*(u32 *)v];
	depth = text->buf.depth[*(u32 *)v];
	pt_escape_comm(comm, row->comm);
	seq_printf(m, "%7d %7d %7d %7d %c %10u %4u %18llu %5x %5u %*s%s\n",
		   row->pid, row->ppid, row->pgid, row->sid, row->state,
		   row->uid, row->nr_threads, row->start_ns, row->flags, depth,
		   2 * min_t(int, depth, INDENT_MAX), "", comm);
	return 0;
}

static const struct seq_operations text_ops = {
	.start = text_start,
	.next = text_next,
	.stop = text_stop,
	.show = text_show,
};

static void text_view(struct pt_view *view, struct file *file)
{
	struct super_block *sb = file_inode(file)->i_sb;
	struct proc_fs_info *info = proc_sb_info(sb);

	view->file = file;
	view->pid_ns = proc_pid_ns(sb);
	view->hidepid = READ_ONCE(info->hide_pid);
	view->exempt = in_group_p(info->pid_gid);
}

static int text_open(struct inode *inode, struct file *file)
{
	struct pt_text *text;
	int err;

	err = pt_quota_get(file->f_cred->uid, PT_QUOTA_TEXT);
	if (err)
		return err;
	text = __seq_open_private(file, &text_ops, sizeof(*text));
	if (!text) {
		err = -ENOMEM;
		goto put_quota;
	}
	text_view(&text->view, file);
	err = pt_rowbuf_take(&text->buf, &text->view, 0, 0);
	if (err)
		goto free_text;
	return 0;

free_text:
	pt_rowbuf_free(&text->buf);
	seq_release_private(inode, file);
put_quota:
	pt_quota_put(file->f_cred->uid, PT_QUOTA_TEXT);
	return err;
}

static int text_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct pt_text *text = m->private;

	pt_rowbuf_free(&text->buf);
	pt_quota_put(file->f_cred->uid, PT_QUOTA_TEXT);
	return seq_release_private(inode, file);
}

static const struct proc_ops text_proc_ops = {
	.proc_open = text_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = text_release,
};

int pt_procfs_init(void)
{
	return proc_create("proctree", 0444, NULL, &text_proc_ops) ? 0 :
								     -ENOMEM;
}

void pt_procfs_exit(void)
{
	remove_proc_entry("proctree", NULL);
}
