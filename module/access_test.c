// SPDX-License-Identifier: GPL-2.0-only
/* KUnit: who sees what, and how many files one may keep open. */
#include <kunit/test.h>
#include <linux/sched.h>

#include "access.c"

unsigned int pt_max_open = 3, pt_max_watch = 2;

#define SOMEBODY	KUIDT_INIT(4711)

static struct cred root, nobody;
static struct file file;
static struct pt_view view = { .file = &file };

/* The kernel thread that runs this test belongs to root. */
static bool sees(const struct cred *who, unsigned int hidepid, bool exempt)
{
	bool answer;

	file.f_cred = who;
	view.hidepid = hidepid;
	view.exempt = exempt;
	rcu_read_lock();
	answer = pt_visible_rcu(&view, current);
	rcu_read_unlock();
	return answer;
}

static int make_users(struct kunit *test)
{
	root = *current_cred();
	nobody = root;
	nobody.fsuid = KUIDT_INIT(65534);
	cap_clear(nobody.cap_effective);
	return 0;
}

static void test_hidepid(struct kunit *test)
{
	static const unsigned int modes[] = {
		HIDEPID_NO_ACCESS, HIDEPID_INVISIBLE, HIDEPID_NOT_PTRACEABLE,
	};
	int i;

	KUNIT_EXPECT_TRUE(test, sees(&nobody, HIDEPID_OFF, false));
	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		KUNIT_EXPECT_TRUE(test, sees(&root, modes[i], false));
		KUNIT_EXPECT_FALSE(test, sees(&nobody, modes[i], false));
		KUNIT_EXPECT_EQ(test, sees(&nobody, modes[i], true),
				modes[i] != HIDEPID_NOT_PTRACEABLE);
	}
}

/* Each of the six ids of a task must be the reader's. */
static void test_same_user(struct kunit *test)
{
	struct cred task = root;
	kuid_t *uids[] = { &task.uid, &task.euid, &task.suid };
	kgid_t *gids[] = { &task.gid, &task.egid, &task.sgid };
	int i;

	KUNIT_EXPECT_TRUE(test, same_user(&root, &task));
	for (i = 0; i < 3; i++) {
		*uids[i] = SOMEBODY;
		KUNIT_EXPECT_FALSE(test, same_user(&root, &task));
		*uids[i] = root.fsuid;
		*gids[i] = KGIDT_INIT(4711);
		KUNIT_EXPECT_FALSE(test, same_user(&root, &task));
		*gids[i] = root.fsgid;
	}
	KUNIT_EXPECT_TRUE(test, same_user(&root, &task));
}

static void test_quota(struct kunit *test)
{
	const struct cred *old = NULL;
	struct cred *weak = prepare_creds();
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, weak);
	cap_clear(weak->cap_effective);
	old = override_creds(weak);
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, pt_quota_get(SOMEBODY, PT_QUOTA_TEXT), 0);
	KUNIT_EXPECT_EQ(test, pt_quota_get(SOMEBODY, PT_QUOTA_TEXT), -EMFILE);
	KUNIT_EXPECT_EQ(test, pt_quota_get(SOMEBODY, PT_QUOTA_STREAM), 0);
	KUNIT_EXPECT_EQ(test, pt_quota_get(root.uid, PT_QUOTA_TEXT), 0);
	pt_quota_put(root.uid, PT_QUOTA_TEXT);
	pt_quota_put(SOMEBODY, PT_QUOTA_STREAM);
	pt_quota_put(SOMEBODY, PT_QUOTA_TEXT);
	KUNIT_EXPECT_EQ(test, pt_quota_get(SOMEBODY, PT_QUOTA_TEXT), 0);
	revert_creds(old);
	put_cred(weak);
	KUNIT_EXPECT_EQ(test, pt_quota_get(SOMEBODY, PT_QUOTA_TEXT), 0);
	for (i = 0; i < 4; i++)
		pt_quota_put(SOMEBODY, PT_QUOTA_TEXT);
	KUNIT_EXPECT_TRUE(test, list_empty(&quotas));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_hidepid),
	KUNIT_CASE(test_same_user),
	KUNIT_CASE(test_quota),
	{ }
};

static struct kunit_suite suite = {
	.name = "proctree_access",
	.init = make_users,
	.test_cases = cases,
};

kunit_test_suite(suite);
