# SPDX-License-Identifier: GPL-2.0-only
# scripts/tap.awk: what counts as passed, and that nothing that went wrong is lost.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	report=$BATS_TEST_TMPDIR/report errors=$BATS_TEST_TMPDIR/errors
	: >"$errors"
}

# count STATUS LINE...: what a layer has printed, line by line.
count() {
	local status=$1

	shift
	run awk -v name=layer -v status="$status" -v report="$report" \
		-v errors="$errors" -f scripts/tap.awk < <(printf '%s\n' "$@")
}

@test "passed, failed and skipped tests are counted, and a failure is explained" {
	count 1 1..3 "ok 1 - a" "not ok 2 - b" "# because" "ok 3 - c # SKIP no d"
	[[ $output == "1 1 1" ]]
	[[ $(<"$report") == *"FAILED  layer: b"*"# because"*"skipped layer: c # SKIP no d"* ]]
}

@test "a layer that stops before its plan, or prints none, has failed" {
	count 0 1..2 "ok 1 - a"
	[[ $output == "1 1 0" ]]
	count 0
	[[ $output == "0 1 0" ]]
}

@test "an exit status that no failed test explains is a failure" {
	count 3 1..1 "ok 1 - a"
	[[ $output == "1 1 0" ]]
}

@test "the report of a machine that died tells its last words" {
	printf '%s\n' "lab: the machine's last words:" "[ 7.9] Oops: int3: 0000" \
		"[ 7.9] RIP: 0010:__schedule+0x30c/0x1080" "[ 7.9] RAX: 0" >"$errors"
	count 125 1..2 "ok 1 - a"
	[[ $(<"$report") == *"exit status 125"*"Oops: int3"*"__schedule"* ]]
	[[ $(<"$report") != *RAX* ]]
}
