# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2016
#
# sec-set --edit with editors that are small scripts. Talking on a terminal, changes
# by others and signals: sec-set-edit-again.bats.

load helper

path=secondments/2026/03/2026-03-7k3qf.ini
other=secondments/2026/04/2026-04-abcde.ini

setup() {
	isolate
	exec </dev/null
	begin_hr 2026-03-7k3qf 'Energy analyst' 2026-04-abcde 'Logistics adviser'
	before=$(git rev-parse HEAD)
	desk=$(pwd -P)/.git/sec-edit
	export EDITOR=false
}

# editor LINE…: what EDITOR does; "$1" is the file.
editor() {
	printf '%s\n' '#!/bin/sh' "$@" >../editor
	chmod +x ../editor
	EDITOR=../editor
}

# Nothing was written, and nothing is left of the edit.
nothing_written() {
	[ "$(git rev-parse HEAD)" = "$before" ]
	run -0 git status --short
	assert_output ''
	run -0 find "$desk" -mindepth 1
	assert_output ''
}

committed() {
	assert_stderr_line "sec-set: committed $(git rev-parse --short=10 HEAD)"
	run -0 find "$desk" -mindepth 1
	assert_output ''
}

@test "a change in the editor is one commit with its keys; -m is why" {
	editor 'sed -i "s/Energy analyst/Energy data analyst/; s/^post = .*/&\ngrade = 7/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3 -m 'after the talk'
	assert_output "$path"
	assert_stderr "sec-set: 2026-03-7k3qf: secondment.title: Energy analyst → Energy data analyst
sec-set: committed $(git rev-parse --short=10 HEAD)"
	committed
	run -0 git log -1 --format=%B
	assert_output 'sec-set: 2026-03-7k3qf: secondment.title, person.grade

after the talk

Sec-Tool: sec-set
Sec-Record: 2026-03-7k3qf
Sec-Field: secondment.title
Sec-Field: person.grade'
	run -0 git diff --numstat HEAD~1
	assert_output "2	1	$path"
}

@test "the file: whole records with a short top, private, where git does not look" {
	editor 'cat "$1"; stat -c %a "$1" "$(dirname "$1")"; printf "%s\n" "$1" >../name; umask >../umask'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "#! sec-set --edit 2026-03-7k3qf
#! Lines like this are dropped; an empty file saves nothing.
$(cat "$path")
600
700"
	assert_stderr 'sec-set: already so, nothing to write'
	run -0 cat ../name ../umask
	assert_output "$desk/2026-03-7k3qf/2026-03-7k3qf.ini
0077"
	nothing_written
}

@test "sections alone: their keys with help, missing ones empty, a new one by its day" {
	printf '\n# who helps\n[mentor]\n# found late\nname = D. Whitlock\nx-desk = 7\n' >>"$path"
	commit
	before=$(git rev-parse HEAD)
	editor 'cat "$1"'
	run -0 --separate-stderr sec-set --edit 7k3 mentor: closed:
	assert_output "#! sec-set --edit 2026-03-7k3qf
#! Lines like this and keys left empty are dropped; an empty file saves nothing.
# who helps
#! Mentor: An impartial person to talk to, who does not judge the work
[mentor]
# found late
#! Mentor: Who it is, by name or reference; not a manager of the secondee
name = D. Whitlock
x-desk = 7
#! Mentor since: The day the mentor was found
#!   (YYYY-MM-DD)
since =
#! Mentor's organisation: Where the mentor works
organisation =

#! Closed: Nothing is left to do
[closed]
#! Closed on: The day the case was closed
#!   (YYYY-MM-DD)
date =
#! Closed by: Who closed it
by ="
	assert_stderr 'sec-set: already so, nothing to write'
	nothing_written
}

@test "a section filled in: only what has a value is saved, comments and order stay" {
	editor 'sed -i "s/^kind =/kind = interim/; s/^by =/by = J. Brandt/; s/^held =/held = yes/" "$1"' \
		'sed -i "s/^goals =/# asked twice\ngoals = on the way/; s/^obstacles =/obstacles = none left/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3 review:yesterday
	assert_output "$path"
	committed
	run -0 git diff --unified=0 HEAD~1 -- "$path"
	assert_output --partial '@@ -12,0 +13,8 @@ manager = R. Osei
+
+[review 2026-11-20]
+kind = interim
+by = J. Brandt
+held = yes
+# asked twice
+goals = on the way
+obstacles = none left'
	run -0 git log -1 --format='%(trailers:key=Sec-Field,valueonly)'
	assert_output 'review:2026-11-20.kind
review:2026-11-20.by
review:2026-11-20.held
review:2026-11-20.goals
review:2026-11-20.obstacles'
}

@test "sections are changed, renamed, removed and added in the excerpt; the rest keeps its bytes" {
	cat >"$path" <<-'INI'
		; odd = spacing stays
		[secondment]
		id   =   2026-03-7k3qf
		type = internal
		title = T


		[person]
		ref=p1048
		post = F

		[home]
		organisation = T
		manager = R
		[x-talk 2026-05-01]
		by = A
		# about the second
		[x-talk 2026-06-01]
		by = B
		; the end
	INI
	commit
	editor 'sed -i "/^\[x-talk 2026-05-01/,/^# about/{/^# about/!d}; s/2026-06-01/2026-06-02/; s/^by = B/by = C/" "$1"' \
		'printf "\n[x-talk 2026-07-01]\nby = D\n" >>"$1"'
	run -0 --separate-stderr sec-set --edit 7k3 x-talk:2026-05-01 x-talk:2026-06-01
	assert_output "$path"
	run -0 cat "$path"
	assert_output '; odd = spacing stays
[secondment]
id   =   2026-03-7k3qf
type = internal
title = T


[person]
ref=p1048
post = F

[home]
organisation = T
manager = R
# about the second
[x-talk 2026-06-02]
by = C
; the end
[x-talk 2026-07-01]
by = D'
}

@test "nothing that nobody touched changes: every section of every example record" {
	local file sections n=0

	make_wired_register ../example
	cp -r "$SEC_TOP/examples/register/." ../example
	commit ../example
	EDITOR='touch'
	while read -r file; do
		mapfile -t sections < <(sed -nE 's/^\[([a-z-]+)( ([^]]*))?\]$/\1:\3/p' "../example/$file")
		run -0 --separate-stderr sec-set -C ../example --edit "$file" "${sections[@]}"
		assert_stderr 'sec-set: already so, nothing to write'
		n=$((n + 1))
	done < <(cd ../example && git ls-files secondments | head -n 12)
	[ "$n" -eq 12 ]
}

@test "a section that was not opened cannot be overwritten; text in no section is refused" {
	editor 'printf "[person]\nref = p2\n" >>"$1"'
	run -1 --separate-stderr sec-set --edit 7k3 mentor:
	assert_output ''
	assert_stderr_line --index 0 'sec-set: 2026-03-7k3qf: [person] stands in the record already and was not opened here'
	rm -r "${desk:?}"/*
	editor 'printf "name = X\n" >"$1"'
	run -1 --separate-stderr sec-set --edit 7k3 mentor:
	assert_stderr_line --index 0 "sec-set: 2026-03-7k3qf: 'name = X' stands in no section"
	rm -r "${desk:?}"/*
	nothing_written
}

@test "somebody's own comments stay, also those that look like ours" {
	printf '#! mine\n#!!! mine too\n# mine as well\n' >>"$path"
	commit
	editor 'head -n 2 "$1"; sed -i "s/^manager = .*/manager = M/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_line --index 0 '#!!!! sec-set --edit 2026-03-7k3qf'
	run -0 tail -n 4 "$path"
	assert_output 'manager = M
#! mine
#!!! mine too
# mine as well'
}

@test "several records are one file, one commit, all or nothing" {
	editor 'grep -n -e "^# ---" -e "^title" "$1"; sed -i "s/Finance officer/Bursar/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3 abc
	assert_output "3:# --- 2026-03-7k3qf.ini
7:title = Energy analyst
16:# --- 2026-04-abcde.ini
20:title = Logistics adviser
$path
$other"
	run -0 git log -1 --format=%s
	assert_output 'sec-set: 2 records: person.post'
	editor 'sed -i "s/^title = Log.*/title =/; s/Bursar/B/" "$1"'
	run -1 --separate-stderr sec-set --edit 7k3 abc
	assert_stderr_line --index 0 "$other:1: error: 'secondment.title' is missing: every record needs it [required]"
	assert_stderr_line "sec-set: what you wrote is in $desk/2026-03-7k3qf+1/2026-03-7k3qf+1.ini"
	run -0 git diff --stat HEAD
	assert_output ''
	editor 'sed -i "s/^title =$/title = Again/" "$1"; sed -i "/^# --- 2026-03/,/^# --- 2026-04/{/^# --- 2026-04/!d}" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3 abc
	assert_output "$other"
	run -0 sed -n '4p;8p' "$path"
	assert_output 'title = Energy analyst
post = Bursar'
}

@test "what is in a file of several that was not opened, or twice, is refused" {
	editor 'printf "# --- 2026-05-other.ini\nx\n" >>"$1"'
	run -1 --separate-stderr sec-set --edit 7k3 abc
	assert_stderr_line --index 0 "sec-set: '2026-05-other' was not opened here"
	rm -r "${desk:?}"/*
	editor 'printf "# --- 2026-03-7k3qf.ini\nx\n" >>"$1"'
	run -1 --separate-stderr sec-set --edit 7k3 abc
	assert_stderr_line --index 0 'sec-set: 2026-03-7k3qf stands there twice'
	rm -r "${desk:?}"/*
	nothing_written
}

@test "names from a pipe; an empty one opens nothing" {
	editor 'sed -i "s/^post = .*/post = P/" "$1"'
	sec-list -f ids >../ids
	run -0 --separate-stderr sec-set --edit - <../ids
	assert_output "$path
$other"
	run -0 --separate-stderr sec-set --edit - </dev/null
	assert_output ''
	assert_stderr "sec-set: standard input named no record, so '-' selected nothing"
}

@test "no file or nothing in it: not saved; to fail: given up" {
	editor 'rm "$1"'
	run -1 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr 'sec-set: the editor left no file, so nothing was saved'
	nothing_written
	editor 'sed -i "/^#!/!d" "$1"; echo >>"$1"'
	run -1 --separate-stderr sec-set --edit 7k3
	assert_stderr 'sec-set: nothing is left in the file, so nothing was saved'
	nothing_written
	editor 'exit 3'
	run -2 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr 'sec-set: the editor ended with 3, so nothing was saved'
	nothing_written
}

@test "an editor that fails after something was typed: nothing saved, nothing lost" {
	editor 'sed -i "s/^title = .*/title = Typed/" "$1"; exit 3'
	run -2 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr "sec-set: the editor ended with 3, so nothing was saved
sec-set: what you wrote is in $desk/2026-03-7k3qf/2026-03-7k3qf.ini
sec-set: to go on with it: sec-set --edit 2026-03-7k3qf; to drop it: rm -r $(shell_word "$desk/2026-03-7k3qf")"
	[ "$(git rev-parse HEAD)" = "$before" ]
	EDITOR=true
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	assert_stderr "sec-set: going on with the edit that was not saved, in $desk/2026-03-7k3qf/2026-03-7k3qf.ini
sec-set: 2026-03-7k3qf: secondment.title: Energy analyst → Typed
sec-set: committed $(git rev-parse --short=10 HEAD)"
	committed
}

@test "commands to copy are good in a shell, whatever the folder is called" {
	local odd="../o'brien \$x; dir" again drop

	mkdir "$odd"
	git clone -q . "$odd/hr"
	git -C "$odd/hr" config merge.sec.driver true
	odd=$(cd "$odd/hr" && pwd -P)
	editor 'sed -i "s/^title = .*/title = Typed/" "$1"; exit 3'
	run -2 --separate-stderr sec-set -C "$odd" --edit 7k3
	again=${stderr##*to go on with it: }
	again=${again%%; to drop it: *}
	EDITOR=true run -0 --separate-stderr sh -c "$again"
	assert_output "$path"
	run -2 --separate-stderr sec-set -C "$odd" --edit abc
	drop=${stderr##*to drop it: }
	assert_exist "$odd/.git/sec-edit/2026-04-abcde/2026-04-abcde.ini"
	run -0 sh -c "$drop"
	assert_not_exist "$odd/.git/sec-edit/2026-04-abcde"
}

@test "an error it adds refuses it; the text is kept, and shown with the findings next time" {
	editor 'sed -i "s/^post = .*/post =/" "$1"; echo garbage >>"$1"'
	run -1 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr "$path:6: error: 'person.post' is missing: every record needs it [required]
    sec-check --as STATE lists all that a state needs and who supplies it
$path:13:1: error: a line without '=': write 'key = value' [syntax-line]
    text that continues the value above begins with a blank
sec-set: refused, nothing was written: the change adds 2 errors; --force writes it all the same
sec-set: what you wrote is in $desk/2026-03-7k3qf/2026-03-7k3qf.ini
sec-set: to go on with it: sec-set --edit 2026-03-7k3qf; to drop it: rm -r $(shell_word "$desk/2026-03-7k3qf")"
	[ "$(git rev-parse HEAD)" = "$before" ]
	run -0 git status --short
	assert_output ''
	editor 'head -n 8 "$1"; sed -n "13p;20p" "$1"' 'sed -i "s/^post =/post = Bursar/; /^garbage/d" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "#! sec-set --edit 2026-03-7k3qf
#! Lines like this are dropped; an empty file saves nothing.
#! Not saved, because this adds errors:
#!   line 13: 'person.post' is missing: every record needs it [required]
#!     sec-check --as STATE lists all that a state needs and who supplies it
#!   line 20: a line without '=': write 'key = value' [syntax-line]
#!     text that continues the value above begins with a blank
[secondment]
[person]
garbage
$path"
	committed
}

@test "what was wrong before does not stand in the way; --force saves what is wrong now" {
	printf '\n[dates]\nstart = 2026-13-01\n' >>"$path"
	commit
	editor 'sed -i "s/^title = .*/title = New/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	editor 'sed -i "s/^title = .*/title =/" "$1"'
	run -0 --separate-stderr sec-set --force --edit 7k3
	assert_output "$path"
	run -0 git log -1 --format='%(trailers:key=Sec-Forced)'
	assert_output 'Sec-Forced: yes'
}

@test "-n prints the difference and writes nothing; what was typed is saved without it" {
	editor 'sed -i "s/^title = .*/title = New/" "$1"'
	run -0 --separate-stderr sec-set -n --edit 7k3
	assert_line '+title = New'
	assert_line '-title = Energy analyst'
	assert_stderr "sec-set: 2026-03-7k3qf: secondment.title: Energy analyst → New
sec-set: what you wrote is in $desk/2026-03-7k3qf/2026-03-7k3qf.ini
sec-set: to go on with it: sec-set --edit 2026-03-7k3qf; to drop it: rm -r $(shell_word "$desk/2026-03-7k3qf")"
	[ "$(git rev-parse HEAD)" = "$before" ]
	EDITOR=true
	run -0 --separate-stderr sec-set --edit -n 7k3
	assert_line '+title = New'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	committed
	before=$(git rev-parse HEAD)
	run -0 --separate-stderr sec-set --edit -n 7k3
	assert_stderr 'sec-set: already so, nothing to write'
	nothing_written
}

@test "T08 line ends: an editor that changes them all changes nothing; CR LF stay" {
	editor 'sed -i "s/$/\r/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr 'sec-set: already so, nothing to write'
	nothing_written
	rm .gitattributes
	sed -i 's/$/\r/' "$path"
	printf 'lead = no end' >>"$path"
	commit
	before=$(git rev-parse HEAD)
	editor 'grep -c "$(printf "\r")" "$1"; sed -i "s/\r$//" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_stderr 'sec-set: already so, nothing to write'
	nothing_written
	editor 'sed -i "s/^title = .*/title = New/; s/\r$//" "$1"'
	cp "$path" ../expected
	sed -i 's/^title = .*/title = New\r/' ../expected
	printf '\r\n' >>../expected # a missing last line end is added by an edit
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	run -0 cmp "$path" ../expected
	editor 'grep -c "$(printf "\r")$" "$1"; grep -vc "$(printf "\r")$" "$1"; sed -i "s/^name =/& X/" "$1"'
	run -0 --separate-stderr sec-set --edit 7k3 mentor:
	assert_line --index 1 0
	run -0 tail -n 4 "$path"
	assert_output $'lead = no end\r\n\r\n[mentor]\r\nname = X\r'
}

@test "T07 an editor that puts a byte order mark in front changes nothing by it" {
	editor 'printf "\357\273\277" | cat - "$1" >../marked; mv ../marked "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_stderr 'sec-set: already so, nothing to write'
	editor 'sed 1,2d "$1" | sed "s/^post =.*/post = Bursar/; 1s/^/\xef\xbb\xbf/" >../marked' \
		'mv ../marked "$1"'
	run -0 --separate-stderr sec-set --edit 7k3
	run -0 git diff --numstat HEAD~1
	assert_output "1	1	$path"
}

@test "VISUAL goes before EDITOR; both may hold options; vi, then editor, without" {
	export VISUAL='sed -i -e s/Energy/Wind/'
	run -0 --separate-stderr sec-set --edit 7k3
	assert_output "$path"
	export VISUAL=
	unset EDITOR
	mkdir ../bin
	few=$(cd ../bin && pwd)
	printf '#!/bin/sh\necho "%s $(basename "$1")"\n' vi >../bin/vi
	printf '#!/bin/sh\necho "%s $(basename "$1")"\n' editor >../bin/editor
	chmod +x ../bin/*
	ln -s "$(command -v sh)" "$(command -v basename)" "$(command -v env)" ../bin/
	run -0 --separate-stderr env PATH="$SEC_BUILD/bin:$few" sec-set --edit 7k3
	assert_output 'vi 2026-03-7k3qf.ini'
	rm ../bin/vi
	run -0 --separate-stderr env PATH="$SEC_BUILD/bin:$few" sec-set --edit 7k3
	assert_output 'editor 2026-03-7k3qf.ini'
	rm ../bin/editor
	run -2 --separate-stderr env PATH="$SEC_BUILD/bin:$few" sec-set --edit 7k3
	assert_stderr 'sec-set: there is no editor; name one, as in: EDITOR=nano sec-set --edit'
	EDITOR=/nonesuch/ed run -2 --separate-stderr sec-set --edit 7k3
	assert_stderr_line "sec-set: the editor '/nonesuch/ed' cannot be run; name another in VISUAL or EDITOR, as in: EDITOR=nano sec-set --edit"
}

@test "what would be refused after the work is refused before it" {
	editor 'echo opened'
	printf '# mine\n' >>"$path"
	run -2 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr "sec-set: $path has an uncommitted edit; run: git commit -m WHY $path, or to drop the edit: git checkout HEAD $path"
	git checkout -q "$path"
	rm "$HOME/.gitconfig"
	run -2 --separate-stderr sec-set --edit 7k3
	assert_output ''
	assert_stderr --partial 'sec-set: git does not know your name'
	assert_not_exist "$desk"
}

@test "what does not go together is a usage error" {
	run -2 --separate-stderr sec-set --edit 7k3 title=x
	assert_stderr "sec-set: --edit takes records and sections (mentor: review:today), and 'title=x' is neither
Try 'sec-set --help'."
	run -2 --separate-stderr sec-set --edit 7k3 review:+
	assert_stderr_line --index 0 "sec-set: --edit takes records and sections (mentor: review:today), and 'review:+' is neither"
	run -2 --separate-stderr sec-set --edit 7k3 mentr:
	assert_stderr_line --index 0 "sec-set: unknown section 'mentr', did you mean 'mentor'?"
	run -2 --separate-stderr sec-set --edit
	assert_stderr_line --index 0 'sec-set: name a record, as in: sec-set --edit 7k3'
	run -2 --separate-stderr sec-set --edit --delete 7k3 -m x
	assert_stderr_line --index 0 'sec-set: --edit, --undo and --delete exclude one another'
	run -2 --separate-stderr sec-set --edit --csv x.csv
	assert_stderr_line --index 0 'sec-set: --csv and --edit do not go together'
	nothing_written_at_all
}

nothing_written_at_all() {
	[ "$(git rev-parse HEAD)" = "$before" ]
	assert_not_exist "$desk"
}
