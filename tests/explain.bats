# SPDX-License-Identifier: ISC
# sec-check --explain: what a rule or a due item wants, the numbers in force, and
# examples that are judged when they are shown.

load helper

setup() {
	isolate
	begin_hr
}

@test "a rule: what, why, numbers, one example that it finds and one that it does not" {
	run -0 --separate-stderr sec-check --explain return-talk-missing
	refute_stderr
	assert_output "return-talk-missing (warning)

what      the return is talked about four weeks before the end
why       University of Manchester: at least a month before; a university's guide to managing a secondment; practitioners' discussion of what works
states    from active until overrun
when      today >= effective-end - policy.return-talk
wants     done(return.talk)
says      the last day is {effective-end}, and home manager and secondee have not talked about the return
mend      sec-set ID return.talk=DATE
policy    return-talk = 28d (built in)
finds     on 2027-01-29 (active), in a whole record with
            [return]
            talk is missing
            [pdp]
            reviewed = 2027-01-08
            [contact 2027-01-08]
            by = E. Mbeki
            with = secondee
          warning: the last day is 2027-02-26, and home manager and secondee have not talked about the return
quiet     on 2027-01-28 (active), in a whole record with
            [return]
            talk is missing
            [pdp]
            reviewed = 2027-01-08
            [contact 2027-01-08]
            by = E. Mbeki
            with = secondee"
}

@test "a due item: when it is due, lead, owner, done when, numbers, examples" {
	run -0 --separate-stderr sec-check --explain end-notice-2
	assert_output "end-notice-2 (due item, advised)

what      the second notice of the end, to home and host
why       SAP Knowledge Base Article 2739112: customers build such notices by hand; a request to the makers of MIS (number 57)
states    from active until active
when      today >= due - policy.end-notice-2 and today < due - policy.end-notice-3
due       effective-end
done      done(return.talk)
          or any(extension, .id >= due - policy.end-notice-2 and (not present(.decision) or .decision = yes))
owner     hr
tell      home-manager, host-manager
title     Tell home and host again that it ends {effective-end}
shows     30d before
policy    end-notice-2 = 30d (built in)
policy    end-notice-3 = 7d (built in)
open      on 2027-01-27 (active), in a whole record with
            [return]
            talk is missing
          due 2027-02-26: Tell home and host again that it ends 2027-02-26 (HR (V. Castle))
not open  on 2027-01-26 (active), in a whole record with
            [return]
            talk is missing"
}

# uses NAME: the policies that --explain names for it, on one line.
uses() {
	sec-check --explain "$1" | sed -n 's/^policy *\([^ ]*\) .*/\1/p' | paste -sd ' '
}

@test "the numbers come through derived values, reached states, verbs, leads and the state it begins with" {
	run uses overrun
	assert_output 'overrun-after'
	run uses retention-passed
	assert_output 'retention'
	run uses cumulative
	assert_output 'gap row-longest together-longest home-least'
	run uses started-unagreed
	assert_output ''
	run uses step-skipped
	assert_output 'permission grace'
	run uses sign
	assert_output 'letter-only-max sign due-lead-hard workdays holidays'
	run uses return
	assert_output 'overrun-after workdays holidays'
	run uses debrief
	assert_output 'letter-only-max short-term debrief due-lead workdays holidays'
}

@test "numbers in force are the register's, with their place; the examples keep the built-in ones" {
	printf '[policy]\noverrun-after = 3w\n' >>policy.ini
	run -0 sec-check --explain overrun
	assert_line 'policy    overrun-after = 3w (policy.ini:5; built in: 14d)'
	assert_line 'examples  with the numbers as built in'
	assert_line 'finds     on 2027-03-13 (overrun), in a whole record with'
	assert_line '          error: the last day was 2027-02-26, 15 days ago, and no return is recorded'
}

@test "every rule and every due item can be explained, with both examples" {
	local name

	sec-check --list-rules -f tsv | cut -f 1 >names
	[ "$(wc -l <names)" -gt 50 ]
	for name in $(<names); do
		run -0 --separate-stderr sec-check --explain "$name"
		refute_stderr
		assert_line --regexp '^what      .'
		assert_line --regexp '^why       .'
		assert_line --regexp '^mend      .'
		[ "$name" = limits ] && continue
		[[ $output == *$'\njudged    '* ]] && continue # tests/verify.bats, tests/receive.bats
		assert_line --regexp '^finds     on [0-9-]{10} \([a-z]+\), in a whole record'
		assert_line --regexp '^          (error|warning|info): .'
		assert_line --regexp '^quiet     on [0-9-]{10} \([a-z]+\), in a whole record'
	done
	sec-due --list-kinds -f tsv | cut -f 1 >names
	[ "$(wc -l <names)" -gt 20 ]
	for name in $(<names); do
		run -0 --separate-stderr sec-check --explain "$name"
		refute_stderr
		assert_line --regexp '^owner     .'
		assert_line --regexp '^          due [0-9-]{10}: .'
		assert_line --regexp '^open      on [0-9-]{10} \([a-z]+\), in a whole record'
		assert_line --regexp '^not open  on [0-9-]{10} \([a-z]+\), in a whole record'
	done
}

@test "a rule and a due item of the register are explained like the built-in ones" {
	put_text schema/own.ini <<-'INI'
		[rule desk-missing]
		severity = warning
		summary = everybody has a desk
		from = active
		assert = present(host.location) or today < dates.start + policy.desk-booked
		at = host.location
		message = nobody knows where {who} sits
		advice = sec-set ID host.location=ROOM

		[due desk-book]
		at = dates.start - policy.desk-booked
		done = present(host.location)
		owner = host-lead
		title = Book a desk
		summary = a desk is booked
	INI
	put_text schema/policy.ini <<-'INI'
		[desk]
		# A desk is booked this long before.
		desk-booked = 3w
	INI
	run -0 sec-check --explain desk-missing
	assert_line 'what      everybody has a desk'
	assert_line 'policy    desk-booked = 3w (schema/policy.ini:3)'
	refute_output --partial finds
	run -0 sec-check --explain desk-book
	assert_line 'owner     host-lead'
	assert_line 'due       dates.start - policy.desk-booked'
	assert_line 'policy    desk-booked = 3w (schema/policy.ini:3)'
	run -2 --separate-stderr sec-check --explain desk-bok
	assert_stderr --partial "did you mean 'desk-book'?"
}

@test "unknown names are looked for among rules and due items" {
	run -2 --separate-stderr sec-check --explain reviw-gap
	assert_stderr --partial "sec-check: no rule or due item is named 'reviw-gap'; did you mean 'review-gap'?"
	run -2 --separate-stderr sec-check --explain questionnair
	assert_stderr --partial "did you mean 'questionnaire'?"
	run -2 --separate-stderr sec-check --explain quite-something-else
	assert_stderr --partial 'sec-check --list-rules and sec-due --list-kinds have them all'
}

@test "without a register, the built-in ones are explained" {
	cd "$BATS_TEST_TMPDIR/work"
	run -0 sec-check --explain overrun
	assert_line 'policy    overrun-after = 14d (built in)'
}
