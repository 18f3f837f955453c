# SPDX-License-Identifier: ISC
# sec-merge where both branches merged the other's earlier work: git makes the base
# of several, and what was in conflict between those is in conflict in the base.

load helper

record=secondments/2026/03/2026-03-a.ini

# crossed OURS THEIRS: main and b both changed the title, both merged the other and
# settled that, main as OURS and b as THEIRS.
crossed() {
	sec-init hr 2>/dev/null
	cd hr || return 1
	small_record 2026-03-a | put_record 2026-03-a
	commit
	git branch b
	change 's/^title.*/title = A/'
	git tag a
	git checkout -q b
	change 's/^title.*/title = B/'
	settle a "$2"
	git checkout -q main
	settle b~1 "$1"
}

change() {
	sed -i "$1" $record
	commit
}

settle() {
	git merge -q "$1" >/dev/null 2>&1 || true
	sed -i "/^[<=]/d;/^>/d;/^title/d;s/^type.*/&\ntitle = $2/" $record
	git add $record
	git commit -q -m settled
}

@test "what was settled the same way is no question again, and says nothing" {
	crossed A A
	sec-set 2026-03-a type=external 2>/dev/null >&2
	git checkout -q b
	sec-set 2026-03-a tags=x 2>/dev/null >&2
	run -0 --separate-stderr git merge -q -m crossed main
	assert_stderr ''
	run -0 head -n 5 $record
	assert_output $'[secondment]\nid = 2026-03-a\ntype = external\ntitle = A\ntags = x'
}

@test "what was settled each in its own way is a conflict, that key alone" {
	crossed 'Small secondment' B
	sec-set 2026-03-a type=external 2>/dev/null >&2
	git checkout -q b
	run -1 --separate-stderr git merge -q -m crossed main
	assert_stderr "sec-merge: $record: both sides changed secondment.title
sec-merge: $record: keep what is right, remove the marker lines (sec-check finds them), then git add it and commit"
	run -0 head -n 8 $record
	assert_output '[secondment]
id = 2026-03-a
type = external
<<<<<<< ours
title = B
=======
title = Small secondment
>>>>>>> theirs'
}

@test "longer markers that a register asks for are a person's, and are said" {
	crossed A A
	git checkout -q -b c b~1
	echo '*.ini conflict-marker-size=9' >>.gitattributes
	run -1 --separate-stderr git merge -q -m crossed a
	assert_stderr_line --index 0 "sec-merge: $record: both sides changed secondment.title"
	run -0 grep -c '^<<<<<<<<< ours$' $record
}

# merged BASE OURS THEIRS RESULT
merged() {
	printf '%s' "$1" >base
	printf '%s' "$2" >ours
	printf '%s' "$3" >theirs
	run -0 --separate-stderr sec-merge base ours theirs
	assert_stderr ''
	run -0 cat ours
	assert_output "$4"
}

@test "a base with markers: keys, lines of a value, the base shown, comments, sections" {
	local b=$'[a]\n<<<<<<<<< ours\nx = 1\n  more\n||||||||| base\nx = 0\n=========\nx = 2\n>>>>>>>>> theirs\ny = 1\n'

	merged "$b" $'[a]\nx = 1\ny = 1\n' $'[a]\nx = 1\ny = 2\n' $'[a]\nx = 1\ny = 2'
	merged $'[a]\n<<<<<<<<< ours\nx = 1\n=========\n>>>>>>>>> theirs\ny = 1\n' $'[a]\ny = 1\n' $'[a]\ny = 2\n' \
		$'[a]\ny = 2'
	merged $'<<<<<<<<< ours\n# 1\n=========\n# 2\n>>>>>>>>> theirs\n[a]\ny = 1\n' $'# 3\n[a]\ny = 1\n' \
		$'# 3\n[a]\ny = 2\n' $'# 3\n[a]\ny = 2'
	merged $'[a]\ny = 1\n\n<<<<<<<<< ours\n=========\n[b]\nx = 2\n>>>>>>>>> theirs\n' $'[a]\ny = 1\n' $'[a]\ny = 2\n' \
		$'[a]\ny = 2'
	# one kept what the other did not: a person's, though the base reads like theirs
	printf '[a]\ny = 1\n' >ours
	printf '[a]\ny = 2\n\n[b]\nx = 2\n' >theirs
	run -1 --separate-stderr sec-merge base ours theirs
	assert_stderr_line --index 0 'sec-merge: ours: both sides changed b (removed by ours)'
	# a conflict within a conflict is merged by lines
	printf '[a]\n<<<<<<<<< o\n<<<<<<<<<<< o\nx = 1\n===========\nx = 2\n>>>>>>>>>>> t\n=========\n>>>>>>>>> t\n' >base
	run -1 --separate-stderr sec-merge base ours theirs
	assert_stderr_line --index 0 'sec-merge: ours: merged by lines, not by key: line 2 of the base belongs to no key, or stands twice'
}
