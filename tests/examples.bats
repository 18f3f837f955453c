# SPDX-License-Identifier: ISC
# The examples are what they say they are: the register is what its generator writes.

load helper

generate() {
	sh "$SEC_TOP/examples/generate" "$@"
}

@test "the register is what the generator writes" {
	generate register
	run -0 diff -r "$SEC_TOP/examples/register" register
	assert_output ''
}

@test "every awk writes the same bytes" {
	local awk some=0

	generate -n 120 -s 7 -t 2024-02-29 here
	for awk in mawk gawk original-awk; do
		command -v "$awk" >/dev/null || continue
		AWK=$awk generate -n 120 -s 7 -t 2024-02-29 "$awk"
		run -0 diff -r here "$awk"
		some=1
	done
	[ "$some" = 1 ] || skip 'no awk here by its own name'
}

@test "another seed and another day give another register" {
	generate -n 20 one
	generate -n 20 -s 5 two
	generate -n 20 -t 2026-11-22 three
	run -1 diff -rq one two
	run -1 diff -rq one three
}

@test "the generator never writes over a register" {
	generate -n 3 register
	run -2 generate -n 3 register
	assert_output 'examples/generate: register holds secondments already'
}

@test "the generator refuses what it cannot read" {
	run -2 generate -n many register
	assert_output 'usage: examples/generate [-n N] [-s SEED] [-t TODAY] DIR'
	run -2 generate -t tomorrow register
	run -2 generate
}

# A register of its own, committed in October; two records changed in November.
pipeline_register() {
	cp -r "$SEC_TOP/examples/register" "$1"
	git -C "$1" init -q
	export GIT_AUTHOR_DATE=2026-10-05T12:00:00Z GIT_COMMITTER_DATE=2026-10-05T12:00:00Z
	commit "$1" 'take over the register'
	GIT_AUTHOR_DATE=2026-11-18T12:00:00Z GIT_COMMITTER_DATE=2026-11-18T12:00:00Z
	(cd "$1" && sec-list -q 'remaining = 6d or remaining = 13d' -f ids |
		sec-set - tags+=winter -m 'on the winter rota' >/dev/null 2>&1)
}

@test "every pipeline prints what stands beside it" {
	local script name failed=0

	for script in "$SEC_TOP"/examples/pipelines/*.sh; do
		name=$(basename "$script" .sh)
		pipeline_register "$name"
		(cd "$name" && sh "$script") >"$name.stdout" 2>"$name.stderr" || {
			echo "$name: exit $?" && cat "$name.stderr" && failed=1
		}
		diff -u "${script%.sh}.expected" "$name.stdout" || failed=1
	done
	[ "$failed" -eq 0 ]
	[ "$(find "$SEC_TOP/examples/pipelines" -name '*.sh' | wc -l)" -ge 12 ]
}

@test "the register shows every state, and has no error" {

	cd "$SEC_TOP/examples/register"
	sec-list --count state -f tsv | cut -f 1 | sort >"$HOME/shown"
	sed -n 's/^\[state \(.*\)\]$/\1/p' "$SEC_TOP/schema/states.ini" | sort >"$HOME/states"
	run -0 diff "$HOME/states" "$HOME/shown"
	run -0 --separate-stderr sec-check
	assert_stderr --regexp '^sec-check: 52 records: 0 errors, '
	run -1 --separate-stderr sec-check --no-waive -f tsv
	run grep -c "$(printf '\terror\toverrun\t')" <<<"$output"
	assert_output 1
}

@test "a large register has no error either" {
	generate -n 3000 -s 3 large
	sec-check -C large -f tsv >findings
	run grep "$(printf '\terror\t')" findings
	assert_output ''
}

@test "the demo runs to its end and shows what it promises" {
	run -0 sh "$SEC_TOP/examples/demo.sh" "$BATS_TEST_TMPDIR/demo"
	assert_line --partial '$ sec-init --name'
	assert_line --regexp '^active +17$'
	assert_line 'sec-set: refused, nothing was written: the change adds 1 error'
	assert_line --partial 'sec-set: 2027-02-ferns: permission.decision, permission.by'
	assert_line --regexp '^On .* recorded a new secondment of p2900'
	assert_file_exists "$BATS_TEST_TMPDIR/demo/timeline.svg"
	assert_file_exists "$BATS_TEST_TMPDIR/demo/agreement.html"
	run -0 xmllint --noout "$BATS_TEST_TMPDIR/demo/timeline.svg"
	run -0 git -C "$BATS_TEST_TMPDIR/demo/register" status --porcelain
	assert_output ''
	run -0 git -C "$BATS_TEST_TMPDIR/demo/register" log --oneline
	assert_equal "${#lines[@]}" 4
}

@test "a record that keeps a ref never says the name that people.ini has for it" {
	cd "$SEC_TOP/examples/register" || return 1
	sec-list -q 'present(person.ref)' -o id,who -f tsv >"$BATS_TEST_TMPDIR/people"
	run -0 wc -l <"$BATS_TEST_TMPDIR/people"
	refute_output 0
	while IFS=$'\t' read -r id who; do
		run grep -nw -e "${who%% *}" -e "${who##* }" "$(record_path "$id")"
		# somebody else may bear one of the two names, in a key made for people
		refute_output --regexp '(text|objections|mitigation|view|summary|hopes|prospects) = '
	done <"$BATS_TEST_TMPDIR/people"
}
