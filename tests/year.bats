# SPDX-License-Identifier: ISC
# A year of work by four people over two clones (examples/year): its sec-log is the
# story that stands beside it, and git confirms every line of it.

load helper

setup_file() {
	load helper
	export YEAR=$BATS_FILE_TMPDIR/year PATH=$SEC_BUILD/bin:$PATH
	sh "$SEC_TOP/examples/year/build" "$YEAR" >"$BATS_FILE_TMPDIR/story"
}

setup() {
	isolate
	cd "$YEAR/county" || return 1
	export SEC_TODAY=2026-12-18
}

teardown() {
	git -C "$YEAR/shared.git" fsck --strict --no-dangling --no-progress
}

@test "the story is the one that stands beside it, and has no hash in it" {
	local name

	run -0 diff -u "$SEC_TOP/examples/year/story.expected" "$BATS_FILE_TMPDIR/story"
	for name in $(git log --format=%h); do
		run -1 grep -e "${name:0:7}" "$BATS_FILE_TMPDIR/story"
	done
	run -1 grep -E '[0-9a-f]{12}' "$BATS_FILE_TMPDIR/story"
}

@test "it says on that day that the host lead extended it, and why" {
	run -0 --separate-stderr sec-log @ferreira --since 2026-07-20 --until 2026-07-20
	assert_output --regexp 'On 20 July 2026 the host lead .*extended[[:space:]]+it[[:space:]]+to[[:space:]]+29[[:space:]]+January[[:space:]]+2027'
	assert_output --regexp 'merge[[:space:]]+slipped[[:space:]]+by[[:space:]]+a[[:space:]]+quarter\.'
	# the county has it since it pulled, the day after
	run -0 --separate-stderr sec-list --at 2026-07-20 -o effective-end -f tsv @ferreira
	assert_output 2026-10-30
	run -0 --separate-stderr sec-list --at 2026-07-21 -o effective-end -f tsv @ferreira
	assert_output 2027-01-29
}

@test "four people, two clones, merges, and nothing lost" {
	run -0 git log --format=%an
	assert [ "${#lines[@]}" -ge 60 ]
	assert [ "${#lines[@]}" -le 95 ]
	run -0 sort -u <<<"$output"
	assert_output 'Ana Ferreira
Helen Marsh
Maya Lindqvist
Rufus Osei'
	run -0 git -C ../hospital rev-parse HEAD
	assert_output "$(git rev-parse HEAD)"
	run -0 --separate-stderr sec-check -f tsv
	refute_output --regexp '	error	'
	run -0 --separate-stderr sec-list -o state -f tsv
	assert_output 'closed
active
declined
closed
withdrawn
agreed'
}

# What git merges by lines alone, and what by key.
@test "sec-merge made merges that git's own would have left to people" {
	local merge sides conflicts=0

	for merge in $(git log --merges --format=%H); do
		read -r -a sides <<<"$(git log -1 --format=%P "$merge")"
		run -0 git merge-tree --write-tree "${sides[@]}"
		assert_output "$(git rev-parse "$merge^{tree}")"
		git -c merge.sec.driver='git merge-file -q %A %O %B' \
			merge-tree --write-tree "${sides[@]}" >/dev/null || conflicts=$((conflicts + 1))
	done
	assert [ "$conflicts" -ge 3 ]
}

# One line for each key that a row of sec-log is about: COMMIT, ID, sign, KEY, the
# first line of the value, WHO, WHEN.
told() {
	sec-log -f json | jq -r 'select(.key != null)
		| [.commit, .id, .who, .when, .key, .old, .new]
		| . as [$c, $id, $who, $when, $key, $old, $new]
		| (if $old then [$c, $id, "-", $key, ($old | split("\n")[0]), $who, $when] else empty end),
		  (if $new then [$c, $id, "+", $key, ($new | split("\n")[0]), $who, $when] else empty end)
		| join("\t")' | sort
}

# The same out of `git show COMMIT -- PATH`, for every commit that is no merge.
shown() {
	local commit path id

	git log --no-merges --format='%H' --name-only -- secondments | while read -r path; do
		case $path in
		'') continue ;;
		secondments/*) ;;
		*) commit=$path && continue ;;
		esac
		id=$(basename "$path" .ini)
		git show -U0 --format='%an	%aI' "$commit" -- "$path" | awk -F '\t' -v c="$commit" -v id="$id" '
			NR == 1 { who = $1; when = $2; sub(/Z$/, "+00:00", when); next }
			/^(---|\+\+\+) / { next }
			/^[-+][a-z][a-z0-9-]* = / {
				at = index($0, " = ")
				print c "\t" id "\t" substr($0, 1, 1) "\t" substr($0, 2, at - 2) "\t" \
					substr($0, at + 3) "\t" who "\t" when
			}'
	done | sort
}

@test "git show confirms every line, and sec-log leaves none out" {
	told >"$HOME/told"
	shown >"$HOME/shown"
	assert [ "$(wc -l <"$HOME/told")" -ge 250 ]
	run -0 diff -u "$HOME/shown" "$HOME/told"
}

@test "the history can be believed" {
	run -0 --separate-stderr sec-log --verify
	assert_output ''
	assert_stderr 'sec-log: 86 commits, 6 records: nothing to report'
}

@test "the lines of tsv are those of json" {
	sec-log -f tsv >"$HOME/tsv"
	sec-log -f json | jq -r '[.id, .when, .who, .field, .old, .new, .reason]
		| map(. // "" | gsub("\\\\"; "\\\\") | gsub("\n"; "\\n") | gsub("\t"; "\\t")) | join("\t")' >"$HOME/json"
	run -0 diff "$HOME/json" "$HOME/tsv"
}

@test "built again it is the same to the byte" {
	local copy=$BATS_TEST_TMPDIR/again

	sh "$SEC_TOP/examples/year/build" "$copy" >/dev/null
	run -0 git -C "$copy/shared.git" rev-parse main
	assert_output "$(git rev-parse HEAD)"
}

@test "it writes nowhere else, and not over anything" {
	run -2 sh "$SEC_TOP/examples/year/build" "$YEAR"
	assert_output "examples/year/build: $YEAR is not empty"
	run -2 sh "$SEC_TOP/examples/year/build"
	assert_output 'usage: examples/year/build DIR'
}
