#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# sec-init --server: pushes by git itself, judged by the hook of a bare repository.

load helper
load receiving

setup() {
	isolate
	begin_server
}

@test "server: what it is, and made twice" {
	run -0 --separate-stderr sec-init --server ../srv.git
	assert_output ../srv.git
	run -0 git --git-dir=../srv.git config --get-regexp '^receive\.|hookspath'
	assert_output 'core.hookspath hooks
receive.fsckobjects true
receive.denynonfastforwards true
receive.denydeletes true'
	run -2 --separate-stderr sec-init --server .
	assert_stderr --partial 'which people work in; a server is a bare repository'
	run -2 --separate-stderr sec-init --server --name x ../other.git
	assert_stderr_line --index 0 'sec-init: --server makes an empty repository; what a register begins with comes with the first push'
}

@test "a hook of somebody's own stays, and is an error; one of ours is renewed" {
	sed -i "s/^check=.*/check='\/gone'/" ../srv.git/hooks/pre-receive
	run -1 push --force origin HEAD:again
	assert_line --index 0 "/gone is not there, so nothing can be checked and nothing is taken;"
	assert_equal "$(tip again)" none
	run -0 --separate-stderr sec-init --server ../srv.git
	run -0 push origin HEAD:again
	echo 'exit 0' >../srv.git/hooks/pre-receive
	run -2 --separate-stderr sec-init --server ../srv.git
	assert_stderr --partial 'hooks/pre-receive is there already and stays as it is, so nothing is checked'
}

@test "a valid push passes without a word, an invalid one is refused and told in short lines" {
	put_record $B < <(small_record $B)
	commit . 'b: new'
	run -0 push
	assert_output ''
	damage $B
	commit . 'b: damaged'
	run -1 push
	assert_output "refs/heads/main: refused
$(record_path $B):10
  error: 'home.manager' is missing: every record needs it [required]
$(judged)"
	assert_equal "$(tip)" "$(git rev-parse HEAD~1)"
	run -0 awk 'length > 72' <<<"$output"
	assert_output ''
}

@test "what was wrong before does not stand in the way" {
	damage $A
	commit . 'a: damaged'
	git --git-dir=../srv.git config core.hooksPath /nowhere
	git push -q
	git --git-dir=../srv.git config core.hooksPath hooks
	sed -i 's/^post = .*/post = Analyst/' "$(record_path $A)"
	commit . 'a: another post'
	run -0 push
	assert_output ''
}

@test "a new branch, with news and without, a tag, a deletion" {
	git checkout -q -b topic
	run -0 push origin topic
	damage $A
	commit . 'a: damaged'
	git tag broken
	git tag -a -m 'annotated' told
	run -1 push origin topic:other
	assert_line --index 0 'refs/heads/other: refused'
	run -1 push origin broken
	assert_line --index 0 'refs/tags/broken: refused'
	run -1 push origin told
	assert_line --index 0 'refs/tags/told: refused'
	git tag blob "HEAD:$(record_path $A)"
	run -1 push origin blob
	assert_output --partial "is not a commit"
	git tag good main
	run -0 push origin good
	run -1 git push -q origin --delete topic
	assert_output --partial 'deletion prohibited'
	assert_equal "$(tip topic)" "$(git rev-parse main)"
}

@test "a branch that left main long ago is not blamed for what main has since" {
	git branch old
	permit $A
	commit . 'a: permitted'
	git push -q
	git checkout -q old
	put_record $B < <(small_record $B)
	commit . 'b: new'
	run -0 push origin old
	assert_output ''
}

@test "several refs at once: each is judged, one bad one refuses all" {
	git branch good
	damage $A
	commit . 'a: damaged'
	git branch bad
	git branch worse
	run -1 push origin good bad worse
	assert_line 'refs/heads/bad: refused'
	assert_line 'refs/heads/worse: refused'
	refute_output --partial 'refs/heads/good: refused'
	assert_equal "$(tip good)" none
}

@test "rewritten history is refused by git, and judged against what was there" {
	permit $A
	commit . 'a: permitted'
	git push -q
	git reset -q --hard HEAD~1
	git commit -q --allow-empty -m 'nothing happened'
	run -1 push --force
	assert_line '  error: a signature, permission, held review or return that was'
	sed -i 's/denyNonFastForwards = true/denyNonFastForwards = false/' ../srv.git/config
	run -1 push --force
	assert_line --index 0 'refs/heads/main: refused'
}

@test "tree-entry: links, submodules and programs are refused, and nothing is followed" {
	ln -s /etc/passwd "secondments/2026/11/2026-11-links.ini"
	git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),secondments/2026/11/sub"
	git add -A secondments/2026/11/2026-11-links.ini
	git update-index --chmod=+x "$(record_path $A)"
	git commit -q -m 'odd entries'
	run -1 push
	assert_output "refs/heads/main: refused
secondments/2026/11/2026-11-aaaaa.ini
  error: marked as a program, which a record is not [tree-entry]
secondments/2026/11/2026-11-links.ini
  error: a symbolic link, where a register has plain files alone
  [tree-entry]
secondments/2026/11/sub
  error: a submodule, where a register has plain files alone
  [tree-entry]
secondments/2026/11/sub
  error: below secondments there are records alone, named ID.ini
  [tree-name]
$(judged)"
}

@test "tree-name: a record stands where its id says; no two names differ in case alone" {
	mkdir -p secondments/2026/12
	git mv "$(record_path $A)" secondments/2026/12/
	git commit -q -m 'moved'
	run -1 push
	assert_line --partial 'secondments/2026/12/2026-11-aaaaa.ini'
	assert_line '  error: the name of a record says where it stands, and it does not'
	git reset -q --hard HEAD~1
	blob=$(git rev-parse HEAD:policy.ini)
	git update-index --add --cacheinfo "100644,$blob,papers/a.txt" --add --cacheinfo "100644,$blob,papers/A.txt"
	git commit -q -m 'twins'
	run -1 push
	assert_line '  error: another name differs from this one in upper and lower case'
	git reset -q --hard HEAD~1
	git update-index --add --cacheinfo "100644,$blob,papers/a.txt"
	git commit -q -m 'one of them'
	run -0 push
}

@test "tree-size: a large file is refused without being read" {
	head -c 1048577 /dev/zero >paper.txt
	commit . 'a large paper'
	run -1 push
	assert_output "refs/heads/main: refused
paper.txt
  error: a file of more than 1 MiB [tree-size]
$(judged)"
	git reset -q --hard HEAD~1
	head -c 1048576 /dev/zero >paper.txt
	commit . 'the largest'
	run -0 push
	git reset -q --hard HEAD~1
	head -c 1048577 /dev/zero | tr '\0' '#' >>"$(record_path $A)"
	commit . 'a large record'
	run -1 push --force
	assert_line '  error: a file of more than 1 MiB [tree-size]'
}

# hook TREE: the hook's check of a commit of that tree upon the branch, its objects
# where git shows them to a hook.
hook() {
	local new

	new=$(git commit-tree -p HEAD -m 'x' "$1")
	export GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects
	(cd ../srv.git && echo "$(git rev-parse main) $new refs/heads/main" | sec-check --pre-receive)
}

@test "tree-size: a tree that few objects make endless is refused at once" {
	blob=$(git rev-parse HEAD:policy.ini) folder=$(git mktree </dev/null)
	printf '100644 blob %s\tpolicy.ini\n' "$blob" >../files
	for kind in "100644 blob $blob" "040000 tree $folder"; do
		for _ in $(seq 10); do
			kind="040000 tree $(for i in $(seq 0 9); do printf '%s\tf%s\n' "$kind" "$i"; done | git mktree)"
		done
		printf '%s\tbomb\n' "$kind" | cat ../files - | git mktree >>../bombs
	done
	run -1 --separate-stderr hook "$(sed -n 1p ../bombs)"
	assert_output "refs/heads/main: refused
.
  error: more than 100,000 files [tree-size]
$(judged)"
	run -2 --separate-stderr hook "$(sed -n 2p ../bombs)"
	assert_stderr 'sec-check: refs/heads/main: a tree of more than 1000000 folders'
	kind="100644 blob $blob"
	for _ in $(seq 25); do
		kind="040000 tree $(printf '%s\t%0200d\n' "$kind" 1 | git mktree)"
	done
	run -2 --separate-stderr hook "$(printf '%s\tdeep\n' "$kind" | cat ../files - | git mktree)"
	assert_stderr 'sec-check: refs/heads/main: a tree with folders so deep that their name has more than 4096 bytes'
}

@test "the server's policy and schema judge, never the pushed ones" {
	damage $A
	printf '[severity]\nmentor-missing = off\n' >>policy.ini
	mkdir schema
	printf '[rule own]\nseverity = error\nassert = no\nmessage = always\nsummary = never content\n' >schema/own.ini
	commit . 'rules of our own'
	run -1 push
	assert_line --partial "error: 'home.manager' is missing"
	refute_output --partial '[own]'
	git reset -q --hard HEAD~1
	mkdir schema
	printf '[rule own]\nseverity = error\nassert = no\nmessage = always\nsummary = never content\n' >schema/own.ini
	commit . 'a rule that nobody can keep'
	run -0 push
	put_record $B < <(small_record $B)
	commit . 'b: new'
	run -1 push
	assert_line '  error: always [own]'
}

@test "a pushed policy that cannot be read is refused; old mistakes do not hide behind a new policy" {
	echo 'nonsense' >>policy.ini
	commit . 'broken policy'
	run -1 push
	assert_line --index 1 --regexp '^policy.ini:[0-9]+$'
	assert_output --partial '[commit-schema]'
	git reset -q --hard HEAD~1
	damage $A
	commit . 'a: damaged'
	git --git-dir=../srv.git config core.hooksPath /nowhere
	git push -q
	git --git-dir=../srv.git config core.hooksPath hooks
	printf '[policy]\nlong = 11m\n' >>policy.ini
	commit . 'policy: shorter'
	run -1 push
	assert_line "  error: 'home.manager' is missing: every record needs it [required]"
}

@test "the first push into an empty server; refs that are neither branch nor tag" {
	sec-init --server ../new.git 2>/dev/null
	damage $A
	commit . 'a: damaged'
	run -1 push ../new.git HEAD
	assert_line --partial "error: 'home.manager' is missing"
	run -0 push ../new.git HEAD:refs/notes/x
	run -0 push ../new.git HEAD~1:refs/heads/main
	assert_output ''
}

@test "a register in a folder of a larger repository: the hook says which" {
	make_wired_register big/hr
	rm -rf big/hr/.git
	git init -q big
	sec-init --server ../big.git 2>/dev/null
	sed -i 's/--pre-receive$/& -C hr/' ../big.git/hooks/pre-receive
	put_record $A big/hr < <(small_record $A)
	commit big 'begin'
	cd big
	run -0 push ../../big.git HEAD
	sed -i 's/^manager = .*/manager =/' "hr/$(record_path $A)"
	commit . 'damaged'
	run -1 push ../../big.git HEAD
	assert_line --index 1 "$(record_path $A):10"
}

@test "a register in a folder: a reason for what is gone is found there, wherever the server stands" {
	make_wired_register big/hr
	rm -rf big/hr/.git
	git init -q big
	printf '\n[permission]\ndecision = yes\nby = R. Osei\ndate = 2026-11-18\n' | cat <(small_record $A) - | put_record $A big/hr
	commit big 'begin'
	git init -q around
	for server in ../big.git around/big.git; do
		git init -q --bare $server
		sec-init --server $server 2>/dev/null
		sed -i 's/--pre-receive$/& -C hr/' $server/hooks/pre-receive
		git -C big push -q "$PWD/$server" HEAD 2>/dev/null
	done
	cd big
	sed -i '/^\[permission\]/,$d' "hr/$(record_path $A)"
	commit . 'a: no permission'
	run -1 push ../../big.git HEAD
	assert_output --partial '[evidence-removed]'
	run -1 push ../around/big.git HEAD
	git commit -q --amend -m 'a: no permission' -m 'It was given for somebody else.'
	run -0 push ../../big.git HEAD
	assert_output ''
	run -0 push ../around/big.git HEAD
	assert_output ''
}

@test "the environment of whoever pushes decides nothing" {
	damage $A
	commit . 'a: damaged'
	SEC_SCHEMA=/nowhere SEC_TODAY=nonsense SEC_REGISTER=/ SEC_PEOPLE=/etc/passwd run -1 push
	assert_line --partial "error: 'home.manager' is missing"
}

@test "--pre-receive by hand: lines that are none, a terminal's options, no line at all" {
	cd ../srv.git
	run -2 --separate-stderr sec-check --pre-receive <<<'hello'
	assert_stderr_line --index 0 "sec-check: --pre-receive reads lines OLD NEW REF as git gives them to a pre-receive hook, not 'hello'"
	run -0 --separate-stderr sec-check --pre-receive </dev/null
	assert_output ''
	run -2 --separate-stderr sec-check --pre-receive --format json </dev/null
	assert_stderr_line --index 0 "sec-check: --pre-receive is for git's hook and goes with -C, --today and --no-waive alone"
}

@test "hooks: git commit checks what is staged, in linked work trees and subfolders too" {
	run -0 --separate-stderr sec-init --hooks .
	damage $A
	run -1 --separate-stderr git commit -q -a -m 'damaged'
	assert_stderr "$(record_path $A):10: error: 'home.manager' is missing: every record needs it [required]
sec-check: 1 record: 1 error, 0 warnings, 0 notes
sec-check: judged by the policy and schema of the index"
	git checkout -q -- .
	sed -i 's/^post = .*/post = Analyst/' "$(record_path $A)"
	run -0 --separate-stderr git commit -q -a -m 'fine'
	assert_stderr ''
	git worktree add -q ../linked
	cd ../linked
	damage $A
	run -1 --separate-stderr git commit -q -a -m 'damaged'
	assert_stderr --partial "'home.manager' is missing"
}

@test "hooks: programs that went away are told, and how to go on" {
	run -0 --separate-stderr sec-init --hooks .
	sed -i "s/^check=.*/check='\/gone'/" .git/hooks/pre-commit
	run -1 --separate-stderr git commit -q --allow-empty -m 'x'
	assert_stderr 'pre-commit: /gone is not there; install sec, make the hook anew with sec-init --hooks,
or commit unchecked with git commit --no-verify'
	git config core.hooksPath .githooks
	run -0 --separate-stderr sec-init --hooks .
	assert_file_executable .githooks/pre-commit
}
