# SPDX-License-Identifier: ISC
#
# sec-set --undo: a record as it was before its last change, by a new commit.

load helper

path=secondments/2026/03/2026-03-7k3qf.ini
other=secondments/2026/04/2026-04-abcde.ini

setup() {
	isolate
	begin_hr 2026-03-7k3qf 'Energy analyst' 2026-04-abcde 'Logistics adviser'
	export GIT_AUTHOR_DATE='2026-11-20T23:30:00-0200'
}

# set ARGUMENT…: a change with nothing said.
set_() {
	sec-set "$@" >/dev/null 2>&1
}

# title [FILE]: what the record says.
title() {
	run -0 sed -n 's/^title = //p' "${2:-$path}"
	assert_output "$1"
}

@test "the last change is taken back by a commit that says which, when and why" {
	set_ 7k3 title='Secret Value' -m 'first'
	cp "$path" ../changed
	run -0 --separate-stderr sec-set --undo 7k3 -m 'it was right before'
	assert_output "$path"
	assert_stderr "sec-set: 2026-03-7k3qf: secondment.title: Secret Value → Energy analyst
sec-set: 2026-03-7k3qf: undid \"sec-set: 2026-03-7k3qf: secondment.title\" of 2026-11-20 by Test Officer
sec-set: committed $(git rev-parse --short=10 HEAD)"
	run -0 git log -1 --format=%B
	assert_output 'sec-set: 2026-03-7k3qf: secondment.title

Undo of "sec-set: 2026-03-7k3qf: secondment.title" of 2026-11-20

it was right before

Sec-Tool: sec-set
Sec-Record: 2026-03-7k3qf
Sec-Field: secondment.title'
	run -0 git diff --stat HEAD~2
	assert_output ''
	run -0 git status --short
	assert_output ''
}

@test "twice is a redo, three times an undo again" {
	set_ 7k3 title=New review:today kind=interim held=no by=X
	cp "$path" ../changed
	run -0 --separate-stderr sec-set --undo 7k3
	run -0 --separate-stderr sec-set --undo 7k3
	assert_output "$path"
	run -0 cmp "$path" ../changed
	run -0 git log -1 --format='%(trailers:key=Sec-Field,valueonly)'
	assert_output 'secondment.title
review:2026-11-21.kind
review:2026-11-21.held
review:2026-11-21.by'
	run -0 --separate-stderr sec-set --undo 7k3
	title 'Energy analyst'
}

@test "of a creation it removes, of a deletion it brings back, by the whole id" {
	small_record 2026-05-fresh | sec-new --from - >/dev/null 2>&1
	local fresh=secondments/2026/05/2026-05-fresh.ini
	cp "$fresh" ../fresh
	run -0 --separate-stderr sec-set --undo fresh
	assert_output "$fresh"
	assert_not_exist secondments/2026/05
	run -0 git log -1 --format=%s
	assert_output 'sec-set: 2026-05-fresh: deleted'
	run -0 --separate-stderr sec-set --undo 2026-05-fresh
	assert_output "$fresh"
	run -0 cmp "$fresh" ../fresh
	set_ --delete fresh 7k3 -m 'by mistake'
	run -0 --separate-stderr sec-set --undo 2026-05-fresh 2026-03-7k3qf
	assert_output "$fresh
$path"
	assert_stderr "sec-set: 2026-05-fresh: undid \"sec-set: 2 records: deleted\" of 2026-11-20 by Test Officer
sec-set: 2026-03-7k3qf: undid \"sec-set: 2 records: deleted\" of 2026-11-20 by Test Officer
sec-set: committed $(git rev-parse --short=10 HEAD)"
	run -0 git log -1 --format=%b
	assert_line --index 0 'Undo of "sec-set: 2 records: deleted" of 2026-11-20'
	run -0 cmp "$fresh" ../fresh
	run -2 --separate-stderr sec-set --undo 2026-05-never
	assert_output ''
	assert_stderr "sec-set: no record is called '2026-05-never', and in this branch none ever was"
}

@test "a record that is no more is brought back once, however often it is named" {
	set_ --delete 7k3 -m 'by mistake'
	run -0 --separate-stderr sec-set --undo 2026-03-7k3qf 2026-03-7k3qf
	assert_output "$path"
	assert_exist "$path"
}

@test "of a commit that changed others too only this record is taken back" {
	set_ 7k3 abc title=Both
	run -0 --separate-stderr sec-set --undo 7k3
	assert_output "$path"
	title 'Energy analyst'
	title Both "$other"
}

@test "several records: each its own last change, one commit" {
	set_ 7k3 title=One -m 'the first'
	set_ abc title=Two -m 'the second'
	run -0 --separate-stderr sec-set --undo abc 7k3
	assert_output "$other
$path"
	run -0 git log -1 --format=%B
	assert_output 'sec-set: 2 records: secondment.title

Undo of "sec-set: 2026-04-abcde: secondment.title" of 2026-11-20

Undo of "sec-set: 2026-03-7k3qf: secondment.title" of 2026-11-20

Sec-Tool: sec-set
Sec-Record: 2026-04-abcde
Sec-Record: 2026-03-7k3qf
Sec-Field: secondment.title'
}

@test "a commit made by hand is undone like any other, whatever its subject is made of" {
	sed -i 's/^title = .*/title = By hand/' "$path"
	git commit -qam "$(printf 'caf\351 \033[1m %0300d' 7)"
	run -0 --separate-stderr sec-set --undo 7k3
	assert_stderr --regexp '2026-03-7k3qf: undid "café \\x1b\[1m 0{180,190}…" of 2026-11-20 by Test Officer'
	title 'Energy analyst'
	run -0 git log -1 --format=%b
	assert_line --index 0 --regexp '^Undo of "café \\x1b\[1m 0{180,190}…" of 2026-11-20$'
}

@test "what was moved or renamed by hand goes back to where it was" {
	git mv "$path" secondments/2026-03-7k3qf.ini
	git commit -qm 'moved'
	run -0 --separate-stderr sec-set --undo 7k3
	assert_output "$path"
	assert_exist "$path"
	assert_not_exist secondments/2026-03-7k3qf.ini
	git mv "$path" secondments/2026/03/2026-03-renamed.ini
	sed -i 's/2026-03-7k3qf/2026-03-renamed/; s/Finance/Senior finance/' secondments/2026/03/2026-03-renamed.ini
	git commit -qam 'renamed'
	run -1 --separate-stderr sec-set --undo 2026-03-7k3qf
	assert_stderr 'sec-set: 2026-03-7k3qf: it became secondments/2026/03/2026-03-renamed.ini; name that, to undo it'
	run -0 --separate-stderr sec-set --undo 2026-03-renamed
	assert_output "$path"
	assert_not_exist secondments/2026/03/2026-03-renamed.ini
	run -0 sed -n '2p;8p' "$path"
	assert_output 'id = 2026-03-7k3qf
post = Finance officer'
	run -0 git log -1 --format='%(trailers:key=Sec-Record,valueonly)'
	assert_output '2026-03-7k3qf
2026-03-renamed'
}

@test "a record that came beside one that went is another, where sec-log says so" {
	git rm -q "$path"
	small_record 2026-05-other Nurse | sed 's/p1048/p77/' | put_record 2026-05-other
	commit . 'one goes, another comes'
	run -0 --separate-stderr sec-log --format tsv 2026-05-other
	refute_output --partial 'renamed'
	run -0 --separate-stderr sec-set --undo 2026-05-other
	assert_output secondments/2026/05/2026-05-other.ini
	assert_not_exist secondments/2026/05/2026-05-other.ini
	assert_not_exist "$path"
	run -0 --separate-stderr sec-set --undo 2026-03-7k3qf
	assert_exist "$path"
}

@test "a rename is not undone over what has taken the place since" {
	git mv "$path" secondments/2026/03/2026-03-renamed.ini
	sed -i 's/2026-03-7k3qf/2026-03-renamed/' secondments/2026/03/2026-03-renamed.ini
	git commit -qam 'renamed'
	small_record 2026-03-7k3qf Other | put_record 2026-03-7k3qf
	commit
	run -2 --separate-stderr sec-set --undo 2026-03-renamed
	assert_output ''
	assert_stderr "sec-set: $path exists already"
}

@test "after a merge: the branch's own last change, or the merge where it made something new" {
	git checkout -q -b branch
	set_ 7k3 title=One
	set_ 7k3 title=Two
	git checkout -q main
	set_ abc title=Main
	git merge -q --no-edit branch
	run -0 --separate-stderr sec-set --undo 7k3
	title One
	title Main "$other"
	git checkout -q -b again
	set_ 7k3 person.grade=7
	git checkout -q main
	set_ 7k3 home.lead=L
	git merge -q --no-edit -X ours again
	run -0 grep -c -e '^grade = 7' -e '^lead = L' "$path"
	assert_output 2
	run -0 --separate-stderr sec-set --undo 7k3
	assert_stderr --partial "undid \"Merge branch 'again'\""
	run -0 grep -e '^grade' -e '^lead' "$path"
	assert_output 'lead = L'
	run -0 --separate-stderr sec-set --undo 7k3
	run -0 grep -c -e '^grade = 7' -e '^lead = L' "$path"
	assert_output 2
}

@test "a branch whose change the merge left out is not what is undone" {
	git checkout -q -b branch
	GIT_COMMITTER_DATE='2030-01-01T00:00:00+0000' set_ 7k3 title=Dropped
	git checkout -q main
	set_ 7k3 title=Kept
	git merge -q --no-edit -s ours branch
	run -0 --separate-stderr sec-set --undo 7k3
	title 'Energy analyst'
}

@test "a shallow clone says that it cannot see before, and how to" {
	set_ 7k3 title=One
	set_ abc title=Two
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow || return 1
	run -2 --separate-stderr sec-set --undo 7k3
	assert_output ''
	assert_stderr 'sec-set: 2026-03-7k3qf: this clone is shallow and does not reach back to before its last change; run: git fetch --unshallow'
	run -2 --separate-stderr sec-set --undo 2026-05-never
	assert_stderr --partial 'run: git fetch --unshallow'
	git fetch -q --unshallow
	git config merge.sec.driver true
	run -0 --separate-stderr sec-set --undo 7k3
	assert_output "$path"
}

@test "rules about history are silent, others are not; --force" {
	set_ --force 7k3 return.date=2026-11-01
	run -0 --separate-stderr sec-set --undo 7k3
	assert_output "$path"
	sed -i '/^post = /d' "$path"
	git commit -qam 'by hand: a post goes'
	set_ 7k3 post='Finance officer'
	run -1 --separate-stderr sec-set --undo 7k3
	assert_output ''
	assert_stderr "$path:6: error: 'person.post' is missing: every record needs it [required]
    sec-check --as STATE lists all that a state needs and who supplies it
sec-set: refused, nothing was written: the change adds 1 error; --force writes it all the same"
	run -0 --separate-stderr sec-set --force --undo 7k3
	assert_output "$path"
	run -0 git log -1 --format='%(trailers:key=Sec-Forced)'
	assert_output 'Sec-Forced: yes'
}

@test "-n prints what would be taken back and writes nothing" {
	set_ 7k3 title=New
	before=$(git rev-parse HEAD)
	run -0 --separate-stderr sec-set -n --undo 7k3
	assert_line '-title = New'
	assert_line '+title = Energy analyst'
	assert_stderr 'sec-set: 2026-03-7k3qf: secondment.title: New → Energy analyst
sec-set: 2026-03-7k3qf: would undo "sec-set: 2026-03-7k3qf: secondment.title" of 2026-11-20 by Test Officer'
	[ "$(git rev-parse HEAD)" = "$before" ]
	run -0 git status --short
	assert_output ''
}

@test "an edit that is not committed is in the way; nothing else is touched" {
	set_ 7k3 title=New
	printf '# mine\n' >>"$path"
	run -2 --separate-stderr sec-set --undo 7k3
	assert_stderr "sec-set: $path has an uncommitted edit; run: git commit -m WHY $path, or to drop the edit: git checkout HEAD $path"
	git checkout -q "$path"
	printf '# mine\n' >>"$other"
	run -0 --separate-stderr sec-set --undo 7k3
	run -0 git status --short
	assert_output " M $other"
}

@test "a register in a folder of a larger repository" {
	make_wired_register ../large
	mkdir ../large/sub
	cp -r policy.ini .gitattributes secondments ../large/sub
	commit ../large 'all of it'
	set_ -C ../large/sub 7k3 title=New
	run -0 --separate-stderr sec-set -C ../large/sub --undo 7k3
	assert_output "$path"
	title 'Energy analyst' "../large/sub/$path"
	set_ -C ../large/sub --delete 7k3 -m x
	run -0 --separate-stderr sec-set -C ../large/sub --undo 2026-03-7k3qf
	assert_output "$path"
}

@test "names from a pipe, -q, and what does not go together" {
	set_ 7k3 abc title=New
	sec-list -f ids >../ids
	run -0 --separate-stderr sec-set --undo - -q 'title = "New" and id ~ "abc"' <../ids
	assert_output "$other"
	run -2 --separate-stderr sec-set --undo 7k3 title=x
	assert_stderr "sec-set: --undo takes records alone, and 'title=x' is an assignment
Try 'sec-set --help'."
	run -2 --separate-stderr sec-set --undo
	assert_stderr_line --index 0 'sec-set: name a record, as in: sec-set --undo 7k3'
	run -2 --separate-stderr sec-set --undo --delete 7k3 -m x
	assert_stderr_line --index 0 'sec-set: --edit, --undo and --delete exclude one another'
}

@test "one that would come back and one that would go are not undone in one commit" {
	make_wired_register ../twins
	cd ../twins || return 1
	sec-new --id 2026-03-a type=internal title=T ref=p1 post=P home: organisation=O manager=M >/dev/null 2>&1
	sec-new --id 2026-03-b type=internal title=T ref=p1 post=P home: organisation=O manager=M >/dev/null 2>&1
	sec-set --delete 2026-03-a -m why >/dev/null 2>&1
	run -2 --separate-stderr sec-set --undo 2026-03-b 2026-03-a
	assert_output ''
	assert_stderr 'sec-set: 2026-03-a would come back and 2026-03-b would go, which in one commit looks like a renaming; undo them in two commands'
	run -0 git log -1 --format=%s
	assert_output 'sec-set: 2026-03-a: deleted'
	run -0 --separate-stderr sec-set --undo 2026-03-a
	run -0 --separate-stderr sec-set --undo 2026-03-b
	# and back again, each as what it was
	run -0 --separate-stderr sec-set --undo 2026-03-b
	run -0 --separate-stderr sec-list -f ids
	assert_output $'2026-03-a\n2026-03-b'
}
