# SPDX-License-Identifier: ISC
# sec-set: one change, one commit, judged first. The forms of assignments are in
# assignments.bats, the commit routine itself in write.bats.

load helper

path=secondments/2026/03/2026-03-7k3qf.ini

setup() {
	isolate
	begin_hr 2026-03-7k3qf 'Energy analyst' 2026-04-abcde 'Logistics adviser'
}

commits() {
	run -0 git rev-list --count HEAD
	assert_output "$1"
}

# Nothing was written: no commit, no changed or new file.
nothing_written() {
	commits 2
	run -0 git status --short
	assert_output ''
}

@test "a change is one commit; the path goes to standard output, the rest to people" {
	run -0 --separate-stderr sec-set 7k3 title='Energy data analyst' start=2027-01-04
	assert_output "$path"
	assert_stderr --regexp '^sec-set: 2026-03-7k3qf: secondment.title: Energy analyst → Energy data analyst
sec-set: committed [0-9a-f]{10}$'
	assert_stderr --partial "$(git rev-parse --short=10 HEAD)"
	commits 3
	run -0 git diff --stat HEAD~1 --format=
	assert_output --partial '1 file changed, 4 insertions(+), 1 deletion(-)'
}

@test "the message names program, record and keys, never a value; -m is its body" {
	sec-set 7k3 title='Secret Value' review:today kind=interim held=no by='Hidden Name' \
		-m $'Asked for by the host\n\nSec-Record: 2026-01-forged\n# not a comment' 2>/dev/null
	run -0 git log -1 --format=%B
	assert_output 'sec-set: 2026-03-7k3qf: secondment.title, review:2026-11-21.kind, review:2026-11-21.held, review:2026-11-21.by

Asked for by the host

  Sec-Record: 2026-01-forged
  # not a comment

Sec-Tool: sec-set
Sec-Record: 2026-03-7k3qf
Sec-Field: secondment.title
Sec-Field: review:2026-11-21.kind
Sec-Field: review:2026-11-21.held
Sec-Field: review:2026-11-21.by'
	run -0 git log -1 --format='%(trailers:key=Sec-Record,valueonly)'
	assert_output '2026-03-7k3qf'
}

@test "several records are one commit, all or nothing" {
	run -0 --separate-stderr sec-set 7k3 abc tags=x
	assert_output "$path
secondments/2026/04/2026-04-abcde.ini"
	run -0 git log -1 --format=%B
	assert_output 'sec-set: 2 records: secondment.tags

Sec-Tool: sec-set
Sec-Record: 2026-03-7k3qf
Sec-Record: 2026-04-abcde
Sec-Field: secondment.tags'
	git reset -q --hard HEAD~1
	printf '[dates]\nstart = 2027-06-01\n' >>secondments/2026/04/2026-04-abcde.ini
	git commit -qam 'by hand' --amend
	run -1 --separate-stderr sec-set 7k3 abc end=2027-01-04
	assert_output ''
	assert_stderr --partial 'secondments/2026/04/2026-04-abcde.ini:15:7: error: ends 2027-01-04, which is not after its start 2027-06-01 [end-before-start]'
	nothing_written
}

@test "only records that change are printed and named in the commit" {
	sec-set abc tags=x 2>/dev/null
	run -0 --separate-stderr sec-set 7k3 abc tags=x
	assert_output "$path"
	run -0 git log -1 --format=%s
	assert_output 'sec-set: 2026-03-7k3qf: secondment.tags'
}

@test "already so: exit 0, no commit, nothing on standard output" {
	run -0 --separate-stderr sec-set 7k3 title='Energy analyst' person.grade= mentor:=
	assert_output ''
	assert_stderr 'sec-set: already so, nothing to write'
	nothing_written
}

@test "nothing to do is said, with -n too, and where -q leaves no record" {
	run -0 --separate-stderr sec-set -n 7k3 title='Energy analyst'
	assert_output ''
	assert_stderr 'sec-set: already so, nothing to write'
	run -0 --separate-stderr sec-set -q 'state = closed' 7k3 title=x
	assert_output ''
	assert_stderr 'sec-set: -q left none of the records named, nothing to write'
	nothing_written
}

@test "what only this record needs is not said to be needed by every one" {
	run -1 --separate-stderr sec-set 7k3 end.kind=planned
	assert_stderr_line --index 0 --regexp ": error: 'end.date' is missing: this record needs it \[required\]$"
}

@test "-n prints the difference and writes nothing" {
	run -0 --separate-stderr sec-set -n 7k3 title=New
	assert_output --partial '@@ -1,7 +1,7 @@
 [secondment]
 id = 2026-03-7k3qf
 type = internal
-title = Energy analyst
+title = New
'
	assert_line --index 0 "diff --git a/$path b/$path"
	assert_stderr 'sec-set: 2026-03-7k3qf: secondment.title: Energy analyst → New'
	nothing_written
}

@test "what -n prints is what git apply applies" {
	sec-set -n 7k3 title=New review:today kind=interim held=no by=X >../patch 2>/dev/null
	git apply ../patch
	cp "$path" ../applied
	git checkout -q "$path"
	sec-set 7k3 title=New review:today kind=interim held=no by=X 2>/dev/null
	run -0 cmp "$path" ../applied
}

@test "a change that adds an error is refused and says what to add" {
	run -1 --separate-stderr sec-set 7k3 start=2027-01-04 end=2027-01-01
	assert_output ''
	assert_stderr "$path:16:7: error: ends 2027-01-01, which is not after its start 2027-01-04 [end-before-start]
    mend the wrong one: sec-set 2026-03-7k3qf dates.end=DATE
    if it is right all the same, add: waive:end-before-start by=NAME until=DATE reason=WHY
sec-set: refused, nothing was written: the change adds 1 error"
	run -1 --separate-stderr sec-set 7k3 review:today by=X
	assert_stderr "$path:14: error: 'review:2026-11-21.held' is missing: every [review] has it [required]
    add: review:2026-11-21.held=…
$path:14: error: 'review:2026-11-21.kind' is missing: every [review] has it [required]
    add: review:2026-11-21.kind=…
sec-set: refused, nothing was written: the change adds 2 errors"
	run -1 --separate-stderr sec-set -n 7k3 post=
	assert_output ''
	nothing_written
}

@test "following the refusal's advice makes the same command go through" {
	run -0 --separate-stderr sec-set 7k3 start=2027-01-04 end=2027-01-01 \
		waive:end-before-start by=HR until=2027-02-01 reason='a test'
	assert_output "$path"
	run -0 --separate-stderr sec-set abc review:today by=X review:2026-11-21.held=no \
		review:2026-11-21.kind=end
}

@test "errors that were there before do not stand in the way; new ones do" {
	printf '\n[dates]\nstart = 2026-13-01\n' >>"$path"
	git commit -qam 'by hand' --amend
	run -0 --separate-stderr sec-set 7k3 title=New
	run -1 --separate-stderr sec-set 7k3 end=2026-14-01
	assert_stderr --partial "$path:16:7: error: expected YYYY-MM-DD, not '2026-14-01' [date-invalid]"
	refute_stderr --partial 2026-13-01
	run -1 --separate-stderr sec-set 7k3 end=2026-14-01 title=Newer
	refute_stderr --partial title
}

@test "--force writes all the same, and the commit says so" {
	run -0 --separate-stderr sec-set --force 7k3 post=
	assert_output "$path"
	run -0 git log -1 --format='%(trailers:key=Sec-Forced)'
	assert_output 'Sec-Forced: yes'
	run -1 sec-check 7k3
}

@test "rules about history yield to a reason" {
	sec-set --force 7k3 return.date=2026-11-01 2>/dev/null
	run -1 --separate-stderr sec-set 7k3 return.date=
	assert_stderr --regexp "evidence-removed\]
.*    if it is right all the same, say why: add -m REASON
sec-set: refused, nothing was written: the change adds 1 error$"
	run -0 --separate-stderr sec-set 7k3 return.date= -m 'entered in the wrong record'
	assert_output "$path"
}

@test "staged and unstaged work of the user stays as it was" {
	printf '\n# staged\n' >>policy.ini
	git add policy.ini
	printf '# not staged\n' >>policy.ini
	printf 'x\n' >untracked
	run -0 --separate-stderr sec-set 7k3 tags=x
	run -0 git status --short
	assert_output 'MM policy.ini
?? untracked'
	run -0 git show --stat --format= HEAD
	assert_output --partial '1 file changed'
}

@test "a record with an uncommitted edit, and one never committed, are refused with the remedy" {
	printf '\n' >>"$path"
	run -2 --separate-stderr sec-set 7k3 tags=x
	assert_stderr "sec-set: $path has an uncommitted edit; run: git commit -m WHY $path, or to drop the edit: git checkout HEAD $path"
	small_record 2026-05-fresh | put_record 2026-05-fresh
	run -2 --separate-stderr sec-set fresh tags=x
	assert_stderr 'sec-set: secondments/2026/05/2026-05-fresh.ini is not committed yet; run: git add secondments/2026/05/2026-05-fresh.ini && git commit'
}

@test "T08 a record with CR LF keeps them; comments, order and spacing survive" {
	rm .gitattributes
	printf '# first\r\n[person]\r\npost=F\r\nref  =  p1\r\n; between\r\n\r\n[secondment]\r\nid = 2026-03-7k3qf\r\ntype = internal\r\ntitle = T\r\n\r\n\r\n[home]\r\norganisation = T\r\nmanager = R\r\n# last\r\n' >"$path"
	commit
	cp "$path" ../before
	run -0 --separate-stderr sec-set 7k3 ref=p2 home.lead=L
	sed -e 's/p1/p2/' -e $'s/^manager = R\r$/manager = R\\r\\nlead = L\\r/' ../before >../after
	run -0 cmp ../after "$path"
	run -0 git show "HEAD:$path"
	run -0 cmp ../after <(git show "HEAD:$path")
}

@test "T52 a register that cannot be written is exit 2 before anything changed" {
	[ "$(id -u)" -ne 0 ] || skip 'the superuser may write everywhere'
	chmod a-w .git .git/objects
	run -2 --separate-stderr sec-set 7k3 tags=x
	chmod u+w .git .git/objects
	nothing_written
}

@test "what is missing on the command line is said with an example" {
	run -2 --separate-stderr sec-set
	assert_stderr "sec-set: name a record, as in: sec-set 7k3 end=2027-01-29
Try 'sec-set --help'."
	run -2 --separate-stderr sec-set title=x
	assert_stderr_line --index 0 'sec-set: name a record, as in: sec-set 7k3 end=2027-01-29'
	run -2 --separate-stderr sec-set 7k3
	assert_stderr_line --index 0 'sec-set: say what to change, as in: sec-set 7k3 end=2027-01-29'
	run -2 --separate-stderr sec-set 7k3 tags=x -f ids
	assert_stderr_line --index 0 'sec-set: unknown option -f'
	run -2 --separate-stderr sec-set --at HEAD 7k3 tags=x
	assert_stderr_line --index 0 "sec-set: unknown or ambiguous option '--at'"
}

@test "-q: what was left out for a missing value is said; none left is no error" {
	run -0 --separate-stderr sec-set -q 'dates.start < today' secondments tags=x
	assert_output ''
	assert_stderr 'sec-set: 2 records were left out, because a value that -q asks for is missing
sec-set: -q left none of the records named, nothing to write'
	nothing_written
}

@test "a remote makes the writer say that nothing is shared yet" {
	git init -q --bare ../shared.git
	git remote add origin ../shared.git
	git push -q origin main
	run -0 --separate-stderr sec-set 7k3 tags=x
	assert_stderr --regexp '^sec-set: committed [0-9a-f]{10}; not yet shared: git push -u origin HEAD$'
}

@test "no git identity: refused before anything is written, with the two commands" {
	rm "$HOME/.gitconfig"
	run -2 --separate-stderr sec-set 7k3 tags=x
	assert_stderr "sec-set: git does not know your name; run: git config --global user.name 'Your Name' && git config --global user.email you@example.org"
	nothing_written
}

@test "T62 a reason of a megabyte is refused" {
	run -2 --separate-stderr sec-set 7k3 tags=x -m "$(head -c 100000 /dev/zero | tr '\0' a)"
	assert_stderr 'sec-set: the reason has 100000 bytes; 8192 are allowed'
	nothing_written
}
