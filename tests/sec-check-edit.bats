#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# sec-check beside an editor: --stdin-filename and --fix.

load helper

A=2026-11-aaaaa

setup() {
	isolate
	make_wired_register .
	put_record $A < <(small_record $A)
	commit . 'a: new'
	path=$(record_path $A)
}

@test "--stdin-filename: what is not saved yet stands for the file" {
	run -0 --separate-stderr sec-check --stdin-filename "$path" < <(small_record $A)
	assert_output ''
	run -1 --separate-stderr sec-check --stdin-filename "$path" < <(small_record $A | sed '/^manager/d')
	assert_output "$path:10: error: 'home.manager' is missing: every record needs it [required]"
	cd secondments/2026
	run -1 --separate-stderr sec-check --stdin-filename "11/$A.ini" < <(small_record $A | sed '/^manager/d')
	assert_output "11/$A.ini:10: error: 'home.manager' is missing: every record needs it [required]"
}

@test "--stdin-filename: a record that has no file yet, seen beside the others" {
	new=secondments/2026/11/2026-11-bbbbb.ini
	run -0 --separate-stderr sec-check --stdin-filename "$new" < <(small_record 2026-11-bbbbb)
	assert_output ''
	assert_file_not_exists "$new"
	run -1 --separate-stderr sec-check --stdin-filename "$new" < <(small_record $A)
	assert_line "$new:2:6: error: 2 records have the id '$A' [id-file]"
	assert_line "$new:2:6: error: the id is '$A', but the file is named '2026-11-bbbbb.ini' [id-file]"
	assert_equal "${#lines[@]}" 2
	cd ..
	run -1 --separate-stderr sec-check --stdin-filename draft.ini </dev/null
	assert_line --index 0 "draft.ini:1: error: 'home.manager' is missing: every record needs it [required]"
}

@test "--stdin-filename goes with no other record; too much is refused" {
	run -2 --separate-stderr sec-check --stdin-filename "$path" $A </dev/null
	assert_stderr_line --index 0 'sec-check: --stdin-filename is one record, and goes with no other, nor with --at, --fix, --range or --staged'
	run -2 --separate-stderr sec-check --stdin-filename "$path" < <(head -c 1048577 /dev/zero)
	run -2 --separate-stderr sec-check --stdin-filename '' </dev/null
	assert_stderr_line --index 0 "sec-check: '' names no file"
}

@test "--fix repairs what loses nothing, and --dry-run shows it" {
	printf '\xef\xbb\xbf[secondment]\r\nID = %s  \r\ntype = internal\r\n' $A >"$path"
	cp "$path" ../before
	run -0 --separate-stderr sec-check --fix -n $A
	assert_line --index 0 "diff --git a/$path b/$path"
	assert_line '+id = 2026-11-aaaaa'
	run -0 cmp "$path" ../before
	chmod 640 "$path"
	run -1 --separate-stderr sec-check --fix $A
	assert_stderr_line --index 0 "sec-check: $path: 4 repairs, not committed yet"
	run -0 cat -A "$path"
	assert_output "[secondment]\$
id = $A\$
type = internal\$"
	run -0 stat -c %a "$path"
	assert_output 640
	run -1 --separate-stderr sec-check --fix $A
	refute_stderr --partial repair
	run -0 git status --short
	assert_output " M $path"
}

@test "--fix guesses nothing" {
	small_record $A | sed 's/^type = .*/type = interal/' >"$path"
	printf '\n[dates]\nstart = 03/04/2026\n' >>"$path"
	cp "$path" ../before
	run -1 --separate-stderr sec-check --fix $A
	run -0 cmp "$path" ../before
	printf 'caf\xe9 = \xff\n' >"$path"
	cp "$path" ../before
	run -1 --separate-stderr sec-check --fix $A
	run -0 cmp "$path" ../before
}

@test "--fix: of what -q keeps; a link is not followed; what goes together" {
	printf 'trailing  \n' >../outside.ini
	printf '\n# more  \n' >>"$path"
	run -0 --separate-stderr sec-check --fix -q 'secondment.type = external'
	run -0 git diff --quiet --exit-code -- policy.ini
	run -0 grep -c '# more  $' "$path"
	rm "$path"
	ln -s ../../../../outside.ini "$path"
	run -2 --separate-stderr sec-check --fix
	run -0 cat ../outside.ini
	assert_output 'trailing  '
	run -2 --separate-stderr sec-check --fix --staged
	assert_stderr_line --index 0 'sec-check: --fix is for the work tree'
	run -2 --separate-stderr sec-check -n
	assert_stderr_line --index 0 'sec-check: --dry-run goes with --fix'
}
