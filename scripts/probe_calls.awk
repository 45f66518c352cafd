# SPDX-License-Identifier: GPL-2.0-only
#
# What may the module's probes call? First the list (function, where, reason),
# then the call graphs of gcc -fcallgraph-info. Prints the calls that are not in
# the list, each with its place and the way that leads to it.
#
# Probes of the scheduler run under a run queue's lock, and may call what the
# list has for "everywhere"; others also what it has for "not in the scheduler".
# "A>B" is B if A calls it. An indirect call is one of the fill_* of the probes.

BEGIN {
	FS = "\t"
	scheduler["sched_switch"] scheduler["sched_wakeup"]
	scheduler["sched_wakeup_new"] scheduler["fill_switch"]
	scheduler["fill_other"]
}

# Without the folder; what is static has the name of its file. Trace events are
# all alike.
function short(title) {
	sub(/^.*\//, "", title)
	sub(/^(__SCT__tp_func|__traceiter)_.*/, "trace_*", title)
	return title
}

FNR == NR {
	if (/^#/)
		next
	if (NF != 3 || $2 !~ /^(everywhere|not in the scheduler)$/ || !$3)
		print "not a row of the list: " $0
	allowed[$1] = $2
	next
}

{
	split($0, quoted, "\"")
}

/^node: / && !/shape : ellipse/ {
	own[short(quoted[2])]
}

/^edge: / {
	caller = short(quoted[2])
	callee = short(quoted[4])
	if (!((caller, callee) in place)) {
		calls[caller] = calls[caller] FS callee
		place[caller, callee] = short(quoted[6])
	}
}

function is_allowed(caller, callee, context) {
	sub(/^.*:/, "", caller)
	if ((caller ">" callee) in allowed)
		callee = caller ">" callee
	return callee in allowed &&
	       (allowed[callee] == "everywhere" || context != "scheduler")
}

# What @caller calls in that context, and so on; @way leads there.
function follow(context, caller, way,		i, n, callees) {
	if ((context, caller) in followed)
		return
	followed[context, caller]
	way = way caller " -> "
	n = split(substr(calls[caller], 2), callees, FS)
	for (i = 1; i <= n; i++)
		if (is_allowed(caller, callees[i], context))
			continue
		else if (callees[i] in own)
			follow(context, callees[i], way)
		else
			print place[caller, callees[i]] ": " way callees[i]
}

END {
	for (f in own) {
		if (f !~ /^(probes|reparent)\.c:(probe|fill)_/)
			continue
		roots++
		name = f
		sub(/^.*:(probe_)?/, "", name)
		follow(name in scheduler ? "scheduler" : "other", f)
	}
	if (!roots)
		print "there are no probes"
}
