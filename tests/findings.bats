#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# The formats that programs and forges read, and baselines.

load helper

setup() {
	isolate
	export SEC_TODAY=2026-11-21
	git init -q .
	make_register reg
	rm -rf reg/.git
	cd reg || return 1
	put_record 2026-11-aaaaa <<-'END'
		[secondment]
		id = 2026-11-aaaaa
		type = nonsense
		title = 100%, done: ::error::x

		[dates]
		start = 2026-13-01
		end = soon
	END
	put_record 2026-11-bbbbb < <(small_record 2026-11-bbbbb; printf '; no line end')
}

@test "github: errors first, paths from the repository's root, no value begins a command" {
	run -1 --separate-stderr sec-check -f github
	assert_line --index 0 --regexp '^::error file=reg/secondments/2026/11/2026-11-aaaaa\.ini,line=[0-9]+(,col=[0-9]+)?,title=[a-z-]+::reg/secondments/2026/11/2026-11-aaaaa\.ini:'
	[[ ${lines[-1]} =~ ^"sec-check: errors "[0-9]+", warnings "[0-9]+", notices "[0-9]+$ ]]
	run -1 grep -nvE '^(::(error|warning|notice) file=reg/secondments/2026/11/2026-11-[ab]{5}\.ini,|sec-check: )' <<<"$output"
}

@test "auto is github in GitHub Actions alone" {
	GITHUB_ACTIONS=true run -1 --separate-stderr sec-check -f auto
	assert_line --index 0 --partial '::error file='
	GITHUB_ACTIONS='' run -1 --separate-stderr sec-check -f auto
	assert_line --index 0 --regexp '^secondments/2026/11/2026-11-aaaaa.ini:[0-9:]+: error: '
}

# obeyed FILE...: the lines that GitHub's runner or a build server of that kind would
# take for a command: `::` at the beginning, `##[` anywhere.
# The runner passes over every blank of Unicode; here any byte that is not printable
# ASCII counts as one.
obeyed() {
	grep -aE '^[^!-~]*::|##[a-z]*\[' "$@" || true
}

@test "no format lets a value or a file's name speak to a build server" {
	for name in '::stop-commands::x' ' ::error::y' '##[stop-commands]x' $'a b#c%\303\244\377\n::error::x.ini' \
		$'\343\200\200::error::z' $'\302\205 \342\200\203\t::debug::z' $'\377::error::z'; do
		printf '[secondment]\nid = 2026-11-ccccc\ntype = %s\n##[error]x = 3\n%%0A::error::x = y\n' '##[add-mask]::x::' >"../$name"
		for format in text json sarif gitlab junit; do
			run -1 --separate-stderr sec-check -f $format -- "../$name"
			cat <<<"$output$stderr" >../all
			assert_equal "$(obeyed ../all)" ''
		done
		cd ..
		run -1 --separate-stderr sec-check -f tsv -- "$name"
		run -1 grep -aE '^[^!-~]*::' <<<"$output"
		run -1 --separate-stderr sec-check -f github -- "$name"
		run -1 grep -avE '^(::(error|warning|notice) file=[^:,]*,line=[0-9]+(,col=[0-9]+)?,title=[a-z-]+::|sec-check: )' <<<"$output"
		cd reg
	done
	run -2 --separate-stderr sec-check '##[nosuch]'
	assert_equal "$(obeyed <<<"$stderr")" ''
	run -1 --separate-stderr sec-check -f json -- '../##[stop-commands]x'
	run -0 jq -r 'select(.rule == "enum-value") | .file, .message' <<<"$output"
	assert_line --index 0 '../##[stop-commands]x'
	assert_line --index 1 --partial "'##[add-mask]::x::'"
}

# identities [OPTION...] FILE: what a finding is called in json, gitlab and sarif, and in
# a baseline.
identities() {
	for format in json gitlab sarif; do
		sec-check -f $format "$@" 2>/dev/null || [ $? = 1 ]
	done | jq -r 'if type == "array" then .[].fingerprint
		else .identity // .runs[0].results[].partialFingerprints["secFinding/v1"] end' >../identities
	sec-check --write-baseline ../baseline "$@" 2>/dev/null
	grep -v '^#' ../baseline >>../identities
	sort -u ../identities
}

@test "a finding is called the same however its file was named" {
	local file=secondments/2026/11/2026-11-aaaaa.ini each

	ln -s reg/secondments/2026/11 ../eleven
	ln -s reg ../linked
	identities 2026-11-aaaaa >../want
	run -0 grep -c 'date-invalid dates.start 0$' ../want
	assert_output 2
	run -0 grep -vE '^(reg/)?secondments/2026/11/2026-11-aaaaa\.ini ' <(cat ../want; echo end)
	assert_output end
	for each in aaaaa $file ./$file "$PWD/$file" secondments//2026/../2026/11/2026-11-aaaaa.ini \
		../eleven/2026-11-aaaaa.ini ../linked/$file @done: ; do
		run -0 diff ../want <(identities -- "$each")
	done
	(cd / && diff "$BATS_TEST_TMPDIR/work/want" <(cd "$BATS_TEST_TMPDIR/work/linked" && identities -C "$BATS_TEST_TMPDIR/work/linked" aaaaa))
	cd secondments/2026
	run -0 diff ../../../want <(cd ../.. && identities -C secondments/2026/../.. secondments/2026/11/2026-11-aaaaa.ini)
	run -1 --separate-stderr sec-check -f json --stdin-filename 11/2026-11-aaaaa.ini <11/2026-11-aaaaa.ini
	run -0 diff <(grep -v ^reg ../../../want) <(jq -r .identity <<<"$output" | sort)
}

@test "so it is where the file lies in no register, or in no repository" {
	local each

	mv "$(record_path 2026-11-aaaaa)" ../draft.ini
	ln -s draft.ini ../link.ini
	identities ../draft.ini >../want
	run -0 sed -n '1s/ .*//p' ../want
	assert_output draft.ini
	for each in "$PWD/../draft.ini" ../reg/../draft.ini ../link.ini; do
		run -0 diff ../want <(identities "$each")
	done
	rm -rf ../.git
	identities ../draft.ini >../want
	run -0 sed -n '1s/ .*//p' ../want
	assert_output "$(realpath ../draft.ini)"
	for each in "$PWD/../draft.ini" ../reg/../draft.ini ../link.ini; do
		run -0 diff ../want <(identities "$each")
	done
}

@test "a baseline knows a file of any name" {
	cp "$(record_path 2026-11-aaaaa)" $'../a\nb \033[31m\377.ini'
	run -0 --separate-stderr sec-check --write-baseline ../known -- $'../a\nb \033[31m\377.ini'
	run -0 grep -c '^a\\nb \\x1b\[31m\\xff\.ini [a-z-]* [^ ]* [0-9]$' ../known
	assert_output "$(($(wc -l <../known) - 1))"
	run -0 --separate-stderr sec-check --baseline ../known -- $'../a\nb \033[31m\377.ini'
	assert_output ''
	assert_stderr --regexp '^sec-check: 1 record: nothing found; [0-9]+ known before$'
}

@test "a file outside the register has its path from the repository's root too" {
	mkdir ../sub
	mv "$(record_path 2026-11-aaaaa)" ../sub/draft.ini
	for name in ../sub/draft.ini "$PWD/../sub/draft.ini"; do
		run -1 --separate-stderr sec-check -f github "$name"
		assert_line --index 0 --partial '::error file=sub/draft.ini,'
	done
	cd ../sub
	run -1 --separate-stderr sec-check -f gitlab draft.ini
	run -0 jq -r '[.[].location.path] | unique[]' <<<"$output"
	assert_output sub/draft.ini
	run -1 --separate-stderr sec-check -f github --stdin-filename new.ini <draft.ini
	assert_line --index 0 --partial '::error file=sub/new.ini,'
	run -1 --separate-stderr sec-check draft.ini
	assert_line --index 0 --partial 'draft.ini:1: error: '
}

@test "junit holds what XML cannot" {
	printf '[secondment]\nid = 2026-11-aaaaa\ntype = \033]0;x\a ]]> \357\277\276 \357\277\277 &<"\302\205\n\001 = \n' >"$(record_path 2026-11-aaaaa)"
	run -1 --separate-stderr sec-check -f junit
	printf '%s\n' "$output" >../report.xml
	run -0 xmllint --noout ../report.xml
	run -0 xmllint --xpath 'string(//testcase[@name="enum-value secondment.type"]/failure/@message)' ../report.xml
	assert_output --partial '\x1b]0;x\x07 ]]> \u{FFFE} \u{FFFF} &<"\x85'
}

@test "a byte 0xa0, the no-break blank of Windows, is no more let through than any other" {
	printf '[secondment]\nid = 2026-11-aaaaa\ntype = a\240b\ntitle = c\302\240d\n[person]\nname = a\240b\n' >"$(record_path 2026-11-aaaaa)"
	for format in text json sarif github gitlab junit; do
		run -1 --separate-stderr sec-check -f $format
		printf '%s\n' "$output" >../report
		run -0 iconv -f UTF-8 -t UTF-8 ../report
	done
	run -0 xmllint --noout ../report
	run -0 grep -c 'a\\xa0b' ../report
	run -0 --separate-stderr timeout 120 sec-list -o person.name,title 2026-11-aaaaa
	assert_line --index 1 $'a\\xa0b      c\302\240d'
}

@test "gitlab: fingerprints are unique, and stay when lines move" {
	fingerprints() {
		jq -r '.[].fingerprint' <<<"$output" | sort
	}
	run -1 --separate-stderr sec-check -f gitlab
	before=$(fingerprints)
	[ -n "$before" ]
	assert_equal "$(uniq -d <<<"$before")" ''
	run -0 jq -r '.[0].location.path' <<<"$output"
	assert_output reg/secondments/2026/11/2026-11-aaaaa.ini
	sed -i '1i # a comment\n# another' secondments/2026/11/2026-11-aaaaa.ini
	run -1 --separate-stderr sec-check -f gitlab
	assert_equal "$(fingerprints)" "$before"
	run -0 --separate-stderr sec-check -f gitlab -q 'secondment.id = "none"'
	assert_output '[]'
}

@test "junit: a suite a record, a case a finding; what fails is a failure" {
	run -1 --separate-stderr sec-check -f junit
	printf '%s\n' "$output" >../report.xml
	run -0 xmllint --noout ../report.xml
	run -0 xmllint --xpath 'count(//testsuite)' ../report.xml
	assert_output 2
	run -0 --separate-stderr sec-check -f json - <<<2026-11-bbbbb
	warnings=${#lines[@]}
	run -0 xmllint --xpath 'count(//testsuite[2]/testcase/system-out)' ../report.xml
	assert_output "$warnings"
	run -1 --separate-stderr sec-check -f junit --strict
	printf '%s\n' "$output" >../report.xml
	run -0 xmllint --xpath 'count(//testsuite[2]/testcase/failure) > 0' ../report.xml
	assert_output true
}

@test "sarif: every rule that found something is described" {
	run -1 --separate-stderr sec-check -f sarif
	printf '%s\n' "$output" >../report.sarif
	run -0 jq -r '([.runs[0].results[].ruleId] | unique) == ([.runs[0].tool.driver.rules[].id] | unique)' ../report.sarif
	assert_output true
	run -0 jq -r '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri' ../report.sarif
	assert_output reg/secondments/2026/11/2026-11-aaaaa.ini
}

@test "sarif: each result and rule has what GitHub asks for, none of it empty" {
	put_text schema/rules.ini <<<$'[rule own]\nseverity = warning\nassert = secondment.title = "never"\nmessage = no'
	run -1 --separate-stderr sec-check -f sarif
	printf '%s\n' "$output" >../report.sarif
	run -0 jq -r '.runs[0].tool.driver.rules[] | [.id, .shortDescription.text, .fullDescription.text, .help.text]
		| map(length > 0) | all' ../report.sarif
	assert_equal "$(sort -u <<<"$output")" true
	run -0 jq -r '.runs[0].tool.driver.rules[] | select(.id == "own") | .fullDescription.text, .help.text' ../report.sarif
	assert_output $'own\nMore: sec-check --explain own'
	run -0 jq -r '.runs[0].results[] | .locations | length == 1 and .[0].physicalLocation.region.startLine > 0' ../report.sarif
	assert_equal "$(sort -u <<<"$output")" true
	run -0 jq -r '[.runs[0].results[].partialFingerprints["secFinding/v1"]] | length == (unique | length)' ../report.sarif
	assert_output true
}

@test "a baseline hides what it lists, and tells what is found no more" {
	run -0 --separate-stderr sec-check --write-baseline ../known
	assert_output ''
	assert_stderr --regexp '^sec-check: \.\./known: [0-9]+ findings$'
	run -0 sort -c <(tail -n +2 ../known)
	run -0 --separate-stderr sec-check --baseline ../known
	assert_output ''
	assert_stderr --regexp '^sec-check: 2 records: nothing found; [0-9]+ known before$'
	sed -i 's/^end = soon$/&er/; s/^start = .*/start = 2026-12-01/' secondments/2026/11/2026-11-aaaaa.ini
	echo 'nosuch = 1' >>secondments/2026/11/2026-11-aaaaa.ini
	run -0 --separate-stderr sec-check --baseline ../known
	assert_line --partial " 'nosuch'"
	assert_stderr --partial 'not found any more: secondments/2026/11/2026-11-aaaaa.ini date-invalid dates.start 0'
	run -2 --separate-stderr sec-check --baseline ../known --write-baseline ../known
	assert_stderr_line --index 0 'sec-check: --baseline and --write-baseline exclude one another'
	run -2 --separate-stderr sec-check --baseline ../nothing
	assert_stderr 'sec-check: ../nothing: no such file'
}
