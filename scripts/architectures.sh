# SPDX-License-Identifier: GPL-2.0-only
# What differs between the architectures of the table in scripts/kernels, and
# nothing else. Sourced. This machine is amd64; for another one compilers of
# Debian build, QEMU emulates, and the machine's root is not this machine's but a
# small one of packages, unpacked next to the kernel.
# shellcheck shell=bash disable=SC2034

# choose_architecture NAME: sets
#   architecture	NAME, as Debian says it
#   CROSS		how the names of its compilers begin
#   EMULATOR		QEMU, and the options that say what it emulates
#   CPU			the processor that it emulates
#   CONSOLE		the kernel's command line, for its serial port
#   ARCH_PACKAGES	Debian packages to compile for it and to run it
#   ARCH_SLOW		how many times as long a test may take there
#   ROOT_PACKAGES	those of its root; none: this machine's root is used
choose_architecture() {
	architecture=$1
	case $architecture in
	amd64)
		CROSS=''
		# On the older machine, kasan takes 17 s for each of ACPI's links
		# of interrupts that it enables when it boots.
		EMULATOR=(qemu-system-x86_64 -machine q35)
		# Without what TCG has not, or it says so on each start. With ERMS
		# the kernel clears and copies a page by one instruction a byte,
		# which TCG emulates as 4,096: a fork took half as long again.
		CPU=Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid,-erms
		# no_timer_check: a busy host delays the emulated timer.
		CONSOLE="console=ttyS0 no_timer_check"
		ARCH_PACKAGES=(qemu-system-x86) ARCH_SLOW=1 ROOT_PACKAGES=()
		;;
	arm64)
		CROSS=aarch64-linux-gnu-
		EMULATOR=(qemu-system-aarch64 -machine "virt,gic-version=3")
		CPU=cortex-a72 CONSOLE=console=ttyAMA0
		# Each exit of a process stops all emulated processors.
		ARCH_SLOW=4
		ARCH_PACKAGES=(gcc-12-aarch64-linux-gnu gcc-aarch64-linux-gnu
			libc6-dev-arm64-cross qemu-system-arm)
		ROOT_PACKAGES=(base-files base-passwd bash bsdutils busybox-static
			coreutils findutils grep kmod libc-bin libncursesw6
			libsmartcols1 mawk mount ncurses-base procps sed strace
			tmux util-linux)
		;;
	*)
		die "architecture '$architecture' is not known"
		;;
	esac
}
