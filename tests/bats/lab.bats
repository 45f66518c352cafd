# SPDX-License-Identifier: GPL-2.0-only
#
# scripts/lab from outside. A boot takes seconds: one boot answers for several
# tests, setup_file keeps what it printed.

bats_require_minimum_version 1.5.0

scripts=$BATS_TEST_DIRNAME/../../scripts

lab() {
	"$scripts/lab" --timeout 120 "$@"
}

bare_lab() {
	lab --no-module --no-tool "$@"
}

# What the boot of setup_file does; exit status 7. A line of standard error.
# shellcheck disable=SC2016	# the guest's variables
script='
	pwd
	printf "%s\n" "$1"
	uname -n
	cat /mnt/share/file
	touch /mnt/share/new || echo read-only
	touch "$PWD/written" && echo writable
	(sleep 0.1 & echo "$!" >/tmp/orphan)
	orphan=$(cat /tmp/orphan)
	while [ -d "/proc/$orphan" ]; do sleep 0.05; done
	echo reaped
	echo through-a-file >/dev/stdout
	echo complaint-of-the-command >&2
	echo "proctree: BUG: a[7]" >/dev/kmsg
	nproc
	exit 7
'

setup_file() {
	export share=$BATS_FILE_TMPDIR/share
	mkdir "$share"
	echo shared >"$share/file"
	cd "$BATS_FILE_TMPDIR" || return
	bare_lab -- true	# whatever has to be built is built now
	export boot_status=0
	bare_lab --cpus 2 --share "$share" -- sh -c "$script" sh 'two  words "*' \
		>out 2>err || boot_status=$?
}

line() {
	sed -n "$1p" "$BATS_FILE_TMPDIR/out"
}

@test "the exit status is the command's" {
	[ "$boot_status" -eq 7 ]
}

@test "a name in the kernel log is not taken for a complaint" {
	[ "$boot_status" -eq 7 ]	# the module wrote: proctree: BUG: a[7]
}

@test "a kernel log that never rests does not keep the command from being heard" {
	# shellcheck disable=SC2016	# the guest's variable
	run --separate-stderr bare_lab -- sh -c '
		for i in 1 2 3; do
			dd if=/dev/zero of=/dev/kmsg bs=64 2>/dev/null &
		done
		sleep 1
		echo heard
		exit 7'
	[ "$status" -eq 7 ]
	[ "$output" = heard ]
}

@test "the command runs in the same folder, with its arguments intact" {
	[ "$(line 1)" = "$BATS_FILE_TMPDIR" ]
	[ "$(line 2)" = 'two  words "*' ]
}

@test "the machine is called proctree-lab" {
	[ "$(line 3)" = proctree-lab ]
}

@test "--share is at /mnt/share and read-only" {
	[ "$(line 4)" = shared ]
	[ "$(line 5)" = read-only ]
	[ ! -e "$share/new" ]
}

@test "what is written in the machine does not reach this one" {
	[ "$(line 6)" = writable ]
	[ ! -e "$BATS_FILE_TMPDIR/written" ]
}

@test "process 1 reaps orphans" {
	[ "$(line 7)" = reaped ]
}

@test "standard output can be opened again by name" {
	[ "$(line 8)" = through-a-file ]
	[ "$(wc -l <"$BATS_FILE_TMPDIR/out")" -eq 9 ]
}

@test "--cpus is the number of processors" {
	[ "$(line 9)" -eq 2 ]
}

@test "a second in the machine is a second here" {
	local begin end

	bare_lab -- sh -c 'cat /proc/cmdline; sleep 5; echo over' \
		>"$BATS_TEST_TMPDIR/out" 3>&- &
	for _ in $(seq 1200); do
		! grep -q console= "$BATS_TEST_TMPDIR/out" || break
		sleep 0.1
	done
	begin=$SECONDS
	wait "$!"
	end=$SECONDS
	grep over "$BATS_TEST_TMPDIR/out"
	((end - begin >= 4))
	# Where it is emulated it need not find out by itself.
	! grep -q tsc=reliable "$BATS_TEST_TMPDIR/out" ||
		grep -q tsc_early_khz= "$BATS_TEST_TMPDIR/out"
}

@test "standard error is the command's alone" {
	grep -v '^touch: ' "$BATS_FILE_TMPDIR/err" >"$BATS_TEST_TMPDIR/err"
	[ "$(cat "$BATS_TEST_TMPDIR/err")" = complaint-of-the-command ]
}

@test "output comes through byte for byte, to its end" {
	cat /bin/bash /bin/bash >"$BATS_TEST_TMPDIR/expected"
	bare_lab -- cat /bin/bash /bin/bash | (sleep 1 && cat) >"$BATS_TEST_TMPDIR/out"
	cmp "$BATS_TEST_TMPDIR/expected" "$BATS_TEST_TMPDIR/out"
}

@test "a complaint of the kernel fails the run, whatever the command says" {
	run -125 bare_lab -- sh -c \
		'echo "WARNING: CPU: 0 PID: 1 at lab-selftest" >/dev/kmsg'
	[[ $output == *"WARNING: CPU: 0 PID: 1 at lab-selftest"* ]]
	[[ $output == *"the kernel complained"* ]]
}

@test "a kernel that panics is exit status 125, with its last words" {
	run -125 bare_lab -- sh -c 'echo c >/proc/sysrq-trigger; sleep 60'
	[[ $output == *"Kernel panic"* ]]
}

@test "a machine that cannot start is exit status 125" {
	run -125 bare_lab --append rdinit=/none -- true
	[[ $output == *"trying again"*"Kernel panic"*"the kernel did not boot"* ]]
}

@test "a command that is not there is exit status 127" {
	run -127 bare_lab -- /no/such/command
	[[ $output == *"/no/such/command: No such file or directory"* ]]
}

@test "--timeout ends the run with exit status 125" {
	run -125 bare_lab --timeout 6 -- sleep 100
	[[ $output == *timeout* ]]
}

@test "a wrong option is exit status 125, and nothing is booted" {
	run -125 lab --no-such-option
	[[ $output == *--help* ]]
}

@test "--no-install only prints what it would do" {
	XDG_CACHE_HOME=$BATS_TEST_TMPDIR run -0 lab --no-install
	[[ $output == *"would: downloading kernel 6.1"* ]]
	[ -z "$(ls "$BATS_TEST_TMPDIR")" ]
}

# A lab in the background: process $lab, with vm/host ($host) and QEMU below.
start_sleeping_lab() {
	mkdir "$BATS_TEST_TMPDIR/tmp"
	TMPDIR=$BATS_TEST_TMPDIR/tmp env --default-signal=INT "$scripts/lab" \
		--no-module --no-tool -- sh -c 'echo up; sleep 300' \
		>"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
	lab=$!
	for _ in $(seq 600); do
		! grep -q up "$BATS_TEST_TMPDIR/out" || break
		sleep 0.1
	done
	cat "$BATS_TEST_TMPDIR/out"	# shown if the test fails
	grep -q up "$BATS_TEST_TMPDIR/out"
	qemu=$(pgrep -P "$lab" qemu-system)
}

gone() {
	for _ in $(seq 50); do
		[ -d "/proc/$1" ] || return 0
		sleep 0.1
	done
	return 1
}

ends_with_nothing_left() {
	local status=0

	start_sleeping_lab
	kill "-$1" "$lab"
	wait "$lab" || status=$?
	[ "$status" -eq "$2" ]
	gone "$qemu"
	! grep proctree /proc/mounts
	rmdir "$BATS_TEST_TMPDIR/tmp"
}

@test "a terminated lab leaves no machine, mount or folder" {
	ends_with_nothing_left TERM 143
}

@test "a killed lab leaves no machine, mount or folder" {
	ends_with_nothing_left KILL 137
}

@test "an interrupted lab leaves no machine, mount or folder" {
	ends_with_nothing_left INT 130
}

# below PID: the processes that it has made, and those of theirs.
below() {
	local child

	for child in $(pgrep -P "$1"); do
		echo "$child"
		below "$child"
	done
}

# machine_below PID: of the emulator.
machine_below() {
	local process

	for process in $(below "$1"); do
		! grep -qs qemu-system "/proc/$process/comm" || echo "$process"
	done
}

@test "terminated tests leave no machine" {
	local tests qemu=''

	"$scripts/test" --layer guest --kernel 6.1 >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
	tests=$!
	for _ in $(seq 3000); do
		qemu=$(machine_below "$tests")
		[ ! "$qemu" ] || break
		sleep 0.1
	done
	cat "$BATS_TEST_TMPDIR/out"	# shown if the test fails
	[ "$qemu" ]
	kill "$tests"
	gone "$qemu"
}

@test "tests are chosen by a part of their name, where there are any to choose" {
	run -0 --separate-stderr "$scripts/test" --kernel 6.1 "a negative pid is EINVAL"
	[[ $output = *$'\n1..1\nok 1 - a negative pid is EINVAL'* ]]
	[ "${lines[-1]}" = "1 passed, 0 failed, 0 skipped" ]
	run -1 "$scripts/test" --layer unit task.c
	[[ $output = *"'task.c' chooses tests of layers guest and debug, not of 'unit'" ]]
	# Before anything else is run.
	run -1 "$scripts/test" --layer unit --layer nothing
	[[ $output = *"there is no layer 'nothing', only: static unit host guest debug" ]]
	[[ $output != *"== unit"* ]]
	run -1 "$scripts/test" --soak 5 task.c
	[[ $output = *"--soak takes no PATTERN like 'task.c'" ]]
}

# User-mode Linux makes one at each start, unless told where.
uml_folders() {
	find "$HOME" -maxdepth 2 -path "$HOME/.uml/*" | wc -l
}

@test "user-mode Linux is such a machine, and leaves no process or folder behind" {
	local mark=lab_test=$BASHPID folders

	folders=$(uml_folders)

	run -7 --separate-stderr lab --debug uml --append "$mark" -- sh -c '
		uname -n
		grep -c "init$" /proc/proctree
		echo through >&2
		exit 7'
	[ "$output" = $'proctree-lab\n1' ]
	# Perhaps after what had to be built.
	# shellcheck disable=SC2154	# bats sets stderr
	[ "${stderr##*$'\n'}" = through ]
	run ! pgrep -f "$mark"
	# Processes that would run on when it is killed.
	# shellcheck disable=SC2016	# the guest's variable
	run -125 lab --timeout 8 --debug uml --append "$mark" -- sh -c '
		for i in $(seq 20); do while :; do :; done & done
		wait'
	[[ $output == *"the command did not end in time"* ]]
	run ! pgrep -f "$mark"
	[ "$(uml_folders)" -eq "$folders" ]
}

@test "without a command and a terminal it shows the tree and leaves" {
	run -0 --separate-stderr lab </dev/null
	[[ $output == *"# cat /proc/proctree"*kthreadd*"# proctl tree"*kthreadd*"proctree: "*loaded* ]]
	# shellcheck disable=SC2154	# bats sets stderr
	[[ $stderr == *"booting Linux 6.1."* ]]
}

@test "on a terminal there is a shell with job control and the right size" {
	run -5 bash -c "printf 'stty size; sleep 100 &\njobs; exit 5\n' |
		script -qec 'stty rows 33 cols 99; $scripts/lab --no-module --no-tool' /dev/null"
	[[ $output == *"33 99"* ]]
	[[ $output == *"Running"*"sleep 100"* ]]
}

@test "in the lab a worksheet is in the language of the reader" {
	run --separate-stderr lab --no-module -- env LC_ALL=C.UTF-8 LANGUAGE=es proctl worksheet pipe
	((status == 0))
	[[ ${lines[0]} == "Una tubería entre dos procesos" ]]
}

@test "in the lab the tool is installed as by make install" {
	run --separate-stderr lab --no-module -- sh -c '
		cd /usr/local && ls bin/proctl share/man/man1/proctl-run.1 \
			share/bash-completion/completions/proctl'
	((status == 0 && ${#lines[@]} == 3))
}

@test "experiments know a kernel that preempts whatever it can and debugs its slabs" {
	run -0 lab --append "preempt=full slub_debug=ZP" -- \
		sh -c "proctl run kernel-facts && proctl run kthread"
	[[ $output == *"SKIPPED"*"told to preempt whatever it can"* ]]
}
