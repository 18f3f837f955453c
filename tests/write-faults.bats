# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# The commit routine when things go wrong: processes killed and disks filled at
# every step (strace injects both), writers that race, editors that save in
# between. More of it: tests/deep/write.bats.

load helper
load faults

@test "write: kill -9 at every write, fsync, link, rename, unlink and mkdir is repaired" {
	need_strace
	for call in write fsync linkat link rename renameat renameat2 unlink unlinkat mkdir mkdirat; do
		has_call $call || continue
		sweep $call signal=KILL after_kill
	done
}

@test "write: a full disk at every write, link, mkdir and fsync changes nothing" {
	need_strace
	for call in write linkat link mkdir mkdirat fsync; do
		has_call $call || continue
		sweep $call error=ENOSPC after_error
	done
}

@test "write: an I/O error at every rename and unlink is said, and finished later" {
	need_strace
	for call in rename renameat renameat2 unlink unlinkat; do
		has_call $call || continue
		sweep $call error=EIO after_error
	done
}

@test "write: sixty kills at random moments leave nothing half-done" {
	for i in $(seq 60); do
		doomed . a.ini "x = $i"$'\n' gone.ini "g = $i"$'\n' new.ini "n = $i"$'\n' >/dev/null 2>&1 &
		pid=$!
		sleep "0.0$((RANDOM % 6))$((RANDOM % 10))"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		driver . b.ini "x = $i"$'\n' >/dev/null 2>../err || {
			cat ../err >&2
			return 1
		}
		git diff --quiet HEAD
		git diff --quiet --cached HEAD
		[ "$(git cat-file -p HEAD:b.ini)" = "x = $i" ]
	done
	no_leavings
}

@test "T38 write: a signal while files are put in place comes when all is done" {
	need_strace
	injected renameat2 signal=TERM 1
	[ "$status" -eq 143 ]
	[ "$(git log -1 --format=%s)" = 'sec-test: 3 records' ]
	run -0 git status --porcelain
	assert_output ''
	no_leavings
}

@test "write: the repair says what it did, and only then the command runs" {
	need_strace
	injected renameat2 signal=KILL 1
	[ "$status" -eq 137 ]
	commit=$(git rev-parse --short=10 HEAD)
	[ "$(git log -1 --format=%s)" = 'sec-test: 3 records' ]
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_output 'unchanged'
	assert_stderr "an interrupted sec command was finished ($commit)"
	run -0 git status --porcelain
	assert_output ''
	no_leavings
}

# journal MACHINE: one as a writer would have left it, for a commit nobody has.
journal() {
	cat >.git/sec-journal <<-JOURNAL
		sec-journal 1
		token 0123456789abcdef
		pid 1
		began 1
		machine $1
		boot none
		branch refs/heads/main
		commit 1111111111111111111111111111111111111111
		end
	JOURNAL
}

@test "write: a journal whose commit never arrived is undone" {
	journal "$(uname -n)"
	cp .git/sec-journal .git/index.lock
	touch .git/sec-0123456789abcdef.index .git/sec-queue
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_output 'committed'
	assert_stderr_line --index 0 'an interrupted sec command was undone (1111111111)'
	no_leavings
}

@test "write: a journal counts while its process lives, not while another has its number" {
	journal "$(uname -n)"
	sed -i "s/^pid .*/pid $$/; s/^boot .*/boot $(cat /proc/sys/kernel/random/boot_id)/" .git/sec-journal
	cp .git/sec-journal ../reused
	sed -i "s/^began .*/began $(sed 's/.*) //' /proc/$$/stat | cut -d ' ' -f 20)/" .git/sec-journal
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr "write-driver: another sec command (process $$) is still writing"
	cp ../reused .git/sec-journal
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr_line --index 0 'an interrupted sec command was undone (1111111111)'
	no_leavings
}

@test "write: a journal of another machine, or a damaged one, is left alone" {
	journal elsewhere
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr "write-driver: a change made on elsewhere is unfinished; run any sec writer there, or remove $PWD/.git/index.lock and $PWD/.git/sec-journal and look at git status"
	assert_exist .git/sec-journal
	sed -i '$d' .git/sec-journal
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr "write-driver: $PWD/.git/sec-journal is damaged; look at git status, then remove it"
	assert_exist .git/sec-journal
	run -0 --separate-stderr driver -n . a.ini $'x = 1\n'
	rm .git/sec-journal
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_output 'committed'
}

@test "write: a repair leaves what somebody has changed since, and names it" {
	need_strace
	injected renameat2 signal=KILL 1
	[ "$status" -eq 137 ]
	echo 'x = mine' >a.ini
	run -0 --separate-stderr driver . b.ini $'x = 2\n'
	assert_output 'committed'
	assert_stderr --partial 'a.ini was changed since and stays as it is'
	run -0 git status --porcelain
	assert_output ' M a.ini'
	run -0 cat a.ini
	assert_output 'x = mine'
	assert_exist secondments/2026/03/z.ini
	assert_not_exist gone.ini
	no_leavings
}

@test "write: a repair that is killed itself is finished by the next" {
	need_strace
	injected renameat2 signal=KILL 2
	[ "$status" -eq 137 ]
	cp -a . ../half
	for call in write fsync linkat rename renameat renameat2 unlinkat unlink; do
		for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
			rm -rf ../again
			cp -a ../half ../again
			strace -f -qq -o ../trace -e trace=$call -e inject=$call:signal=KILL:when=$n \
				"$SEC_BUILD/tests/driver/write-driver" ../again a.ini $'x = 2\n' >/dev/null 2>&1 || true
			grep -q 'killed by SIGKILL' ../trace || break
			driver ../again a.ini $'x = 2\n' >/dev/null
			git -C ../again diff --quiet HEAD
			git -C ../again diff --quiet --cached HEAD
			[ "$(git -C ../again log -1 --format=%s)" = 'sec-test: 3 records' ]
		done
	done
	driver . a.ini $'x = 2\n'
	no_leavings
	touch ../again/.git/no-fsck # objects of killed writers
}

@test "write: an editor that saves in between keeps its text; the commit stands and is named" {
	need_strace
	strace -f -qq -o ../trace -e trace=renameat2 -e inject=renameat2:delay_enter=1500000:when=1 \
		"$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 2\n' >../out 2>../err &
	pid=$!
	until [ "$(git rev-list --count HEAD)" -gt 2 ]; do sleep 0.05; done
	echo 'x = editor' >../saved && mv ../saved a.ini
	status=0
	wait $pid || status=$?
	[ "$status" -eq 2 ]
	commit=$(git rev-parse --short=10 HEAD)
	run -0 cat ../err
	assert_output "$commit
write-driver: the change is committed ($commit), but another program saved a.ini at the same moment and its text stays in the file; compare with git diff"
	run -0 cat a.ini
	assert_output 'x = editor'
	run -0 git cat-file -p HEAD:a.ini
	assert_output 'x = 2'
	run -0 git status --porcelain
	assert_output ' M a.ini'
	no_leavings
}

@test "write: what an editor saved just before a kill goes back to its place" {
	need_strace
	strace -f -qq -o ../trace -e trace=renameat2 \
		-e inject=renameat2:delay_enter=1500000:delay_exit=4000000:when=1 \
		"$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 2\n' >../out 2>../err &
	pid=$!
	until [ "$(git rev-list --count HEAD)" -gt 2 ]; do sleep 0.05; done
	echo 'x = editor' >../saved && mv ../saved a.ini
	until grep -qs editor .a.ini.sec-*; do sleep 0.05; done
	kill -9 "$(pgrep -P $pid)"
	wait $pid || true
	[ "$(cat a.ini)" = 'x = 2' ]
	run -0 --separate-stderr driver . b.ini $'x = 3\n'
	assert_output 'committed'
	assert_stderr_line 'a.ini was changed since and stays as it is'
	run -0 cat a.ini
	assert_output 'x = editor'
	run -0 git status --porcelain
	assert_output ' M a.ini'
	no_leavings
}

@test "write: git sees a clean file even when a second began while it was placed" {
	need_strace
	run -0 strace -f -qq -o ../trace -e trace=renameat2 -e inject=renameat2:delay_enter=1100000:when=1 \
		"$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 2\n'
	run -0 git diff-index --name-only HEAD
	assert_output ''
	no_leavings
}

@test "write: a file that turns up where a new record goes is kept" {
	need_strace
	strace -f -qq -o ../trace -e trace=renameat2 -e inject=renameat2:delay_enter=1500000:when=1 \
		"$SEC_BUILD/tests/driver/write-driver" . new.ini $'x = 2\n' >../out 2>../err &
	pid=$!
	until [ "$(git rev-list --count HEAD)" -gt 2 ]; do sleep 0.05; done
	echo 'x = editor' >new.ini
	status=0
	wait $pid || status=$?
	[ "$status" -eq 2 ]
	run -0 cat new.ini
	assert_output 'x = editor'
	run -0 git status --porcelain
	assert_output ' M new.ini'
	no_leavings
}

@test "write: file systems without exchange, hard links or flock" {
	need_strace
	for inject in renameat2:error=EINVAL linkat:error=EPERM flock:error=ENOLCK; do
		call=${inject%%:*}
		run -0 --separate-stderr strace -f -qq -o ../trace -e trace="$call" -e inject="$inject" \
			"$SEC_BUILD/tests/driver/write-driver" . a.ini "x = $call"$'\n' "$call.ini" $'n = 1\n'
		assert_output 'committed'
		grep -q INJECTED ../trace
		run -0 git status --porcelain
		assert_output ''
		run -0 --separate-stderr strace -f -qq -o ../trace -e trace="$call" -e inject="$inject" \
			"$SEC_BUILD/tests/driver/write-driver" . "$call.ini" ''
		run -0 git status --porcelain
		assert_output ''
		no_leavings
	done
}

@test "write: index.lock held by somebody is explained and left alone" {
	touch -d '5 minutes ago' .git/index.lock
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr "write-driver: $PWD/.git/index.lock is 5 minutes old and belongs to $(id -un); if no git command is running, remove the file"
	assert_exist .git/index.lock
	rm .git/index.lock
	run -0 git status --porcelain
	assert_output ''
	no_leavings
	touch .git/refs/heads/main.lock
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr "write-driver: $PWD/.git/refs/heads/main.lock is held by another process; if no git command is running, remove it"
	assert_exist .git/refs/heads/main.lock
	rm .git/refs/heads/main.lock
	run -0 git status --porcelain
	assert_output ''
	no_leavings
}

@test "write: index.lock that is released in time is waited for" {
	touch .git/index.lock
	(sleep 1 && rm .git/index.lock) &
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_output 'committed'
	wait $!
}

@test "write: forty writers on forty records make forty commits" {
	for i in $(seq 40); do
		echo 'n = 0' >"n$i.ini"
	done
	commit . 'test: forty'
	before=$(git rev-list --count HEAD)
	writers=()
	for i in $(seq 40); do
		{
			driver . "n$i.ini" "n = $i"$'\n' >/dev/null 2>"../err$i"
			echo $? >"../rc$i"
		} &
		writers+=($!)
	done
	wait "${writers[@]}"
	run -0 bash -c 'cat ../rc* | sort | uniq -c'
	assert_output '     40 0'
	[ "$(git rev-list --count HEAD)" -eq $((before + 40)) ]
	for i in $(seq 40); do
		[ "$(git cat-file -p "HEAD:n$i.ini")" = "n = $i" ]
	done
	run -0 git status --porcelain
	assert_output ''
	run -0 bash -c "git log --format=%H -40 | while read -r c; do git show --format= --name-only \$c | wc -l; done | sort | uniq -c"
	assert_output '     40 1'
	no_leavings
}

@test "write: eight writers on one record: one after the other, or told who was faster" {
	writers=()
	for i in $(seq 8); do
		{
			rc=0
			GIT_AUTHOR_NAME="Writer $i" driver -x 'sleep 0.2' . a.ini "x = w$i"$'\n' >/dev/null 2>"../err$i" || rc=$?
			echo "$rc" >"../rc$i"
		} &
		writers+=($!)
	done
	wait "${writers[@]}"
	good=0
	for i in $(seq 8); do
		if [ "$(cat "../rc$i")" = 0 ]; then
			good=$((good + 1))
			git log --format='%an' | grep -x "Writer $i" >/dev/null
		else
			[ "$(cat "../rc$i")" = 2 ]
			grep -qE '^write-driver: a\.ini was changed by Writer [1-8] at [0-9-]{10} [0-9:]{5} since you read it' "../err$i"
		fi
	done
	[ "$good" -ge 1 ]
	[ "$(git rev-list --count HEAD)" -eq $((2 + good)) ]
	run -0 git status --porcelain
	assert_output ''
	no_leavings
}

@test "write: beside a loop of plain git commits no record is reverted by us" {
	for i in $(seq 20); do
		echo 'n = 0' >"n$i.ini"
	done
	echo 0 >other
	commit . 'test: twenty'
	(
		for i in $(seq 15); do
			echo "$i" >other
			git add other 2>/dev/null && git commit -qm "plain $i" -- other 2>/dev/null || true
		done
	) &
	plain=$!
	for i in $(seq 20); do
		driver . "n$i.ini" "n = $i"$'\n' >/dev/null 2>"../err$i"
	done
	wait $plain
	# each of our commits touches its own record and nothing else
	run -0 bash -c "git log --format=%H --grep='^sec-test' | while read -r c; do git show --format= --name-only \$c; done | sort | uniq -c | sort | awk '{print \$1, (\$2 ~ /^n[0-9]+\.ini\$/)}' | sort -u"
	assert_output '1 1'
	run -0 git log --format=%s --grep='^sec-test'
	[ "${#lines[@]}" -eq 20 ]
}

@test "write: Ctrl-C while waiting leaves nothing; while writing it waits" {
	touch .git/index.lock
	doomed . a.ini $'x = 2\n' >/dev/null 2>&1 &
	pid=$!
	sleep 0.5
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	[ "$status" -eq 143 ]
	rm .git/index.lock
	run -0 --separate-stderr driver . b.ini $'x = 2\n'
	no_leavings
	need_strace
	strace -f -qq -o ../trace -e trace=renameat2 -e inject=renameat2:delay_enter=700000 \
		"$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 2\n' >../out 2>../err &
	pid=$!
	until grep -q renameat2 ../trace 2>/dev/null || [ "$(git rev-list --count HEAD)" -gt 3 ]; do sleep 0.05; done
	kill -TERM "$(pgrep -P $pid)" 2>/dev/null || true
	wait $pid || true
	run -0 git status --porcelain
	assert_output ''
	run -0 cat a.ini
	assert_output 'x = 2'
}
