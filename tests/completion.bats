#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# Completion in bash, of names that a register adds by INI alone too.

load helper

setup() {
	isolate
	make_register
	put_record 2026-03-a <<<"$(small_record 2026-03-a)"
	put_text schema/local.ini <<-'INI'
		[field host.desk]
		type = text
		label = Desk
		help = Where the secondee sits.

		[state settled]
		after = active
		label = Settled
		help = At home at the host.
		when = reached(active) and present(host.desk)

		[rule desk-missing]
		severity = warning
		assert = present(host.desk)
		at = host.manager
		message = nobody knows where {who} sits
		summary = where the secondee sits is known

		[due desk-due]
		at = today
		owner = secondee
		title = Find a desk
		summary = a desk is found
	INI
	# shellcheck source=tools/completion.bash
	source "$SEC_TOP/tools/completion.bash"
}

# completed PROGRAM WORD-BEFORE WORD: what bash would offer, in $output.
completed() {
	COMPREPLY=()
	_sec "$1" "$3" "$2"
	output=${COMPREPLY[*]}
}

@test "keys, states, rules, due kinds, templates, options and records are completed, local ones too" {
	completed sec-list -o host.de
	assert_output 'host.department host.desk'
	completed sec-list -q settl
	assert_output 'settled'
	completed sec-set 2026-03-a host.des
	assert_output 'host.desk='
	completed sec-set 2026-03-a revie
	assert_output 'review:'
	completed sec-check --as sett
	assert_output 'settled'
	completed sec-check --explain desk
	assert_output 'desk-missing desk-due'
	completed sec-due --kind desk
	assert_output 'desk-due'
	completed sec-log --field host.des
	assert_output 'host.desk'
	completed sec-log --field revie
	assert_output 'review'
	completed sec-render -t agr
	assert_output 'agreement'
	completed sec-check sec-check --list
	assert_output '--list-rules'
	completed sec-check sec-check 2026
	assert_output '2026-03-a'
	completed sec-set sec-set 2026
	assert_output '2026-03-a'
}

@test "--list-columns names what -o and -q take, and goes alone" {
	run -0 --separate-stderr sec-list --list-columns --format tsv
	assert_line $'host.desk\ttext\tDesk'
	assert_line $'settled\tstate\tSettled'
	assert_line --regexp $'^review:\tsection\t'
	run -2 --separate-stderr sec-list --list-columns -o who
	assert_stderr "sec-list: --list-columns goes alone, but for --format
Try 'sec-list --help'."
}
