# SPDX-License-Identifier: GPL-2.0-only
# A stream that nobody reads keeps the module's probes in the kernel, put in and
# taken out when there is one processor: tests/guest/modprobe.h tells why. Sourced
# in a guest whose module is loaded.
# shellcheck shell=bash

second_cpu() {
	local file=/sys/devices/system/cpu/cpu1/online

	[[ ! -e $file ]] || echo "$1" >"$file"
}

hold_probes() {
	second_cpu 0
	rm -f /tmp/kthreadd
	proctl trace -e all -o /tmp/kthreadd 2 &
	probes=$!
	until [[ -s /tmp/kthreadd ]]; do
		kill -0 "$probes" || return
		sleep 0.1
	done
	kill -STOP "$probes"
	second_cpu 1
}

release_probes() {
	second_cpu 0
	kill -KILL "$probes"
	wait "$probes" 2>/dev/null
	second_cpu 1
}
