#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/lint.sh [CHECK...]: what the compiler does not see. Findings are printed as
# `PATH:LINE: what is wrong` and make it fail; sizes over what we aim at are
# printed as notes and never do. The checks, all unless some are named: includes
# knowledge names text scripts programs compiles sizes.
set -u

cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C
# shellcheck source=tests/debian.sh
. tests/debian.sh
need build test lint

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
# without git (a tarball, somebody else's clone): everything but what was built
{
	git ls-files --cached --others --exclude-standard 2>/dev/null ||
		find . \( -name .git -o -name 'build*' \) -prune -o -type f -print | sed 's|^\./||'
} >"$work/listed"
while read -r file; do
	[ ! -f "$file" ] || printf '%s\n' "$file"
done <"$work/listed" | sort >"$work/files"
findings=$work/findings
: >"$findings"
grep -E '^(lib|tools)/.*\.[ch]$' "$work/files" |
	xargs -r ctags --quiet=yes -o - --kinds-C=f --fields=+nef >"$work/tags" 2>/dev/null

files() {
	grep -E "$1" "$work/files"
}
# found MESSAGE: every line of standard input is a place; a finding for each.
found() {
	sed "s|\$|: $1|" >>"$findings"
}

# Arrows point down: tools, render, register, rules, record, base. What lies in a folder
# of a layer or of tools/parts is the inside of one noun, or of one program.
includes() {
	files '^(lib|tools)/.*\.[ch]$' | xargs awk '
	BEGIN { layers = split("base record rules register render tools", layer); for (i = 1; i <= layers; i++) rank[layer[i]] = i }
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		split(FILENAME, at, "/")
		own = at[1] == "tools" ? "tools" : at[2]
		split($0, quoted, "\"")
		n = split(quoted[2], to, "/")
		if (!(to[1] in rank) && own != "tools")
			printf "%s:%d: includes \"%s\", which names no layer of lib\n", FILENAME, FNR, quoted[2]
		else if (rank[to[1]] > rank[own])
			printf "%s:%d: %s must not include what lies above it (\"%s\")\n", FILENAME, FNR, own, quoted[2]
		else if (n == 3 && to[1] != "parts" && to[1] != own)
			printf "%s:%d: \"%s\" is for lib/%s alone\n", FILENAME, FNR, quoted[2], to[1]
		else if (n == 3 && to[1] == "parts" && FILENAME != "tools/sec-" to[2] ".c" && at[3] != to[2])
			printf "%s:%d: \"%s\" is for sec-%s alone\n", FILENAME, FNR, quoted[2], to[2]
	}' >>"$findings"
	files '\.[ch]$' | grep -v '^lib/register/git/[^/]*\.c$' | xargs grep -nH '#.*include.*<git2' /dev/null |
		cut -d: -f1,2 | found 'git2.h belongs in lib/register/git/ alone'
	files '\.[ch]$' | xargs grep -lE '#.*include.*<ini\.h>' /dev/null >"$work/ini"
	[ "$(wc -l <"$work/ini")" -le 1 ] || found 'ini.h belongs in one file alone' <"$work/ini"
	grep -v '^lib/record/' "$work/ini" | found 'ini.h belongs in lib/record'
}

# No field, state, rule or due item of the domain in C: the knowledge is data.
# tests/lint-words allows a word in some files, with the reason.
knowledge() {
	[ -e schema/fields.ini ] || {
		echo 'schema/fields.ini: not there, so nobody can say whether C names its fields' >>"$findings"
		return
	}
	sed -nE 's/^\[(section|state|rule|due|derived|field) ([^]]+)\].*/\2/p' schema/*.ini >"$work/names"
	sed -nE 's/^\[field [^.]+\.([^]]+)\].*/\1/p' schema/*.ini >>"$work/names"
	files '^(lib|tools)/.*\.[ch]$' | xargs awk -f tests/literals.awk >"$work/literals"
	awk -F '\t' '
	FILENAME == ARGV[1] { name[$0] = 1; next }
	FILENAME == ARGV[2] {
		if ($0 ~ /^#/ || $0 == "") next
		if (split($0, w, " ") < 3) { print "tests/lint-words:" FNR ": write WORD,WORD PATH REASON"; next }
		k = split(w[1], of, ",")
		for (i = 1; i <= k; i++) {
			word[++words] = of[i]; path[words] = w[2]; line[words] = FNR
		}
		next
	}
	$2 in name {
		file = $1
		sub(/:[0-9]+$/, "", file)
		allowed = 0
		for (i = 1; i <= words; i++)
			if (word[i] == $2 && index(file, path[i]) == 1) allowed = used[i] = 1
		if (!allowed) print $1 ": C names \"" $2 "\", which belongs in schema/ (or, with a reason, in tests/lint-words)"
	}
	END {
		for (i = 1; i <= words; i++)
			if (!used[i]) print "tests/lint-words:" line[i] ": \"" word[i] "\" does not stand there any more"
	}' "$work/names" tests/lint-words "$work/literals" >>"$findings"
}

# What a library gives out begins with sec_, what tools share with their file's name.
names() {
	awk -F '\t' '!/^!/ {
		line = end = ""; own = 0
		stem = $2; sub(/^.*\//, "", stem); sub(/\.[ch]$/, "", stem)
		for (i = 4; i <= NF; i++) {
			if ($i ~ /^line:/) line = substr($i, 6) + 0
			if ($i ~ /^end:/) end = substr($i, 5) + 0
			if ($i == "file:") own = 1
		}
		if (!own && $1 !~ /^sec_/ && $1 != "main" && !($1 ~ /^x/ && $2 ~ /^lib\/base\/mem/) && !($2 ~ /^tools\// && index($1, stem "_") == 1))
			printf "%s:%d: %s() is neither static nor begins with %s_\n", $2, line, $1, $2 ~ /^tools\// ? stem : "sec"
	}' "$work/tags" >>"$findings"
}

text() {
	grep -avE '^[A-Za-z0-9@+._/-]+$' "$work/listed" | found 'a name that nobody would give a file'
	files '\.(c|h|sh|bash|bats|awk)$|^Makefile$|^\.ci/run$|^schema/.*\.ini$|^tools/.*\.[1-9]$' |
		grep -v '^tests/data/' >"$work/sources"
	while read -r file; do
		head -n 5 "$file" | grep -q 'SPDX-License-Identifier: ' ||
			printf '%s:1: no SPDX line\n' "$file" >>"$findings"
	done <"$work/sources"
	xargs grep -nHE '(#|//|/\*|^[[:blank:]]*\*).*(^|[^A-Z])(TO''DO|FIX''ME|X''XX)([^A-Z]|$)' /dev/null <"$work/sources" |
		cut -d: -f1,2 | found 'something was left to do'
	grep -vE '^tests/data/|\.(png|pdf|gz)$' "$work/files" | xargs grep -nHIE '[[:blank:]]+$' /dev/null |
		cut -d: -f1,2 | found 'trailing blank'
}

scripts() {
	while read -r file; do
		case $file in
		*.sh | *.bash | *.bats) printf '%s\n' "$file" ;;
		*) ! head -n 1 "$file" | grep -qaE '^#!.*[/ ](ba|da)?sh\b' || printf '%s\n' "$file" ;;
		esac
	done <"$work/files" >"$work/scripts"
	grep -v '\.bats$' "$work/scripts" | xargs shellcheck -x -e SC2016 -f gcc >>"$findings"
	# in tests words are split on purpose, and run sets variables unknown to shellcheck
	grep '\.bats$' "$work/scripts" | xargs -r shellcheck -x -S warning -e SC2154 -f gcc >>"$findings"
}

# The list of programs is the same in the Makefile, among the files, in the README.
programs() {
	make -s -f Makefile --eval 'print-tools: ; @echo $(TOOLS)' print-tools | tr ' ' '\n' | sort >"$work/made"
	files '^tools/sec-[^/]*\.c$' | sed 's|tools/||;s|\.c$||' | sort >"$work/written"
	comm -23 "$work/made" "$work/written" | sed 's|.*|Makefile:1: TOOLS has &, and there is no tools/&.c|' >>"$findings"
	comm -13 "$work/made" "$work/written" | sed 's|.*|tools/&.c:1: is not among TOOLS in the Makefile|' >>"$findings"
	while read -r tool; do
		grep -qs -e "$tool" README.md || echo "README.md:1: says nothing of $tool" >>"$findings"
	done <"$work/made"
	if files '^tools/sec-.*\.1$' >"$work/pages"; then
		while read -r tool; do
			[ -e "tools/$tool.1" ] || echo "tools/$tool.c:1: has no page tools/$tool.1" >>"$findings"
		done <"$work/made"
	fi
}

# Never fails: what is larger than we like.
sizes() {
	awk -F '\t' '!/^!/ {
		for (i = 4; i <= NF; i++) {
			if ($i ~ /^line:/) line = substr($i, 6)
			if ($i ~ /^end:/) end = substr($i, 5)
		}
		limit = $1 == "main" ? 50 : 60
		if (end - line + 1 > limit)
			printf "note: %s:%d: %s() has %d lines, we aim at %d\n", $2, line, $1, end - line + 1, limit
	}' "$work/tags"
	while read -r file; do
		case $file in
		tools/sec-*.c) limit=200 ;;
		lib/*.[ch] | tools/parts/*.[ch]) limit=400 ;;
		Makefile) limit=120 ;;
		README.md) limit=200 ;;
		*) continue ;;
		esac
		lines=$(wc -l <"$file")
		[ "$lines" -le "$limit" ] || echo "note: $file has $lines lines, we aim at $limit"
	done <"$work/files"
}

# Every warning is an error here.
compiles() {
	make -s -j "$(nproc 2>/dev/null || echo 1)" B="${B:-build/lint}" DEVELOPER=1 all unit >"$work/make" 2>&1 || {
		cat "$work/make"
		echo "Makefile:1: does not compile without a warning" >>"$findings"
	}
}

[ $# -gt 0 ] || set -- includes knowledge names text scripts programs compiles sizes
for check; do
	"$check"
done
sort -u "$findings"
count=$(sort -u "$findings" | wc -l)
echo "lint: $count finding$([ "$count" -eq 1 ] || echo s)"
[ "$count" -eq 0 ]
