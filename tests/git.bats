# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# Reading git, through tests/driver/git-driver: revisions and days, trees, blobs,
# the index; making and configuring repositories.

load helper

git_driver() {
	"$SEC_BUILD/tests/driver/git-driver" "$@"
}

# commit_at DATE TEXT: a commit of that moment.
commit_at() {
	mkdir -p secondments/2026/03
	echo "$2" >secondments/2026/03/a.ini
	git add -A
	GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git commit -qm "$2"
}

history() {
	git init -q .
	commit_at '2026-01-10T10:00:00+00:00' one
	commit_at '2026-01-20T23:30:00-02:00' two
	git switch -q -c side
	commit_at '2026-01-22T10:00:00+00:00' side
	git switch -q main
	commit_at '2026-02-01T00:30:00+02:00' three
	git tag -a -m v1 v1
	GIT_COMMITTER_DATE='2026-02-05T10:00:00+00:00' git merge -q -s ours -m merged side
}

@test "git: a revision, and the committer's day of it in the committer's zone" {
	history
	run -0 --separate-stderr git_driver . resolve HEAD
	assert_output "2026-02-05 $(git rev-parse HEAD)"
	run -0 --separate-stderr git_driver . resolve v1
	assert_output "2026-02-01 $(git rev-parse 'v1^{}')"
	run -0 --separate-stderr git_driver . resolve HEAD~2
	assert_output "2026-01-20 $(git rev-parse HEAD~2)"
	run -0 --separate-stderr git_driver . resolve "$(git rev-parse --short side)"
	assert_output "2026-01-22 $(git rev-parse side)"
}

@test "git: a day is the last commit of the first-parent line until then" {
	history
	run -0 --separate-stderr git_driver . resolve 2026-02-04
	assert_output "2026-02-01 $(git rev-parse HEAD~1)"
	run -0 --separate-stderr git_driver . resolve 2026-02-01
	assert_output "2026-02-01 $(git rev-parse HEAD~1)"
	run -0 --separate-stderr git_driver . resolve 2026-01-31
	assert_output "2026-01-20 $(git rev-parse HEAD~2)"
	run -0 --separate-stderr git_driver . resolve 2030-01-01
	assert_output "2026-02-05 $(git rev-parse HEAD)"
	run -2 --separate-stderr git_driver . resolve 2026-01-09
	assert_stderr 'git-driver: there was no commit yet on 2026-01-09; the first is of 2026-01-10'
}

@test "git: what names no commit is explained" {
	history
	run -2 --separate-stderr git_driver . resolve nowhere
	assert_stderr "git-driver: 'nowhere' is neither a revision of this repository nor a date YYYY-MM-DD"
	run -2 --separate-stderr git_driver . resolve 2026-2-1
	assert_stderr "git-driver: '2026-2-1' is no date; did you mean 2026-02-01?"
	run -2 --separate-stderr git_driver . resolve 'HEAD:secondments'
	assert_stderr "git-driver: 'HEAD:secondments' is not a commit"
	git init -q ../fresh
	run -2 --separate-stderr git_driver ../fresh resolve HEAD
	assert_stderr 'git-driver: the repository has no commit yet'
	run -2 --separate-stderr git_driver ../fresh resolve 2026-01-01
	assert_stderr 'git-driver: the repository has no commit yet'
}

@test "git: a shallow clone says where its history begins" {
	history
	git clone -q --depth 2 "file://$PWD" ../shallow
	run -0 --separate-stderr git_driver ../shallow resolve 2026-02-02
	assert_output "2026-02-01 $(git rev-parse HEAD~1)"
	run -2 --separate-stderr git_driver ../shallow resolve 2026-01-25
	assert_stderr 'git-driver: this clone is shallow and its history begins on 2026-02-01, after 2026-01-25; run: git fetch --unshallow'
}

@test "git: a walk gives every blob with its mode, in tree order" {
	make_register
	put_text secondments/2026/03/b.ini <<<'x = 1'
	put_text secondments/2026/02/c.ini <<<'x = 1'
	ln -s b.ini secondments/2026/03/a.ini
	chmod 755 policy.ini
	commit
	one=$(git rev-parse --short=7 HEAD:secondments/2026/03/b.ini)
	link=$(git rev-parse --short=7 HEAD:secondments/2026/03/a.ini)
	run -0 --separate-stderr git_driver . walk HEAD secondments
	assert_output "100644 $one secondments/2026/02/c.ini
120000 $link secondments/2026/03/a.ini
100644 $one secondments/2026/03/b.ini"
	run -0 --separate-stderr git_driver . walk HEAD secondments/2026/02
	assert_output "100644 $one secondments/2026/02/c.ini"
	run -0 --separate-stderr git_driver . walk HEAD ''
	assert_line --index 2 "100755 $(git rev-parse --short=7 HEAD:policy.ini) policy.ini"
	run -0 --separate-stderr git_driver . walk HEAD nowhere
	assert_output ''
	run -0 --separate-stderr git_driver . walk HEAD policy.ini
	assert_output ''
}

@test "git: a file of a commit, within a limit, and no link" {
	make_register
	ln -s policy.ini link.ini
	commit
	echo changed >policy.ini
	run -0 --separate-stderr git_driver . read HEAD policy.ini 1000
	assert_output $'[register]\nformat = 1\nname = Thornley Council'
	run -2 --separate-stderr git_driver . read HEAD policy.ini 10
	assert_stderr 'git-driver: policy.ini: it is larger than 10 bytes'
	run -2 --separate-stderr git_driver . read HEAD gone.ini 10
	assert_stderr 'git-driver: gone.ini: no such file in that commit'
	run -2 --separate-stderr git_driver . read HEAD link.ini 1000
	assert_stderr 'git-driver: link.ini is a symbolic link in git, not a plain file'
}

@test "git: a missing object is exit 2 and points to git fsck" {
	make_register
	id=$(git rev-parse HEAD:policy.ini)
	rm -f ".git/objects/${id:0:2}/${id:2}"
	touch .git/no-fsck
	run -2 --separate-stderr git_driver . read HEAD policy.ini 1000
	assert_stderr --regexp '^git-driver: policy\.ini: cannot read an object: .*\(git fsck tells more; where this is a partial clone, get the rest: git fetch --refetch --no-filter\)$'
}

@test "git: the index with its stages, and GIT_INDEX_FILE's where that is set" {
	make_register
	git rm -q --cached .gitignore .gitattributes
	git switch -q -c other
	echo other >policy.ini
	git commit -qm other policy.ini
	git switch -q -f main
	echo main >policy.ini
	git commit -qm main policy.ini
	git merge -q other || true
	run -0 --separate-stderr git_driver . staged
	assert_line "100644 $(git rev-parse --short=7 HEAD:policy.ini) 2 policy.ini"
	assert_line "100644 $(git rev-parse --short=7 other:policy.ini) 3 policy.ini"
	export GIT_INDEX_FILE=$PWD/../second
	git read-tree other
	run -0 --separate-stderr git_driver . staged
	assert_line "100644 $(git rev-parse --short=7 other:policy.ini) 0 policy.ini"
}

@test "git: init makes a repository, once, and not inside another" {
	run -0 --separate-stderr git_driver made/by/us init
	run -0 git -C made/by/us symbolic-ref HEAD
	assert_output refs/heads/main
	git config --global init.defaultBranch trunk
	run -0 --separate-stderr git_driver other init
	run -0 git -C other symbolic-ref HEAD
	assert_output refs/heads/trunk
	echo 'kept' >made/by/us/.git/description
	run -0 --separate-stderr git_driver made/by/us init
	run -0 cat made/by/us/.git/description
	assert_output kept
	run -0 --separate-stderr git_driver made/by/us/sub init
	assert_dir_exist made/by/us/sub
	assert_not_exist made/by/us/sub/.git
}

@test "git: configure sets in the repository, and leaves what is set when asked" {
	git init -q .
	git config --global pull.rebase true
	run -0 --separate-stderr git_driver . configure pull.rebase false unset
	run -1 git config --local pull.rebase
	run -0 --separate-stderr git_driver . configure merge.sec.driver 'sec-merge %O %A %B %L %P' unset
	run -0 git config --local merge.sec.driver
	assert_output 'sec-merge %O %A %B %L %P'
	run -0 --separate-stderr git_driver . configure pull.rebase false
	run -0 git config --local pull.rebase
	assert_output false
}

@test "git: inside a pre-receive hook the pushed commits are seen" {
	git init -q --bare ../server.git
	cat >../server.git/hooks/pre-receive <<-HOOK
		#!/bin/sh
		read -r old new ref
		"$SEC_BUILD/tests/driver/git-driver" . resolve "\$new"
	HOOK
	chmod +x ../server.git/hooks/pre-receive
	make_register
	run -0 git push ../server.git main
	assert_output --regexp "remote: [0-9-]{10} $(git rev-parse HEAD)"
}
