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
