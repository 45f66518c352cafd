# SPDX-License-Identifier: GPL-2.0-only
# A kernel built from Debian's source for finding faults, into the cache.
# Sourced by scripts/kernels, whose variables say which one: version, suites,
# KERNEL, KINDS.
# shellcheck shell=bash disable=SC2154

FRAGMENTS=$REPO/scripts/debug

# fragments KIND: its options, a later file overrides an earlier one.
fragments() {
	local name

	for name in $(kind_column "$1" 2 | tr , ' '); do
		cat "$FRAGMENTS/$name.config"
	done
}

# make arguments of KIND, for the kernel and for its modules.
kind_arguments() {
	kind_column "$1" 3 | tr , '\n'
}

# What the result depends on, besides the version of the source.
kind_key() {
	{ fragments "$1" && kind_arguments "$1" &&
		cat "$REPO/scripts/source.sh"; } | sha256sum | cut -c1-8
}

# The release has the key in its name, so that no two builds have the same.
build_newest() {
	local source

	refresh_lists || die "deb.debian.org cannot be reached, and there is no kernel $version in $CACHE"
	source=$(apt-cache "${APT[@]}" show --no-all-versions linux-source-6.1 |
		sed -n 's/^Version: //p')
	[[ $source ]] || die "Debian has no linux-source-6.1 any more"
	release=${source%-*}-$version-$(kind_key "$version")
	say "building $release from linux-source-6.1 $source: some minutes"
	cached "$KERNELS_CACHE/$release" build_kernel ||
		die "could not build kernel $release"
	ln -sfn "$release" "$KERNEL.link"
	mv -T "$KERNEL.link" "$KERNEL"
}

# As a folder of unpack_kernel(): vmlinux, modules/, and headers in the same
# place; a kernel for user mode is the program "linux".
build_kernel() {
	local new=$1 tree=$1/tree headers=$1/usr/src/linux-headers-$release

	mapfile -t arguments < <(kind_arguments "$version")
	unpack_source && fix_source && configure_kernel || return
	local image=bzImage

	[[ $version != uml ]] || image=linux
	run nice make -C "$tree" "${arguments[@]}" -j"$(nproc)" "$image" modules &&
		pack_kernel && rm -r "$tree"
}

unpack_source() {
	local archives=$CACHE/apt/$version/cache/archives deb

	mkdir -p "$tree"
	rm -f "$archives"/linux-source-*.deb
	run env -C "$archives" apt-get "${APT[@]}" download linux-source-6.1 &&
		deb=$(echo "$archives"/linux-source-*.deb) &&
		dpkg-deb --fsys-tarfile "$deb" |
		tar -xO --wildcards -f - '*/linux-source-*.tar.xz' | xz -T0 -dc |
			tar -x -C "$tree" --strip-components=1 \
				--wildcards --exclude='*/asic_reg' --exclude='*/dts' \
				--exclude='*/tools/testing' &&
		rm "$deb"
}

# arch/um of 6.1 has room for a smaller floating point state than newer
# processors save: then no process starts.
fix_source() {
	sed -i 's/HOST_FP_SIZE, 2696/HOST_FP_SIZE, 12288/' \
		"$tree/arch/x86/um/user-offsets.c"
}

configure_kernel() {
	local wanted=$new/wanted

	fragments "$version" >"$wanted"
	echo "CONFIG_LOCALVERSION=\"-${release#*-}\"" >>"$wanted"
	run make -C "$tree" "${arguments[@]}" KCONFIG_ALLCONFIG="$wanted" \
		allnoconfig && nothing_dropped "$wanted" "$tree/.config"
}

# Kconfig forgets what it is asked for without a word if something is missing.
nothing_dropped() {
	local dropped

	dropped=$(awk -F= '
		NR == FNR && /^CONFIG_/ { wanted[$1] = $0 }
		NR == FNR && /^# CONFIG_.* is not set/ {
			split($0, word, " ")
			wanted[word[2]] = word[2] "=n"
		}
		NR == FNR { next }
		/^CONFIG_/ { has[$1] = $0 }
		END {
			for (name in wanted) {
				is = name in has ? has[name] : name "=n"
				if (is != wanted[name])
					print "wanted " wanted[name] ", is " is
			}
		}' "$@" | sort)
	[[ ! $dropped ]] || { printf '%s\n' "$dropped" >&2 && return 1; }
}

# What building a module needs, as scripts/package/builddeb of 6.1 has it.
pack_kernel() {
	local parts=(include scripts arch/x86)

	mkdir -p "$headers" "$new/modules" &&
		cp "$tree"/modules.{builtin,builtin.modinfo,order} "$new/modules/" &&
		if [[ $version == uml ]]; then
			parts+=(arch/um)
			cp "$tree/linux" "$new/"
		else
			parts+=(tools/objtool/objtool)
			# The entry that QEMU takes into an ELF file runs before
			# KASAN is ready, and is instrumented: not in a bzImage.
			cp "$tree/arch/x86/boot/bzImage" "$new/vmlinux"
		fi &&
		(
			cd "$tree" &&
				cp Makefile .config Module.symvers "$headers/" &&
				find "${parts[@]}" \( -name '*.[ao]' -o -name '.*.cmd' \
					-o -path '*/boot/*' \) -prune -o -type f -print0 |
				xargs -0 cp --parents -t "$headers"
		)
}
