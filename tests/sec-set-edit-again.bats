# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2016
#
# sec-set --edit: talking on a terminal, changes by others meanwhile, signals, and
# what is kept. With plain editors: sec-set-edit.bats.

load helper

path=secondments/2026/03/2026-03-7k3qf.ini

setup() {
	isolate
	exec </dev/null
	begin_hr 2026-03-7k3qf 'Energy analyst' 2026-04-abcde 'Logistics adviser'
	before=$(git rev-parse HEAD)
	desk=$(pwd -P)/.git/sec-edit
	file=$desk/2026-03-7k3qf/2026-03-7k3qf.ini
	go_on="sec-set: what you wrote is in $file
sec-set: to go on with it: sec-set --edit 2026-03-7k3qf; to drop it: rm -r $(shell_word "$desk/2026-03-7k3qf")"
	export GIT_AUTHOR_DATE='2026-11-20T09:30:00+0000'
}

# editor LINE…: what EDITOR does; "$1" is the file, $round how often it was opened,
# $above the process of sec-set (a shell stands between).
editor() {
	printf '%s\n' '#!/bin/sh' 'round=$(($(cat "$0.round" 2>/dev/null || echo 0) + 1))' \
		'echo "$round" >"$0.round"' 'read -r _ _ _ above _ <"/proc/$PPID/stat"' "$@" >../editor
	rm -f ../editor.round
	chmod +x ../editor
	export EDITOR=../editor
}

# on_terminal [EXPECT SEND]…: sec-set --edit 7k3 with somebody at a terminal.
on_terminal() {
	"$SEC_BUILD/tests/driver/pty-driver" "$@" -- sec-set --edit 7k3
}

committed() {
	assert_line "sec-set: committed $(git rev-parse --short=10 HEAD)"
	run -0 find "$desk" -mindepth 1
	assert_output ''
}

others='GIT_AUTHOR_NAME="R. Osei" sec-set 7k3 -m why'

@test "terminal: refused, edited again, saved" {
	need_terminal
	editor 'case $round in' '1) sed -i "s/^post = .*/post =/" "$1" ;;' \
		'2) head -n 5 "$1"; sed -i "s/^post =/post = Bursar/" "$1" ;;' 'esac'
	run -0 on_terminal 'you wrote?' $'what?\n' 'you wrote?' $'e\n'
	assert_output "$path:6: error: 'person.post' is missing: every record needs it [required]
    sec-check --as STATE lists all that a state needs and who supplies it
sec-set: refused, nothing was written: the change adds 1 error; --force writes it all the same
sec-set: (e)dit again, or (s)top and keep what you wrote? sec-set: (e)dit again, or (s)top and keep what you wrote? #! sec-set --edit 2026-03-7k3qf
#! Lines like this are dropped; an empty file saves nothing.
#! Not saved, because this adds errors:
#!   line 11: 'person.post' is missing: every record needs it [required]
#!     sec-check --as STATE lists all that a state needs and who supplies it
$path
sec-set: 2026-03-7k3qf: person.post: Finance officer → Bursar
sec-set: committed $(git rev-parse --short=10 HEAD)"
	committed
}

@test "terminal: refused and stopped: kept; the end of input is a stop too" {
	need_terminal
	editor 'sed -i "s/^post = .*/post =/" "$1"'
	run -1 on_terminal 'you wrote?' $'s\n'
	assert_output --partial "you wrote? $go_on"
	run -0 grep -x 'post =' "$file"
	editor 'sed -i "s/^title = .*/title = T/" "$1"'
	run -1 on_terminal 'you wrote?' $'\004'
	assert_output --partial "$go_on"
	[ "$(git rev-parse HEAD)" = "$before" ]
}

@test "T38 terminal: Ctrl-C at the question: the text is kept, and we end by the signal" {
	need_terminal
	editor 'sed -i "s/^post = .*/post =/" "$1"'
	run -130 on_terminal 'you wrote?' $'\003'
	assert_line "sec-set: what you wrote is in $file"
	assert_line 'sec-set: to go on with it: sec-set --edit 2026-03-7k3qf'
	run -0 grep -x 'post =' "$file"
	[ "$(git rev-parse HEAD)" = "$before" ]
}

@test "somebody changes other keys meanwhile: both are kept, and that is said" {
	editor "$others title=Theirs >/dev/null 2>&1" 'sed -i "s/^post = .*/post = Mine/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	assert_stderr "sec-set: 2026-03-7k3qf: person.post: Finance officer → Mine
sec-set: 2026-03-7k3qf: changed by R. Osei at 2026-11-20 09:30 while you edited it, in other keys; both are kept
sec-set: committed $(git rev-parse --short=10 HEAD)"
	run -0 sed -n '4p;8p' "$path"
	assert_output 'title = Theirs
post = Mine'
	run -0 git log -1 --format='%(trailers:key=Sec-Field,valueonly)'
	assert_output 'person.post'
}

@test "somebody changes other keys meanwhile: on a terminal it is asked" {
	need_terminal
	editor "$others title=Theirs >/dev/null 2>&1" 'sed -i "s/^post = .*/post = Mine/" "$1"'
	run -0 on_terminal 'you wrote?' $'b\n'
	assert_line --index 0 'sec-set: 2026-03-7k3qf was changed by R. Osei at 2026-11-20 09:30 while you edited it, in other keys'
	assert_line --index 1 "sec-set: save (b)oth, (e)dit both, or (s)top and keep what you wrote? $path"
	committed
	run -0 sed -n '4p;8p' "$path"
	assert_output 'title = Theirs
post = Mine'
}

@test "both, edited: the editor shows the two put together" {
	need_terminal
	editor 'case $round in' "1) $others title=Theirs >/dev/null 2>&1; "'sed -i "s/^post = .*/post = Mine/" "$1" ;;' \
		'2) cat "$1"; sed -i "s/^title = .*/title = Ours/" "$1" ;;' 'esac'
	run -0 on_terminal 'you wrote?' $'e\n'
	assert_output --partial "you wrote? #! sec-set --edit 2026-03-7k3qf
#! Lines like this are dropped; an empty file saves nothing.
#! Somebody else changed it meanwhile. This is both; between <<<<<<< and
#! >>>>>>> stands what both changed: keep what is right, and no marker.
[secondment]
id = 2026-03-7k3qf
type = internal
title = Theirs

[person]
ref = p1048
post = Mine
"
	run -0 sed -n '4p;8p' "$path"
	assert_output 'title = Ours
post = Mine'
}

@test "both changed the same key: exit 1, nothing lost; next time with markers" {
	editor "$others title=Theirs >/dev/null 2>&1" 'sed -i "s/^title = .*/title = Mine/" "$1"'
	run -1 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr "sec-set: 2026-03-7k3qf was changed by R. Osei at 2026-11-20 09:30 while you edited it, and both changed secondment.title
$go_on"
	run -0 git rev-list --count "$before..HEAD"
	assert_output 1
	editor 'sed -n "3,12p" "$1"'
	run -1 --separate-stderr sec-set --edit 7k3
	assert_output '#! Somebody else changed it meanwhile. This is both; between <<<<<<< and
#! >>>>>>> stands what both changed: keep what is right, and no marker.
[secondment]
id = 2026-03-7k3qf
type = internal
<<<<<<< your edit
title = Mine
=======
title = Theirs
>>>>>>> R. Osei at 2026-11-20 09:30'
	assert_stderr --partial '[merge-marker]'
	editor 'sed -i "/^<<<<<<</d; /^=======/,/^>>>>>>>/d" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	run -0 sed -n 4p "$path"
	assert_output 'title = Mine'
}

@test "both changed a key of a section that alone was open: the whole record is shown" {
	need_terminal
	editor 'case $round in' "1) $others mentor.name=Theirs >/dev/null 2>&1; "'sed -i "s/^name =.*/name = Mine/" "$1" ;;' \
		'2) cat "$1"; sed -i "/^<<<<<<</,/^=======/d; /^>>>>>>>/d" "$1" ;;' 'esac'
	run -0 "$SEC_BUILD/tests/driver/pty-driver" 'you wrote?' $'e\n' -- sec-set --edit 7k3 mentor: home:
	assert_output --partial '[home]
organisation = Thornley Council
manager = R. Osei

'
	assert_output --partial 'name = Mine'
	run -0 tail -n 2 "$path"
	assert_output '[mentor]
name = Theirs'
	run -0 find "$desk" -mindepth 1
	assert_output ''
}

@test "somebody deletes the record, or edits its file, meanwhile: not saved, kept" {
	editor 'sec-set --delete 7k3 -m why >/dev/null 2>&1; sed -i "s/^title = .*/title = Mine/" "$1"'
	run -1 --separate-stderr sec-set --edit 7k3
	assert_stderr "sec-set: 2026-03-7k3qf was deleted or renamed by Test Officer at 2026-11-20 09:30 while you edited it; to bring it back: sec-set --undo 2026-03-7k3qf
$go_on"
	git reset -q --hard "$before"
	rm -r "$desk"
	editor "echo '# theirs' >>'$PWD/$path'" 'sed -i "s/^title = .*/title = Mine/" "$1"'
	run -2 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr "sec-set: $path has an uncommitted edit; run: git commit -m WHY $path, or to drop the edit: git checkout HEAD $path
$go_on"
}

@test "what fails after the work loses nothing: a lock, no identity, a merge under way" {
	editor 'sed -i "s/^title = .*/title = Mine/" "$1"; git config --global --unset user.email'
	run -2 --separate-stderr sec-set --edit 7k3
	assert_stderr --partial "git does not know your"
	assert_stderr --partial "$go_on"
	git config --global user.email officer@example.org
	EDITOR='touch .git/MERGE_HEAD && cp .git/refs/heads/main .git/MERGE_HEAD && true'
	run -2 --separate-stderr sec-set --edit 7k3
	assert_stderr --partial "$go_on"
	rm .git/MERGE_HEAD
	EDITOR=true
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	run -0 sed -n 4p "$path"
	assert_output 'title = Mine'
}

@test "T38 TERM and HUP while the editor runs: what was typed is kept, what was not goes" {
	for signal in TERM:143 HUP:129; do
		editor 'sed -i "s/^title = .*/title = Mine/" "$1"' "kill -${signal%:*} \$above" 'sleep 0.2'
		run "-${signal#*:}" --separate-stderr sec-set --edit 7k3
		assert_output ''
		assert_stderr "sec-set: what you wrote is in $file
sec-set: to go on with it: sec-set --edit 2026-03-7k3qf"
		run -0 grep -x 'title = Mine' "$file"
		rm -r "$desk"
		editor "kill -${signal%:*} \$above" 'sleep 0.2'
		run "-${signal#*:}" --separate-stderr sec-set --edit 7k3
		assert_stderr ''
		run -0 find "$desk" -mindepth 1
		assert_output ''
	done
	[ "$(git rev-parse HEAD)" = "$before" ]
}

@test "INT while the editor runs is the editor's" {
	editor 'kill -INT $above; sed -i "s/^title = .*/title = Mine/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
}

@test "killed outright: the next edit goes on, and on what others did meanwhile" {
	editor 'sed -i "s/^title = .*/title = Mine/" "$1"; kill -KILL $above'
	run -137 --separate-stderr sec-set --edit 7k3
	sec-set 7k3 post=Theirs 2>/dev/null
	editor 'sed -n 6p "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "title = Mine
$path"
	assert_stderr_line --index 0 "sec-set: going on with the edit that was not saved, in $file"
	run -0 sed -n '4p;8p' "$path"
	assert_output 'title = Mine
post = Theirs'
	run -0 find "$desk" -mindepth 1
	assert_output ''
}

@test "an edit that was not saved stands in the way of another one of that record" {
	editor 'sed -i "s/^name =/& Mine/" "$1"; exit 1'
	run -2 --separate-stderr sec-set --edit 7k3 mentor:
	EDITOR=true
	run -2 --separate-stderr sec-set --edit 7k3
	assert_stderr "sec-set: another edit was not saved and is in $file; go on with it: sec-set --edit 2026-03-7k3qf mentor:, or drop it: rm -r $(shell_word "$desk/2026-03-7k3qf")"
	run -0 --separate-stderr sec-set --edit 7k3 mentor:
	assert_output "$path"
}

@test "two edits of one record at once: the second is told; other records are free" {
	editor 'sec-set --edit 7k3; echo $?; EDITOR=true sec-set --edit abc; echo $?'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output '2
0'
	assert_stderr 'sec-set: 2026-03-7k3qf is being edited by another sec-set
sec-set: already so, nothing to write
sec-set: already so, nothing to write'
}
