# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the tests of examples/erasure share.

# The keeper's clone `county`, another one, and what both push to. Ana's name stands in
# a message, a record of hers, somebody else's record, a tag; Ben's only in people.ini.
setup() {
	isolate
	export GIT_AUTHOR_DATE=2026-03-02T09:00:00Z GIT_COMMITTER_DATE=2026-03-02T09:00:00Z
	git init -q --bare shared.git
	make_wired_register county
	cd county || return 1
	git remote add origin ../shared.git
	put_record 2026-03-first <<<"$(small_record 2026-03-first)"
	put_record 2026-04-7k3qf <<<"$(small_record 2026-04-7k3qf 'Energy analyst')"
	commit . 'both taken over'
	git tag -a -m 'For Ana Ferreira' audited
	sec-set 7k3 note:2026-03-03 text='Called Ana Ferreira at home' -m 'Ferreira rang' >/dev/null 2>&1
	sec-set first note:2026-03-04 text='Works beside FERREIRA' -m 'as she said' >/dev/null 2>&1
	git push -q -u origin main --tags
	git clone -q ../shared.git ../hospital
	printf '[person p1048]\nname = Ben Okafor\nemail = ben@example.org\n[person p2210]\nname = Ana Ferreira\n' >people.ini
}

runbook() {
	sh "$SEC_TOP/examples/erasure/$1" "${@:2}"
}

# Every byte that git has here, packed or not, reachable or not; `refute_anywhere TEXT`.
refute_anywhere() {
	git cat-file --batch-all-objects --batch --buffer >"$BATS_TEST_TMPDIR/all"
	[ -s "$BATS_TEST_TMPDIR/all" ] || return 1
	run grep -aci -e "$1" "$BATS_TEST_TMPDIR/all"
	assert_output 0
	run git log --all -S "$1" --oneline
	assert_output ''
	run grep -rli --exclude-dir=hooks -e "$1" .git
	assert_output ''
}
