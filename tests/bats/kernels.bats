# SPDX-License-Identifier: GPL-2.0-only
#
# scripts/kernels from outside.

bats_require_minimum_version 1.5.0

kernels=$BATS_TEST_DIRNAME/../../scripts/kernels

# A module that takes a minute.
slow_module() {
	# shellcheck disable=SC2016	# a variable of kbuild
	printf 'always-y := slow\n$(obj)/slow:\n\ttouch $(obj)/begun\n\tsleep 60\n' \
		>"$1/Kbuild"
}

# Whether there is a process with this in its command line, 10 seconds later.
still_there() {
	local i

	for ((i = 0; i < 100; i++)); do
		pgrep -f "$1" >/dev/null || return 1
		sleep 0.1
	done
}

@test "nothing goes on of a build that is interrupted" {
	local folder=$BATS_TEST_TMPDIR/module out=$BATS_TEST_TMPDIR/out
	local mark=MARK=$BASHPID-$RANDOM signal

	mkdir "$folder"
	slow_module "$folder"
	for signal in INT TERM; do
		rm -rf "$out"
		# Ctrl-C and timeout(1) signal a whole process group;
		# what the shell puts behind it would ignore SIGINT.
		setsid env --default-signal=INT "$kernels" build \
			--of "$folder" 7.3 "$out" "$mark" 3>&- &
		until [ -e "$out/begun" ]; do
			kill -0 $!
			sleep 0.1
		done
		kill "-$signal" -- "-$!"
		run wait $!
		if still_there "$mark"; then false; fi
	done
}

@test "what is made for the cache leaves nothing else, whether it is made or not" {
	# shellcheck disable=SC2016	# the script's variables
	local script='. "$1/scripts/lib.sh"
		tmp=$2/tmp
		mkdir "$tmp"
		trap "rm -rf \"\$tmp\"" EXIT
		cached "$2/$3" "$3"'

	run bash -c "$script" bash "$BATS_TEST_DIRNAME/../.." "$BATS_TEST_TMPDIR" true
	((status == 0))
	[[ -d $BATS_TEST_TMPDIR/true && ! -e $BATS_TEST_TMPDIR/tmp ]]
	run bash -c "$script" bash "$BATS_TEST_DIRNAME/../.." "$BATS_TEST_TMPDIR" false
	((status != 0))
	[[ ! -e $BATS_TEST_TMPDIR/false && ! -e $BATS_TEST_TMPDIR/false.new ]]
	[[ ! -e $BATS_TEST_TMPDIR/tmp ]]
}
