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

# repaired FILE [OPTION...]: what --fix -n prints makes of the file, with git apply and
# with patch, byte for byte what --fix does; done again it does nothing.
repaired() {
	local file=$1 at

	shift
	at=$(git rev-parse --show-toplevel)
	cp "$file" ../as-it-was
	sec-check --fix -n "$@" >../diff 2>/dev/null
	cmp "$file" ../as-it-was
	sec-check --fix "$@" >/dev/null 2>&1 || [ $? = 1 ]
	cp "$file" ../fixed
	sec-check --fix "$@" >/dev/null 2>&1 || [ $? = 1 ]
	cmp "$file" ../fixed
	[ -z "$(sec-check --fix -n "$@" 2>/dev/null)" ]
	cp ../as-it-was "$file"
	git apply ../diff 2>/dev/null
	cmp "$file" ../fixed
	cp ../as-it-was "$file"
	patch --binary -s -p1 -d "$at" <../diff
	cmp "$file" ../fixed
}

@test "--fix -n is the difference that --fix makes, whatever the file holds" {
	while IFS= read -r text; do
		# shellcheck disable=SC2059 # escapes are what it holds
		printf "$text" >"$path"
		repaired "$path" $A
	done <<-'TEXTS'
		[secondment]\r\nID = 2026-11-aaaaa  \r\n# caf\303\251 \r\n
		\357\273\277[secondment]\n\n  \n\t\nTitle = x\000y \nbad\377 = 1 \n
		[person]\nREF = p1\n  and \n  .more  \r\n  # not a comment \n<<<<<<< x \n
		[home]\nx = 1\r\r\ny = 2 \rz\n  \040
		[home] \nmanager: a\040
		\357\273\277\357\273\277[home]\nKey = 1
	TEXTS
}

@test "--fix -n names files as git does; --fix follows a link and leaves it one" {
	printf '[home]  \n' >draft.ini
	mkdir sub
	ln -s ../draft.ini sub/link.ini
	cd sub
	for name in ../draft.ini "$PWD/../draft.ini" link.ini; do
		run -0 --separate-stderr sec-check --fix -n "$name"
		assert_line --index 0 'diff --git a/draft.ini b/draft.ini'
	done
	run -1 --separate-stderr sec-check --fix link.ini
	run -0 readlink link.ini
	assert_output ../draft.ini
	run -0 cat -A ../draft.ini
	assert_output '[home]$'
	# a register that is a folder of the repository
	cd ..
	mkdir hr
	git mv policy.ini secondments hr
	sed -i 's/$/ /' "hr/$path"
	cd hr
	repaired "$path" $A
	sed -i 's/$/ /' "$path"
	cd secondments
	run -0 --separate-stderr sec-check --fix -n
	assert_line --index 0 "diff --git a/hr/$path b/hr/$path"
	# in no repository the path from the root of all
	printf 'x \n' >../../../loose.ini
	run -0 --separate-stderr sec-check --fix -n ../../../loose.ini
	assert_line --index 0 "diff --git a$(realpath ../../..)/loose.ini b$(realpath ../../..)/loose.ini"
}

@test "--stdin-filename: outside the register, absolute, through .., in folders that are not there" {
	local bad="10: error: 'home.manager' is missing: every record needs it [required]" name

	small_record $A | sed '/^manager/d' >../text
	for name in "$PWD/$path" "./$path" "secondments/2026/11/../11/$A.ini" "../work/./$path" "../$A.ini" \
		"$(realpath ..)/$A.ini" "/nowhere/at/all/$A.ini" "nowhere/../$A.ini"; do
		run -1 --separate-stderr sec-check --stdin-filename "$name" <../text
		assert_output "$name:$bad"
	done
	for name in "$A.ini" "not/there/$A.ini" "$PWD/not/there/$A.ini"; do
		run -1 --separate-stderr sec-check --stdin-filename "$name" <../text
		assert_output "$name:2:6: error: 2 records have the id '$A' [id-file]
$name:2:6: error: the file belongs at $path [id-file]
$name:$bad"
	done
	# a folder, and a name that ends in none
	run -2 --separate-stderr sec-check --stdin-filename secondments/2026/ <../text
	assert_stderr_line --index 0 "sec-check: 'secondments/2026/' names no file"
	# a month that has no folder yet
	run -0 --separate-stderr sec-check --stdin-filename secondments/2027/01/2027-01-new.ini < <(small_record 2027-01-new)
	run -1 --separate-stderr sec-check --stdin-filename secondments/2027/01/2027-02-new.ini < <(small_record 2027-02-new)
	assert_output 'secondments/2027/01/2027-02-new.ini:2:6: error: the file belongs at secondments/2027/02/2027-02-new.ini [id-file]'
	# beside the rest, a second of one id is seen however the file is named
	small_record $A >../twin
	for name in "secondments/2026/11/2026-11-twin.ini" "$PWD/secondments/2026/11/2026-11-twin.ini" \
		"secondments/../secondments/2026/11/2026-11-twin.ini"; do
		run -1 --separate-stderr sec-check --stdin-filename "$name" <../twin
		assert_line "$name:2:6: error: 2 records have the id '$A' [id-file]"
	done
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
