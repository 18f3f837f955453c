# SPDX-License-Identifier: ISC
# shellcheck shell=bash disable=SC2154,SC2034
#
# Two people, two clones, one bare repository between them, and a week of their
# work: for tests of shared work over one transport or another.

# Ana began the register and Ben cloned it; both stand under $top.
begin_sharing() {
	top=$PWD
	git init -q --bare hub.git
	sec-init ana >/dev/null 2>&1
	identify ana 'Ana Moss'
	new ana 2026-03-aaaaa Analyst start=2026-12-01 end=2027-05-31
	new ana 2026-03-bbbbb Planner start=2026-12-01 end=2027-05-31
	git -C ana remote add origin "$top/hub.git"
	git -C ana push -q -u origin HEAD
	clone_for ben 'Ben Hale' "$top/hub.git"
}

identify() { # CLONE NAME
	git -C "$1" config user.name "$2"
	git -C "$1" config user.email "${1}@example.org"
}

clone_for() { # CLONE NAME URL
	git clone -q "$3" "$1"
	sec-init "$1" >/dev/null 2>&1
	identify "$1" "$2"
}

new() { # CLONE ID TITLE DATES…
	sec-new -C "$1" --id "$2" type=internal title="$3" ref="p-${2##*-}" post=Clerk \
		home: organisation=Town manager='R. Osei' dates: "${@:4}" >/dev/null 2>&1
}

set_in() { # CLONE SEC-SET'S-OPERANDS…
	sec-set -C "$1" "${@:2}" >/dev/null 2>&1
}

# changes CLONE: every change that a program committed, one a line, sorted: who,
# which record, which key.
changes() {
	git -C "$1" log --no-merges --format='%an%x09%(trailers:key=Sec-Record,valueonly,separator=%x20)%x09%(trailers:key=Sec-Field,valueonly,separator=%x20)' | sort
}

# agree: both clones, once they have pulled, are the same, whole and in order.
agree() {
	local clone

	git -C ana pull -q --no-rebase
	git -C ben pull -q --no-rebase
	git -C ana push -q
	git -C ben pull -q --no-rebase
	[ "$(git -C ana rev-parse HEAD)" = "$(git -C ben rev-parse HEAD)" ]
	[ "$(git -C ana rev-parse HEAD)" = "$(git -C hub.git rev-parse main)" ]
	for clone in ana ben; do
		run -0 --separate-stderr sec-check -C "$clone" -q 'id != "none"'
		run -0 git -C "$clone" status --porcelain
		assert_output ''
		run -0 git -C "$clone" fsck --strict --no-dangling --no-progress
	done
	run -0 diff -r --exclude=.git ana ben
}

value() { # CLONE RECORD NAME…
	run -0 --separate-stderr sec-list -C "$1" "$2" -f tsv -o "$3"
}

# A week of two people at URL, who take turns; ana's and ben's pulls as given.
week() { # URL PULL-OPTION
	git -C ana remote set-url origin "$1"
	git -C ben remote set-url origin "$1"
	# different keys of one section, and a new record each
	set_in ana aaaaa host: organisation=Town department=Roads
	new ana 2026-04-ccccc Writer start=2027-01-01 end=2027-02-28
	set_in ben aaaaa host: organisation=Town manager='S. Lund'
	new ben 2026-04-ddddd Editor start=2027-01-01 end=2027-02-28
	git -C ana push -q
	run -1 git -C ben push -q
	git -C ben pull -q "$2"
	git -C ben push -q
	# an extension here, a review there; the next key and the one below it
	git -C ana pull -q "$2"
	set_in ana bbbbb extension:2026-11-20 to=2027-07-30 reason='more to do' agreed-by=home,host,secondee decision=yes
	set_in ben bbbbb review:2026-11-20 kind=midpoint held=no by='S. Lund'
	set_in ana aaaaa title='Senior analyst'
	set_in ben aaaaa tags=roads
	git -C ben push -q
	run -1 git -C ana push -q
	git -C ana pull -q "$2"
	git -C ana push -q
	# both the same change
	git -C ben pull -q "$2"
	set_in ana ccccc tags=call
	set_in ben ccccc tags=call
	git -C ana push -q
	git -C ben pull -q "$2"
	git -C ben push -q
	agree
}

# What the week leaves.
after_week() { # rebased: the one of two like changes is gone
	local clone

	for clone in ana ben; do
		value "$clone" aaaaa secondment.title,tags,host.organisation,host.department,host.manager
		assert_output $'Senior analyst\troads\tTown\tRoads\tS. Lund'
		value "$clone" bbbbb effective-end
		assert_output 2027-07-30
		run -0 sec-list -C "$clone" bbbbb -f ini
		assert_line '[extension 2026-11-20]'
		assert_line '[review 2026-11-20]'
		run -0 sec-list -C "$clone" -f ids
		assert_output $'2026-03-aaaaa\n2026-03-bbbbb\n2026-04-ccccc\n2026-04-ddddd'
		run -0 changes "$clone"
		assert_line $'Ana Moss\t2026-03-aaaaa\thost.organisation host.department'
		assert_equal "$(grep -c $'\t2026-03-bbbbb\textension' <<<"$output")" 1
		assert_equal "$(grep -c $'^Ben Hale\t2026-03-bbbbb\treview' <<<"$output")" 1
		assert_equal "$(grep -c $'\tsecondment.title$' <<<"$output")" 1
		assert_equal "$(grep -c $'^Ben Hale\t2026-03-aaaaa\tsecondment.tags$' <<<"$output")" 1
		assert_equal "$(grep -c $'\t2026-04-ccccc\tsecondment.tags$' <<<"$output")" "$1"
		assert_equal "$(grep -c $'\t2026-04-[cd]' <<<"$output")" "$((2 + $1))"
		assert_equal "$(sort <<<"$output" | uniq -d)" ''
		# and as sec-log tells it: id, when, who, field, old, new, reason
		run -0 --separate-stderr sec-log -C "$clone" -f tsv
		assert_equal "$(cut -f 1,3- <<<"$output" | sort | uniq -d)" ''
		run -0 cut -f 1,3,4,6 <<<"$output"
		assert_line $'2026-03-aaaaa\tAna Moss\thost.department\tRoads'
		assert_line $'2026-03-aaaaa\tBen Hale\thost.manager\tS. Lund'
		assert_line $'2026-03-aaaaa\tAna Moss\tsecondment.title\tSenior analyst'
		assert_line $'2026-03-aaaaa\tBen Hale\tsecondment.tags\troads'
		assert_equal "$(grep -c $'\tsecondment.tags\tcall$' <<<"$output")" "$1"
	done
}
