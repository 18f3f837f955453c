# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031,SC2016
#
# Two people, two clones, one bare repository between them: work that crosses,
# over every transport; rejected pushes; the same record on both sides. Nothing is
# lost: each change is in the history of both once, and sec-check is content.

load helper
load sharing

setup() {
	isolate
	begin_sharing
}

@test "a week of two people, with merges, over file://" {
	week "file://$top/hub.git" --no-rebase
	after_week 2
}

@test "a week of two people, with rebases, over file://" {
	week "file://$top/hub.git" --rebase
	after_week 1
	run -0 git -C ana log --merges --format=%s
	assert_output ''
}

@test "a week of two people over ssh" {
	put_text "$HOME/ssh" <<-'SH'
		#!/bin/sh
		# what a server's sshd does: run the last word as a command
		echo "$1" >>"$HOME/hosts"
		for command; do :; done
		exec sh -c "$command"
	SH
	chmod +x "$HOME/ssh"
	export GIT_SSH_COMMAND=$HOME/ssh GIT_SSH_VARIANT=simple
	week "ssh://register.example.org$top/hub.git" --no-rebase
	after_week 2
	run -0 sort -u "$HOME/hosts"
	assert_output register.example.org
}

@test "a week of two people over git://" {
	# what inetd does: no port that another may have, no daemon to wait for
	put_text "$HOME/connect" <<-'SH'
		#!/bin/sh
		echo "$1" >>"$HOME/hosts"
		exec git daemon --inetd --export-all --enable=receive-pack --base-path="$GIT_BASE"
	SH
	chmod +x "$HOME/connect"
	export GIT_BASE=$top GIT_PROXY_COMMAND=$HOME/connect
	week git://register.example.org/hub.git --no-rebase
	after_week 2
	run -0 sort -u "$HOME/hosts"
	assert_output register.example.org
}

# share_hint CLONE OPERAND…: what a writer says after the hash is $hint.
share_hint() {
	local clone=$1

	shift
	run -0 --separate-stderr sec-set -C "$clone" "$@"
	assert_stderr_line --regexp "^sec-set: committed [0-9a-f]{10} in $(in_regexp "$top")/$clone$hint\$"
}

@test "what a writer says of sharing: no remote, no upstream, ahead, behind, diverged" {
	git init -q --bare other.git
	sec-init solo >/dev/null 2>&1
	identify solo 'Sol Ames'
	new solo 2026-03-aaaaa Analyst
	hint=
	share_hint solo aaaaa tags=a
	git -C solo remote add backup "$top/other.git"
	hint='; not yet shared: git push -u backup HEAD'
	share_hint solo aaaaa tags=b
	git -C solo push -q -u backup HEAD
	hint='; not yet shared: git push'
	share_hint solo aaaaa tags=c
	# an empty repository, cloned: there is nothing at the upstream yet
	git init -q --bare empty.git
	git clone -q empty.git fresh 2>/dev/null
	sec-init fresh >/dev/null 2>&1
	new fresh 2026-03-aaaaa Analyst
	share_hint fresh aaaaa tags=a
	git -C fresh push -q
	# behind, and nothing known of it: git push is right until it is refused
	set_in ana aaaaa tags=a
	git -C ana push -q
	share_hint ben bbbbb tags=b
	run -1 --separate-stderr git -C ben push
	assert_stderr --partial 'rejected'
	hint='; not yet shared: git pull && git push'
	git -C ben fetch -q
	share_hint ben bbbbb tags=c
	cd ben
	git pull -q --no-edit && git push -q
	cd ..
	git -C ana fetch -q # behind
	share_hint ana aaaaa tags=d
	git -C ana pull -q --no-edit
	hint='; not yet shared: git push'
	share_hint ana aaaaa tags=e
	# a branch of one's own, and one whose name a shell would take for a command
	hint='; not yet shared: git push -u origin HEAD'
	git -C ana switch -q --no-track -c 'x;$(id)'
	share_hint ana aaaaa tags=f
	cd ana
	git push -q -u origin HEAD
	cd ..
	hint='; not yet shared: git push'
	share_hint ana aaaaa tags=g
}

@test "a clone that was not set up says so, and is by sec-init" {
	git clone -q hub.git cleo
	identify cleo 'Cleo Marsh'
	run -0 --separate-stderr sec-set -C cleo aaaaa tags=a
	assert_stderr_line 'sec-set: this clone does not merge records key by key yet; run sec-init in it once'
	run -0 --separate-stderr sec-init cleo
	run -0 --separate-stderr sec-set -C cleo aaaaa tags=b
	refute_stderr --partial 'run sec-init'
	run -0 git -C cleo config pull.rebase
	assert_output false
}

@test "both change the same key: markers round it, nothing is written over, and the way out" {
	set_in ana aaaaa title='Analyst of roads' tags=ana
	git -C ana push -q
	set_in ben aaaaa title='Analyst of parks' post='Senior clerk'
	run -1 --separate-stderr git -C ben pull --no-edit
	assert_stderr --partial 'both sides changed secondment.title'
	run -0 cat "ben/$(record_path 2026-03-aaaaa)"
	assert_line --partial '<<<<<<< '
	assert_line 'title = Analyst of parks'
	assert_line 'title = Analyst of roads'
	assert_line 'tags = ana'
	assert_line 'post = Senior clerk'
	run -1 --separate-stderr sec-check -C ben
	assert_line --partial '[merge-marker]'
	run -2 --separate-stderr sec-set -C ben bbbbb tags=x
	assert_stderr --regexp 'a git merge is under way'
	# what to do: keep what is right, add, commit
	sed -i -e '/^[<=>]\{7\}/d' -e '/^title = Analyst of parks$/d' "ben/$(record_path 2026-03-aaaaa)"
	run -0 --separate-stderr sec-check -C ben
	git -C ben add -A
	git -C ben commit -q --no-edit
	git -C ben push -q
	agree
	value ana aaaaa secondment.title,tags,person.post
	assert_output $'Analyst of roads\tana\tSenior clerk'
}

@test "the same in a rebase, and a way back" {
	set_in ana aaaaa title='Analyst of roads'
	git -C ana push -q
	set_in ben aaaaa title='Analyst of parks'
	set_in ben bbbbb tags=ben
	run -1 --separate-stderr git -C ben pull --rebase
	run -2 --separate-stderr sec-set -C ben bbbbb tags=x
	assert_stderr --regexp 'rebase'
	git -C ben rebase --abort
	value ben aaaaa secondment.title
	assert_output 'Analyst of parks'
	run -1 git -C ben pull -q --rebase
	sed -i -e '/^[<=>|]\{7\}/d' -e '/^title = Analyst of roads$/d' "ben/$(record_path 2026-03-aaaaa)"
	git -C ben add -A
	GIT_EDITOR=true git -C ben rebase --continue
	git -C ben push -q
	agree
	value ana aaaaa secondment.title
	assert_output 'Analyst of parks'
	value ana bbbbb tags
	assert_output ben
}

@test "one deletes what the other changes: git asks, and either answer keeps the rest" {
	sec-set -C ana --delete aaaaa -m 'entered twice' >/dev/null 2>&1
	git -C ana push -q
	set_in ben aaaaa tags=mine
	set_in ben bbbbb tags=ben
	run -1 git -C ben pull -q --no-edit
	assert_output --partial "CONFLICT (modify/delete): $(record_path 2026-03-aaaaa)"
	run -2 --separate-stderr sec-set -C ben bbbbb tags=x
	git -C ben rm -q "$(record_path 2026-03-aaaaa)"
	git -C ben commit -q --no-edit
	git -C ben push -q
	agree
	run -0 sec-list -C ana -f tsv -o id,tags
	assert_output $'2026-03-bbbbb\tben'
	# and the other way round: it stays
	sec-set -C ben --delete bbbbb -m 'entered twice' >/dev/null 2>&1
	git -C ben push -q
	set_in ana bbbbb tags=kept
	run -1 git -C ana pull -q --no-edit
	git -C ana add "$(record_path 2026-03-bbbbb)"
	git -C ana commit -q --no-edit
	git -C ana push -q
	agree
	run -0 sec-list -C ben -f tsv -o id,tags
	assert_output $'2026-03-bbbbb\tkept'
}

@test "both make a record with the same id by hand: git asks, and neither is lost" {
	new ana 2026-05-eeeee Writer start=2027-01-01 end=2027-02-28
	git -C ana push -q
	new ben 2026-05-eeeee Editor start=2027-01-01 end=2027-02-28
	run -1 git -C ben pull -q --no-edit
	run -1 --separate-stderr sec-check -C ben
	assert_line --partial '[merge-marker]'
	git -C ben merge --abort
	git -C ben mv "$(record_path 2026-05-eeeee)" "$(record_path 2026-05-fffff)"
	sed -i 's/2026-05-eeeee/2026-05-fffff/' "ben/$(record_path 2026-05-fffff)"
	git -C ben commit -q -a -m 'another id'
	git -C ben pull -q --no-edit
	git -C ben push -q
	agree
	run -0 sec-list -C ana -f tsv -o id,title secondments/2026/05
	assert_output $'2026-05-eeeee\tWriter\n2026-05-fffff\tEditor'
}
