# SPDX-License-Identifier: GPL-2.0-only
# The front door; `make help` lists what is behind it.
KERNELRELEASE ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KERNELRELEASE)/build
PREFIX ?= /usr/local
VERSION := $(shell sed -n 's/.*PROCTREE_VERSION "\(.*\)"/\1/p' module/version.h)

all: module tool ## the module and the tool (default)

module: ## proctree.ko, for KDIR (the running kernel's headers)
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tool: ## userspace/proctl
	$(MAKE) -C userspace PREFIX=$(PREFIX)

unit: ## unit tests in user space (AddressSanitizer, UBSan)
	@$(MAKE) -s -C userspace unit

check: ## static checks, and KUnit tests if their kernel is built
	./scripts/check
	./scripts/kunit --if-built

kunit: ## KUnit tests of the module, in user-mode Linux with KASAN
	./scripts/kunit

test: ## all tests; prints N passed, N failed, N skipped
	./scripts/test

lab: ## a VM with the module loaded, and a shell in it
	./scripts/lab

bench: ## the figures of the README
	./scripts/bench snapshot
	./scripts/bench events

install: ## module, tool, man pages, completions (DESTDIR, PREFIX, KDIR)
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules_install \
		$(if $(DESTDIR),INSTALL_MOD_PATH=$(DESTDIR) DEPMOD=:) \
		INSTALL_MOD_DIR=updates
	$(MAKE) -C userspace install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

dkms: ## register with DKMS, which rebuilds the module for each new kernel
	install -d $(DESTDIR)/usr/src/proctree-$(VERSION)
	cp -r Kbuild Makefile dkms.conf module $(DESTDIR)/usr/src/proctree-$(VERSION)/
	$(if $(DESTDIR),,dkms install proctree/$(VERSION))

clean: ## remove what was built
	$(if $(wildcard $(KDIR)/Makefile),$(MAKE) -C $(KDIR) M=$(CURDIR) clean)
	$(MAKE) -C userspace clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

.PHONY: all module tool unit check kunit test lab bench install dkms clean help
