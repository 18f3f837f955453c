# SPDX-License-Identifier: ISC
# What all programs share: help, version, options, exit codes, lost output, and
# the surroundings they are run in.

load helper

readers="sec-list sec-check sec-due sec-log"
writers="sec-set sec-new"
programs="sec-init sec-merge $readers $writers"

setup() {
	isolate
	begin_hr 2026-03-7k3qf 'Energy analyst'
}

usage() { # PROGRAM MESSAGE: what a usage error looks like
	assert_output ''
	assert_stderr "$1: $2
Try '$1 --help'."
}

@test "--help begins with the job and examples, fits 80 columns, and succeeds" {
	local p

	for p in $programs; do
		run -0 --separate-stderr "$p" --help
		assert_stderr ''
		assert_line --index 0 --regexp "^$p: "
		assert_line --index 1 --regexp "^  (git clone .*)?$p"
		assert_line "exit: 0 done, nothing wrong; 1 the answer is no; 2 could not do it"
		[ -z "$(awk 'length > 80' <<<"$output")" ]
		run -0 --separate-stderr "$p" -h
		assert_line --index 0 --regexp "^$p: "
	done
}

@test "--version prints name and version" {
	local p

	for p in $programs; do
		run -0 --separate-stderr "$p" --version
		assert_output --regexp "^$p [0-9]+\.[0-9]+\.[0-9]+$"
		assert_stderr ''
	done
}

@test "unknown options, missing values and unwanted values are usage errors" {
	local p

	for p in $programs; do
		run -2 --separate-stderr "$p" --nosuch
		usage "$p" "unknown or ambiguous option '--nosuch'"
		run -2 --separate-stderr "$p" -Z
		usage "$p" "unknown option -Z"
		run -2 --separate-stderr "$p" --color
		usage "$p" "option '--color' needs a value"
		run -2 --separate-stderr "$p" --help=yes
		usage "$p" "option --help takes no value"
		run -2 --separate-stderr "$p" --color=blue
		usage "$p" "--color is auto, always or never, not 'blue'"
	done
	for p in $readers $writers; do
		run -2 --separate-stderr "$p" --today 2026-02-30
		usage "$p" "--today is '2026-02-30', expected YYYY-MM-DD"
		run -2 --separate-stderr "$p" -C
		usage "$p" "option '-C' needs a value"
	done
	for p in $readers; do
		run -2 --separate-stderr "$p" --at
		usage "$p" "option '--at' needs a value"
		run -2 --separate-stderr "$p" -q 'state = agred'
		assert_stderr "$p: -q:1:9: unknown name 'agred', did you mean 'agreed'?"
		run -2 --separate-stderr "$p" -q title
		assert_stderr "$p: -q:1:1: a yes-no is wanted here, this is a text: compare it, or write present(title)"
		run -2 --separate-stderr "$p" -q ''
		assert_stderr "$p: -q:1:1: an expression is wanted here"
	done
}

@test "options may follow operands, and -- ends them" {
	run -0 --separate-stderr sec-list 7k3 -f ids
	assert_output 2026-03-7k3qf
	run -2 --separate-stderr sec-list -- 7k3 -f
	assert_stderr "sec-list: '-f' names no record, no file and no folder"
	run -0 --separate-stderr sec-set 7k3 tags=x -n --message=why
	assert_stderr ''
}

@test "T33 files called -rf, --help, or with a newline or ESC are read after -- and shown escaped" {
	local name

	cd ..
	for name in -rf.ini --help.ini $'a\nb.ini' $'\e[31m.ini'; do
		small_record 2026-03-7k3qf | sed '/^ref/d' >"$name"
	done
	run -1 --separate-stderr sec-check -- -rf.ini
	assert_output "-rf.ini:2:6: error: the id is '2026-03-7k3qf', but the file is named '-rf.ini' [id-file]
-rf.ini:6: error: 'person.ref' is missing: this record needs it [required]"
	run -1 --separate-stderr sec-check -- --help.ini
	assert_output "--help.ini:2:6: error: the id is '2026-03-7k3qf', but the file is named '--help.ini' [id-file]
--help.ini:6: error: 'person.ref' is missing: this record needs it [required]"
	run -1 --separate-stderr sec-check $'a\nb.ini'
	assert_output "a\\nb.ini:2:6: error: the id is '2026-03-7k3qf', but the file is named 'a\\nb.ini' [id-file]
a\\nb.ini:6: error: 'person.ref' is missing: this record needs it [required]"
	run -1 --separate-stderr sec-check $'\e[31m.ini'
	assert_output "\\x1b[31m.ini:2:6: error: the id is '2026-03-7k3qf', but the file is named '\\x1b[31m.ini' [id-file]
\\x1b[31m.ini:6: error: 'person.ref' is missing: this record needs it [required]"
	rm $'a\nb.ini'
	run -2 --separate-stderr sec-list -- $'a\nb.ini'
	assert_stderr "sec-list: 'a\\nb.ini' is no file, and there is no register here to look for records in; name one with -C DIR"
}

@test "options that exclude one another are usage errors" {
	run -2 --separate-stderr sec-list -o id --count state
	usage sec-list '--count says what is shown and in what order: leave out -o and --sort'
	run -2 --separate-stderr sec-list -f ids -o id
	usage sec-list '--format ids shows no columns: leave out -o and --count'
	run -2 --separate-stderr sec-due --all --overdue
	usage sec-due '--within, --overdue and --all exclude one another'
	run -2 --separate-stderr sec-due --list-kinds --all
	usage sec-due '--list-kinds goes alone'
	run -2 --separate-stderr sec-check --as agreed --undecided
	usage sec-check '--as, --explain, --list-rules, --show-policy and --undecided exclude one another'
	run -2 --separate-stderr sec-check --explain overrun 7k3
	usage sec-check '--explain takes one name, and neither --format nor records'
	run -2 --separate-stderr sec-check --list-rules 7k3
	usage sec-check '--list-rules takes no records'
	run -2 --separate-stderr sec-new -q yes a=b
	usage sec-new '-q selects records, and sec-new makes new ones'
}

@test "--format takes only what the program has" {
	run -2 --separate-stderr sec-list -f xml
	usage sec-list "--format is table, tsv, csv, csv-excel, json, ids or ini, not 'xml'"
	run -2 --separate-stderr sec-due -f ini
	usage sec-due "--format is table, tsv, csv, json, ids or ics, not 'ini'"
	run -2 --separate-stderr sec-due --list-kinds -f ids
	usage sec-due "--format is table, tsv, csv or json, not 'ids'"
	run -2 --separate-stderr sec-check -f table
	usage sec-check "--format is text, tsv, json, sarif, github, gitlab, junit or auto, not 'table'"
	run -2 --separate-stderr sec-check --as agreed -f text
	usage sec-check "--format is table, tsv, csv or json, not 'text'"
}

@test "T30 standard output full or closed: exit 2 with a message, in every program" {
	local command

	for command in "sec-list" "sec-list -f ini" "sec-check --list-rules" "sec-check --explain overrun" \
		"sec-check --as agreed" "sec-due --list-kinds -f json" "sec-set -n 7k3 tags=x" \
		"sec-list --help" "sec-init --version" "sec-new --help"; do
		run -2 --separate-stderr sh -c "$command >/dev/full"
		assert_stderr_line "${command%% *}: cannot write to standard output: No space left on device"
		run -2 --separate-stderr sh -c "$command >&-"
		assert_stderr_line "${command%% *}: cannot write to standard output: Bad file descriptor"
	done
}

@test "T41 a limit on the size of files is an error like a full disk, not a sudden end" {
	local before

	before=$(git rev-parse HEAD)
	run -2 bash -c '{ ulimit -f 0; sec-list >../out; } 2>&1 | cat; exit "${PIPESTATUS[0]}"'
	assert_output 'sec-list: cannot write to standard output: File too large'
	run -2 bash -c '{ ulimit -f 0; sec-set 7k3 tags=x; } 2>&1 | cat; exit "${PIPESTATUS[0]}"'
	assert_output --regexp '^sec-set: cannot .*: File too large$'
	[ "$(git rev-parse HEAD)" = "$before" ]
	run -0 git status --short
	assert_output ''
}

@test "T30 a commit made before standard output was lost is said" {
	run -2 --separate-stderr sh -c 'sec-set 7k3 tags=x >/dev/full'
	assert_stderr --regexp '^sec-set: cannot write to standard output: No space left on device
sec-set: committed [0-9a-f]{10}$'
	run -0 git status --short
	assert_output ''
}

@test "T30 a reader that goes away is exit 2 without a word" {
	run -0 --separate-stderr bash -c 'sec-list --help | true; exit 0'
	assert_stderr ''
	# gone before the first byte, or what fits into the pipe would be written in vain
	run -2 --separate-stderr bash -c 'exec 3> >(:); wait $!; sec-check --list-rules -f json >&3'
	assert_stderr ''
}

@test "T34 standard input is a terminal where names or values are wanted: no hang" {
	need_terminal
	local command

	for command in "sec-list -" "sec-check -" "sec-set - tags=x"; do
		run -2 script -qec "$command" /dev/null
		assert_output --partial "'-' reads names from a pipe, and standard input is a terminal"
	done
	run -2 script -qec 'sec-set 7k3 title@=-' /dev/null
	assert_output --partial "'@=-' reads the value from a pipe, and standard input is a terminal"
	run -2 script -qec 'sec-new --from -' /dev/null
	assert_output --partial "'--from -' reads records from a pipe, and standard input is a terminal"
}

@test "colour only on a terminal, never with NO_COLOR, as --color says; TSV and JSON never" {
	need_terminal
	printf 'nonsense\n' >>secondments/2026/03/2026-03-7k3qf.ini
	run -1 sec-check -q yes
	refute_output --partial $'\e'
	run -1 script -qec 'sec-check' /dev/null
	assert_output --partial $'\e[31merror\e[0m'
	NO_COLOR=1 run -1 script -qec 'sec-check' /dev/null
	refute_output --partial $'\e'
	NO_COLOR=1 run -1 sec-check --color=always
	assert_output --partial $'\e[31merror\e[0m'
	run -1 script -qec 'sec-check --color=never' /dev/null
	refute_output --partial $'\e'
	run -1 --separate-stderr sec-check --color=always -f tsv
	refute_output --partial $'\e'
	run -1 --separate-stderr sec-check --color=always -f json
	refute_output --partial $'\e'
}

@test "a narrow terminal cuts titles, never ids" {
	need_terminal
	run -0 script -qec 'stty cols 42; sec-list -o id,title,host.organisation' /dev/null
	assert_line --index 1 --regexp '^2026-03-7k3qf Energy'
}

@test "T20 the time zone changes no answer; without a day given it is the local one" {
	local tz

	sec-set 7k3 start=2026-11-21 end=2027-02-01 waive:started-unagreed by=HR until=2027-01-01 reason=x 2>/dev/null
	sec-list -o id,state,start,length,remaining -f tsv >../utc
	sec-due --all >>../utc
	for tz in Pacific/Kiritimati Pacific/Midway garbage/zone ''; do
		TZ=$tz sec-list -o id,state,start,length,remaining -f tsv >../other
		TZ=$tz sec-due --all >>../other
		run -0 cmp ../utc ../other
	done
	unset SEC_TODAY
	TZ=Pacific/Kiritimati assert_now +%F sec-list -o today -f tsv
}

@test "today is --today, else SEC_TODAY" {
	run -0 --separate-stderr sec-list -o today -f tsv
	assert_output 2026-11-21
	run -0 --separate-stderr sec-list -o today -f tsv --today 2024-02-29
	assert_output 2024-02-29
	SEC_TODAY=soon run -2 --separate-stderr sec-list
	usage sec-list "SEC_TODAY is 'soon', expected YYYY-MM-DD"
	SEC_TODAY='' assert_now +%F sec-list -o today -f tsv
}

@test "T35 no HOME, no locale, another umask, no TMPDIR: readers and writers go on" {
	run -0 --separate-stderr env -i PATH="$PATH" sec-list -f ids
	assert_output 2026-03-7k3qf
	LC_ALL=de_DE.UTF-8 TMPDIR=/nowhere run -0 --separate-stderr sec-list -f ids
	assert_output 2026-03-7k3qf
	run -2 --separate-stderr env -u HOME -u XDG_CONFIG_HOME sec-set 7k3 tags=x
	assert_stderr "sec-set: git does not know your name; run: git config --global user.name 'Your Name' && git config --global user.email you@example.org"
	umask 077
	run -0 --separate-stderr env TMPDIR=/nowhere sec-set 7k3 tags=x
	run -0 stat -c %a secondments/2026/03/2026-03-7k3qf.ini
	assert_output 644
	umask 000
	run -0 --separate-stderr sec-set 7k3 tags=y
	run -0 find secondments -perm /022
	assert_output ''
}

@test "T36 a hostile editor, pager or git environment changes nothing for readers" {
	export GIT_DIR=/nowhere GIT_WORK_TREE=/nowhere GIT_INDEX_FILE=/nowhere GIT_CONFIG_GLOBAL=/nowhere
	export PAGER='touch pwned' EDITOR='touch pwned' VISUAL='touch pwned'
	run -0 --separate-stderr sec-list -f ids
	assert_output 2026-03-7k3qf
	run -0 --separate-stderr sec-check
	assert_file_not_exist pwned
}

@test "T25 a folder, a pipe, a device, a link in place of a record: exit 2, each is named, the rest is read" {
	local dir=secondments/2026/03

	mkfifo $dir/2026-03-fifo.ini
	mkdir $dir/2026-03-dir.ini
	ln -s 2026-03-7k3qf.ini $dir/2026-03-link.ini
	ln -s /dev/zero $dir/2026-03-zero.ini
	ln -s 03 secondments/2026/04
	run -2 --separate-stderr sec-list -f ids
	assert_output 2026-03-7k3qf
	assert_stderr "sec-list: $dir/2026-03-dir.ini is a folder, not a plain file
sec-list: $dir/2026-03-fifo.ini is a pipe, not a plain file
sec-list: $dir/2026-03-link.ini is or runs through a symbolic link
sec-list: $dir/2026-03-zero.ini is or runs through a symbolic link
sec-list: secondments/2026/04 is or runs through a symbolic link"
	run -2 --separate-stderr sec-check
	assert_output ''
	assert_stderr_line "sec-check: $dir/2026-03-fifo.ini is a pipe, not a plain file"
	run -2 --separate-stderr sec-check /dev/null
	assert_stderr_line 'sec-check: /dev/null is a device, not a plain file'
	run -2 --separate-stderr sec-check $dir/2026-03-dir.ini
	assert_stderr_line "sec-check: $dir/2026-03-dir.ini is a folder, not a plain file"
}

@test "T02 a file beyond the limit and a file that is not readable are exit 2" {
	head -c 10000000 /dev/zero | tr '\0' a | put_text secondments/2026/03/2026-03-big.ini
	run -2 --separate-stderr sec-check
	assert_output ''
	assert_stderr 'sec-check: 1 record: nothing found
sec-check: secondments/2026/03/2026-03-big.ini is larger than 1048576 bytes'
}

@test "T61 leavings of editors and sync folders are said, never read" {
	local dir=secondments/2026/03 name

	for name in "2026-03-7k3qf (conflicted copy).ini" 2026-03-7k3qf.ini~ 2026-03-7k3qf.ini.orig \
		.2026-03-7k3qf.ini.swp 2026-03-7k3qf.sync-conflict-20261121.ini; do
		printf 'rubbish' >"$dir/$name"
	done
	run -0 --separate-stderr sec-list -f ids
	assert_output 2026-03-7k3qf
	assert_stderr ''
	run -0 --separate-stderr sec-check
	assert_output ''
	assert_stderr "sec-check: $dir/2026-03-7k3qf (conflicted copy).ini is left over from an editor or a sync folder and is not read
sec-check: $dir/2026-03-7k3qf.ini.orig is left over from an editor or a sync folder and is not read
sec-check: $dir/2026-03-7k3qf.ini~ is left over from an editor or a sync folder and is not read
sec-check: $dir/2026-03-7k3qf.sync-conflict-20261121.ini is left over from an editor or a sync folder and is not read
sec-check: 1 record: nothing found"
}

@test "T31 percent signs in values, names and messages stand for themselves" {
	run -0 --separate-stderr sec-set 7k3 title='%n%s%d 100%' -m '%n%s'
	assert_stderr_line --index 0 'sec-set: 2026-03-7k3qf: secondment.title: Energy analyst → %n%s%d 100%'
	run -0 --separate-stderr sec-list -o title -f tsv
	assert_output '%n%s%d 100%'
	run -2 --separate-stderr sec-list '%n%s'
	assert_stderr "sec-list: '%n%s' names no record, no file and no folder"
}

@test "a register or a list of people that is named and is none says which setting it was" {
	put_text file <<<x
	run -2 --separate-stderr sec-list -C file
	assert_stderr 'sec-list: file is a file, and a register is a folder'
	SEC_REGISTER='file' run -2 --separate-stderr sec-list
	assert_stderr 'sec-list: file is a file, and a register is a folder'
	SEC_PEOPLE=nowhere.ini run -2 --separate-stderr sec-list
	assert_stderr 'sec-list: SEC_PEOPLE: nowhere.ini: no such file'
}
