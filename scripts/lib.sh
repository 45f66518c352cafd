# SPDX-License-Identifier: GPL-2.0-only
# What the scripts share: messages, the cache, package installation.
# Sourced, never run. Knows nothing about kernels, virtual machines or tests.
# shellcheck shell=bash disable=SC2034

ME=${0##*/}	# name in messages
DIE_STATUS=1	# exit status when the script itself fails
REPO=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/proctree
PATH+=:/usr/sbin:/sbin	# depmod and modprobe, for those who are not root
NO_INSTALL=''	# not empty: print what would be installed or fetched, do nothing

# The sources of scripts/vm/host.c's program.
LAB_HOST=(complaint.c host.c log.c options.c qemu.c)
# What scripts/lab needs, besides "scripts/kernels packages".
LAB_PACKAGES=(busybox-static cpio gcc gettext kmod libc6-dev libkmod-dev
	libncurses-dev libsmartcols-dev make pkg-config procps)
# What scripts/check needs besides.
CHECK_PACKAGES=(coccinelle gcc-12 jq mandoc patch perl shellcheck sparse)

say() {
	printf '%s: %s\n' "$ME" "$*" >&2
}

die() {
	say "$@"
	exit "$DIE_STATUS"
}

# tied CMD...: instead of the calling process, a subshell or part of a pipeline. It
# ends with the script that this is of, however the script ends.
tied() {
	exec setpriv --pdeathsig TERM -- "$@"
}

# run CMD...: its output is shown only if it fails; tied to this script.
run() {
	local out status=0

	out=$(tied "$@" 2>&1 </dev/null) || status=$?
	if ((status)); then
		printf '%s\n' "$out" | tail -n 60 >&2
		say "failed (exit status $status): $*"
	fi
	return "$status"
}

# For $(kernels ...) only.
kernels() {
	tied "$REPO/scripts/kernels" "$@"
}

# content_key PATH...: a name for the content of source files: those in the
# folders given, without what a build leaves there.
content_key() {
	source_files "$@" | xargs -r sha256sum | sha256sum | cut -c1-16
}

source_files() {
	find "$@" -type f \( -name '*.[chS]' -o -name '*.def' -o -name '*.sh' -o -name '*.po' \
		-o -name Makefile -o -name Kbuild -o -name '*.[1-9]' -o -name '*.in' \
		-o -path '*/completions/*' \) ! -name '*.mod.c' | sort
}

# cached PATH CMD...: make the folder PATH by "CMD... NEW_FOLDER" unless it is
# there. Only complete results get the name PATH. Two at once: the second waits
# and finds the result of the first.
cached() {
	local path=$1 lock at_exit=()

	shift
	if [[ -d $path ]]; then
		touch -c "$path"
		return
	fi
	mkdir -p "${path%/*}"
	exec {lock}>"$path.lock"
	flock "$lock"
	if [[ ! -d $path ]]; then
		rm -rf "$path.new"
		UNFINISHED=$path.new
		# trap -- ACTION EXIT; a subshell is shown its parent's.
		((BASH_SUBSHELL)) || eval "at_exit=($(trap -p EXIT))"
		trap 'rm -rf "$UNFINISHED"; '"${at_exit[2]:-}" EXIT
		mkdir "$path.new"
		"$@" "$path.new" || return
		mv -T "$path.new" "$path"
		trap -- "${at_exit[2]:--}" EXIT
	fi
	exec {lock}>&-
}

# prune FOLDER: forget results in FOLDER not used for two weeks.
prune() {
	[[ -d $1 ]] || return 0
	find "$1" -mindepth 1 -maxdepth 1 -mtime +14 -exec rm -rf {} +
}

# need PACKAGE...: have these Debian packages installed.
need() {
	local missing answer as_root=()

	missing=$(missing_packages "$@")
	[[ $missing ]] || return 0
	command -v apt-get >/dev/null ||
		die "these Debian packages are missing, and there is no apt-get: $missing"
	((EUID == 0)) || as_root=(sudo)
	if [[ $NO_INSTALL ]]; then
		say "would: ${as_root[*]}${as_root:+ }apt-get install $missing"
		return
	fi
	if ((EUID != 0)) && ! command -v sudo >/dev/null; then
		die "run this as root, then again: apt-get install $missing"
	fi
	if [[ -t 0 && -t 2 ]]; then
		say "these packages are missing: $missing"
		read -rp "$ME: install them with ${as_root[*]}${as_root:+ }apt-get? [Y/n] " answer
		[[ ${answer:-y} == [Yy]* ]] || die "nothing installed"
	fi
	say "installing: $missing"
	# shellcheck disable=SC2086	# a list of names
	install_packages $missing
}

missing_packages() {
	local package status installed=' '

	while read -r package status; do
		[[ $status != 'install ok installed' ]] || installed+="$package "
	done < <(dpkg-query -W -f '${Package} ${Status}\n' "$@" 2>/dev/null)
	for package; do
		if [[ $installed != *" $package "* ]]; then
			printf '%s ' "$package"
			installed+="$package "	# once is enough
		fi
	done | sed 's/ $//'
}

install_packages() {
	local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get
		-o DPkg::Lock::Timeout=600 -y --no-install-recommends)

	# The lists may be absent or old: then they name files that are gone.
	run "${apt[@]}" install "$@" 2>/dev/null ||
		{ run "${apt[@]}" update && run "${apt[@]}" install "$@"; } ||
		die "apt-get could not install: $*"
}
