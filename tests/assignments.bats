# SPDX-License-Identifier: ISC
# Assignments: every way of saying what to change, through sec-set and sec-new.

load helper

path=secondments/2026/03/2026-03-7k3qf.ini

setup() {
	isolate
	begin_hr 2026-03-7k3qf 'Energy analyst'
}

# changed ASSIGNMENT...: the lines that sec-set adds (+) and removes (-), but for
# the names of the files.
changed() {
	run -0 --separate-stderr sec-set -n 7k3 "$@"
	output=$(grep '^[-+]' <<<"$output" | grep -v '^+++\|^---')
	mapfile -t lines <<<"$output"
}

# usage MESSAGE ASSIGNMENT...: sec-set refuses in so many words.
refused() {
	local message=$1

	shift
	run -2 --separate-stderr sec-set 7k3 "$@"
	assert_output ''
	assert_stderr_line --index 0 "sec-set: $message"
	run -0 git status --short
	assert_output ''
}

@test "section.key=value sets; a bare key is meant where it is clear" {
	changed secondment.title=New
	assert_output $'-title = Energy analyst\n+title = New'
	changed title=New
	assert_output $'-title = Energy analyst\n+title = New'
	changed start=2027-01-04
	assert_output $'+\n+[dates]\n+start = 2027-01-04'
	changed ref=p2
	assert_output $'-ref = p1048\n+ref = p2'
}

@test "a bare key that two sections have is refused with both" {
	refused "'manager' may be home.manager or host.manager: write the section too" manager=X
	refused "unknown field 'strat', did you mean 'start'?" strat=2027-01-04
	refused "unknown field 'dates.strat', did you mean 'dates.start'?" dates.strat=2027-01-04
	refused "unknown section 'foo'" foo.bar=1
}

@test "section: opens a section for the bare keys that follow, until the next" {
	changed home: manager=A host: manager=B person.grade=7 department=D
	assert_output '+grade = 7
-manager = R. Osei
+manager = A
+
+[host]
+manager = B
+department = D'
	refused "[home] has no 'start': after 'home:' write 'dates.start'" home: manager=A start=today
	refused "unknown field 'home.nothing'" home: nothing=Q
	refused "[mentor] stands once and has no id: write 'mentor:'" mentor:x name=Q
}

@test "KIND:DATE finds or makes the section" {
	sec-set 7k3 review:2026-11-01 kind=interim held=no by=X 2>/dev/null
	run -0 --separate-stderr sec-set 7k3 review:2026-11-01 by=Y
	run -0 grep -A 3 '^\[review' "$path"
	assert_output $'[review 2026-11-01]\nkind = interim\nheld = no\nby = Y'
	run -0 --separate-stderr sec-set 7k3 review:2026-11-01.by=Z
	assert_stderr_line --index 0 'sec-set: 2026-03-7k3qf: review:2026-11-01.by: Y → Z'
}

@test "days may be written today, yesterday, tomorrow, today+14d, in dates and event ids" {
	changed start=today+14d end=today+6m in-post-since=yesterday
	assert_output --partial '+start = 2026-12-05
+end = 2027-05-21'
	assert_output --partial '+in-post-since = 2026-11-20'
	changed review:today-7d kind=interim held=no by=X
	assert_line --index 1 '+[review 2026-11-14]'
	changed title=today secondment.x-day=today
	assert_output $'-title = Energy analyst\n+title = today\n+x-day = today'
	run -0 --separate-stderr sec-set -n --today 2024-02-28 7k3 start=tomorrow
	assert_output --partial '+start = 2024-02-29'
}

@test "KIND:+ always makes another: today's date, then -b" {
	sec-set 7k3 review:+ kind=interim held=no by=X 2>/dev/null
	sec-set 7k3 review:+ kind=end held=no by=Y review:+ kind=midpoint held=no by=Z 2>/dev/null
	run -0 grep -A 1 '^\[review' "$path"
	assert_output '[review 2026-11-21]
kind = interim
--
[review 2026-11-21-b]
kind = end
--
[review 2026-11-21-c]
kind = midpoint'
}

@test "KIND:+ of things is named after the first words of text" {
	sec-set 7k3 objective:+ kind=business text='Work the cash desk, daily' measure=x due=2027-01-01 2>/dev/null
	sec-set 7k3 objective:+ text='Work the cash desk, daily' kind=personal measure=x due=2027-01-01 2>/dev/null
	sec-set 7k3 objective:+ text='Über die Straße gehen' kind=personal measure=x due=2027-01-01 2>/dev/null
	run -0 grep '^\[obj' "$path"
	assert_output '[objective work-the-cash-desk]
[objective work-the-cash-desk-2]
[objective uber-die-strasse-gehen]'
	refused "'objective:+' makes its name from the words of text=…: give one, or name it yourself: 'objective:a-short-name'" \
		objective:+ kind=business
}

@test "KEY= removes, with what continues it; the section stays" {
	sec-set 7k3 work.task=$'one\n\ntwo' 2>/dev/null
	changed work.task=
	assert_output $'-task = one\n-  .\n-  two'
	run -0 --separate-stderr sec-set 7k3 tags=
	assert_output ''
	assert_stderr 'sec-set: already so, nothing to write'
}

@test "KIND:ID= and KIND:= remove the section" {
	sec-set 7k3 mentor: name=A review:today kind=interim held=no by=X 2>/dev/null
	changed mentor:=
	assert_output $'-[mentor]\n-name = A\n-'
	changed review:today=
	assert_output $'-\n-[review 2026-11-21]\n-kind = interim\n-held = no\n-by = X'
	run -0 --separate-stderr sec-set 7k3 review:2026-01-01=
	assert_stderr 'sec-set: 2026-03-7k3qf: there is no [review 2026-01-01]
sec-set: already so, nothing to write'
	sec-set 7k3 objective:rota text=x kind=business 2>/dev/null
	run -0 --separate-stderr sec-set 7k3 objective:rotta= title='Energy adviser'
	assert_stderr --regexp "^sec-set: 2026-03-7k3qf: there is no \[objective rotta\], did you mean 'rota'\?
sec-set: 2026-03-7k3qf: secondment.title: Energy analyst → Energy adviser
sec-set: committed "
	refused "'mentor' is a section, not a key: name a key of it, or write 'mentor:=' to remove it" mentor=
	refused "'review:today' is a section: name a key of it, as in 'review:today.KEY=x'" review:today=x
}

@test "KIND:ID.id=NEW renames; keys after it belong to the new name" {
	sec-set 7k3 review:today kind=interim held=no by=X 2>/dev/null
	changed review:today.id=yesterday
	assert_output $'-[review 2026-11-21]\n+[review 2026-11-20]'
	assert_stderr 'sec-set: 2026-03-7k3qf: review:2026-11-21: 2026-11-21 → 2026-11-20'
	changed review:today id=2026-11-01 by=Y
	assert_output $'-[review 2026-11-21]\n+[review 2026-11-01]\n-by = X\n+by = Y'
	refused 'there is no [review 2020-01-01] to rename' review:2020-01-01.id=2026-11-01
	sec-set 7k3 review:2026-11-02 kind=end held=no by=X 2>/dev/null
	refused 'there is a [review 2026-11-02] already' review:today.id=2026-11-02
}

@test "KEY+=V appends to a list once, to prose a line" {
	changed tags+=a tags+=b tags+=a
	assert_output '+tags = a, b'
	changed work.task+=one work.task+=two
	assert_output $'+\n+[work]\n+task = one\n+  two'
	changed tags=a,b 'tags+=b , c,c, a'
	assert_output '+tags = a,b, c'
	run -0 --separate-stderr sec-set 7k3 tags+=
	assert_stderr 'sec-set: already so, nothing to write'
	sec-set 7k3 tags+=a 2>/dev/null
	run -0 --separate-stderr sec-set 7k3 tags+=a
	assert_stderr 'sec-set: already so, nothing to write'
}

@test "KEY@=FILE and KEY@=- take the value from a file or standard input" {
	printf 'first\n\n# third\nkey = fourth\n\n' >../value
	changed work.task@=../value
	assert_output $'+\n+[work]\n+task = first\n+  .\n+  .# third\n+  .key = fourth'
	run -0 --separate-stderr sec-set 7k3 work.task@=- <../value
	run -0 --separate-stderr sec-list -o work.task -f tsv
	assert_output 'first\n\n# third\nkey = fourth'
	refused '../none: no such file' work.task@=../none
	refused '.. is a folder, not a plain file' work.task@=..
}

@test "an empty file is no removal, and standard input is read only once" {
	: >../empty
	refused "../empty is empty; to remove a key write 'KEY='" work.task@=../empty
	refused "standard input is empty; to remove a key write 'KEY='" work.task@=- </dev/null
	refused 'standard input can be read only once, and two values are to come from it' \
		title@=- work.task@=- <<<text
	run -2 --separate-stderr sec-set - title@=- <<<7k3
	assert_output ''
	assert_stderr_line --index 0 "sec-set: standard input can be read only once: names ('-') and a value ('@=-') cannot both come from it"
	run -2 --separate-stderr sec-new --from - title@=- <<<7k3
	assert_stderr_line --index 0 "sec-new: standard input can be read only once: records ('--from -') and a value ('@=-') cannot both come from it"
}

@test "x- keys and x- sections need no schema" {
	changed secondment.x-file=K12 x-payroll: code=7 cost=5
	assert_output '+x-file = K12
+
+[x-payroll]
+code = 7
+cost = 5'
	sec-set 7k3 x-payroll: code=7 x-payroll:q1 code=8 secondment.x-file=K12 2>/dev/null
	run -0 --separate-stderr sec-list -o x-payroll.code,x-payroll:q1.code,secondment.x-file -f tsv -q 'x-payroll.code = "7"'
	assert_output '7	8	K12'
	changed x-payroll:q1.code=
	assert_output '-code = 8'
}

@test "values that cannot be written are refused, and nothing is" {
	refused 'no value may hold the character U+001B' title=$'a\eb'
	refused 'the value is not UTF-8: byte 0xE9' title=$'caf\xe9'
	refused 'a line of the value passes 4096 bytes and has no blank to fold it at' "title=$(printf '%4097s' '' | tr ' ' a)"
}

@test "a value over the limit is folded at a blank, and that is said" {
	run -0 --separate-stderr sec-set 7k3 "work.task=$(printf 'word %.0s' {1..1000})"
	assert_stderr_line --index 0 'sec-set: 2026-03-7k3qf: work.task: a line over the limit was folded at a blank'
	run -0 --separate-stderr sec-check 7k3
}

@test "what is no assignment says how one looks" {
	refused "'=x' has no key before the '='" =x
	refused "'@=x' has no key before the '='" @=x
	refused "[review] needs its day: write 'review:today' or 'review:2026-03-01'" review: kind=end
	refused "[objective] needs a name: write 'objective:a-short-name', or 'objective:+' to have one made" objective: kind=end
	refused "'2026-02-30' is no day: [review] takes YYYY-MM-DD, today, yesterday or today-14d" review:2026-02-30.held=yes
	refused "'Bad' is no legal name: lower-case letters, digits and '-', at most 32" objective:Bad kind=business
	refused "unknown section 'mentr', did you mean 'mentor'?" mentr: name=x
}

@test "sec-new takes the same assignments; a section without keys makes no empty record" {
	run -0 --separate-stderr sec-new -n --id 2027-01-x type=internal title=T ref=p1 person.post=P \
		home: organisation=O manager=M dates.start=today+30d objective:+ kind=business text='Mend the roof' \
		measure=dry due=today+60d review:today+45d kind=interim held=no by=M
	run -0 grep '^+' <<<"$output"
	assert_output '+++ b/secondments/2027/01/2027-01-x.ini
+[secondment]
+id = 2027-01-x
+type = internal
+title = T
+
+[person]
+ref = p1
+post = P
+
+[home]
+organisation = O
+manager = M
+
+[dates]
+start = 2026-12-21
+
+[objective mend-the-roof]
+kind = business
+text = Mend the roof
+measure = dry
+due = 2027-01-20
+
+[review 2027-01-05]
+kind = interim
+held = no
+by = M'
	refute_output --partial nothing
	run -2 --separate-stderr sec-new 7k3 type=internal
	assert_stderr "sec-new: '7k3' is no assignment: write KEY=VALUE
Try 'sec-new --help'."
}
