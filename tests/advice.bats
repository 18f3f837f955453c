# SPDX-License-Identifier: ISC
# shellcheck shell=bats
#
# Advice that names a command is followed: for every rule with `sec-set ID …` in its
# advice the first row of schema/examples/rules.tsv that finds it is made with
# sec-set, then each command is typed as it stands there, its words in capitals
# replaced, and the finding must be gone.

load helper

life=2026-03-k7v2d

setup() {
	isolate
	make_wired_register
	sed '1,/^# rows of/d' "$SEC_TOP/schema/examples/life.ini" | put_record "$life"
	commit . "test: a whole secondment"
	git tag life
	rows=$SEC_TOP/schema/examples/rules.tsv
}

# advised: RULE, a tab, the advice; of every rule whose advice types sec-set.
advised() {
	awk '
		/^\[rule / { rule = substr($0, 7, length($0) - 7) }
		/^advice = .*sec-set ID/ { print rule "\t" substr($0, 10) }
	' "$SEC_TOP/schema/rules.ini"
}

# What to write for DATE, in turn, where the day itself is not good.
days_for() {
	case $1 in
	started-unagreed) echo 2026-04-01 ;;
	overrun) echo 2027-02-12 2027-06-30 ;;
	end-before-start) echo 2026-11-27 ;;
	end-required) echo 2026-03-02 2026-11-27 ;;
	fixed-term-* | clearance-tight) echo 2029-01-01 ;;
	clearance-expired) echo 2026-08-14 2029-01-01 ;;
	cover-mismatch) echo 2027-02-26 ;;
	hr-informed) echo 2025-12-01 ;;
	agreement-parties) echo 2026-01-20 2026-01-20 2026-01-20 ;;
	objective-late) echo 2026-04-01 ;;
	objective-range) echo 2026-10-01 ;;
	early-end-notice) echo 2027-01-04 ;;
	esac
}

# What to write for WHO: a value of that key's list.
who_for() {
	case $1 in
	feedback-narrow) echo customer ;;
	*) echo host ;;
	esac
}

# commands RULE DAY KIND ID <ADVICE: the assignments of each command in it, a line
# each; a second way follows ", or", and words that are no assignment are left out.
# KIND ID is the section that the finding points at.
commands() {
	local dates line date

	dates=$(days_for "$1")
	sed -E 's/sec-set ID /\n/g; s/, or /\n/g; s/; /\n/g' |
		grep -E '^([a-z-]+:[A-Za-z+-]+ |[a-z-]+[:.][A-Za-z.:-]+[+]?=|after an early end )' |
		sed -E "s/^after an early end //; s/(^| )$3:(NAME|DATE)/\1$3:$4/g; s/:NAME/:duty/g
			s/DAY/$2/g; s/WHO/$(who_for "$1")/g; s/PATH/https:\/\/files.example.org\/p/g
			s/SUBJECT/'conduct, confidentiality, ip, data-protection, liability, notice, extension, return'/g
			s/\b(WHY|HOW|WHAT|WHERE|TITLE|PLAN|TRAINING|NAME)\b/'Some words'/g" |
		while IFS= read -r line; do
			for date in $dates; do
				line=${line/DATE/$date}
			done
			printf '%s\n' "${line//DATE/$2}"
		done
}

# finds RULE DAY: the lines of its findings, waived or not.
finds() {
	{ sec-check --no-waive --today "$2" -f tsv 2>/dev/null || true; } | awk -F '\t' -v rule="$1" '$5 == rule { print $2 }'
}

# trip ROW: the record as a row of rules.tsv changes it.
trip() {
	local change cells changes=()

	git reset -q --hard life
	IFS=$'\t' read -ra cells <<<"$1"
	for change in "${cells[@]:3}"; do
		case $change in
		policy.*) printf '[policy]\n%s\n' "${change#policy.}" >>policy.ini ;;
		-*:*) changes+=("${change#-}=") ;;
		-*) changes+=("${change#-}:=") ;;
		*) changes+=("$change") ;;
		esac
	done
	[ ${#changes[@]} -eq 0 ] || sec-set --force --today "${cells[2]}" "$life" "${changes[@]}" >/dev/null 2>&1
}

@test "every command that advice names can be typed, and mends what it was given for" {
	local rule advice row day kind id command found words tried=0 wrong=0

	while IFS=$'\t' read -r rule advice; do
		case $rule in
		# needs a second record, or the record's earlier version, or is about waivers
		overlap | end-rewritten | waiver) continue ;;
		# helps in one of its cases, which a test of its own makes
		objective-range) advice=${advice%%, or after*} ;;
		# the agreement is signed by then, so that the reason is asked for
		end-before-start) advice+=' -m WHY' ;;
		esac
		row=$(grep -P "^$rule\tfinds\t" "$rows" | grep -vP '\t[>&]\t' | head -n 1)
		# as planned or early, an end that was recorded stands before any extension
		[ "$rule" != overrun ] || row+=$'\t-end'
		day=$(cut -f 3 <<<"$row")
		trip "$row" || { echo "$rule: cannot be made: $row"; wrong=1; continue; }
		git tag -f tripped >/dev/null
		mapfile -t found < <(finds "$rule" "$day")
		[ ${#found[@]} -gt 0 ] || { echo "$rule: not found in: $row"; wrong=1; continue; }
		read -r kind id < <(head -n "${found[0]}" "$(record_path "$life")" | grep '^\[' | tail -n 1 | tr -d '[]')
		commands "$rule" "$day" "$kind" "$id" <<<"$advice" >../commands
		[ -s ../commands ] || { echo "$rule: no command in: $advice"; wrong=1; }
		while IFS= read -r command; do
			git reset -q --hard tripped
			eval "words=($command)"
			tried=$((tried + 1))
			run sec-set --today "$day" "$life" "${words[@]}"
			[ "$status" -eq 0 ] && [ "$(finds "$rule" "$day" | wc -l)" -lt ${#found[@]} ] && continue
			printf '%s: exit %s: sec-set ID %s\n%s\n' "$rule" "$status" "$command" "$output"
			wrong=1
		done <../commands
	done < <(advised)
	echo "$tried commands tried"
	[ "$wrong" -eq 0 ]
	[ "$tried" -ge 80 ]
}

@test "what an early end leaves behind may be dropped, as objective-range says" {
	sec-set --today 2027-03-05 "$life" end.date=2027-01-15 end.kind=early objective:warnings.due=2027-01-29 \
		objective:warnings.status=open --force >/dev/null 2>&1
	run finds objective-range 2027-03-05
	assert_output
	sec-set --today 2027-03-05 "$life" objective:warnings.status=dropped
	run finds objective-range 2027-03-05
	refute_output
}

@test "no advice, message or help names an option that its program does not have" {
	local program option

	for program in "$SEC_BUILD"/bin/sec-*; do
		"$program" --help >"../help-${program##*/}"
	done
	grep -rhoE 'sec-[a-z]+ [^;,.`"]*' "$SEC_TOP"/schema/*.ini "$SEC_TOP/README.md" "$SEC_TOP"/lib/*/*.c "$SEC_TOP"/lib/*/*/*.c "$SEC_TOP"/tools/*.c "$SEC_TOP"/tools/parts/*.c "$SEC_TOP"/tools/parts/*/*.c ../help-* >../lines
	while read -r program option; do
		[ -e "../help-$program" ] || continue
		grep -qE -- "(^|[ ,])$option\b" "../help-$program" || echo "$program has no $option"
	done < <(sed -E 's/\|.*//' ../lines | awk '/^sec-/ { for (i = 2; i <= NF; i++) if ($i ~ /^--?[a-z][a-z-]*$/) print $1, $i }' | sort -u) >../missing
	run cat ../missing
	refute_output
}
