# SPDX-License-Identifier: ISC
# Lint finds what it is there for: each fault is planted in a small tree of its own.

load helper

setup() {
	isolate
	mkdir -p tests lib/base lib/record lib/register/git tools/parts schema
	cp "$SEC_TOP"/tests/lint.sh "$SEC_TOP"/tests/debian.sh "$SEC_TOP"/tests/literals.awk tests/
	echo '# none' >tests/lint-words
	cat >schema/fields.ini <<-INI
		# SPDX-License-Identifier: ISC
		[section mentor]
		[field mentor.name]
	INI
}

# lint CHECK FINDING: exactly this finding.
finds() {
	run -1 --separate-stderr sh tests/lint.sh "$1"
	assert_output "$2
lint: 1 finding"
}

content() {
	run -0 --separate-stderr sh tests/lint.sh "$1"
	assert_output 'lint: 0 findings'
}

@test "no file has a name that a script made by mistake" {
	git init -q .
	touch "$(printf '\n2026')"
	finds text '"\n2026": a name that nobody would give a file'
	rm "$(printf '\n2026')"
	content text
}

@test "includes point down only" {
	echo '#include "record/record.h"' >lib/base/x.c
	finds includes 'lib/base/x.c:1: base must not include what lies above it ("record/record.h")'
	echo '#include "base/buf.h"' >lib/base/x.c
	echo '#include "base/buf.h"' >lib/record/x.c
	content includes
	echo '#include "cli.h"' >lib/base/x.c
	finds includes 'lib/base/x.c:1: includes "cli.h", which names no layer of lib'
}

@test "what lies in a folder is the inside of one noun, or of one program" {
	mkdir -p tools/parts/set
	echo '#include "record/merge/inner.h"' >lib/record/merge.c
	echo '#include "parts/set/desk.h"' >tools/parts/set/editing.c
	echo '#include "parts/set/desk.h"' >tools/sec-set.c
	content includes
	echo '#include "record/merge/inner.h"' >lib/register/x.c
	finds includes 'lib/register/x.c:1: "record/merge/inner.h" is for lib/record alone'
	rm lib/register/x.c
	echo '#include "parts/set/desk.h"' >tools/parts/cli.c
	finds includes 'tools/parts/cli.c:1: "parts/set/desk.h" is for sec-set alone'
	rm tools/parts/cli.c
	echo '#include "parts/set/desk.h"' >tools/sec-new.c
	finds includes 'tools/sec-new.c:1: "parts/set/desk.h" is for sec-set alone'
}

@test "git2.h and ini.h stay behind their fences" {
	echo '#include <git2.h>' >lib/register/git/x.c
	echo '#include <ini.h>' >lib/record/inih.c
	content includes
	echo '#include <git2.h>' >lib/register/write.c
	finds includes 'lib/register/write.c:1: git2.h belongs in lib/register/git/ alone'
	echo '#include <ini.h>' >lib/register/write.c
	run -1 --separate-stderr sh tests/lint.sh includes
	assert_line 'lib/register/write.c: ini.h belongs in lib/record'
	assert_line 'lib/record/inih.c: ini.h belongs in one file alone'
}

@test "C names nothing of the domain without a reason" {
	cat >lib/base/x.c <<-'C'
		/* "mentor" in a comment */
		static const char *a = "a mentor", *b = "\"mentor\"", c = '"';
		static const char *d = "mentor";
	C
	finds knowledge 'lib/base/x.c:3: C names "mentor", which belongs in schema/ (or, with a reason, in tests/lint-words)'
	echo 'mentor lib/base/x.c because' >tests/lint-words
	content knowledge
	echo 'mentor,name lib/base/x.c because' >tests/lint-words
	finds knowledge 'tests/lint-words:1: "name" does not stand there any more'
}

@test "what is public says whose it is" {
	printf 'static int f(void) { return 0; }\nint sec_x(void) { return f(); }\n' >lib/base/x.c
	content names
	echo 'int y(void) { return 0; }' >>lib/base/x.c
	finds names 'lib/base/x.c:3: y() is neither static nor begins with sec_'
	sed -i 3d lib/base/x.c
	echo 'int listing_x(void) { return 0; }' >tools/parts/listing.c
	content names
	echo 'int other(void) { return 0; }' >>tools/parts/listing.c
	finds names 'tools/parts/listing.c:2: other() is neither static nor begins with listing_'
}

@test "SPDX lines, things left to do, trailing blanks" {
	echo 'int x;' >lib/base/x.c
	finds text 'lib/base/x.c:1: no SPDX line'
	printf '/* SPDX-License-Identifier: ISC */\n/* %s: more */\nchar *x = "XX""X";\n' TO''DO >lib/base/x.c
	finds text 'lib/base/x.c:2: something was left to do'
	printf '/* SPDX-License-Identifier: ISC */\nint x; \n' >lib/base/x.c
	finds text 'lib/base/x.c:2: trailing blank'
}

@test "shell scripts are read" {
	printf '#!/bin/sh\nrm $1\n' >tests/x.sh
	run -1 --separate-stderr sh tests/lint.sh scripts
	assert_line --partial 'tests/x.sh:2:4: note: Double quote to prevent globbing'
}

@test "the programs are the same everywhere" {
	printf 'TOOLS := sec-a sec-b\n' >Makefile
	: >tools/sec-a.c
	: >tools/sec-c.c
	echo 'sec-a sec-b' >README.md
	run -1 --separate-stderr sh tests/lint.sh programs
	assert_output "Makefile:1: TOOLS has sec-b, and there is no tools/sec-b.c
tools/sec-c.c:1: is not among TOOLS in the Makefile
lint: 2 findings"
	printf 'TOOLS := sec-a\n' >Makefile
	rm tools/sec-c.c
	: >README.md
	finds programs 'README.md:1: says nothing of sec-a'
}

@test "large files and functions are told and forgiven" {
	{
		echo 'int main(void) {'
		seq -f 'int x%g;' 60
		echo '}'
	} >tools/sec-a.c
	run -0 --separate-stderr sh tests/lint.sh sizes
	assert_line 'note: tools/sec-a.c:1: main() has 62 lines, we aim at 50'
}
