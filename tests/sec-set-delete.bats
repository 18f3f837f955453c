# SPDX-License-Identifier: ISC
#
# sec-set --delete: records go in one commit that says why, and nothing else does.

load helper

path=secondments/2026/03/2026-03-7k3qf.ini
other=secondments/2026/04/2026-04-abcde.ini

setup() {
	isolate
	begin_hr 2026-03-7k3qf 'Energy analyst' 2026-04-abcde 'Logistics adviser'
	printf 'x = 1\n' >secondments/2026/04/notes.txt
	commit
	before=$(git rev-parse HEAD)
}

# Nothing was written: no commit, the work tree as it was.
nothing_written() {
	[ "$(git rev-parse HEAD)" = "$before" ]
	run -0 git status --short
	assert_output "${1-}"
}

@test "a record goes in one commit that says why; its path is printed, empty folders go" {
	run -0 --separate-stderr sec-set --delete 7k3 -m 'kept six years'
	assert_output "$path"
	assert_stderr "sec-set: committed $(git rev-parse --short=10 HEAD)"
	run -0 git log -1 --format=%B
	assert_output 'sec-set: 2026-03-7k3qf: deleted

kept six years

Sec-Tool: sec-set
Sec-Record: 2026-03-7k3qf
Sec-Field: secondment
Sec-Field: person
Sec-Field: home'
	run -0 git show --format= --name-status HEAD
	assert_output "D	$path"
	run -0 git status --short
	assert_output ''
	assert_not_exist secondments/2026/03
	assert_exist "$other"
	run -0 sec-list -f ids
	assert_output '2026-04-abcde'
}

@test "the last record of all goes, and its folders with it; what else stands there stays" {
	git rm -q secondments/2026/04/notes.txt
	commit . 'notes: go'
	printf 'y\n' >secondments/2026/untracked
	run -0 --separate-stderr sec-set --delete 7k3 abc -m why
	assert_output "$path
$other"
	run -0 find secondments
	assert_output 'secondments
secondments/2026
secondments/2026/untracked'
	run -0 git log -1 --format=%B
	assert_output 'sec-set: 2 records: deleted

why

Sec-Tool: sec-set
Sec-Record: 2026-03-7k3qf
Sec-Record: 2026-04-abcde
Sec-Field: secondment
Sec-Field: person
Sec-Field: home'
}

@test "a reason is compulsory; assignments beside it make no sense" {
	run -2 --separate-stderr sec-set --delete 7k3
	assert_stderr "sec-set: --delete needs a reason, as in: sec-set --delete 7k3 -m 'kept long enough'
Try 'sec-set --help'."
	run -2 --separate-stderr sec-set --delete 7k3 -m ' '
	assert_stderr_line --index 0 "sec-set: --delete needs a reason, as in: sec-set --delete 7k3 -m 'kept long enough'"
	run -2 --separate-stderr sec-set --delete 7k3 title=x -m why
	assert_stderr "sec-set: --delete takes records alone, and 'title=x' is an assignment
Try 'sec-set --help'."
	run -2 --separate-stderr sec-set --delete -m why
	assert_stderr_line --index 0 'sec-set: name a record, as in: sec-set --delete 7k3'
	nothing_written
}

@test "all or nothing: one record that cannot go keeps the others" {
	run -2 --separate-stderr sec-set --delete 7k3 nobody -m why
	assert_output ''
	assert_stderr "sec-set: 'nobody' names no record, no file and no folder"
	printf '# mine\n' >>"$other"
	run -2 --separate-stderr sec-set --delete 7k3 abc -m why
	assert_output ''
	assert_stderr "sec-set: $other has an uncommitted edit; run: git commit -m WHY $other, or to drop the edit: git checkout HEAD $other"
	nothing_written " M $other"
}

@test "a staged change, and a record never committed, are refused" {
	printf '# mine\n' >>"$path"
	git add "$path"
	run -2 --separate-stderr sec-set --delete 7k3 -m why
	assert_stderr "sec-set: $path has an uncommitted edit, which is staged; commit it or run: git restore --staged $path"
	small_record 2026-05-fresh | put_record 2026-05-fresh
	run -2 --separate-stderr sec-set --delete fresh -m why
	assert_stderr 'sec-set: secondments/2026/05/2026-05-fresh.ini is not committed yet; run: git add secondments/2026/05/2026-05-fresh.ini && git commit'
	nothing_written "M  $path
?? secondments/2026/05/"
}

@test "-n prints what would go, as git apply takes it" {
	run -0 --separate-stderr sec-set -n --delete 7k3 -m why
	assert_line --index 0 "diff --git a/$path b/$path"
	assert_line --index 1 'deleted file mode 100644'
	assert_line --index 6 '-[secondment]'
	assert_stderr ''
	printf '%s\n' "$output" >../patch
	nothing_written
	git apply ../patch
	assert_not_exist "$path"
}

@test "names come from a pipe; an empty one deletes nothing" {
	sec-list -f ids >../ids
	run -0 --separate-stderr sec-set --delete - -m why <../ids
	assert_output "$path
$other"
	run -0 --separate-stderr sec-set --delete - -m why </dev/null
	assert_output ''
	assert_stderr "sec-set: standard input named no record, so '-' selected nothing"
}

@test "a record that cannot be read as one goes all the same" {
	printf 'garbage\n\001\n<<<<<<< x\n' >"$path"
	commit
	run -0 --separate-stderr sec-set --delete "$path" -m 'was no record'
	assert_output "$path"
}

@test "staged and unstaged work elsewhere stays as it was" {
	printf '# staged\n' >>"$other"
	git add "$other"
	printf '# not staged\n' >>policy.ini
	run -0 --separate-stderr sec-set --delete 7k3 -m why
	run -0 git status --short
	assert_output " M policy.ini
M  $other"
}
