# SPDX-License-Identifier: ISC
# sec-render: which documents there are, where they go, and that what stands in a
# record stays text. What the documents say has tests of its own.

load helper

setup() {
	isolate
	begin_hr
	{
		small_record 2026-09-a 'Energy analyst'
		printf '\n[host]\ndepartment = Estates\nmanager = H. Marsh\n\n[dates]\nstart = 2026-09-01\nend = 2027-02-26\n'
		printf '\n[agreement]\nsigned-secondee = 2026-08-10\nsigned-home = 2026-08-11\n'
	} | put_record 2026-09-a
	small_record 2027-01-b 'Second' | put_record 2027-01-b
	commit
}

templates() {
	sec-render --list-templates -f tsv | cut -f 1
}

@test "the case summary is what it makes without -t" {
	run -0 --separate-stderr sec-render 2026-09-a
	assert_stderr ''
	assert_line --index 0 '# Energy analyst'
	assert_output --partial '**Active**, as on record on 21 November 2026'
	sec-render -t case-summary -f md 2026-09-a >../named
	[ "$output" = "$(cat ../named)" ]
}

@test "every template is listed with its formats, and renders in each of them" {
	local name formats format

	sec-render --list-templates -f tsv >../list
	[ "$(wc -l <../list)" -ge 10 ]
	while IFS=$'\t' read -r name formats _; do
		for format in $(sed 's/,//g;s/ mail mbox$//' <<<"$formats"); do # mail.bats has these
			run -0 --separate-stderr sec-render -t "$name" -f "$format" 2026-09-a
			assert_stderr ''
			[ -n "$output" ] || { echo "$name $format is empty"; return 1; }
		done
	done <../list
}

@test "every template renders a record that says next to nothing" {
	local name

	run -0 templates
	assert_line agreement
	for name in $(templates); do
		run -0 --separate-stderr sec-render -t "$name" 2027-01-b
		[ "$name" = timeline ] || refute_output --partial '{{'
	done
}

@test "the same input gives the same bytes" {
	local name

	run -0 templates
	assert_line agreement
	for name in $(templates); do
		sec-render -t "$name" >../one
		[ -s ../one ]
		TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 sec-render -t "$name" >../two
		run -0 cmp ../one ../two
	done
}

@test "unknown templates and formats are usage errors" {
	run -2 --separate-stderr sec-render -t case-sumary 2026-09-a
	assert_output ''
	assert_stderr_line --index 0 --partial "sec-render: there is no template 'case-sumary'"
	run -2 --separate-stderr sec-render -f svg 2026-09-a
	assert_stderr "sec-render: --format of case-summary is md, html, txt, mail or mbox, not 'svg'
Try 'sec-render --help'."
	run -2 --separate-stderr sec-render -t timeline -f md 2026-09-a
	assert_stderr "sec-render: --format of timeline is svg, html or txt, not 'md'
Try 'sec-render --help'."
}

@test "T29 a template's name never leads out of its folder" {
	printf 'secret' >../secret.md
	for name in ../secret ../../secret /etc/passwd .hidden ''; do
		run -2 --separate-stderr sec-render -t "$name" 2026-09-a
		assert_output ''
	done
	put_text templates/leak.md <<<'{{> ../../secret}}'
	run --separate-stderr sec-render -t leak 2026-09-a
	refute_output --partial secret
}

@test "a template that is there and cannot be read is named, alone or inside another" {
	mkdir templates
	ln -s ../policy.ini templates/case-summary.md
	run -2 --separate-stderr sec-render 2026-09-a
	assert_output ''
	assert_stderr 'sec-render: templates/case-summary.md is or runs through a symbolic link'
	put_text templates/outer.md <<<'before {{> case-summary}} after'
	run -2 --separate-stderr sec-render -t outer 2026-09-a
	assert_output ''
	assert_stderr 'sec-render: templates/case-summary.md is or runs through a symbolic link'
}

@test "T29 a template that includes itself ends with an error" {
	put_text templates/loop.md <<<'x{{> loop}}'
	run -2 --separate-stderr sec-render -t loop 2026-09-a
	assert_output ''
	assert_stderr --regexp '^sec-render: .*loop'
}

@test "several records make one document" {
	run -0 --separate-stderr sec-render
	assert_output --partial '# Energy analyst'
	assert_output --partial '# Second'
	run -0 --separate-stderr sec-render -q 'state = active'
	refute_output --partial '# Second'
}

@test "an empty selection is said and is no error" {
	run -0 --separate-stderr sec-render - </dev/null
	assert_output ''
	assert_stderr "sec-render: standard input named no record, so '-' selected nothing
sec-render: no record was selected, so there is nothing to render"
	run -0 --separate-stderr sec-render -t timeline - </dev/null
	assert_output --partial '0 bars between'
	assert_stderr "sec-render: standard input named no record, so '-' selected nothing
sec-render: no record was selected, so the picture is empty"
}

@test "-o FILE writes there; -o DIR/ makes a file a record and prints the paths" {
	run -0 --separate-stderr sec-render -o ../one.md 2026-09-a
	assert_output ''
	sec-render 2026-09-a >../two.md
	run -0 cmp ../one.md ../two.md
	run -0 --separate-stderr sec-render -o ../out/
	assert_output '../out/2026-09-a-case-summary.md
../out/2027-01-b-case-summary.md'
	run -0 cmp ../one.md ../out/2026-09-a-case-summary.md
	run -0 --separate-stderr sec-render -t timeline -o ../out/ 2026-09-a
	assert_output ../out/2026-09-a-timeline.svg
}

@test "T32 an output file is replaced whole; a link is replaced, not written through; a record never" {
	printf 'old and much longer than what comes\n' >../target
	ln -s target ../link
	run -0 --separate-stderr sec-render -o ../link 2026-09-a
	run -0 cat ../target
	assert_output 'old and much longer than what comes'
	run -0 --separate-stderr sec-render -o ../target 2026-09-a
	run -0 head -n 1 ../target
	assert_output '# Energy analyst'
	run -2 --separate-stderr sec-render -o secondments/2026/09/2026-09-a.ini 2026-09-a
	assert_stderr 'sec-render: secondments/2026/09/2026-09-a.ini is part of the register: write somewhere else'
	run -2 --separate-stderr sec-render -o ../none/x 2026-09-a
	assert_stderr 'sec-render: cannot write ../none/x: No such file or directory'
	run -0 git status --short
	assert_output ''
}

@test "-o writes to a device or a pipe, and never takes its place" {
	mkfifo ../pipe
	sec-render -o ../pipe 2026-09-a &
	run -0 head -n 1 ../pipe
	wait $!
	assert_output '# Energy analyst'
	assert [ -p ../pipe ]
	# as root a device of our own stands in: a mistake here would take the real one away
	full=/dev/full
	if [ "$(id -u)" -eq 0 ]; then
		full=$BATS_TEST_TMPDIR/full
		mknod "$full" c 1 7 || skip "no device can be made here"
	fi
	run -2 --separate-stderr sec-render -o "$full" 2026-09-a
	assert_stderr "sec-render: cannot write $full: No space left on device"
	assert [ -c "$full" ]
	if [ "$(id -u)" -ne 0 ]; then
		run -0 sh -c 'sec-render -o /dev/stdout 2026-09-a | head -n 1'
		assert_output '# Energy analyst'
	fi
}

@test "T30 a full disk under -o leaves the old file, and standard output lost is exit 2" {
	run -2 --separate-stderr sh -c 'sec-render 2026-09-a >/dev/full'
	assert_stderr 'sec-render: cannot write to standard output: No space left on device'
}

@test "T26 what stands in a record stays text in Markdown, HTML and SVG" {
	local name format

	# shellcheck disable=SC2016 # nothing is to be expanded
	sec-set 2026-09-a title='<script>alert(1)</script>"onload="x' host.manager='<b onclick=x>' \
		work.task='[link](javascript:alert(1)) ]]> {{who}} ![i](http://x/y.png)' >/dev/null 2>&1
	sec-render --list-templates -f tsv >../list
	while IFS=$'\t' read -r name _ _; do
		for format in html $([ "$name" != timeline ] || echo svg); do
			run -0 --separate-stderr sec-render -t "$name" -f "$format" 2026-09-a
			refute_output --partial '<script'
			refute_output --partial '<b onclick'
			refute_output --regexp '(href|src)="?javascript:'
			refute_output --partial '<img'
			refute_output --partial '"onload="'
		done
	done <../list
}

@test "T26 HTML is closed: a policy that allows no script, no foreign address" {
	run -0 --separate-stderr sec-render -f html 2026-09-a
	assert_output --regexp "Content-Security-Policy.*default-src 'none'"
	refute_output --regexp '(src|href)="https?:'
	refute_output --partial '<script'
	assert_output --partial '<html lang="en"'
}

@test "a plain file is rendered without a register" {
	cp secondments/2026/09/2026-09-a.ini ..
	cd ..
	run -0 --separate-stderr sec-render 2026-09-a.ini
	assert_line --index 0 '# Energy analyst'
}
