# SPDX-License-Identifier: GPL-2.0-only
# A kernel out of Debian's packages, unpacked into the cache; nothing touches
# this machine's apt. Sourced by scripts/kernels, whose variables say which one:
# version, architecture, suites, compiler, KERNEL.
# shellcheck shell=bash disable=SC2154

# Options of apt-get and apt-cache for lists and archives of $version's own.
apt_options() {
	local folder=$CACHE/apt/$version

	APT=(-q -o Dir::Etc::sourcelist="$folder/sources.list"
		-o Dir::Etc::sourceparts=/dev/null
		-o Dir::State::Lists="$folder/lists"
		-o Dir::State::status="$folder/status"
		-o Dir::Cache="$folder/cache"
		-o APT::Sandbox::User=root -o APT::Install-Recommends=0
		-o APT::Architecture="$architecture"
		-o APT::Architectures="$architecture,amd64"
		-o Acquire::Languages=none -o Acquire::Retries=3
		-o Debug::NoLocking=1)
}

refresh_lists() {
	local folder=$CACHE/apt/$version suite area

	mkdir -p "$folder"/lists/partial "$folder"/cache/archives/partial
	: >"$folder/status"
	for suite in ${suites//,/ }; do
		area=debian
		[[ $suite != *-security ]] || area=debian-security
		printf 'deb http://deb.debian.org/%s %s main\n' "$area" "$suite"
	done >"$folder/sources.list"
	run apt-get "${APT[@]}" update
}

# The newest release of the series, such as 6.1.0-56-amd64; of a version such as
# 6.12-rt, 6.12.117+deb12-rt-amd64.
newest_release() {
	local series=${version%%-*} flavour=$architecture

	[[ $version != *-rt ]] || flavour=rt-$architecture
	apt-cache "${APT[@]}" pkgnames "linux-headers-$series" |
		grep -Ex "linux-headers-${series//./\\.}\.[0-9][.+~a-z0-9]*(-[0-9]+)?-$flavour" |
		sed 's/^linux-headers-//' | sort -V | tail -n 1
}

known_package() {
	apt-cache "${APT[@]}" pkgnames "$1" | grep -Fx -e "$1" >/dev/null
}

# What it takes to build a module for $release.
build_packages() {
	echo "linux-headers-$release"
	if [[ $compiler == native ]]; then
		apt-cache "${APT[@]}" depends "linux-headers-$release" |
			sed -n 's/^ *Depends: \(linux-.*[0-9].*\)/\1/p' |
			sed 's/^linux-kbuild-[^:]*/&:amd64/'	# it runs here
	else
		# With the closure of their dependencies these are a system.
		printf '%s\n' "$compiler" "$compiler-for-host" base-files bash \
			coreutils dash diffutils findutils grep kmod libc6-dev \
			make mawk pahole perl-base sed sparse
	fi
}

# Up to 6.12 one package holds kernel and modules; 7.x has them apart, and a
# kernel that is not signed yet under another name.
image_packages() {
	if known_package "linux-modules-$release"; then
		echo "linux-modules-$release"
		if known_package "linux-binary-$release"; then
			echo "linux-binary-$release"
		else
			echo "linux-binary-unsigned-$release"
		fi
	else
		echo "linux-image-$release"
	fi
}

fetch_newest() {
	say "$text"
	if ! refresh_lists; then
		[[ -d $KERNEL ]] || die "deb.debian.org cannot be reached, and there is no kernel $version in $CACHE"
		return 0
	fi
	release=$(newest_release)
	[[ $release ]] || die "Debian has no kernel $version with headers any more"
	cached "$KERNELS_CACHE/$release" unpack_kernel ||
		die "could not unpack kernel $release"
	ln -sfn "$release" "$KERNEL.link"
	mv -T "$KERNEL.link" "$KERNEL"
}

# A folder that holds all packages unpacked, vmlinux, and in modules/ those few
# of the kernel's modules that the lab needs.
unpack_kernel() {
	local new=$1 archives

	archives=$CACHE/apt/$version/cache/archives
	# shellcheck disable=SC2046	# lists of names
	download_packages $(build_packages) $(image_packages) &&
		say "unpacking kernel $release" &&
		unpack_archives && take_vmlinux && take_modules || return
	if [[ $compiler != native ]] || ((${#ROOT_PACKAGES[@]})); then
		make_root
	fi
	if [[ $compiler == native ]]; then
		sed -i "s#\([= ]\)/usr/src/#\1$KERNELS_CACHE/$release/usr/src/#" \
			"$new/usr/src/linux-headers-$release/Makefile"
	fi
	rm -f "$archives"/*.deb
}

# What the maintainers' scripts would do, for a root.
make_root() {
	ln -sf mawk "$new/usr/bin/awk"
	ln -sf bash "$new/usr/bin/sh"
	mkdir -p "$new/w"	# where a build is mounted
	if [[ -e $new/usr/share/base-passwd ]]; then
		cp "$new/usr/share/base-passwd/passwd.master" "$new/etc/passwd"
		cp "$new/usr/share/base-passwd/group.master" "$new/etc/group"
	fi
}

download_packages() {
	rm -f "$archives"/*.deb
	if [[ $compiler == native ]]; then
		run env -C "$archives" apt-get "${APT[@]}" download "$@" || return
		set -- "${ROOT_PACKAGES[@]}"
	fi
	if (($#)); then
		run apt-get "${APT[@]}" install --download-only -y "$@"
	fi
}

# base-files brings the links from /lib to /usr/lib and such, which the others
# follow; that of Debian 12 does not.
unpack_archives() {
	local deb name

	for name in bin lib sbin; do
		mkdir -p "$new/usr/$name"
		ln -s "usr/$name" "$new/$name"
	done
	for deb in "$archives"/base-files_*.deb "$archives"/*.deb; do
		[[ -e $deb ]] || continue
		dpkg-deb --fsys-tarfile "$deb" |
			tar -x -C "$new" --keep-directory-symlink -f - || return
	done
}

# QEMU boots the ELF file inside of vmlinuz much faster than vmlinuz, which
# unpacks itself in the emulator. Where it is: Documentation/arch/x86/boot.rst.
# That of arm64 does not unpack itself.
take_vmlinux() {
	local image setup offset length start unpack

	image=$(find "$new" -type f -name 'vmlinuz*' -print -quit)
	[[ $image ]] || return
	if [[ $architecture == arm64 ]]; then
		cp "$image" "$new/vmlinux"
		return
	fi
	setup=$(number_at "$image" 0x1f1 1)
	offset=$(number_at "$image" 0x248 4)
	length=$(number_at "$image" 0x24c 4)
	start=$(((setup + 1) * 512 + offset))
	case $(od -An -tx1 -j "$start" -N 4 "$image" | tr -d ' ') in
	fd377a58) unpack=xz ;;
	28b52ffd) unpack=zstd ;;
	*) die "$image is compressed in an unknown way" ;;
	esac
	# The last 4 bytes are the size, not part of the compressed data.
	dd if="$image" bs=1M skip="$start" count="$((length - 4))" \
		iflag=skip_bytes,count_bytes status=none |
		"$unpack" -qdc >"$new/vmlinux"
}

number_at() {
	od -An -tu"$3" -j "$(($2))" -N "$3" "$1" | tr -d ' '
}

take_modules() {
	local file base=$new/lib/modules/$release

	run depmod -b "$new" "$release" || return
	mkdir "$new/modules"
	while read -r _ file _; do
		case $file in
		*.xz) xz -qdc "$file" >"$new/modules/$(basename "$file" .xz)" ;;
		*.zst) zstd -qdc "$file" >"$new/modules/$(basename "$file" .zst)" ;;
		*) cp "$file" "$new/modules/" ;;
		esac || return
	done < <(modprobe -d "$new" -S "$release" -a --show-depends \
		"${LAB_MODULES[@]}" |
		grep '^insmod ' | sort -u)
	[[ -e $new/modules/9p.ko ]] || return
	cp "$base"/modules.{builtin,builtin.modinfo,order} "$new/modules/"
	rm -r "$base/kernel"
}

# In no package but the kernel's source, 139 MB: only the script is kept.
fetch_checkpatch() {
	local new=$1 archive

	refresh_lists &&
		run env -C "$new" apt-get "${APT[@]}" download linux-source-6.1 &&
		archive=$(echo "$new"/linux-source-*.deb) &&
		dpkg-deb --fsys-tarfile "$archive" |
		tar -xO --wildcards -f - '*/linux-source-*.tar.xz' | xz -dc |
			tar -x -C "$new" --strip-components=2 --wildcards -f - \
				'*/scripts/checkpatch.pl' '*/scripts/spelling.txt' \
				'*/scripts/const_structs.checkpatch' &&
		rm "$archive"
}
