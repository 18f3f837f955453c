# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# Commits of thousands of records, as `sec-new --csv` makes them.

load helper

setup() {
	isolate
	export SEC_SCHEMA=$SEC_TOP/schema
	make_register
}

# bring FROM TO POST [COMMAND]: a commit in which the records of these numbers have
# that post, and a command more for git fast-import.
bring() {
	small_record 2026-01-xxxxx >../record
	{
		printf 'commit refs/heads/main\ncommitter T <t@example.org> 1767225600 +0000\n'
		printf 'data %d\n%s\nfrom refs/heads/main^0\n%s' ${#3} "$3" "${4:+$4$'\n'}"
		awk -v from="$1" -v to="$2" -v post="$3" '
			{ text = text $0 "\n" }
			END {
				sub(/Finance officer/, post, text)
				for (i = from; i <= to; i++) {
					id = sprintf("2026-01-%05d", i)
					new = text
					sub(/2026-01-xxxxx/, id, new)
					printf "M 644 inline secondments/2026/01/%s.ini\ndata %d\n%s\n", id, length(new), new
				}
			}' ../record
	} | git fast-import --quiet
}

# peak REV: the most memory that the history up to there takes, in KiB.
peak() {
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/history-driver" -m -t "$1" .
	echo "$1: $output KiB" >&2
	((used = output))
}

@test "the records of a commit are not in memory together" {
	local before

	need_plain 'keep what was freed'
	bring 0 0 Clerk
	bring 1 4000 Clerk
	bring 1 4000 Officer
	bring 4001 8000 Teacher "D $(record_path 2026-01-00000)" # did it become one of these?
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/history-driver" -q .
	assert_output '4 commits, 12001 steps, 84002 differences'
	peak HEAD~3
	before=$used
	peak HEAD~1
	((used - before < 24 * 1024)) # together they take 80 MiB
	peak HEAD
	((used - before < 24 * 1024))
}
