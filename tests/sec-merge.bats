# SPDX-License-Identifier: ISC
# sec-merge: on three files, and as git's driver in merge, rebase, cherry-pick,
# stash and pull.

load helper

record=secondments/2026/03/2026-03-a.ini

# three BASE OURS THEIRS: the three files.
three() {
	printf '%s' "$1" >base
	printf '%s' "$2" >ours
	printf '%s' "$3" >theirs
}

# A register with one record, wired as sec-init does it.
register() {
	sec-init hr 2>/dev/null
	cd hr || return 1
	small_record 2026-03-a | put_record 2026-03-a
	commit
}

# change MESSAGE SED-SCRIPT [FILE]: by hand, one commit.
change() {
	sed -i "$2" "${3:-$record}"
	commit . "$1"
}

# fork: branch `theirs` beside main, from here; we stand on it.
fork() {
	git checkout -q -b theirs
}

@test "three files: the result takes the place of ours" {
	three $'[a]\nx = 1\ny = 1\n' $'[a]\nx = 2\ny = 1\n' $'[a]\nx = 1\ny = 2\n'
	chmod 640 ours
	run -0 --separate-stderr sec-merge base ours theirs
	assert_output ''
	assert_stderr ''
	run -0 cat ours
	assert_output $'[a]\nx = 2\ny = 2'
	run -0 stat -c %a ours
	assert_output 640
	run -0 ls
	assert_output $'base\nours\ntheirs'
}

@test "a conflict: exit 1, the keys and what to do, markers of the length that git wants" {
	three $'[a]\nx = 1\n[b i]\ny = 1\n' $'[a]\nx = 2\n[b i]\ny = 2\n' $'[a]\nx = 3\n[b i]\ny = 3\n'
	run -1 --separate-stderr sec-merge base ours theirs 9 'h r/x.ini'
	assert_output ''
	assert_stderr "sec-merge: h r/x.ini: both sides changed a.x, b:i.y
sec-merge: h r/x.ini: keep what is right, remove the marker lines (sec-check finds them), then git add it and commit"
	run -0 cat ours
	assert_output '[a]
<<<<<<<<< ours
x = 2
=========
x = 3
>>>>>>>>> theirs
[b i]
<<<<<<<<< ours
y = 2
=========
y = 3
>>>>>>>>> theirs'
	three $'[a]\nx = 1\n' $'[a]\nx = 2\n' $'[a]\nx = 3\n'
	run -1 --separate-stderr sec-merge base ours theirs 3
	run -0 head -n 2 ours
	assert_output $'[a]\n<<<<<<< ours'
}

@test "merge.conflictStyle shows the base, by key and by lines" {
	local style

	for style in diff3 zdiff3; do
		git config --global merge.conflictStyle $style
		three $'[a]\nx = 1\n' $'[a]\nx = 2\n' $'[a]\nx = 3\n'
		run -1 --separate-stderr sec-merge base ours theirs
		run -0 cat ours
		assert_output $'[a]\n<<<<<<< ours\nx = 2\n||||||| base\nx = 1\n=======\nx = 3\n>>>>>>> theirs'
	done
	git config --global merge.conflictStyle merge
	three $'[a]\nx = 1\n' $'[a]\nx = 2\n' $'[a]\nx = 3\n'
	run -1 --separate-stderr sec-merge base ours theirs
	run -0 grep -c . ours
	assert_output 6
}

@test "what cannot be merged by key is merged by lines, and that is said" {
	three $'[a]\nx = 1\n\n\nx = 5\n' $'[a]\nx = 2\n\n\nx = 5\n' $'[a]\nx = 1\n\n\nx = 6\n'
	run -0 --separate-stderr sec-merge base ours theirs
	assert_stderr 'sec-merge: ours: merged by lines, not by key: line 5 of the base belongs to no key, or stands twice'
	run -0 cat ours
	assert_output $'[a]\nx = 2\n\n\nx = 6'
	three $'[a]\nx = 1\n' $'[a]\nx = 2\n' $'[a]\nfoo\nx = 3\n'
	run -1 --separate-stderr sec-merge base ours theirs 8 p
	assert_stderr 'sec-merge: p: merged by lines, not by key: line 2 of theirs belongs to no key, or stands twice
sec-merge: p: both sides changed the same lines
sec-merge: p: keep what is right, remove the marker lines (sec-check finds them), then git add it and commit'
	run -0 cat ours
	assert_output $'[a]\n<<<<<<<< ours\nx = 2\n========\nfoo\nx = 3\n>>>>>>>> theirs'
}

@test "ours is untouched where nothing can be done, and exit is 2" {
	three $'[a]\n' $'[a]\nx = 1\n' $'[a]\n\n\n'
	printf '[a]\n\0\n' >theirs
	run -2 --separate-stderr sec-merge base ours theirs 7 p
	assert_stderr "sec-merge: p: cannot be merged by key: line 2 of theirs belongs to no key, or stands twice
sec-merge: p: git cannot merge it by lines either
sec-merge: p holds our side alone: settle it by hand, or give the merge up"
	run -0 cat ours
	assert_output $'[a]\nx = 1'
	three $'[a]\nx = 1\n' $'[a]\nx = 2\n' $'[a]\nx = 1\ny = 1\n'
	run -2 bash -c '{ ulimit -f 0; sec-merge base ours theirs; } 2>&1 | cat; exit "${PIPESTATUS[0]}"'
	assert_output 'sec-merge: ours: cannot write ours: File too large
sec-merge: ours holds our side alone: settle it by hand, or give the merge up'
	run -0 cat ours
	assert_output $'[a]\nx = 2'
	mkdir empty
	run -2 --separate-stderr env PATH="$SEC_BUILD/bin" sec-merge base ours empty
	assert_stderr 'sec-merge: ours: cannot be merged by key: empty is a folder, not a plain file
sec-merge: ours: there is no program git
sec-merge: ours holds our side alone: settle it by hand, or give the merge up'
	run -2 --separate-stderr sec-merge base gone theirs
	assert_stderr_line 'sec-merge: gone holds our side alone: settle it by hand, or give the merge up'
	run -0 ls
	assert_output $'base\nempty\nours\ntheirs'
}

@test "usage" {
	run -2 --separate-stderr sec-merge a b
	assert_stderr $'sec-merge: name the base, our version and theirs\nTry \'sec-merge --help\'.'
	run -2 --separate-stderr sec-merge a b c 7 p q
	assert_stderr_line 'sec-merge: name the base, our version and theirs'
	for length in x '' 1001 7x; do
		run -2 --separate-stderr sec-merge a b c "$length"
		assert_stderr_line "sec-merge: the length of markers is a number up to 1000, not '$length'"
	done
}

@test "git merge: different keys, adjacent keys, sections, events, comments" {
	register
	fork
	sec-set 2026-03-a title='Analyst, Estates' person.grade=7 host: manager=Elsewhere 2>/dev/null >&2
	sec-set --force 2026-03-a review:2026-06-17 kind=midpoint by=H 2>/dev/null >&2
	git checkout -q main
	change 'a remark' 's/^manager/# asked twice\n&/'
	sec-set 2026-03-a tags=urgent person.post='Finance lead' 2>/dev/null >&2
	sec-set --force 2026-03-a review:2026-05-04 kind=interim by=H 2>/dev/null >&2
	run -0 --separate-stderr git merge -q -m both theirs
	assert_stderr ''
	run -0 cat $record
	assert_output '[secondment]
id = 2026-03-a
type = internal
title = Analyst, Estates
tags = urgent

[person]
ref = p1048
post = Finance lead
grade = 7

[home]
organisation = Thornley Council
# asked twice
manager = R. Osei

[host]
manager = Elsewhere

[review 2026-05-04]
kind = interim
by = H

[review 2026-06-17]
kind = midpoint
by = H'
}

@test "git merge: a conflict round one key, sec-check finds it, git goes on after it is settled" {
	register
	fork
	sec-set 2026-03-a title=Theirs person.grade=7 2>/dev/null >&2
	git checkout -q main
	sec-set 2026-03-a title=Ours person.post=Lead 2>/dev/null >&2
	run -1 --separate-stderr git merge -m both theirs
	assert_line "CONFLICT (content): Merge conflict in $record"
	assert_stderr "sec-merge: $record: both sides changed secondment.title
sec-merge: $record: keep what is right, remove the marker lines (sec-check finds them), then git add it and commit"
	run -0 cat $record
	assert_output '[secondment]
id = 2026-03-a
type = internal
<<<<<<< ours
title = Ours
=======
title = Theirs
>>>>>>> theirs

[person]
ref = p1048
post = Lead
grade = 7

[home]
organisation = Thornley Council
manager = R. Osei'
	run -1 --separate-stderr sec-check
	assert_output "$record:4:1: error: an unfinished merge: settle it up to '>>>>>>>' [merge-marker]"
	sed -i '/^<<<<<<</d;/^=======/,/^>>>>>>>/d' $record
	git add $record
	run -0 git commit -q -m both
	run -0 --separate-stderr sec-check
	run -0 --separate-stderr sec-list -o title,person.post,person.grade -f tsv
	assert_output 'Ours	Lead	7'
	run -0 git status --short
	assert_output ''
}

@test "git merge: a review moved to another day, and changed, moved elsewhere or removed meanwhile" {
	local theirs said

	register
	sec-set 2026-03-a review:2026-06-17 kind=interim held=yes by='J. Brandt' 2>/dev/null >&2
	git tag before
	while IFS='|' read -r theirs said; do
		git checkout -q -B theirs before
		sec-set 2026-03-a review:2026-06-17$theirs -m why 2>/dev/null >&2
		git checkout -q -B main before
		sec-set 2026-03-a review:2026-06-17.id=2026-06-18 -m 'the day was wrong' 2>/dev/null >&2
		run -1 --separate-stderr git merge -m both theirs
		assert_stderr_line --index 0 "sec-merge: $record: both sides changed review:2026-06-17 ($said)"
		run -0 sed -n '/^<<<<<<</,/^>>>>>>>/p' $record
		assert_line --index 1 '[review 2026-06-18]'
		assert_line --index 4 'by = J. Brandt'
		run -0 grep -c '^\[review' $record
		assert_output "$([[ $said == *removed* ]] && echo 1 || echo 2)"
		git merge --abort
	done <<-'CASES'
		.by=Me|renamed 2026-06-18 by ours
		.id=2026-06-19|renamed 2026-06-18 by ours, renamed 2026-06-19 by theirs
		=|renamed 2026-06-18 by ours, removed by theirs
	CASES
	# both alike, and each something else beside it
	git checkout -q -B theirs before
	sec-set 2026-03-a review:2026-06-17.id=2026-06-18 title=Theirs -m why 2>/dev/null >&2
	git checkout -q main
	sec-set 2026-03-a person.post=Lead 2>/dev/null >&2
	run -0 --separate-stderr git merge -m both theirs
	run -0 grep -c '^\[review' $record
	assert_output 1
}

@test "git merge: policy, schema with dotted ids and holidays are merged by key too" {
	register
	printf '[privacy]\nnames = refs\n' >>policy.ini
	mkdir schema
	printf '[due review.held]\nwhen = 2w\nlead = 1w\n' >schema/x.ini
	printf '[holiday 2026-12-25]\nname = Christmas Day\n' >holidays.ini
	commit
	fork
	change theirs 's/^names.*/&\nx-note = 1/' policy.ini
	change theirs 's/^lead.*/lead = 2w/' schema/x.ini
	printf '\n[holiday 2027-01-01]\nname = New Year\n' >>holidays.ini
	commit
	git checkout -q main
	change ours 's/^names.*/names = any/' policy.ini
	change ours 's/^when.*/when = 3w/' schema/x.ini
	printf '\n[holiday 2026-12-28]\nname = Boxing Day\n' >>holidays.ini
	commit
	run -0 --separate-stderr git merge -q -m both theirs
	assert_stderr ''
	run -0 tail -n 3 policy.ini
	assert_output $'[privacy]\nnames = any\nx-note = 1'
	run -0 cat schema/x.ini
	assert_output $'[due review.held]\nwhen = 3w\nlead = 2w'
	run -0 grep -h '^\[' holidays.ini
	assert_output $'[holiday 2026-12-25]\n[holiday 2026-12-28]\n[holiday 2027-01-01]'
}

@test "git rebase, cherry-pick, stash pop and revert" {
	register
	fork
	sec-set 2026-03-a person.post=Lead 2>/dev/null >&2
	git checkout -q main
	sec-set 2026-03-a person.ref=p7 2>/dev/null >&2
	run -0 --separate-stderr git cherry-pick theirs
	run -0 --separate-stderr sec-list -o person.ref,person.post -f tsv
	assert_output 'p7	Lead'
	git reset -q --hard HEAD~1
	git checkout -q theirs
	run -0 git rebase -q main
	run -0 --separate-stderr sec-list -o person.ref,person.post -f tsv
	assert_output 'p7	Lead'
	run -0 git log --format=%s
	assert_output 'sec-set: 2026-03-a: person.post
sec-set: 2026-03-a: person.ref
test: commit
sec-init: make the register'
	git checkout -q main
	sed -i 's/^post.*/post = By hand/' $record
	git stash -q
	sec-set 2026-03-a person.grade=7 2>/dev/null >&2
	run -0 git stash pop -q
	run -0 --separate-stderr sec-list -o person.post,person.grade -f tsv
	assert_output 'By hand	7'
	git checkout -q $record
	sec-set 2026-03-a person.department=Estates 2>/dev/null >&2
	run -0 git revert --no-edit HEAD~1
	run -0 --separate-stderr sec-list -o person.grade,person.department -f tsv
	assert_output '	Estates'
}

@test "git pull: two clones that worked on the same record" {
	register
	git clone -q --bare . ../shared.git
	git remote add origin ../shared.git
	git fetch -q
	git branch -q -u origin/main
	git clone -q ../shared.git ../other
	sec-init ../other >/dev/null 2>&1
	sec-set 2026-03-a person.post=Lead 2>/dev/null >&2
	git push -q
	cd ../other
	sec-set 2026-03-a person.ref=p7 2>/dev/null >&2
	run -1 git push -q
	run -0 git pull -q
	run -0 git push -q
	run -0 --separate-stderr sec-list -o person.ref,person.post -f tsv
	assert_output 'p7	Lead'
	cd ../hr
	run -0 git pull -q
	run -0 --separate-stderr sec-list -o person.ref,person.post -f tsv
	assert_output 'p7	Lead'
}

@test "both branches made the same file; a record in a part of a larger repository; odd paths" {
	git init -q "large's 100%"
	cd "large's 100%"
	sec-init 'h r' >/dev/null 2>&1
	cd 'h r'
	fork
	small_record 2026-03-a Theirs | put_record 2026-03-a
	printf '\n[host]\nmanager = X\n' >>$record
	commit
	git checkout -q main
	small_record 2026-03-a Ours | put_record 2026-03-a
	printf '\n[host]\norganisation = Y\n' >>$record
	commit
	run -1 --separate-stderr git merge -q -m both theirs
	assert_stderr_line --index 0 "sec-merge: h r/$record: both sides changed secondment.title"
	run -0 tail -n 4 $record
	assert_output $'\n[host]\norganisation = Y\nmanager = X'
	git merge --abort
	run -0 git status --short
	assert_output ''
}

@test "where sec-merge can do nothing git has a conflict, and no side is lost" {
	register
	fork
	printf 'no record\0\n' >$record
	commit
	git checkout -q main
	sec-set 2026-03-a title=Ours 2>/dev/null >&2
	run -1 --separate-stderr git merge -q -m both theirs
	assert_stderr_line --index 2 "sec-merge: $record holds our side alone: settle it by hand, or give the merge up"
	run -0 git ls-files -u --format='%(stage)'
	assert_output $'1\n2\n3'
	run -0 grep -c '^title = Ours$' $record
	git checkout -q --theirs $record
	run -0 grep -c '^no record' $record
	git merge --abort
	run -0 git status --short
	assert_output ''
}

@test "a list of ten thousand people, to which both added as many, takes a moment" {
	seq -f '[person p%.0f]
name = N
' 10000 >base
	seq -f '[person a%.0f]
name = A
' 10000 | cat base - >ours
	seq -f '[person b%.0f]
name = B
' 10000 | cat base - >theirs
	run -0 --separate-stderr timeout 120 sec-merge base ours theirs 7 people.ini
	run -0 grep -c '^\[person' ours
	assert_output 30000
	run -0 sed -n '30001,30002p;60001,60002p' ours
	assert_output $'[person a1]\nname = A\n[person b1]\nname = B'
}
