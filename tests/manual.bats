# SPDX-License-Identifier: ISC
# The manual: that it can be read, says what the programs and the schema say, and
# that its examples run.

load helper

setup() {
	isolate
	man=$SEC_BUILD/man
}

tools() { # as the Makefile lists them
	make -s -C "$SEC_TOP" --eval 'print-tools: ; @echo $(TOOLS)' print-tools | tr ' ' '\n'
}

names() { # of files
	printf '%s\n' "${@##*/}"
}

need_mandoc() {
	command -v mandoc >/dev/null || skip 'mandoc(1) is not here'
}

@test "mandoc finds no fault in any page" {
	need_mandoc
	run -0 mandoc -Tlint -Wwarning "$man"/*.[157]
	assert_output ''
}

@test "each program has a page, and each page is of something that is there" {
	run -0 diff <(tools | sort) <(names "$SEC_TOP"/tools/sec-*.1 | sed 's/\.1$//')
	run -0 diff <(names "$SEC_TOP"/tools/*.[157] "$SEC_TOP"/tools/*.in | sed 's/\.in$//' | sort) \
		<(names "$man"/*)
}

@test "each page of a program has every section, in its place" {
	local page

	for page in "$SEC_TOP"/tools/sec-*.1; do
		run -0 diff <(printf '%s\n' NAME SYNOPSIS DESCRIPTION OPTIONS ENVIRONMENT FILES 'EXIT STATUS' \
			EXAMPLES 'SEE ALSO') <(sed -n 's/^\.Sh //p' "$page")
		run -0 grep -c '^\.It [012]$' "$page"
		assert_output 3
	done
}

# The options of --help and of a page, as `-f, --format F`.
help_options() {
	"$1" --help | sed -nE 's/^ {2,6}(-[^ ]+( [^ ]+)*)( {2}.*)?$/\1/p' | sort
}
page_options() {
	sed -n 's/^\.It \(Fl .*\)/\1/p' "$SEC_TOP/tools/$1.1" |
		sed 's/Fl -/--/g;s/Fl /-/g;s/Ar //g;s/ , /, /g;s/ | /|/g' | sort
}

@test "every option of --help stands in the page, and no other, with the same names" {
	local tool

	for tool in $(tools); do
		run -0 diff <(help_options "$tool") <(page_options "$tool")
		[ "$(page_options "$tool" | wc -l)" -ge 3 ]
	done
}

# unbold <PAGE: without the overstriking that makes words bold.
unbold() {
	LC_ALL=C.UTF-8 sed $'s/.\b//g'
}

@test "SYNOPSIS is the usage of --help" {
	need_mandoc
	local tool

	for tool in $(tools); do
		run -0 diff \
			<("$tool" --help | awk '/^usage: / { on = 1; sub(/^usage: /, "") } /^$/ { on = 0 } on' |
				tr -s ' \n' ' ') \
			<(mandoc -Tascii "$man/$tool.1" | unbold | awk '/^[A-Z]/ { on = 0 } on; /^SYNOPSIS/ { on = 1 }' |
				tr -s ' \n' ' ' | sed 's/^ //')
	done
}

@test "the README lists the programs that there are" {
	run -0 diff <(tools) <(sed -n 's/^| `\(sec-[a-z]*\)` |.*/\1/p' "$SEC_TOP/README.md")
}

@test "what a page refers to is there" {
	local to section

	grep -hE '^\.Xr (sec|secondment)' "$SEC_TOP"/tools/*.[157] "$SEC_TOP"/tools/*.in | sort -u |
		while read -r _ to section _; do
			[ -e "$man/$to.$section" ] || echo "$to($section) is not there"
		done >missing
	run -0 cat missing
	assert_output ''
}

# ---- the generated pages

@test "sec-rules(7) has every rule, its level and what it says" {
	sec-check --list-rules -f tsv | cut -f 1,2 | tr '\t' ' ' >rules
	sec-due --list-kinds -f tsv | cut -f 1,2 | tr '\t' ' ' >kinds
	sed -n 's/^\.It Ic \(.*\) Pq \(.*\)$/\1 \2/p' "$man/sec-rules.7" >page
	run -0 diff <(cat rules kinds) page
	[ "$(wc -l <rules)" -gt 100 ]
	[ "$(wc -l <kinds)" -gt 40 ]
}

@test "sec-rules(7) has every number of the policy and its value" {
	local line

	sec-check --show-policy -f tsv | cut -f 1,2 | sed 's/\t/ = /;s/\\\\/\\/g' >policies
	sed -n 's/^\.It Ic \([a-z0-9-]*\) No = "\\fB\(.*\)\\fP"$/\1 = \2/p' "$man/sec-rules.7" |
		while IFS= read -r line; do
			plain "$line"
			echo
		done >page
	[ "$(wc -l <policies)" -gt 50 ]
	run -0 diff policies page
}

@test "secondment(5) has every section and every key, in order" {
	sed -n 's/^\[field \(.*\)\]$/\1/p' "$SEC_TOP/schema/fields.ini" >fields
	awk '/^\.Ss \[/ { kind = $2; gsub(/[][]/, "", kind) } /^\.Sh/ { kind = "" }
		kind && /^\.It Ic / { print kind "." $3 }' "$man/secondment.5" >page
	[ "$(wc -l <fields)" -gt 250 ]
	run -0 diff fields page
}

@test "secondment(5) has every state and every derived value" {
	sed -n 's/^\[state \(.*\)\]$/\1/p' "$SEC_TOP/schema/states.ini" >names
	sed -n 's/^\[derived \(.*\)\]$/\1/p' "$SEC_TOP/schema/derived.ini" >>names
	awk '/^\.Sh/ { on = $0 ~ /^\.Sh (STATES|DERIVED)/ } on && /^\.It Ic / { print $3 }' \
		"$man/secondment.5" >page
	run -0 diff names page
}

@test "texts of the schema reach the reader as they stand" {
	need_mandoc
	cp -r "$SEC_TOP/schema" schema
	cat >>schema/rules.ini <<-'INI'

		[rule odd-texts]
		severity = info
		assert = not (work.task ~ "^\.so ~x-y$")
		message = .so /etc/passwd \fBbold\e 'quoted' -- {title}
		advice = 'begin. Then `sec-set ID a=b` — done
		summary = .dot and \backslash
	INI
	run -0 --separate-stderr "$SEC_BUILD/mkmanual" schema "$SEC_TOP/tools/sec-rules.7.in"
	printf '%s\n' "$output" >page.7
	run -0 mandoc -Tlint -Wwarning page.7
	assert_output ''
	run -0 mandoc -Tutf8 -O width=200 page.7
	output=$(unbold <<<"$output" | sed -n '/^ *odd-texts (info)/,/^$/p')
	assert_output --regexp '^ +odd-texts \(info\)
 +\.dot and \\backslash\.
 +wants     not \(work\.task ~ "\^\\\.so ~x-y\$"\)
 +says      \.so /etc/passwd \\fBbold\\e .quoted. -- \{title\}
 +mend      .begin\. +Then sec-set ID a=b — done$'
}

@test "mkmanual says what it cannot do" {
	run -2 "$SEC_BUILD/mkmanual" schema
	assert_output 'usage: mkmanual SCHEMA-FOLDER PAGE'
	printf '.\\" schema: nothing\n' >page
	run -2 "$SEC_BUILD/mkmanual" "$SEC_TOP/schema" page
	assert_output "mkmanual: the schema has no part 'nothing'"
	run -2 "$SEC_BUILD/mkmanual" "$SEC_TOP/schema" nowhere
	run -2 "$SEC_BUILD/mkmanual" nowhere page
}

# ---- words

@test "the words of the field are used, and one is not" {
	local word

	run -1 grep -riw assignees\\? "$man" "$SEC_TOP/README.md" "$SEC_TOP/schema"
	for word in secondee home host 'substantive post' mentor; do
		run -0 grep -c "^\.It Em $word" "$man/sec.7"
	done
}

# ---- examples
#
# In a literal block of a page `$ ` begins a command and `> ` continues it. All
# commands of a page run one after the other, beginning in a copy of the example
# register. What stands below a command is what it prints, on both streams; `...`
# stands for anything, and a line of four blanks and more goes on with the one
# above. Lines that nobody sees:
#     .\" setup: COMMAND     run before, must succeed
#     .\" exit N             what the next command ends with, else 0

plain() { # a literal line as it is shown
	local line=$1 quote="'" backslash=\\

	line=${line#'\&'}
	line=${line//'\%'/}
	line=${line//'\-'/-}
	line=${line//'\(aq'/$quote}
	line=${line//'\(ga'/'`'}
	line=${line//'\(dq'/'"'}
	line=${line//'\(ha'/^}
	line=${line//'\(ti'/'~'}
	line=${line//'\(->'/→}
	printf '%s' "${line//'\e'/$backslash}"
}

# Runs $command and compares; in this shell, so that cd lasts.
try() {
	local code=0 shown pattern

	[ -n "$command" ] || return 0
	eval "$command" >"$BATS_TEST_TMPDIR/out" 2>&1 </dev/null || code=$?
	shown=$(cat "$BATS_TEST_TMPDIR/out")
	shown=${shown//$'\n    '/ }
	if [ "$code" -ne "$want" ]; then
		printf '%s:\n$ %s\nexit %s, not %s:\n%s\n' "$name" "$command" "$code" "$want" "$shown"
		return 1
	fi
	if [ -n "$expected" ]; then
		pattern=$(printf '%s' "${expected//$'\n    '/ }" | sed 's/[][*?\\]/\\&/g;s/\.\.\./*/g')
		# shellcheck disable=SC2053 # a pattern it is
		if [[ $shown != $pattern ]]; then
			printf '%s:\n$ %s\nprints\n%s\nand not\n%s\n' "$name" "$command" "$shown" "$expected"
			return 1
		fi
	fi
	ran=$((ran + 1))
	command='' expected='' want=0
}

run_examples() { # PAGE
	local name=${1##*/} line in='' command='' expected='' want=0 ran=0

	while IFS= read -r line; do
		case $line in
		'.\" setup: '*) try && eval "${line#'.\" setup: '}" >/dev/null 2>&1 </dev/null || return 1 ;;
		'.\" exit '*) try || return 1; want=${line#'.\" exit '} ;;
		'.Bd -literal'*) in=1 ;;
		'.Ed') try || return 1; in='' ;;
		*)
			[ -n "$in" ] || continue
			line=$(plain "$line"; printf x)
			line=${line%x}
			case ${expected:+shown}$line in
			'$ '* | 'shown$ '*) try || return 1; command=${line#'$ '} ;;
			'>'*) command+=$'\n'${line#'>'}; command=${command/$'\n '/$'\n'} ;;
			*) [ -z "$command" ] || expected+=$line$'\n' ;;
			esac
			;;
		esac
	done <"$1"
	echo "$name: $ran commands"
	[ "$ran" -ge 2 ]
}

examples_register() {
	cp -r "$SEC_TOP/examples/register" hr
	git -C hr init -q
	sec-init hr >/dev/null 2>&1
	commit hr 'register: take over'
	cd hr || return 1
	unset SEC_REGISTER
	export LC_ALL=C.UTF-8
}

@test "the examples of every page run and print what the page shows" {
	local page top=$PWD

	for page in "$SEC_TOP"/tools/*.[157] "$SEC_TOP"/tools/*.[157].in; do
		mkdir "$top/${page##*/}"
		cd "$top/${page##*/}"
		examples_register
		run_examples "$page"
	done
}

@test "the record that secondment(5) shows has no finding on the day it was begun" {
	local line

	sed -n '/^\.Bd/,/^\.Ed/p;/^\.Ed/q' "$SEC_TOP/tools/secondment.5.in" | grep -v '^\.' |
		while IFS= read -r line; do
			plain "$line"
			echo
		done >2026-03-7k3qf.ini
	assert_file_contains 2026-03-7k3qf.ini '^id = 2026-03-7k3qf$'
	run -0 --separate-stderr sec-check --today 2026-01-15 --strict 2026-03-7k3qf.ini
	assert_output ''
}

@test "make install installs the manual" {
	run -0 make -s -C "$SEC_TOP" B="$SEC_BUILD" DESTDIR="$PWD/there" PREFIX=/usr install
	for page in sec-due.1 secondment.5 sec.7 sec-rules.7; do
		run -0 cmp "$man/$page" "there/usr/share/man/man${page##*.}/$page"
	done
}
