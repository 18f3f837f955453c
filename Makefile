# SPDX-License-Identifier: ISC
# GNU make. `make` builds into build/; `make help` lists the targets.

VERSION  := 0.1.0
PREFIX   ?= /usr/local
B        := build

TOOLS    := sec-init sec-new sec-set sec-check sec-due sec-list sec-render sec-log sec-merge
LAYERS   := base record rules register render
SCHEMA   := $(notdir $(patsubst %/,%,$(wildcard schema/*/)))
PACKAGES := libgit2 inih jansson smartcols libutf8proc libcmark-gfm
PKGCONF  ?= pkg-config

CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wpointer-arith -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wundef -Wformat=2 -Wvla
WARN     += $(if $(DEVELOPER)$(CI),-Werror)
ifneq ($(SAN),)
# gcc 12 sees a null format string in vsnprintf(NULL, 0, fmt) once it instruments it.
# What it finds ends the program, or a test would pass beside a complaint nobody reads.
CFLAGS   += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
            -Wno-format-truncation
LDFLAGS  += -fsanitize=address,undefined
endif
CPPFLAGS += -Ilib -Itools -D_GNU_SOURCE -DSEC_VERSION='"$(VERSION)"' -DSEC_DATADIR='"$(PREFIX)/share/sec"'
# Deferred: `make help` and `make clean` need no pkg-config.
PKG_CFLAGS = $(shell $(PKGCONF) --cflags $(PACKAGES))
PKG_LIBS   = $(shell $(PKGCONF) --libs $(PACKAGES)) -lcmark-gfm-extensions -lcsv -lpthread

LIB_OBJ  := $(patsubst %.c,$B/%.o,$(sort $(wildcard $(LAYERS:%=lib/%/*.c) $(LAYERS:%=lib/%/*/*.c))))
CLI_OBJ  := $(patsubst %.c,$B/%.o,$(sort $(wildcard tools/parts/*.c tools/parts/*/*.c)))
BIN      := $(TOOLS:%=$B/bin/%)
UNIT     := $(patsubst tests/unit/%.c,$B/tests/unit/%,$(sort $(wildcard tests/unit/test-*.c)))
MAKE_MAN := $(patsubst %.c,$B/%.o,$(sort $(wildcard tools/manual/*.c)))
MAN      := $(patsubst tools/%,$B/man/%,$(patsubst %.in,%,$(sort $(wildcard tools/*.[157] tools/*.in))))
DRIVER   := $(patsubst tests/driver/%.c,$B/tests/driver/%,$(sort $(wildcard tests/driver/*.c)))

all: $(BIN) $(MAN)

# Archives, so that a program carries only what it uses; --as-needed likewise
# keeps it from loading libraries that it never calls.
define LINK
@mkdir -p $(@D)
$(CC) $(CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $^ $(PKG_LIBS) $(LINK_LIBS)
endef
$(BIN): $B/bin/%: $B/tools/%.o $B/libcli.a $B/libsec.a
	$(LINK)

$B/libsec.a: $(LIB_OBJ)
$B/libcli.a: $(CLI_OBJ)
$B/lib%.a:
	@rm -f $@
	$(AR) qcs $@ $^

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) -std=c11 $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

# The manual. What the schema says is put into the pages that stand here as .in.
$B/man/%: tools/%
	@mkdir -p $(@D)
	cp $< $@
$B/man/%: tools/%.in $B/mkmanual $(wildcard schema/*.ini)
	@mkdir -p $(@D)
	$B/mkmanual schema $< >$@.tmp && mv $@.tmp $@
$B/mkmanual: $(MAKE_MAN) $B/libsec.a
	$(LINK)

# Unit tests, one program a file, over cmocka; drivers are programs that tests run.
unit: $(UNIT) $(DRIVER)
$(UNIT): LINK_LIBS = -lcmocka
$(UNIT) $(DRIVER): %: %.o $B/libsec.a
	$(LINK)
$B/tests/fuzz/%: LINK_LIBS = -fsanitize=fuzzer
$B/tests/fuzz/%: $B/tests/fuzz/%.o $B/libsec.a
	$(LINK)

demo:         ; sh examples/demo.sh
test check:   ; sh tests/run.sh
test-deep:    ; sh tests/deep/run.sh
test-interop: ; sh tests/interop/run.sh
lint:         ; sh tests/lint.sh
fuzz:         ; sh tests/fuzz/run.sh $(SECONDS)
bench:        ; sh tests/bench/run.sh $(N) && sh tests/bench/intake.sh $(N)
deb:          ; @sh tools/deb.sh

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(SCHEMA:%=$(DESTDIR)$(PREFIX)/share/sec/%)
	install -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin
	install -m 644 schema/*.ini $(DESTDIR)$(PREFIX)/share/sec
	set -e; for d in $(SCHEMA); do install -m 644 schema/$$d/* $(DESTDIR)$(PREFIX)/share/sec/$$d; done
	set -e; for p in $(notdir $(MAN)); do \
		install -D -m 644 $B/man/$$p $(DESTDIR)$(PREFIX)/share/man/man$${p##*.}/$$p; done
	set -e; for t in $(TOOLS); do \
		install -D -m 644 tools/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$t; done

uninstall:
	rm -f $(TOOLS:%=$(DESTDIR)$(PREFIX)/bin/%) $(TOOLS:%=$(DESTDIR)$(PREFIX)/share/bash-completion/completions/%)
	for p in $(notdir $(MAN)); do rm -f $(DESTDIR)$(PREFIX)/share/man/man$${p##*.}/$$p; done
	rm -rf $(DESTDIR)$(PREFIX)/share/sec

clean:
	rm -rf $B

help:
	@echo "make            build the programs into $B/bin"
	@echo "make demo       install what is missing, build, and play through an example"
	@echo "make test       install what is missing, build, and run every test"
	@echo "make test-deep      the suite with sanitizers, long runs of faults and kills"
	@echo "make test-interop   what pandoc, calendar programs and others make of the output"
	@echo "make lint       layering, sizes, shell scripts, formatting of the sources"
	@echo "make fuzz SECONDS=30   feed the readers random bytes (needs clang)"
	@echo "make bench N=10000   time the programs against ripgrep and recutils"
	@echo "make install PREFIX=/usr/local DESTDIR="
	@echo "make deb        the Debian package, in $B"

.PHONY: all unit fuzz demo test check test-deep test-interop lint bench install deb uninstall clean help
.SECONDARY:

-include $(shell find $B -name '*.d' 2>/dev/null)
