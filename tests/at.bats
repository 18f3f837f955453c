# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# Looking back with --at: what every reading program said on some days of a
# register's life is what it says of these days afterwards, byte for byte.

load helper

setup_file() {
	(
		BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR/life
		isolate
		live
	)
}

# A copy of the register that lived, to stand in, and what was said of it.
life() {
	cp -R "$BATS_FILE_TMPDIR/life/work" lived
	said=$BATS_TEST_TMPDIR/said
	cp -R "$BATS_FILE_TMPDIR/life/said" "$said"
	cd lived || return 1
}

# on DAY COMMAND…: as if run on that day, at noon in a zone two hours east.
on() {
	local day=$1

	shift
	SEC_TODAY=$day GIT_AUTHOR_DATE="${day}T12:00:00+02:00" GIT_COMMITTER_DATE="${day}T12:00:00+02:00" "$@"
}

# Questions, one a line, that every reading program answers.
questions() {
	cat <<-'ASK'
		sec-list
		sec-list -o id,state,who,title,effective-end,next-due,findings,today -f tsv
		sec-list -f json
		sec-list -f ini
		sec-list --count state,host.organisation -f csv
		sec-list -q 'state = active' -f ids
		sec-list @alvarez
		sec-list aaaaa
		sec-due
		sec-due --all -f tsv
		sec-due --within 1y -f json
		sec-due --all -f ics
		sec-due --list-kinds -f tsv
		sec-check
		sec-check -f json --strict
		sec-check --show-policy -f tsv
		sec-check --list-rules -f tsv
		sec-check --as agreed -f tsv
		sec-check --undecided
		sec-check --explain desk-missing
		sec-render
		sec-render --list-templates
		sec-render -t note -f md
		sec-render -t timeline
		sec-render -t business-case -f html aaaaa
		sec-render -t agreement -f txt bbbbb
	ASK
	[ ! -x "$SEC_BUILD/bin/sec-log" ] || printf 'sec-log -f tsv\nsec-log -f json aaaaa\n'
}

# answers FILE OPTION…: every question with these options; words, errors, exit codes.
answers() {
	local file=$1 question code

	shift
	questions | while read -r question; do
		code=0
		printf '$ %s\n' "$question"
		eval "$question \"\$@\"" 2>&1 || code=$?
		printf '= %d\n' "$code"
	done >"$file"
}

# remember DAY: what they say on that day, of the work tree.
remember() {
	git diff --quiet HEAD
	SEC_TODAY=$1 answers "$said/$1"
	git rev-parse HEAD >"$said/$1.commit"
}

add() { # DAY ID WORD…
	on "$1" sec-new --id "$2" type=internal title="$3" ref="$4" post=Clerk home: organisation=Town \
		manager='R. Osei' "${@:5}" >/dev/null 2>&1
}

# A register's life: records, policy, schema, templates, holidays, a branch.
live() {
	said=$BATS_TEST_TMPDIR/said
	mkdir -p "$said"
	on 2026-01-10 sec-init . >/dev/null 2>&1
	printf '[person p2]\nname = D. Alvarez\n' >people.ini
	remember 2026-01-10
	add 2026-01-12 2026-02-aaaaa Analyst p1 dates: start=2026-02-16 end=2026-08-14
	add 2026-01-12 2026-03-bbbbb Planner p2 host: organisation=Town
	remember 2026-01-12
	remember 2026-01-20 # nothing happened, and time went on
	on 2026-02-02 sec-set aaaaa permission: decision=yes by='R. Osei' date=today >/dev/null 2>&1
	mkdir -p schema templates
	put_text schema/desk.ini <<-'INI'
		[field host.desk]
		type = text
		label = Desk
		help = Where the secondee sits

		[rule desk-missing]
		severity = warning
		assert = present(host.desk)
		at = host.manager
		message = nobody knows where {who} sits
	INI
	printf '\n[severity]\ndesk-missing = info\n' >>policy.ini
	put_text templates/note.md <<<'{{person.post}} on {{today}}'
	on 2026-02-02 commit . 'more schema'
	remember 2026-02-02
	git switch -q -c side
	add 2026-02-10 2026-04-ccccc Writer p3
	git switch -q main
	on 2026-02-12 sec-set bbbbb host.desk='Room 12' >/dev/null 2>&1
	put_text templates/note.md <<<'{{secondment.title}}, {{person.post}}'
	put_text holidays.ini <<<'[holiday 2026-02-16]'
	printf '\n[privacy]\nnames = refs\n' >>policy.ini
	on 2026-02-12 commit . 'another note, holidays, policy'
	remember 2026-02-12
	on 2026-02-20 git merge -q -m 'merge side' side
	remember 2026-02-20
	on 2026-03-01 git mv secondments/2026/04/2026-04-ccccc.ini secondments/2026/04/2026-04-ddddd.ini
	sed -i 's/2026-04-ccccc/2026-04-ddddd/' secondments/2026/04/2026-04-ddddd.ini
	git rm -q schema/desk.ini secondments/2026/03/2026-03-bbbbb.ini
	printf '[severity]\ncalled = oops\n' >>policy.ini # a register that cannot be read
	on 2026-03-01 commit . 'a day of mistakes'
	remember 2026-03-01
	git checkout -q HEAD~1 policy.ini schema
	rm -r templates
	on 2026-03-05 commit . 'mend it'
	remember 2026-03-05
}

# same DAY OPTION…: the answers are those of that day.
same() {
	answers "$said/now" "${@:2}"
	diff -u "$said/$1" "$said/now"
}

@test "what was said on a day is what --at says of it, from the tip" {
	local day days=0

	life
	export SEC_TODAY=2031-01-01 # that it is another day now does not show
	for day in "$said"/????-??-??; do
		day=${day##*/}
		same "$day" --at "$day"
		days=$((days + 1))
	done
	[ "$days" -eq 8 ]
	# by commit: the day of it, where something was committed on it
	for day in 2026-01-12 2026-02-12 2026-02-20; do
		same "$day" --at "$(cat "$said/$day.commit")"
		same "$day" --at "$(cut -c1-12 "$said/$day.commit")"
	done
	# by commit and with a day of one's own
	same 2026-01-20 --at "$(cat "$said/2026-01-20.commit")" --today 2026-01-20
	same 2026-02-20 --at main~2 --today 2026-02-20
	run -1 diff "$said/2026-01-20" "$said/2026-01-12" # time did go on
}

@test "--at in a register that is a folder of a larger repository, from anywhere" {
	local day

	git init -q .
	mkdir -p staff/hr
	put_text README <<<'ours'
	on 2026-01-01 commit . 'before the register'
	cd staff/hr
	live
	export SEC_TODAY=2031-01-01
	cd secondments/2026
	for day in 2026-01-10 2026-02-12 2026-02-20; do
		same "$day" --at "$day"
	done
	cd ../../../..
	same 2026-02-12 -C staff/hr --at 2026-02-12
	run -2 --separate-stderr sec-list -C staff/hr --at 2026-01-05
	assert_stderr 'sec-list: the register has no policy.ini there and then'
	run -2 --separate-stderr sec-list -C staff/hr --at 2025-12-31
	assert_stderr 'sec-list: there was no commit yet on 2025-12-31; the first is of 2026-01-01'
}

@test "a work tree that is in disorder changes nothing of it" {
	life
	rm -rf secondments policy.ini holidays.ini schema
	put_text templates/note.md <<<'not that'
	git rm -rq --cached .
	export SEC_TODAY=2031-01-01
	same 2026-02-12 -C . --at 2026-02-12
}

@test "branches, tags, remote branches, what git calls them; and what names nothing" {
	local name

	life
	git tag -a -m 'as agreed' agreed side
	git update-ref refs/remotes/origin/main HEAD~1
	for name in side agreed 'agreed^{commit}' "$(git rev-parse side)" "$(git rev-parse --short side)" \
		main^^^2 ':/sec-new: 2026-04-ccccc'; do
		run -0 --separate-stderr sec-list --at "$name" -f tsv -o id,today ccccc
		assert_output $'2026-04-ccccc\t2026-02-10'
	done
	run -2 --separate-stderr sec-list --at origin/main
	assert_stderr --partial "sec-list: policy.ini:"
	run -0 --separate-stderr sec-list --at '@' -f tsv -o id,today aaaaa
	assert_output $'2026-02-aaaaa\t2026-03-05'
	run -2 --separate-stderr sec-list --at "$(git rev-parse HEAD:policy.ini)"
	assert_stderr --regexp "^sec-list: '[0-9a-f]{40}' is not a commit\$"
	run -2 --separate-stderr sec-list --at nowhere
	assert_stderr "sec-list: 'nowhere' is neither a revision of this repository nor a date YYYY-MM-DD"
	run -2 --separate-stderr sec-list --at 2026-2-1
	assert_stderr "sec-list: '2026-2-1' is no date; did you mean 2026-02-01?"
	# a name that is also a day is a day
	git tag 2026-01-12 main
	run -0 --separate-stderr sec-list --at 2026-01-12 -f tsv -o today aaaaa
	assert_output 2026-01-12
	run -0 --separate-stderr sec-list --at refs/tags/2026-01-12 -f tsv -o today aaaaa
	assert_output 2026-03-05
}

@test "an abbreviation that several commits share is refused" {
	local i hash

	life
	# among 1,500 commits a dozen pairs begin with the same four letters
	for ((i = 1; i <= 1500; i++)); do
		printf 'commit refs/heads/many\ncommitter T <t@example.org> %d +0000\ndata 0\n\n' "$i"
	done | git fast-import --quiet
	hash=$(git rev-list many | cut -c1-4 | sort | uniq -d | head -n 1)
	[ -n "$hash" ]
	run -2 --separate-stderr sec-list --at "$hash"
	assert_stderr "sec-list: '$hash' names more than one commit; write more of it"
}

@test "a day ends at midnight where the committer stood" {
	git init -q .
	printf '[register]\nformat = 1\n' >policy.ini
	at() { # MOMENT ID
		small_record "$2" | put_record "$2"
		git add -A
		GIT_COMMITTER_DATE=$1 git commit -q -m "$2"
	}
	at 2026-01-31T23:59:59+14:00 2026-01-aaaaa # the morning of 31 January in London
	at 2026-01-31T23:59:59-11:00 2026-01-bbbbb # 1 February there
	at 2026-02-01T00:00:00-11:00 2026-01-ccccc
	for TZ in UTC Pacific/Kiritimati America/Los_Angeles; do
		export TZ
		run -0 --separate-stderr sec-list --at 2026-01-31 -f ids
		assert_output $'2026-01-aaaaa\n2026-01-bbbbb'
		run -0 --separate-stderr sec-list --at 2026-02-01 -f tsv -o id,today
		assert_output $'2026-01-aaaaa\t2026-02-01\n2026-01-bbbbb\t2026-02-01\n2026-01-ccccc\t2026-02-01'
		run -0 --separate-stderr sec-list --at HEAD~1 -f tsv -o today aaaaa
		assert_output 2026-01-31
	done
}

@test "people are those of now, and those of another list where one is named" {
	life
	printf '[person p2]\nname = D. Alvarez-Brandt\n' >people.ini
	printf '[person p2]\nname = Old Name\n' >old.ini
	run -0 --separate-stderr sec-list --at 2026-01-12 -o who -f tsv bbbbb
	assert_output 'D. Alvarez-Brandt'
	run -0 --separate-stderr sec-list --at 2026-01-12 --people old.ini -o who -f tsv bbbbb
	assert_output 'Old Name'
	# also where somebody did commit a list: whoever is taken out of it is gone
	git add -f people.ini
	on 2026-03-10 commit . 'people'
	rm people.ini
	run -0 --separate-stderr sec-list --at 2026-03-10 -o who -f tsv aaaaa
	assert_output p1
}
