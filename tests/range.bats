#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# sec-check --range and --staged: what a change would bring.

load helper

A=2026-11-aaaaa
B=2026-11-bbbbb

setup() {
	isolate
	make_wired_register .
	put_record $A < <(signed_record $A)
	put_record $B < <(small_record $B)
	commit . 'records: begin'
	git tag base
}

# signed_record ID: one with evidence that is to be kept.
signed_record() {
	small_record "$1"
	cat <<-'END'

		[permission]
		decision = yes
		by = R. Osei
		date = 2026-11-18
	END
}

# change ID SED-SCRIPT: edits a record as a person would.
change() {
	sed -i "$2" "$(record_path "$1")"
}

@test "only what changed is reported, and only what is new fails" {
	change $B 's/^manager = .*/manager =/'
	commit . 'b: the manager is not known yet'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_output "$(record_path $B):10: error: 'home.manager' is missing: every record needs it [required]"
	assert_stderr 'sec-check: 1 record: 1 error, 0 warnings, 0 notes
sec-check: judged by the policy and schema of HEAD'

	git tag broken
	change $B 's/^post = .*/post = Finance lead/'
	commit . 'b: a new post'
	run -0 --separate-stderr sec-check --range broken..HEAD
	assert_output "$(record_path $B):10: info: 'home.manager' is missing: every record needs it (error before) [required]"
	assert_stderr 'sec-check: 1 record: nothing found; 1 known before
sec-check: judged by the policy and schema of HEAD'
}

@test "both ends are judged on one day: the calendar refuses nobody" {
	change $A 's/^title = .*/&, and more/'
	commit . 'a: a title'
	run -0 --separate-stderr sec-check --range base..HEAD --today 2035-01-01
	assert_line --partial '(warning before) [hr-informed]'
	refute_output --regexp ': (error|warning): '
}

@test "a branch is compared with where it left" {
	git checkout -q -b topic base
	change $B 's/^post = .*/post = Analyst/'
	commit . 'b: post'
	git checkout -q main
	change $A '/^\[permission\]/,$d'
	commit . 'a: on main alone'
	run -0 --separate-stderr sec-check --range main..topic
	assert_output ''
	assert_stderr --partial 'sec-check: 1 record: nothing found'
}

@test "evidence that went needs a reason in a commit that touched the record" {
	change $A '/^\[permission\]/,$d'
	commit . 'a: no more permission'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_line --partial "(permission.decision) [evidence-removed]"
	git commit -q --amend -m 'a: no more permission' -m 'written into the wrong record'
	run -0 --separate-stderr sec-check --range base..HEAD
	assert_output ''
}

@test "a record that is gone took evidence with it; one that moved did not go" {
	git rm -q "$(record_path $A)" "$(record_path $B)"
	commit . 'two less'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_output "$(record_path $A): error: the record is gone, and with it permission.decision and more that was to be kept [evidence-removed]"
	git commit -q --amend -m 'two less' -m 'entered twice'
	run -0 --separate-stderr sec-check --range base..HEAD
	assert_output ''

	git reset -q --hard base
	mkdir -p secondments/2026/12
	git mv "$(record_path $A)" secondments/2026/12/
	commit . 'a: moved'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_line "secondments/2026/12/$A.ini:2:6: error: the file belongs at $(record_path $A) [id-file]"
	refute_output --partial evidence-removed
}

@test "one of two files of a record may go, if nothing goes with it" {
	mkdir -p secondments/2026/12
	cp "$(record_path $A)" secondments/2026/12/
	commit . 'a: a second copy'
	git tag twice
	git rm -q secondments/2026/12/$A.ini
	commit . 'a: one is enough'
	run -0 --separate-stderr sec-check --range twice..HEAD
	assert_output ''
	git reset -q --hard twice
	git rm -q "$(record_path $A)"
	commit . 'a: the wrong one'
	run -0 --separate-stderr sec-check --range twice..HEAD
	refute_output --partial 'is gone'
	git reset -q --hard twice
	sed -i '/^by/d' secondments/2026/12/$A.ini
	git rm -q "$(record_path $A)"
	commit . 'a: the wrong one, and less of it'
	run -1 --separate-stderr sec-check --range twice..HEAD
	assert_output --partial '[evidence-removed]'
}

@test "who names records, or a condition, is told nothing of those that are gone" {
	git rm -q "$(record_path $A)"
	change $B 's/^manager = .*/manager =/'
	commit . 'a: gone; b: changed'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_line --partial 'is gone'
	run -1 --separate-stderr sec-check --range base..HEAD $B
	assert_output "$(record_path $B):10: error: 'home.manager' is missing: every record needs it [required]"
	run -1 --separate-stderr sec-check --range base..HEAD -q 'secondment.id = "'$B'"'
	assert_output "$(record_path $B):10: error: 'home.manager' is missing: every record needs it [required]"
}

@test "a record under another id is one that went and one that came" {
	git mv "$(record_path $A)" secondments/2026/11/2026-11-ccccc.ini
	sed -i s/$A/2026-11-ccccc/ secondments/2026/11/2026-11-ccccc.ini
	git commit -q -a -m 'a is c'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_line --partial "$(record_path $A): error: the record is gone"
	git commit -q --amend -m 'a is c' -m 'the month was wrong'
	run -0 --separate-stderr sec-check --range base..HEAD
	git reset -q --hard base
	cp "$(record_path $A)" ../a
	cp "$(record_path $B)" "$(record_path $A)"
	cp ../a "$(record_path $B)"
	commit . 'a and b change places'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_line --partial '(permission.decision) [evidence-removed]'
	git reset -q --hard base
	git rm -q "$(record_path $A)"
	commit . 'a: gone'
	put_record $A < <(small_record $A)
	commit . 'a: here again, with less'
	run -1 --separate-stderr sec-check --range base..HEAD
	assert_line --partial '(permission.decision) [evidence-removed]'
}

@test "a clone of any depth gives the verdict of the whole history, or none" {
	for i in 1 2 3; do
		change $B "s/^post = .*/post = Analyst $i/"
		commit . "b: post $i"
	done
	change $A '/^\[permission\]/,$d'
	commit . 'a: no more permission'
	git checkout -q -b side HEAD~2
	change $B 's/^title = .*/title = Another/'
	commit . 'b: title'
	run -1 --separate-stderr sec-check --range base..main
	assert_line --partial '[evidence-removed]'
	for depth in 1 2 3 4 5; do
		git clone -q --no-single-branch --depth $depth "file://$PWD" ../shallow$depth
		for range in base..origin/main origin/main..origin/side origin/side..origin/main; do
			range=${range/#base/$(git rev-parse base)}
			run -0 expect_same "$range" ../shallow$depth
		done
	done
}

# expect_same RANGE CLONE: the clone says what we say, or that it cannot.
expect_same() {
	local here there

	here=$(sec-check --range "${1//origin\//}" 2>/dev/null) || true
	there=$(sec-check -C "$2" --range "$1" 2>"$2/err") || {
		[ $? -ne 2 ] || {
			grep 'git fetch --unshallow' "$2/err"
			return
		}
	}
	[ "$here" = "$there" ] || return 1
}

@test "a record whose retention has passed may go without a word" {
	git rm -q "$(record_path $A)"
	commit . 'gone'
	run -1 --separate-stderr sec-check --range base..HEAD --today 2026-11-21
	git reset -q --hard base
	printf '\n[retention]\nuntil = 2026-11-19\n' >>"$(record_path $A)"
	commit . 'kept long enough'
	git tag kept
	git rm -q "$(record_path $A)"
	commit . 'gone'
	run -0 --separate-stderr sec-check --range kept..HEAD
	assert_output ''
}

@test "what a change brings upon a record that nobody touched is reported there" {
	period='\n[dates]\nstart = 2027-01-04\nend = 2027-06-30\n\n[agreement]\nsigned-secondee = 2026-11-16\nsigned-home = 2026-11-17\nsigned-host = 2026-11-18\n'
	printf "$period" >>"$(record_path $A)"
	commit . 'a: agreed'
	git tag agreed
	printf "$period" >>"$(record_path $B)"
	commit . 'b: agreed too'
	run -1 --separate-stderr sec-check --range agreed..HEAD
	run -0 grep '\[overlap\]' <<<"$output"
	assert_line --index 0 --partial "$(record_path $A):"
	assert_line --index 1 --partial "$(record_path $B):"
	assert_equal "${#lines[@]}" 2
}

@test "a stricter policy is judged over every record" {
	put_record $B < <(small_record $B | sed '/^manager/d')
	commit . 'b: no manager'
	git tag lax
	printf '[severity]\nrequired = error\n[policy]\nnames = refs\n' >>policy.ini
	change $A 's/^ref = .*/name = A. Okafor/'
	git commit -q -a -m 'policy: refs alone'
	git tag strict
	git reset -q --hard lax
	change $A 's/^ref = .*/name = A. Okafor/'
	git commit -q -a -m 'a: by name'
	git tag named
	printf '[policy]\nnames = refs\n' >>policy.ini
	git commit -q -a -m 'policy: refs alone'
	run -1 --separate-stderr sec-check --range named..HEAD
	assert_line --partial "$(record_path $A):"
	refute_line --partial "home.manager' is missing: every record needs it [required]"
	run -0 --separate-stderr sec-check --range named..HEAD --policy-from named
	assert_stderr --partial 'judged by the policy and schema of named'
}

@test "a new branch is judged as a whole; a base that is not here is exit 2 with the remedy" {
	zero=0000000000000000000000000000000000000000
	change $B 's/^manager = .*/manager =/'
	commit . 'b: the manager is not known yet'
	run -1 --separate-stderr sec-check --range $zero..HEAD
	assert_stderr --partial 'sec-check: 2 records: 1 error'
	run -2 --separate-stderr sec-check --range 1234567890123456789012345678901234567890..HEAD
	assert_output ''
	assert_stderr "sec-check: '1234567890123456789012345678901234567890' is not in this clone, so nobody can say what changed since; bring the whole history: git fetch --unshallow (in GitHub Actions fetch-depth: 0, in GitLab GIT_DEPTH: 0)"
	base=$(git rev-parse base)
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	run -2 --separate-stderr sec-check --range "$base..HEAD"
	assert_stderr --partial 'git fetch --unshallow'
	run -2 --separate-stderr sec-check --range base
	assert_stderr_line --index 0 "sec-check: --range is A..B, not 'base'"
}

@test "staged: the index is judged, not the work tree, and a reason may still come" {
	change $A '/^decision/d'
	run -0 --separate-stderr sec-check --staged
	assert_output ''
	assert_stderr 'sec-check: 0 records: nothing found
sec-check: judged by the policy and schema of the index'
	git add -A
	git checkout -q HEAD -- "$(record_path $B)"
	change $B 's/^manager = .*/manager =/'
	run -0 --separate-stderr sec-check --staged
	assert_output --regexp "^$(record_path $A):[0-9]+: warning: .* \(permission.decision\) \[evidence-removed\]$"
	git add -A
	run -1 --separate-stderr sec-check --staged
	assert_line --partial "$(record_path $B):10: error: "
}

@test "staged: GIT_INDEX_FILE, the first commit, and a merge that is not finished" {
	cp .git/index ../index
	change $B 's/^manager = .*/manager =/'
	GIT_INDEX_FILE=$PWD/../index git add -A
	run -0 --separate-stderr sec-check --staged
	assert_output ''
	GIT_INDEX_FILE=$PWD/../index run -1 --separate-stderr sec-check --staged
	assert_line --partial "$(record_path $B):10: error: "
	git commit -q -a -m 'b: ours'
	git checkout -q -b other base
	change $B 's/^manager = .*/manager = A. Cole/'
	git commit -q -a -m 'b: theirs'
	run -1 git merge -q main
	run -1 --separate-stderr sec-check --staged
	assert_line "$(record_path $B): error: the merge of this file is not finished [merge-marker]"

	make_wired_register ../new
	cd ../new
	git update-ref -d HEAD
	put_record $B < <(small_record $B)
	git add -A
	run -0 --separate-stderr sec-check --staged
	assert_stderr --partial 'sec-check: 1 record: nothing found'
}

# judged [COMMAND...]: what the pre-commit hook of git commit saw, with everything that
# git commit says left out; the command is to commit, and the hook lets nothing pass.
judged() {
	printf '#!/bin/sh\nsec-check --staged -f tsv >"%s" 2>/dev/null\nexit 1\n' "$PWD/../seen" >"$(git rev-parse --git-path hooks)/pre-commit"
	chmod +x "$(git rev-parse --git-path hooks)/pre-commit"
	"$@" >/dev/null 2>&1 && return 1
	errors ../seen
}

# errors FILE: of findings as tsv, path and rule of each error.
errors() {
	awk -F '\t' '$4 == "error" { print $1 "\t" $5 }' "$1"
}

@test "staged: in each way to commit, what that commit would have and nothing else" {
	local a b

	a=$(record_path $A) b=$(record_path $B)
	mkdir -p .git/hooks
	change $A 's/^manager = .*/manager =/'
	change $B 's/^post = .*/post =/'
	git add "$b"
	run -0 judged git commit -m x
	assert_output "$b	required"
	run -0 judged git commit -m x -a
	assert_output "$a	required
$b	required"
	run -0 judged git commit -m x --only "$a"
	assert_output "$a	required"
	run -0 judged git commit -m x -i "$a"
	assert_output "$a	required
$b	required"
	git reset -q
	run -0 judged git commit -m x --amend "$b"
	assert_output "$b	required"
	cd secondments/2026 || return 1
	run -0 git -C ../.. diff --cached --quiet
	cp ../../../seen ../../../before
	git commit -q -m x "11/$A.ini" 2>/dev/null && return 1
	run -0 errors ../../../seen
	assert_output "$a	required"
	cd ../..
	# the first hunk of two: the title, not the manager
	git checkout -q .
	change $A 's/^title = .*/title = Other/; s/^manager = .*/manager =/'
	run -0 judged git commit -m x -p < <(printf 's\ny\nn\n')
	assert_output ''
	run -0 judged git commit -m x -p < <(printf 's\nn\ny\n')
	assert_output "$a	required"
	git reset -q --hard
	# git add -N promises a file, and no commit has it
	: >secondments/2026/11/2026-11-later.ini
	git add -N .
	run -0 judged git commit -m x --allow-empty
	assert_output ''
	rm secondments/2026/11/2026-11-later.ini
	git reset -q
	# a stash makes commits, and asks no hook
	change $A 's/^manager = .*/manager =/'
	run -0 git stash -q
	run -0 git stash pop -q
	git checkout -q .
	# in a linked work tree
	git worktree add -q ../linked
	cd ../linked
	change $B 's/^manager = .*/manager =/'
	run -0 judged git commit -m x -a
	assert_output "$b	required"
}

@test "staged: a register in a folder, a rename, an index of another kind" {
	git clone -q . ../big/hr
	rm -rf ../big/hr/.git
	git init -q ../big
	cd ../big
	commit
	mkdir -p .git/hooks
	printf '#!/bin/sh\nsec-check --staged -C hr -f tsv >"%s" 2>/dev/null\nexit 1\n' "$PWD/../seen" >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	cd hr/secondments
	sed -i 's/^manager = .*/manager =/' 2026/11/*.ini
	run -1 git commit -q -m x --only 2026/11/$B.ini
	run -0 errors ../../../seen
	assert_output "$(record_path $B)	required"
	git checkout -q .
	git mv 2026/11/$B.ini 2026/11/2026-11-other.ini
	run -1 git commit -q -m x
	run -0 errors ../../../seen
	assert_output "$(record_path 2026-11-other)	id-file"
	git update-index --split-index
	run -2 --separate-stderr sec-check --staged
	assert_stderr "sec-check: cannot read the index: unsupported mandatory extension: 'link'; it is split or sparse: run git update-index --no-split-index, or git sparse-checkout reapply --no-sparse-index"
	git update-index --no-split-index
	run -1 --separate-stderr sec-check --staged
}

@test "ways of asking that exclude one another" {
	run -2 --separate-stderr sec-check --staged --range base..HEAD
	assert_stderr_line --index 0 'sec-check: --at, --range and --staged exclude one another'
	run -2 --separate-stderr sec-check --policy-from base
	assert_stderr_line --index 0 'sec-check: --policy-from goes with --range or --staged'
	run -2 --separate-stderr sec-check --staged --undecided
	assert_stderr_line --index 0 'sec-check: --baseline, --fix, --range and --staged are for findings'
}
