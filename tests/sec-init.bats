# SPDX-License-Identifier: ISC
# sec-init: a new register, a folder that has something, a clone, a part of a
# larger repository; nothing is ever overwritten.

load helper

# next DIR-PART: what sec-init says after its first commit.
assert_made() {
	assert_stderr --regexp "^sec-init: committed [0-9a-f]{10}; next: $1sec-new type=internal title='…' ref=p1001 post='…' home: organisation='…' manager='…'\$"
}

wiring() {
	run -0 git -C "$1" config --local --get-regexp '^(merge|diff|pull)\.'
	assert_output 'diff.sec.xfuncname ^\[.*\]
pull.rebase false
merge.sec.name records, key by key
merge.sec.driver '"$(driver "'$SEC_BUILD/bin/sec-merge'")"
}

# driver FOLDER: what git runs; FOLDER/sec-merge is a word for the shell.
driver() {
	printf '%s' "m=sec-merge; command -v \$m >/dev/null || m=$1; if command -v \"\$m\" >/dev/null; then \"\$m\" %O %A %B %L %P; else echo 'sec-merge is not in PATH: records are merged by lines' >&2; git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi"
}

@test "in a new folder: a repository, three files, one commit" {
	run -0 --separate-stderr sec-init hr
	assert_output hr
	assert_made 'cd hr && '
	run -0 git -C hr log --format=%B
	assert_output 'sec-init: make the register

Sec-Tool: sec-init'
	run -0 git -C hr ls-files
	assert_output '.gitattributes
.gitignore
policy.ini'
	run -0 git -C hr status --short
	assert_output ''
	run -0 grep -v '^#' hr/.gitattributes
	assert_output '*.ini text eol=lf diff=sec merge=sec'
	run -0 grep -v '^#' hr/.gitignore
	assert_output '/people.ini
/people.ini?*
/.people.ini?*
.*.sec-*'
	printf 'name = A. Okafor\n' | tee hr/people.ini hr/people.ini~ hr/.people.ini.swp hr/people.ini.bak >hr/people.ini.orig
	run -0 git -C hr status --porcelain
	assert_output ''
	run -0 stat -c %a hr
	assert_output 700
	run -0 grep -A 2 '^\[register\]' hr/policy.ini
	assert_output '[register]
format = 1
name = hr'
	wiring hr
}

@test "what it makes is a register that every program reads, and the next command works" {
	sec-init hr 2>/dev/null
	cd hr
	for tool in sec-list sec-check sec-due; do
		run -0 --separate-stderr "$tool"
		assert_output ''
	done
	run -0 --separate-stderr sec-new --id 2026-11-first type=internal title='…' ref=p1001 post='…' home: organisation='…' manager='…'
	assert_output secondments/2026/11/2026-11-first.ini
	assert_stderr --regexp '^sec-new: committed [0-9a-f]{10}$'
}

@test "a second time it says so and changes nothing" {
	sec-init hr 2>/dev/null
	run -0 --separate-stderr sec-init hr
	assert_output hr
	assert_stderr 'sec-init: hr is a register already; git is set up for it'
	run -0 --separate-stderr sec-init --name Other hr
	assert_stderr 'sec-init: hr is a register already; git is set up for it, and policy.ini stays as it is'
	run -0 git -C hr rev-list --count HEAD
	assert_output 1
	run -0 git -C hr status --short
	assert_output ''
}

@test "--name is what the register is called" {
	sec-init --name '  Thornley Council: HR # 1 ' hr 2>/dev/null
	run -0 grep '^name' hr/policy.ini
	assert_output 'name = Thornley Council: HR # 1'
	run -0 --separate-stderr sec-list -C hr
	run -2 --separate-stderr sec-init --name ' ' other
	assert_stderr "sec-init: --name takes one line of text
Try 'sec-init --help'."
	run -2 --separate-stderr sec-init --name $'a\nb' other
	assert_dir_not_exist other
}

@test "in a folder with files of its own: they stay, uncommitted as they were" {
	mkdir hr
	printf 'mine\n' >hr/notes
	run -0 --separate-stderr sec-init hr
	run -0 git -C hr status --short
	assert_output '?? notes'
}

@test "in the folder we are in, and in one whose name a shell must quote" {
	mkdir here
	cd here
	run -0 --separate-stderr sec-init .
	assert_output .
	assert_made ''
	run -0 grep '^name' policy.ini
	assert_output 'name = here'
	cd ..
	run -0 --separate-stderr sec-init 'our register'
	assert_made "cd 'our register' && "
	run -0 --separate-stderr sec-init -- -x
	assert_made 'cd ./-x && '
}

@test "a clone whose branch is not checked out gets no second beginning" {
	make_register hr
	git init -q --bare -b other bare.git
	git -C hr push -q ../bare.git main
	git clone -q bare.git clone 2>/dev/null
	run -2 --separate-stderr sec-init clone
	assert_output ''
	assert_stderr "sec-init: clone has fetched origin/main, but nothing is checked out; type: cd clone && git checkout main && sec-init ."
	assert_not_exist clone/policy.ini
	git -C 'clone' checkout -q main
	run -0 --separate-stderr sec-init clone
	assert_stderr 'sec-init: clone is a register already; git is set up for it'
}

@test "in a clone: only git is set up; a choice already made there stays" {
	sec-init hr 2>/dev/null
	git clone -q hr clone
	git -C clone config pull.rebase true
	run -0 --separate-stderr sec-init clone
	assert_stderr 'sec-init: clone is a register already; git is set up for it'
	run -0 git -C clone config pull.rebase
	assert_output true
	run -0 git -C clone config diff.sec.xfuncname
	assert_output '^\[.*\]'
	run -0 git -C clone rev-list --count HEAD
	assert_output 1
}

@test "inside a larger repository: a commit there, of the register's files alone" {
	git init -q big
	mkdir -p big/staff/hr
	printf 'x\n' >big/code
	git -C big add code
	run -0 --separate-stderr sec-init big/staff/hr
	assert_stderr_line --index 0 "sec-init: big/staff/hr is now part of the repository $(cd big && pwd -P), and goes wherever that is pushed"
	assert_stderr_line --index 1 --partial 'sec-init: committed '
	run -0 --separate-stderr sec-init big/staff/hr
	assert_stderr 'sec-init: big/staff/hr is a register already; git is set up for it'
	run -0 git -C big ls-tree -r --name-only HEAD
	assert_output 'staff/hr/.gitattributes
staff/hr/.gitignore
staff/hr/policy.ini'
	run -0 git -C big status --short
	assert_output 'A  code'
	assert_dir_not_exist big/staff/hr/.git
	cd big/staff/hr
	run -0 --separate-stderr sec-new --id 2026-11-a type=internal title=T ref=p1 post=P home: organisation=O manager=M
	assert_output secondments/2026/11/2026-11-a.ini
	run -0 --separate-stderr sec-set 2026-11-a tags=x
	run -0 --separate-stderr sec-list --at HEAD~1 -f ids
	assert_output 2026-11-a
}

@test "files that are there are never overwritten; the line they lack is told" {
	git init -q hr
	printf '*.ini -text\n' >hr/.gitattributes
	printf 'x\n' >hr/.gitignore
	commit hr
	run -0 --separate-stderr sec-init hr
	assert_stderr_line --index 0 'sec-init: .gitattributes is there already and stays as it is; add this line to it: *.ini text eol=lf diff=sec merge=sec'
	assert_stderr_line --index 1 'sec-init: .gitignore is there already and stays as it is; add this line to it: /people.ini'
	run -0 cat hr/.gitattributes hr/.gitignore
	assert_output $'*.ini -text\nx'
}

@test "people.ini does not get into history by git add" {
	sec-init hr 2>/dev/null
	cd hr
	printf '[person p1]\nname = A\n' >people.ini
	git add -A
	run -0 git status --short
	assert_output ''
}

# branch NAME ASSIGNMENT: a branch of HEAD's parent's state with one change, back on main.
branch() {
	git checkout -q -b "$1"
	sec-set 2026-03-a "$2" >/dev/null 2>&1
	git checkout -q main
}

@test "git merges with sec-merge from PATH, else from beside sec-init, else by lines, and says so" {
	local odd=$PWD/"it's 100% odd"

	mkdir "$odd" "$odd/bin" "$odd/schema"
	cp "$SEC_BUILD"/bin/* "$odd/bin"
	export SEC_SCHEMA=$SEC_TOP/schema
	PATH=${PATH#"$SEC_BUILD/bin:"} run -0 --separate-stderr "$odd/bin/sec-init" hr
	run -0 git -C hr config merge.sec.driver
	assert_output "$(driver "'$(sed "s/'/'\\\\''/;s/%/%%/" <<<"$odd")/bin/sec-merge'")"
	cd hr
	small_record 2026-03-a | put_record 2026-03-a
	commit
	branch adjacent person.post=Analyst
	branch both person.ref=p3
	sec-set 2026-03-a person.ref=p2 >/dev/null 2>&1
	PATH=${PATH#"$SEC_BUILD/bin:"} run -0 --separate-stderr git merge -q adjacent -m merge
	assert_stderr ''
	run -0 --separate-stderr sec-list -o person.ref,person.post -f tsv
	assert_output 'p2	Analyst'
	rm -r "$odd"
	git reset -q --hard HEAD~1
	PATH=${PATH#"$SEC_BUILD/bin:"} run -1 --separate-stderr git merge -q adjacent -m merge
	assert_stderr_line 'sec-merge is not in PATH: records are merged by lines'
	git merge --abort
	PATH=${PATH#"$SEC_BUILD/bin:"} run -1 git merge -q both -m merge
	run -1 --separate-stderr sec-check
	assert_output "secondments/2026/03/2026-03-a.ini:7:1: error: an unfinished merge: settle it up to '>>>>>>>' [merge-marker]"
	run -2 --separate-stderr sec-set 2026-03-a tags=x
	assert_stderr 'sec-set: a git merge is under way; finish it with git merge --continue, or give it up with git merge --abort'
}

@test "a merge driver that sec-init set before is renewed; somebody's own stays" {
	sec-init hr 2>/dev/null
	git -C hr config merge.sec.driver 'if command -v sec-merge >/dev/null; then sec-merge %O %A %B %L %P; else git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi'
	run -0 --separate-stderr sec-init hr
	wiring hr
	git -C hr config merge.sec.driver 'my-merge %A %O %B'
	run -0 --separate-stderr sec-init hr
	run -0 git -C hr config merge.sec.driver
	assert_output 'my-merge %A %O %B'
	git -C hr config --unset merge.sec.driver
	git config --global merge.sec.driver 'my-merge %A %O %B'
	run -0 --separate-stderr sec-init hr
	run -1 git -C hr config --local merge.sec.driver
}

@test "what cannot be made is exit 2" {
	printf 'x\n' >file
	run -2 --separate-stderr sec-init file
	assert_output ''
	assert_stderr 'sec-init: cannot make folder file: File exists'
	run -2 --separate-stderr sec-init no/such/place
	assert_stderr 'sec-init: cannot make folder no/such/place: No such file or directory'
	git init -q --bare bare.git
	run -2 --separate-stderr sec-init bare.git
	assert_stderr "sec-init: $PWD/bare.git is a bare repository; records are written in a clone of it"
	for operands in '' 'a b'; do
		# shellcheck disable=SC2086 # none, or two
		run -2 --separate-stderr sec-init $operands
		assert_stderr "sec-init: name one folder, as in: sec-init hr
Try 'sec-init --help'."
	done
	run -2 --separate-stderr sec-init ''
	run -2 --separate-stderr sec-init -C x hr
	assert_stderr_line --index 0 'sec-init: unknown option -C'
}

@test "T56 without an identity nothing is committed; again with one, it is finished" {
	mv "$HOME/.gitconfig" "$HOME/kept"
	run -2 --separate-stderr sec-init hr
	assert_output ''
	assert_stderr "sec-init: git does not know your name; run: git config --global user.name 'Your Name' && git config --global user.email you@example.org"
	mv "$HOME/kept" "$HOME/.gitconfig"
	run -0 --separate-stderr sec-init hr
	assert_made 'cd hr && '
}

@test "without /proc the programs find what stands beside them" {
	unshare -rm sh -c 'mount -t tmpfs none /proc' 2>/dev/null || skip "no namespaces here"
	need_plain 'look into /proc'
	run -0 unshare -rm sh -c 'mount -t tmpfs none /proc && sec-init --hooks hr && cd hr &&
		sec-new --id 2026-03-a type=internal title=T ref=p1 post=P home.organisation=O home.manager=M'
	assert_line secondments/2026/03/2026-03-a.ini
	run -0 grep '^check=' hr/.git/hooks/pre-commit
	assert_output "check='$(realpath "$SEC_BUILD/bin")/sec-check'"
	run -0 git -C hr config merge.sec.driver
	assert_output --partial "/sec-merge'"
}
