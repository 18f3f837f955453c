# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
#
# A change of many records makes one pack. What a killed writer leaves of it the next
# one removes, or finishes; what a living one is at work on stays.

load helper
load faults

setup() {
	isolate
	make_wired_register hr
	cd hr || return 1
	awk 'BEGIN { print "type,title,ref,post,home.organisation,home.manager"
		for (i = 0; i < 100; i++) printf "internal,Analyst %d,p%d,P,O,M\n", i, i }' >../rows.csv
}

one_more() {
	run -0 --separate-stderr sec-new --id 2027-01-one type=internal title=T ref=p1 post=P \
		home.organisation=O home.manager=M
}

packs() {
	find .git/objects/pack -type f | sed 's/.*\.//' | sort | paste -sd ' '
}

# killed CALL N: at the Nth call of that name; what stands in the pack's folder then.
killed() {
	run -137 strace -f -qq -o ../trace -e trace="$1" -e inject="$1:signal=KILL:when=$2" \
		sec-new --csv ../rows.csv
	run -0 find .git -path '*/sec-*.pack/*'
	output=$(sed 's/.*\.//' <<<"$output" | sort | paste -sd ' ')
}

@test "killed over a pack: the next writer leaves nothing of it" {
	need_strace
	killed renameat 1
	assert_output 'idx pack'
	one_more
	no_leavings
	assert_equal "$(packs)" ''
}

@test "killed between its two halves: they come together" {
	need_strace
	killed renameat 2
	assert_output idx
	assert_equal "$(packs)" pack
	one_more
	no_leavings
	assert_equal "$(packs)" 'idx pack'
	run -0 git verify-pack .git/objects/pack/*.idx
}

@test "killed before it is locked" {
	need_strace
	killed flock 2
	assert_output ''
	one_more
	no_leavings
}

@test "the folder of a writer that lives is not touched" {
	mkdir .git/sec-0123456789abcdef.pack
	echo half >.git/sec-0123456789abcdef.pack/pack_git2_x
	exec 7<.git/sec-0123456789abcdef.pack
	flock -n 7
	one_more
	assert_file_exists .git/sec-0123456789abcdef.pack/pack_git2_x
	exec 7<&-
	run -0 --separate-stderr sec-set 2027-01-one post=Q
	no_leavings
}

@test "a link of that name is not followed, and what else is in the git directory stays" {
	mkdir ../other .git/sec-notes.pack
	echo mine | tee ../other/pack-1.pack >.git/sec-notes.pack/pack-1.pack
	ln -s "$PWD/../other" .git/sec-0123456789abcdef.pack
	one_more
	assert_file_exists ../other/pack-1.pack
	assert_file_exists .git/sec-notes.pack/pack-1.pack
}

@test "an error on the way leaves nothing" {
	local n

	need_strace
	for n in 1 2; do
		run -2 strace -f -qq -o ../trace -e trace=renameat -e "inject=renameat:error=EIO:when=$n" \
			sec-new --csv ../rows.csv
		assert_output --partial 'cannot store the change: Input/output error'
		no_leavings
		run -0 git status --short
		assert_output ''
		run -0 git log --format=%s
		assert_output 'register: begin'
	done
}

@test "objects on another file system than the git directory" {
	local there

	there=$(mktemp -d -p /dev/shm 2>/dev/null) || skip "no /dev/shm here"
	cp -r .git/objects "$there"
	rm -r .git/objects
	ln -s "$there/objects" .git/objects
	run -0 --separate-stderr sec-new --csv ../rows.csv
	rm .git/objects
	mv "$there/objects" .git
	rmdir "$there"
	assert_equal "$(packs)" 'idx pack'
	no_leavings
}
