# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# What happened to records, through tests/driver/history-driver, in repositories
# made by hand with git.

load helper

setup() {
	isolate
	export SEC_SCHEMA=$SEC_TOP/schema
	git init -q .
	clock=1767225600
	put_text policy.ini <<<$'[register]\nformat = 1\nname = Thornley Council'
	save 'register: begin'
}

# save MESSAGE: all that is in the work tree, an hour after the last commit.
save() {
	clock=$((clock + 3600))
	git add -A
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" \
		git commit -q --allow-empty -m "$1"
}

# merge MESSAGE BRANCH...: what git makes of it by itself, saved or not.
merge() {
	clock=$((clock + 3600))
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" git merge -q -m "$@"
}

history() {
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/history-driver" "$@"
}

record() {
	record_path "$1"
}

# put ID KEY=VALUE...: in [dates], beside what every record has here.
put() {
	local id=$1 pair

	shift
	{
		small_record "$id"
		printf '\n[dates]\n'
		for pair; do printf '%s\n' "${pair/=/ = }"; done
	} | put_record "$id"
}

a=2026-01-aaaaa
b=2026-01-bbbbb

@test "history: what came, changed and went, in words of the record" {
	put $a start=2026-01-05 end=2026-06-30
	save "new: $a"
	put $a start=2026-01-05 end=2026-12-31
	save 'longer'
	save 'nothing at all'
	echo read me >README
	save 'another file'
	printf '\n[review 2026-03-01]\nkind = midpoint\n' >>"$(record $a)"
	save 'reviewed'
	sed -i 's/^end = /end   =   /; 1i# a comment' "$(record $a)"
	save 'written another way'
	rm "$(record $a)"
	save 'gone'
	history .
	assert_output "new: $a
  $a came at $(record $a)
    secondment added
    person added
    home added
    dates added
longer
  $a
    dates.end: 2026-06-30 -> 2026-12-31
reviewed
  $a
    review:2026-03-01 added
written another way
  $a
gone
  $a went from $(record $a)
    secondment removed
    person removed
    home removed
    dates removed
    review:2026-03-01 removed"
	by_path="$output"
	history . $a
	assert_output "$by_path"
	history -x HEAD~1 .
	assert_output "gone
  $a went from $(record $a)
    secondment removed
    person removed
    home removed
    dates removed
    review:2026-03-01 removed"
	history -t HEAD~6 . $a
	assert_output "new: $a
  $a came at $(record $a)
    secondment added
    person added
    home added
    dates added"
	history . 2026-01-never
	assert_output ''
}

@test "history: other files, where they are asked for" {
	put $a start=2026-01-05
	echo x >README
	save 'both'
	echo y >README
	echo z >other
	save 'only files'
	save 'nothing'
	ln -sf ../README "$(record $a)"
	save 'a link is no record'
	history -o -q .
	assert_output '5 commits, 2 steps, 24 differences'
	history -o .
	assert_line --index 0 'register: begin'
	assert_line --index 1 '  also policy.ini'
	assert_line '  also README'
	assert_line '  also other'
	assert_line 'nothing'
}

@test "history: a clean merge tells nothing, whatever its branches did" {
	put $a start=2026-01-05 end=2026-06-30 agreed=2026-01-02
	put $b start=2026-01-05
	save 'begin'
	git switch -qc left
	put $a start=2026-01-06 end=2026-06-30 agreed=2026-01-02
	save 'left: start'
	git switch -qc third main
	put $b start=2026-01-07
	save 'third: another record'
	git switch -q main
	printf '\n[review 2026-03-01]\nkind = midpoint\n' >>"$(record $a)"
	save 'main: review'
	merge 'two' left
	merge 'three' third
	history -x HEAD~3 .
	assert_output "left: start
  $a
    dates.start: 2026-01-05 -> 2026-01-06
third: another record
  $b
    dates.start: 2026-01-05 -> 2026-01-07
main: review
  $a
    review:2026-03-01 added"
	history . $b
	assert_line 'third: another record'
	refute_line 'main: review'
}

@test "history: of a merge that changes more than its branches, that alone is told" {
	put $a start=2026-01-05 end=2026-06-30 agreed=2026-01-02
	put $b start=2026-01-05
	save 'begin'
	git switch -qc left
	put $a start=2026-01-06 end=2026-07-31 agreed=2026-01-02
	save 'left'
	git switch -q main
	put $a start=2026-01-05 end=2026-08-31 agreed=2026-01-03
	save 'main'
	run -1 --separate-stderr git merge left
	put $a start=2026-01-06 end=2026-09-30 agreed=2026-01-03
	put $b start=2026-02-02
	echo more >README
	save 'evil'
	history -o -x HEAD~2 -t HEAD .
	assert_line --partial 'evil'
	run -0 grep -A9 evil <<<"$output"
	assert_output "evil
  $a
    dates.end: 2026-08-31 -> 2026-09-30
  $b
    dates.start: 2026-01-05 -> 2026-02-02
  also README"
}

@test "history: an octopus, and merges that take one side, bring back or remove" {
	put $a start=2026-01-05
	put $b start=2026-01-05
	save 'begin'
	for branch in one two three; do
		git switch -qc $branch main
		put 2026-01-$branch start=2026-01-05
		save "$branch"
	done
	git switch -q main
	merge 'octopus' one two three
	history -q .
	assert_output '4 commits, 5 steps, 60 differences'
	git switch -qc gone
	git rm -q "$(record $a)"
	save 'removed'
	git switch -q main
	put $a start=2026-01-06
	save 'changed'
	run -1 --separate-stderr git merge gone
	save 'kept after all'
	history -x HEAD~2 . $a
	assert_output "removed
  $a went from $(record $a)
    secondment removed
    person removed
    home removed
    dates removed
changed
  $a
    dates.start: 2026-01-05 -> 2026-01-06
kept after all
  $a came at $(record $a)
    secondment added
    person added
    home added
    dates added"
	git switch -qc side HEAD~1
	save 'empty'
	git switch -q main
	git merge -q --no-commit --no-ff side
	git rm -qf "$(record $b)"
	put 2026-02-ccccc start=2026-03-01
	sed -i 's/p1048/p2000/; s/^title = .*/title = Clerk/; s/R\. Osei/T. Two/' "$(record 2026-02-ccccc)"
	save 'removed by a merge'
	history -x HEAD~1 .
	assert_output "removed by a merge
  $b went from $(record $b)
    secondment removed
    person removed
    home removed
    dates removed
  2026-02-ccccc came at $(record 2026-02-ccccc)
    secondment added
    person added
    home added
    dates added"
}

# begin_sides: two sides that each did something to $a, and one of them to $b and more.
begin_sides() {
	put $a start=2026-01-05 end=2026-06-30 agreed=2026-01-02
	put $b start=2026-01-05
	save 'begin'
	git switch -qc left
	put $a start=2026-01-05 end=2026-07-31 agreed=2026-01-02
	mkdir -p secondments/odd
	git mv "$(record $b)" secondments/odd/
	put 2026-01-ccccc start=2026-01-05
	save 'left'
	git switch -q main
	put $a start=2026-01-06 end=2026-06-30 agreed=2026-01-02
	save 'main'
	main="main
  $a
    dates.start: 2026-01-05 -> 2026-01-06"
}

@test "history: what a merge takes back is told" {
	begin_sides
	merge 'nothing of left' -s ours left
	history -x left .
	assert_output "$main
nothing of left
  $a
    dates.end: 2026-07-31 -> 2026-06-30
  $b moved from secondments/odd/$b.ini to $(record $b)
  2026-01-ccccc went from $(record 2026-01-ccccc)
    secondment removed
    person removed
    home removed
    dates removed"
	history -t HEAD . $a # also where only that one is looked for
	assert_line 'nothing of left'
	assert_line '    dates.end: 2026-07-31 -> 2026-06-30'
}

@test "history: what a merge takes back is told key by key, from each side once" {
	begin_sides
	git merge -q --no-commit left || true
	put $a start=2026-01-06 end=2026-06-30 agreed=2026-01-03
	save 'half of left'
	history -x left .
	assert_output "$main
half of left
  $a
    dates.agreed: 2026-01-02 -> 2026-01-03
  $a
    dates.end: 2026-07-31 -> 2026-06-30"
}

@test "history: a merge that joins what both sides did takes nothing back, moved or not" {
	begin_sides
	git switch -q left
	git mv "$(record $a)" secondments/odd/
	sed -i '/^agreed/d' secondments/odd/$a.ini
	save 'left moves it too'
	git switch -q main
	git merge -q --no-commit left || true
	git rm -qf --ignore-unmatch "$(record $a)"
	mkdir -p secondments/odd
	{
		small_record $a
		printf '\n[dates]\nstart = 2026-01-06\nend = 2026-07-31\n'
	} >secondments/odd/$a.ini
	save 'both'
	history -x left .
	assert_output "$main"
	git switch -q left
	merge 'and back' main
	history -x main .
	assert_output ''
}

@test "history: a record that moves stays itself" {
	put $a start=2026-01-05
	mkdir -p secondments/odd
	save 'begin'
	git mv "$(record $a)" secondments/odd/
	save 'moved'
	sed -i 's/^start = .*/start = 2026-01-06/' secondments/odd/$a.ini
	save 'changed there'
	mkdir -p secondments/2026/01
	git mv secondments/odd/$a.ini "$(record $a)"
	sed -i 's/^start = .*/start = 2026-01-07/' "$(record $a)"
	save 'moved back, changed'
	history .
	whole=$output
	assert_output "begin
  $a came at $(record $a)
    secondment added
    person added
    home added
    dates added
moved
  $a moved from $(record $a) to secondments/odd/$a.ini
changed there
  $a
    dates.start: 2026-01-05 -> 2026-01-06
moved back, changed
  $a moved from secondments/odd/$a.ini to $(record $a)
    dates.start: 2026-01-06 -> 2026-01-07"
	history . $a
	assert_output "$whole"
	git mv "$(record $a)" secondments/
	save 'away again'
	history . $a
	assert_line "  $a moved from $(record $a) to secondments/$a.ini"
}

@test "history: a record that never stood at its place is found" {
	put_text secondments/Some/Folder/$a.ini < <(small_record $a)
	save 'begin'
	put_text secondments/not-an-id.ini < <(small_record not-an-id)
	save 'second'
	history . $a
	assert_line "  $a came at secondments/Some/Folder/$a.ini"
	history . not-an-id
	assert_line "  not-an-id came at secondments/not-an-id.ini"
}

@test "history: a record renamed is followed to its older ids" {
	put $a start=2026-01-05 end=2026-06-30
	put $b start=2026-02-02
	save 'begin'
	put $a start=2026-01-05 end=2026-07-31
	save 'longer'
	put 2026-02-newer start=2026-01-05 end=2026-07-31
	git rm -q "$(record $a)"
	save 'renamed'
	put 2026-02-newer start=2026-01-05 end=2026-08-31
	save 'longer again'
	put $a start=2026-09-01
	sed -i 's/^title = .*/title = Somebody else/; s/p1048/p2000/' "$(record $a)"
	save 'the old id for another record'
	history . 2026-02-newer
	assert_output "begin
  $a came at $(record $a)
    secondment added
    person added
    home added
    dates added
longer
  $a
    dates.end: 2026-06-30 -> 2026-07-31
renamed
  2026-02-newer (was $a) moved from $(record $a) to $(record 2026-02-newer)
    secondment.id: $a -> 2026-02-newer
longer again
  2026-02-newer
    dates.end: 2026-07-31 -> 2026-08-31"
	history . $a
	assert_line "  2026-02-newer (was $a) moved from $(record $a) to $(record 2026-02-newer)"
	assert_line 'the old id for another record'
	refute_line 'longer again'
	history -x HEAD~3 . 2026-02-newer
	assert_output "renamed
  2026-02-newer (was $a) moved from $(record $a) to $(record 2026-02-newer)
    secondment.id: $a -> 2026-02-newer
longer again
  2026-02-newer
    dates.end: 2026-07-31 -> 2026-08-31"
}

@test "history: two that go while two come pair with those most alike" {
	put $a start=2026-01-05 end=2026-06-30
	put $b start=2026-02-02 end=2026-07-31
	save 'begin'
	git rm -q "$(record $a)" "$(record $b)"
	put 2026-02-newer start=2026-02-02 end=2026-07-31
	put 2026-02-other start=2026-01-05 end=2026-06-30
	put_text "$(record 2026-02-third)" <<<$'[secondment]\nid = 2026-02-third\ntype = external'
	save 'all renamed'
	history -x HEAD~1 .
	assert_output "all renamed
  2026-02-newer (was $b) moved from $(record $b) to $(record 2026-02-newer)
    secondment.id: $b -> 2026-02-newer
  2026-02-other (was $a) moved from $(record $a) to $(record 2026-02-other)
    secondment.id: $a -> 2026-02-other
  2026-02-third came at $(record 2026-02-third)
    secondment added"
}

@test "history: deleted and made again" {
	put $a start=2026-01-05
	save 'begin'
	git rm -q "$(record $a)"
	save 'gone'
	put $a start=2026-01-06
	save 'again'
	history . $a
	run -0 grep -c "^  $a" <<<"$output"
	assert_output 3
}

@test "history: a shallow clone says that there is more, and invents no beginning" {
	put $a start=2026-01-05
	save 'begin'
	put $a start=2026-01-06
	save 'changed'
	put $b start=2026-01-05
	save 'second'
	git clone -q --depth 2 "file://$PWD" ../shallow
	history ../shallow
	assert_output "second
  $b came at $(record $b)
    secondment added
    person added
    home added
    dates added
there is more before this"
	history ../shallow $a
	assert_output 'there is more before this'
	history -o ../shallow
	assert_line --index 0 'changed (cut)'
	refute_line "  $a came at $(record $a)"
}

@test "history: no commit yet, and no repository" {
	mkdir ../fresh ../none
	cp policy.ini ../fresh
	cp policy.ini ../none
	git init -q ../fresh
	run -2 --separate-stderr "$SEC_BUILD/tests/driver/history-driver" ../fresh
	assert_stderr 'history-driver: the repository has no commit yet'
	run -2 --separate-stderr "$SEC_BUILD/tests/driver/history-driver" ../none
	assert_stderr --partial 'is not in a git repository'
	run -2 --separate-stderr "$SEC_BUILD/tests/driver/history-driver" -t nowhere .
	assert_stderr --partial "'nowhere' is neither a revision"
}

@test "history: clocks that go backwards change nothing in the order" {
	put $a start=2026-01-05
	save 'begin'
	for day in 01 02 03; do
		clock=$((clock - 100000000))
		put $a start=2026-02-$day
		save "change $day"
	done
	history . $a
	run -0 grep '^[a-z]' <<<"$output"
	assert_output $'begin\nchange 01\nchange 02\nchange 03'
}

@test "history: a register in a subfolder of a larger repository" {
	mkdir -p hr
	git mv policy.ini hr/
	save 'moved'
	cd hr
	put $a start=2026-01-05
	save 'begin'
	mkdir -p ../secondments
	small_record $b >../secondments/$b.ini
	save 'not of the register'
	put $a start=2026-01-06
	save 'changed'
	history .
	assert_output "begin
  $a came at $(record $a)
    secondment added
    person added
    home added
    dates added
changed
  $a
    dates.start: 2026-01-05 -> 2026-01-06"
	whole=$output
	history . $a
	assert_output "$whole"
	history -o .
	assert_line "  also secondments/$b.ini"
}

@test "history: records with faults, CRLF, conflict markers, and one too large to read" {
	put $a start=2026-01-05 end=2026-06-30
	save 'begin'
	sed -i 's/$/\r/' "$(record $a)"
	save 'CRLF'
	sed -i 's/\r$//; s/^start.*/Start : 2026-01-06/' "$(record $a)"
	save 'faulty'
	sed -i 's/^end.*/<<<<<<< ours\nend = 2026-07-31\n=======\nend = 2026-08-31\n>>>>>>> theirs/' "$(record $a)"
	save 'conflict'
	put $a start=2026-01-05 end=2026-06-30
	head -c 1100000 /dev/zero | tr '\0' '#' >>"$(record $a)"
	save 'large'
	put $a start=2026-01-05 end=2026-06-30
	save 'small again'
	history -x HEAD~5 . $a
	assert_output "CRLF
  $a
faulty
  $a
    dates.start: 2026-01-05 -> 2026-01-06
conflict
  $a
    dates.end: 2026-06-30 -> 2026-07-31
large
  $a
    secondment removed
    person removed
    home removed
    dates removed
small again
  $a
    secondment added
    person added
    home added
    dates added"
	history -r -x HEAD~2 -t HEAD~1 . $a
	assert_line --regexp '\|>$'
}

@test "history: reason and trailers of a message" {
	put $a start=2026-01-05
	save $'sec-set: one\n\n\n  why it was,\nin two lines\n\n   Sec-Tool: forged\n\nSec-Tool: sec-set\nSec-Record: 2026-01-aaaaa\n'
	put $a start=2026-01-06
	save $'by hand\n\nfirst paragraph\n\nnot a trailer: at all\n'
	put $a start=2026-01-07
	save $'sec-set: picked\n\nSec-Tool: sec-set\nLong: one\n  two\n(cherry picked from commit 0123456)\n\n\n'
	put $a start=2026-01-08
	save $'Sec-Tool: in the subject'
	put $a start=2026-01-09
	save $'mixed\n\nSec-Tool: x\nand prose'
	history . $a
	run -0 grep -v '^    ' <<<"$output"
	assert_output "sec-set: one
  because <why it was,
in two lines

   Sec-Tool: forged>
  trailer <Sec-Tool> <sec-set>
  trailer <Sec-Record> <2026-01-aaaaa>
  $a came at $(record $a)
by hand
  because <first paragraph

not a trailer: at all>
  $a
sec-set: picked
  trailer <Sec-Tool> <sec-set>
  trailer <Long> <one
  two>
  $a
Sec-Tool: in the subject
  $a
mixed
  because <Sec-Tool: x
and prose>
  $a"
}

@test "history: a damaged repository is told, not passed over" {
	put $a start=2026-01-05
	save 'begin'
	put $a start=2026-01-06
	save 'changed'
	blob=$(git rev-parse "HEAD~1:$(record $a)")
	rm -f ".git/objects/${blob:0:2}/${blob:2}"
	touch .git/no-fsck
	run -2 --separate-stderr "$SEC_BUILD/tests/driver/history-driver" .
	assert_stderr --partial 'history-driver: cannot read an object: '
}
