// SPDX-License-Identifier: GPL-2.0-only
/// A task_struct that was found in an RCU section is good in that section only,
/// unless a reference was taken in it; and tasks are found in RCU sections only.
/// By our convention a function *_rcu, fill_* or visit_* runs in its caller's
/// section.
// Options: --no-includes --include-headers

virtual report

// ---- used after the section ----

@after exists@
local idexpression struct task_struct *t;
expression E;
identifier f, fld;
position p;
@@

rcu_read_lock();
... when != rcu_read_unlock();
t = E
... when != get_task_struct(t)
    when != if (t) get_task_struct(t);
rcu_read_unlock();
... when != t = E
    when != rcu_read_lock();
(
t@p->fld
|
f@p(..., t, ...)
)

@script:python depends on report@
p << after.p;
t << after.t;
@@

coccilib.report.print_report(p[0], "ERROR: %s is used after its RCU section, without a reference" % t)

// ---- found outside of any ----

@outside exists@
identifier f !~ "(_rcu$|^fill_|^visit_|^probe_)";
position p;
@@

f(...)
{
... when != rcu_read_lock()
(
pid_task@p(...)
|
find_pid_ns@p(...)
|
next_task@p(...)
|
rcu_dereference@p(...)
)
... when any
}

@script:python depends on report@
p << outside.p;
f << outside.f;
@@

coccilib.report.print_report(p[0], "ERROR: %s looks for a task outside of an RCU section" % f)
