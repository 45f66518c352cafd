# SPDX-License-Identifier: GPL-2.0-only
#
# Counts the results of one layer of tests in TAP: prints "passed failed
# skipped", adds what failed and what was skipped to the file "report". More
# than one plan is good, as of a program that runs several groups. Variables:
# name, of the layer; status, its exit status; report; errors, the file with what
# it printed as errors.

function fail(what) {
	failed++
	print "FAILED  " name ": " what >>report
}

# Why a machine has ended, in its last words.
function tell_why(line, told) {
	while (errors && told < 6 && (getline line <errors) > 0)
		if (line ~ /^lab: |Oops|panic|BUG:|WARNING:|RIP: 0010:|rcu.*stall/) {
			print "        # " substr(line, 1, 160) >>report
			told++
		}
}

/^1\.\.[0-9]+/ {
	planned += substr($1, 4)
	plans++
	if ($1 == "1..0") {
		skipped++
		sub(/^1\.\.0[ #]*/, "")
		print "skipped " name ": " $0 >>report
	}
	in_failure = 0
	next
}

/^Bail out!/ {
	fail($0)
	next
}

/^(not )?ok( |$)/ {
	results++
	in_failure = 0
	text = $0
	sub(/^(not )?ok *[0-9]* *(- )?/, "", text)
	if (text ~ /# *[Ss][Kk][Ii][Pp]/) {
		skipped++
		print "skipped " name ": " text >>report
	} else if ($1 == "ok") {
		passed++
	} else {
		fail(text)
		in_failure = 1
	}
	next
}

# What explains a failure follows it.
in_failure && /^ *#/ {
	print "        " $0 >>report
}

END {
	if (!plans)
		fail("the layer printed no plan (exit status " status ")")
	else if (results != planned)
		fail("the layer planned " planned " tests and gave " results + 0 " results (exit status " status ")")
	else if (status && !failed)
		fail("the layer ended with exit status " status)
	if (status == 125)
		tell_why()
	print passed + 0, failed + 0, skipped + 0
}
