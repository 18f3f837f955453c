# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# The commit routine, through tests/driver/write-driver: one commit of only the
# paths it touches, and what it refuses. Faults and races: write-faults.bats.

load helper

setup() {
	isolate
	git config --global merge.sec.driver 'sec-merge %O %A %B %L %P'
	make_register
	put_text a.ini <<<'x = 1'
	put_text b.ini <<<'x = 1'
	commit . 'test: two records'
}

driver() {
	"$SEC_BUILD/tests/driver/write-driver" "$@"
}

# done_in [NOTE]: the run before committed, and said no more than its hash.
assert_committed() {
	assert_output 'committed'
	assert_stderr --regexp '^[0-9a-f]{10}$'
	[ "$stderr" = "$(git rev-parse --short=10 HEAD)" ]
}

# refused TEXT COMMAND…: exit 2 with this message, and nothing has changed.
refused() {
	local text=$1 before

	shift
	before=$(git rev-parse -q --verify HEAD; git status --porcelain=v2; git diff; git diff --cached)
	run -2 --separate-stderr "$@"
	assert_output ''
	assert_stderr "write-driver: $text"
	run -0 bash -c 'git rev-parse -q --verify HEAD; git status --porcelain=v2; git diff; git diff --cached'
	assert_output "$before"
	no_leavings
}

no_leavings() {
	run find . "$(git rev-parse --git-common-dir)" \( -name '*.lock' -o -name '*sec-????????????????*' -o -name sec-journal \)
	assert_output ''
}

@test "write: a change is one commit of its path, with a message that can be read by machine" {
	run -0 --separate-stderr driver -m 'Agreed by e-mail' -k dates.end,mentor.name . a.ini $'x = 2\n'
	assert_committed
	run -0 git log -1 --format='%an <%ae>|%cn <%ce>%n%B'
	assert_output 'Test Officer <officer@example.org>|Test Officer <officer@example.org>
sec-test: a.ini: dates.end, mentor.name

Agreed by e-mail

Sec-Tool: sec-test
Sec-Record: a.ini
Sec-Field: dates.end
Sec-Field: mentor.name'
	run -0 git show --format= --name-status HEAD
	assert_output $'M\ta.ini'
	run -0 git status --porcelain
	assert_output ''
	run -0 cat a.ini
	assert_output 'x = 2'
	run -0 git log -g -1 --format='%gs|%gn|%ge' main
	assert_output 'commit: sec-test: a.ini: dates.end, mentor.name|Test Officer|officer@example.org'
	run -0 git log -g -1 --format='%gs' HEAD
	assert_output 'commit: sec-test: a.ini: dates.end, mentor.name'
	no_leavings
}

@test "write: a subject names a few keys, and several records by their number" {
	run -0 --separate-stderr driver -f -k a,b,c,d,e . a.ini $'x = 2\n' b.ini $'x = 2\n'
	run -0 git log -1 --format=%B
	assert_output 'sec-test: 2 records: a, b, c, d, e

Sec-Tool: sec-test
Sec-Record: a.ini
Sec-Record: b.ini
Sec-Field: a
Sec-Field: b
Sec-Field: c
Sec-Field: d
Sec-Field: e
Sec-Forced: yes'
	run -0 --separate-stderr driver -k a,b,c,d,e,f,a . a.ini $'x = 3\n'
	run -0 git log -1 --format=%s
	assert_output 'sec-test: a.ini: a, b, c, d and 2 more'
}

@test "write: what changes nothing makes no commit" {
	before=$(git rev-parse HEAD)
	run -0 --separate-stderr driver . a.ini $'x = 1\n' b.ini $'x = 1\n'
	assert_output 'unchanged'
	assert_stderr ''
	[ "$(git rev-parse HEAD)" = "$before" ]
	run -0 --separate-stderr driver . gone.ini ''
	assert_output 'unchanged'
}

@test "write: a reason cannot forge a trailer, end the message or become a comment" {
	run -0 --separate-stderr driver -m $'\nWe said so.\r\n\n\nSec-Record: other\nSigned-off-by : me\n---\n# gone\n - point\nnot: this, it is prose\e[1m\n\n' . a.ini $'x = 2\n'
	assert_committed
	run -0 git log -1 --format=%B
	assert_output $'sec-test: a.ini\n\nWe said so.\n\n  Sec-Record: other\n  Signed-off-by : me\n  ---\n  # gone\n - point\n  not: this, it is prose\\x1b[1m\n\nSec-Tool: sec-test\nSec-Record: a.ini'
	run -0 bash -c 'git log -1 --format=%B | git interpret-trailers --parse'
	assert_output $'Sec-Tool: sec-test\nSec-Record: a.ini'
	run -0 git log -1 --format='%(trailers:key=Sec-Record,valueonly)'
	assert_output 'a.ini'
}

@test "write: a reason that is too long or not UTF-8 is refused" {
	refused 'the reason has 9000 bytes; 8192 are allowed' \
		driver -m "$(printf '%09000d' 0)" . a.ini $'x = 2\n'
	refused 'the reason is not UTF-8 at byte 3' driver -m $'ab\xff' . a.ini $'x = 2\n'
}

@test "write: staged and unstaged work elsewhere stays as it was" {
	put_text c.ini <<<'c'
	put_text d.ini <<<'d'
	commit . 'test: more'
	echo 2 >>c.ini
	git add c.ini
	echo 3 >>c.ini
	echo 2 >>d.ini
	put_text new.ini <<<'new'
	git add new.ini
	git rm -q --cached b.ini
	put_text loose.ini <<<'loose'
	before=$(git status --porcelain; git diff; git diff --cached -- c.ini d.ini new.ini b.ini)
	run -0 --separate-stderr driver . a.ini $'x = 2\n' secondments/2026/03/z.ini $'z = 1\n'
	assert_committed
	run -0 bash -c 'git status --porcelain; git diff; git diff --cached -- c.ini d.ini new.ini b.ini'
	assert_output "$before"
	run -0 git show --format= --name-only HEAD
	assert_output $'a.ini\nsecondments/2026/03/z.ini'
}

@test "write: an edit made in the second of the last git add stays visible" {
	local then='2026-11-20 12:00:00.5'

	git config core.trustctime false # which touch cannot set
	echo 'n = 1' >b.ini
	touch -d "$then" b.ini
	git add b.ini
	echo 'n = x' >b.ini
	touch -d "$then" b.ini .git/index
	run -0 git diff --name-only
	assert_output 'b.ini'
	touch -d "$then" .git/index # had git looked, and written it
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_committed
	run -0 git diff --name-only
	assert_output 'b.ini'
}

@test "write: no identity refuses before anything is written" {
	before=$(find .git/objects -type f | wc -l)
	git config --global --unset user.email
	refused "git does not know your e-mail address; run: git config --global user.name 'Your Name' && git config --global user.email you@example.org" \
		driver . a.ini $'x = 2\n'
	git config --global --unset user.name
	refused "git does not know your name; run: git config --global user.name 'Your Name' && git config --global user.email you@example.org" \
		driver . a.ini $'x = 2\n'
	[ "$(find .git/objects -type f | wc -l)" = "$before" ]
}

@test "write: the identity of the environment goes before the configured one" {
	export GIT_AUTHOR_NAME='A Author' GIT_AUTHOR_EMAIL=a@example.org GIT_AUTHOR_DATE='1767225600 +0130'
	export GIT_COMMITTER_NAME='C Comm' GIT_COMMITTER_EMAIL=c@example.org GIT_COMMITTER_DATE=2026-01-02T03:04:05-05:00
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	run -0 git log -1 --format='%an <%ae> %ad|%cn <%ce> %cd' --date=iso
	assert_output 'A Author <a@example.org> 2026-01-01 01:30:00 +0130|C Comm <c@example.org> 2026-01-02 03:04:05 -0500'
	export GIT_AUTHOR_DATE=@1767225601 GIT_COMMITTER_DATE='2026-07-01 12:00:00' TZ=Europe/London
	run -0 --separate-stderr driver . a.ini $'x = 3\n'
	run -0 git log -1 --format='%ad|%cd' --date=iso
	assert_output '2026-01-01 00:00:01 +0000|2026-07-01 12:00:00 +0100'
}

@test "write: author.name and committer.email of the configuration count" {
	git config author.name 'Only Author'
	git config committer.email only@example.org
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	run -0 git log -1 --format='%an <%ae>|%cn <%ce>'
	assert_output 'Only Author <officer@example.org>|Test Officer <only@example.org>'
}

@test "write: the identity is git's, wherever git has it from" {
	printf '[user]\n\tname = G Lobal\n\temail = g@example.org\n' >../other-config
	GIT_CONFIG_GLOBAL=../other-config run -0 --separate-stderr driver . a.ini $'x = 2\n'
	run -0 git log -g -1 --format='%an <%ae>|%cn <%ce>|%gn'
	assert_output 'G Lobal <g@example.org>|G Lobal <g@example.org>|G Lobal'
	GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0='E Nviron' \
		run -0 --separate-stderr driver . a.ini $'x = 3\n'
	run -0 git log -1 --format='%an <%ae>|%cn <%ce>'
	assert_output 'E Nviron <officer@example.org>|E Nviron <officer@example.org>'
	GIT_CONFIG_GLOBAL=/dev/null refused "git does not know your name; run: git config --global user.name 'Your Name' && git config --global user.email you@example.org" \
		driver . a.ini $'x = 4\n'
}

@test "write: an identity that git would bend is refused" {
	export GIT_AUTHOR_NAME='A <b>'
	refused "your name as git has it, 'A <b>', holds <, > or a control character; set it with: git config --global user.name" \
		driver . a.ini $'x = 2\n'
	export GIT_AUTHOR_NAME=$'A\nb'
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	export GIT_AUTHOR_NAME=''
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr --partial 'git does not know your name'
	export GIT_AUTHOR_NAME=A GIT_AUTHOR_DATE=yesterday
	refused "GIT_AUTHOR_DATE is 'yesterday'; write it as 2026-01-31T12:00:00+01:00" \
		driver . a.ini $'x = 2\n'
}

@test "write: a detached HEAD is refused" {
	git checkout -q --detach
	refused 'HEAD is detached, so no branch would hold the change; run: git switch BRANCH' \
		driver . a.ini $'x = 2\n'
}

@test "write: a merge, rebase, cherry-pick, revert, bisect under way is refused" {
	git switch -q -c other
	echo 'x = other' >a.ini
	commit . other
	git switch -q main
	echo 'x = main' >a.ini
	commit . main
	git merge other || true
	refused 'a git merge is under way; finish it with git merge --continue, or give it up with git merge --abort' driver . b.ini $'x = 2\n'
	git merge --abort
	git rebase other || true
	refused 'a git rebase is under way; finish it with git rebase --continue, or give it up with git rebase --abort' driver . b.ini $'x = 2\n'
	git rebase --abort
	git cherry-pick other || true
	refused 'a git cherry-pick is under way; finish it with git cherry-pick --continue, or give it up with git cherry-pick --abort' driver . b.ini $'x = 2\n'
	git cherry-pick --abort
	git revert --no-edit other || true
	refused 'a git revert is under way; finish it with git revert --continue, or give it up with git revert --abort' driver . b.ini $'x = 2\n'
	git revert --abort
	git bisect start
	refused 'a git bisect is under way; finish it with git bisect reset' driver . b.ini $'x = 2\n'
}

@test "write: a bare repository, and no repository, are refused" {
	git clone -q --bare . ../bare.git
	run -2 --separate-stderr driver ../bare.git a.ini $'x = 2\n'
	assert_stderr "write-driver: $(cd .. && pwd)/bare.git is a bare repository; records are written in a clone of it"
	mkdir ../none
	run -2 --separate-stderr driver ../none a.ini $'x = 2\n'
	assert_stderr 'write-driver: ../none is not in a git repository'
	run -2 --separate-stderr driver ../nowhere a.ini $'x = 2\n'
	assert_stderr 'write-driver: ../nowhere: no such folder'
}

@test "write: inside a git hook's half-made commit it refuses" {
	export GIT_INDEX_FILE=$PWD/.git/other-index
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr 'write-driver: GIT_INDEX_FILE is set: records cannot be written from within a git hook; unset it if this is none'
	unset GIT_INDEX_FILE
	export GIT_QUARANTINE_PATH=/tmp
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr --partial 'GIT_QUARANTINE_PATH is set'
}

@test "write: GIT_DIR of another repository does not lead astray" {
	git init -q ../elsewhere
	export GIT_DIR=$PWD/../elsewhere/.git
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	unset GIT_DIR
	run -0 git log -1 --format=%s
	assert_output 'sec-test: a.ini'
	run -1 git -C ../elsewhere rev-parse --verify -q HEAD
}

@test "write: a record that is not committed yet is refused" {
	put_text new.ini <<<'x = 1'
	refused 'new.ini is not committed yet; run: git add new.ini && git commit' driver . new.ini $'x = 2\n'
	git add new.ini
	refused 'new.ini is not committed yet; run: git add new.ini && git commit' driver . new.ini $'x = 2\n'
	rm new.ini
	refused 'new.ini is staged but not committed yet; run: git commit' driver . new.ini $'x = 2\n'
}

@test "write: an uncommitted edit of the record is refused and kept, staged or not" {
	echo 'x = mine' >a.ini
	refused 'a.ini has an uncommitted edit; run: git commit -m WHY a.ini, or to drop the edit: git checkout HEAD a.ini' driver . a.ini $'x = 2\n'
	git add a.ini
	refused 'a.ini has an uncommitted edit, which is staged; commit it or run: git restore --staged a.ini' \
		driver . a.ini $'x = 2\n'
	git show :a.ini >../staged
	run -0 cat ../staged
	assert_output 'x = mine'
	git reset -q --hard
	rm a.ini
	refused 'a.ini is deleted, but that is not committed; run: git restore a.ini' driver . a.ini $'x = 2\n'
	refused 'a.ini is deleted, but that is not committed; run: git restore a.ini' driver . a.ini ''
}

@test "write: links and what is no plain file are refused" {
	mkdir ../outside
	rm a.ini
	ln -s b.ini a.ini
	refused 'a.ini is or runs through a symbolic link' driver . a.ini $'x = 2\n'
	git checkout -q a.ini
	ln -s ../outside secondments
	refused 'secondments/2026/03/z.ini is or runs through a symbolic link' driver . secondments/2026/03/z.ini $'x = 2\n'
	[ -z "$(ls ../outside)" ]
	rm secondments
	ln -s b.ini l.ini
	commit . link
	refused 'l.ini is not a plain file in git' driver . l.ini $'x = 2\n'
	refused "'../a.ini' is no path below the register" driver . ../a.ini $'x = 2\n'
	mkfifo pipe.ini
	refused 'pipe.ini is not committed yet; run: git add pipe.ini && git commit' driver . pipe.ini $'x = 2\n'
}

@test "write: filters and encodings that git would apply are refused" {
	for attr in filter=crypt ident working-tree-encoding=UTF-16; do
		echo "a.ini $attr" >.git/info/attributes
		run -2 --separate-stderr driver . a.ini $'x = 2\n'
		assert_stderr "write-driver: a.ini has the git attribute ${attr%=*}, which sec cannot honour; take it off for records in .gitattributes"
		run -0 --separate-stderr driver -n . b.ini $'x = 2\n'
	done
}

@test "write: CRLF by attribute stays CRLF in the file and LF in git" {
	echo '*.ini text eol=crlf' >.gitattributes
	commit . crlf
	rm a.ini b.ini policy.ini
	git checkout -q .
	run -0 --separate-stderr driver -a . a.ini $'y = 1\n' new.ini $'n = 1\nm = 2\n'
	assert_committed
	run -0 od -An -c a.ini
	assert_output '   x       =       1  \r  \n   y       =       1  \r  \n'
	run -0 od -An -c new.ini
	assert_output '   n       =       1  \r  \n   m       =       2  \r  \n'
	run -0 git cat-file -p HEAD:a.ini
	assert_output $'x = 1\ny = 1'
	run -0 git status --porcelain
	assert_output ''
}

@test "write: CRLF by core.autocrlf likewise, and input takes it away" {
	rm .gitattributes
	commit . none
	git config core.autocrlf true
	rm a.ini
	git checkout -q .
	run -0 --separate-stderr driver -a . a.ini $'y = 1\n' new.ini $'n = 1\n'
	run -0 od -An -c a.ini
	assert_output '   x       =       1  \r  \n   y       =       1  \r  \n'
	run -0 od -An -c new.ini
	assert_output '   n       =       1  \r  \n'
	run -0 git status --porcelain
	assert_output ''
	git config core.autocrlf input
	run -0 --separate-stderr driver . third.ini $'n = 1\r\n'
	run -0 git cat-file -p HEAD:third.ini
	assert_output 'n = 1'
	run -0 git status --porcelain
	assert_output ''
}

@test "write: CRLF that git stores as it is stays as it is" {
	echo '*.ini -text' >.gitattributes
	printf 'x = 1\r\n' >a.ini
	commit . crlf
	run -0 --separate-stderr driver -a . a.ini $'y = 1\r\n'
	assert_committed
	run -0 od -An -c a.ini
	assert_output '   x       =       1  \r  \n   y       =       1  \r  \n'
	run -0 git status --porcelain
	assert_output ''
}

@test "write: modes are kept, in git and of the file" {
	chmod 755 a.ini
	git add a.ini
	commit . mode
	chmod 600 b.ini
	run -0 --separate-stderr driver . a.ini $'x = 2\n' b.ini $'x = 2\n'
	assert_committed
	run -0 stat -c '%a %n' a.ini b.ini
	assert_output $'755 a.ini\n600 b.ini'
	run -0 bash -c "git ls-tree HEAD a.ini b.ini | cut -d' ' -f1"
	assert_output $'100755\n100644'
}

@test "write: a removal takes the file and the folders it empties" {
	run -0 --separate-stderr driver . secondments/2026/03/z.ini $'z = 1\n'
	run -0 --separate-stderr driver . secondments/2026/03/z.ini ''
	assert_committed
	assert_not_exist secondments
	run -0 git ls-tree -r -t --name-only HEAD
	assert_output $'.gitattributes\n.gitignore\na.ini\nb.ini\npolicy.ini'
	run -0 git status --porcelain
	assert_output ''
}

@test "write: the first commit of an empty repository" {
	git init -q ../fresh
	cd ../fresh
	run -0 --separate-stderr driver . policy.ini $'[register]\n' a/b.ini $'x = 1\n'
	assert_committed
	run -0 git log --format='%s|%p'
	assert_output 'sec-test: 2 records|'
	run -0 git log -g --format=%gs
	assert_output 'commit (initial): sec-test: 2 records'
	run -0 git status --porcelain
	assert_output ''
}

@test "write: a register in a subfolder of a larger repository" {
	mkdir -p hr/register
	echo '[register]' >hr/register/policy.ini
	commit . sub
	echo 'x = mine' >a.ini
	run -0 --separate-stderr driver hr/register secondments/2026/03/z.ini $'z = 1\n' policy.ini $'[register]\nformat = 1\n'
	assert_committed
	run -0 git show --format= --name-only HEAD
	assert_output $'hr/register/policy.ini\nhr/register/secondments/2026/03/z.ini'
	run -0 git status --porcelain
	assert_output ' M a.ini'
	ln -s "$PWD/hr/register" ../short
	run -0 --separate-stderr driver ../short secondments/2026/03/z.ini $'z = 2\n'
	assert_committed
}

@test "write: a linked worktree has its own branch, index and lock" {
	git worktree add -q ../linked -b side
	touch .git/index.lock
	run -0 --separate-stderr driver ../linked a.ini $'x = 2\n'
	rm .git/index.lock
	run -0 git -C ../linked log -1 --format='%s %D'
	assert_output 'sec-test: a.ini HEAD -> side'
	run -0 git -C ../linked status --porcelain
	assert_output ''
	run -0 git log -1 --format=%s main
	assert_output 'test: two records'
	run -0 cat a.ini
	assert_output 'x = 1'
}

@test "write: packed refs, and a branch with a slash" {
	git switch -q -c people/one
	git pack-refs --all --prune
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_committed
	run -0 git rev-parse people/one
	assert_output "$(git rev-parse HEAD)"
	git switch -q --orphan deep/er/branch
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_committed
	run -0 git log --format='%s %D'
	assert_output 'sec-test: a.ini HEAD -> deep/er/branch'
}

@test "write: an index of version 4 stays one; split and sparse ones are explained" {
	git update-index --index-version 4
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	run -0 od -An -tx1 -j4 -N4 .git/index
	assert_output ' 00 00 00 04'
	git update-index --split-index
	run -2 --separate-stderr driver . a.ini $'x = 3\n'
	assert_stderr 'write-driver: the index is split, which is not supported; run: git update-index --no-split-index'
	git update-index --no-split-index
	run -0 --separate-stderr driver . secondments/2026/03/z.ini $'z = 1\n'
	git status --porcelain # sparse-checkout itself does not look into files
	git sparse-checkout init --cone --sparse-index
	run -2 --separate-stderr driver . a.ini $'x = 3\n'
	assert_stderr 'write-driver: the index is sparse, which is not supported; run: git sparse-checkout reapply --no-sparse-index'
	git sparse-checkout reapply --no-sparse-index
	run -2 --separate-stderr driver . secondments/2026/03/z.ini $'z = 2\n'
	assert_stderr 'write-driver: secondments/2026/03/z.ini is outside this sparse checkout; run: git sparse-checkout add FOLDER'
	run -0 --separate-stderr driver . a.ini $'x = 3\n'
	assert_committed
}

@test "write: repository extensions: worktreeConfig is fine, an unknown one is named" {
	git config core.repositoryformatversion 1
	git config extensions.worktreeConfig true
	git config extensions.preciousObjects true
	export ASAN_OPTIONS=detect_leaks=0 # libgit2 loses memory while it checks them
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_committed
	git config extensions.partialClone origin
	run -2 --separate-stderr driver . a.ini $'x = 3\n'
	assert_stderr --regexp '^write-driver: this repository uses extensions\.partialclone, which is not supported; use a plain clone of it$'
	git config --unset extensions.partialClone
}

@test "write: a repository of another user names the exact command" {
	[ "$(id -u)" = 0 ] || skip "only root can make a repository of another user"
	git clone -q . "../their own"
	chown -R 12345 "../their own"
	run -2 --separate-stderr driver "../their own" a.ini $'x = 2\n'
	there=$(cd "../their own" && pwd)
	assert_stderr "write-driver: the repository at $there belongs to another user; if you trust it, run: git config --global --add safe.directory $(shell_word "$there")"
	git config --global --add safe.directory "$there"
	run -0 --separate-stderr driver "../their own" a.ini $'x = 2\n'
	assert_stderr --regexp '^[0-9a-f]{10} share: git push$'
}

@test "write: somebody changed, created or deleted the record meanwhile" {
	export GIT_AUTHOR_NAME='Ann Other' GIT_AUTHOR_DATE='2026-03-01 14:05 +0000'
	run -2 --separate-stderr driver -x 'echo x = theirs >a.ini; git commit -qam theirs' . a.ini $'x = 2\n'
	assert_stderr 'write-driver: a.ini was changed by Ann Other at 2026-03-01 14:05 since you read it; look at it and try again'
	run -2 --separate-stderr driver -x 'echo x = theirs >n.ini; git add n.ini; git commit -qam theirs' . n.ini $'x = 2\n'
	assert_stderr 'write-driver: n.ini was created by Ann Other at 2026-03-01 14:05 since you read it; look at it and try again'
	run -2 --separate-stderr driver -x 'git rm -q n.ini; git commit -qam theirs' . n.ini $'x = 2\n'
	assert_stderr 'write-driver: n.ini was deleted by Ann Other at 2026-03-01 14:05 since you read it; look at it and try again'
	run -0 git status --porcelain
	assert_output ''
	no_leavings
}

@test "write: whoever changed the record is named, not who merged it" {
	export GIT_AUTHOR_NAME='Ann Other' GIT_AUTHOR_DATE='2026-03-01 14:05 +0000'
	cat >../merge <<-'EOF'
		git switch -qc theirs && echo x = theirs >a.ini && git commit -qam theirs
		git switch -q main && echo x = more >b.ini && git commit -qam more
		GIT_AUTHOR_NAME='Mel Merger' git merge -q -m merged theirs
	EOF
	run -2 --separate-stderr driver -x 'sh ../merge' . a.ini $'x = 2\n'
	assert_stderr 'write-driver: a.ini was changed by Ann Other at 2026-03-01 14:05 since you read it; look at it and try again'
	git branch -qD theirs
	# by nobody else: the merge has it as a side did that never changed it
	git switch -qc side HEAD~1
	git commit -q --allow-empty -m side
	git switch -q main
	cat >../back <<-'EOF'
		git merge -q --no-commit -s ours side 2>/dev/null && git checkout -q side a.ini
		GIT_AUTHOR_NAME='Mel Merger' git commit -qm back
	EOF
	run -2 --separate-stderr driver -x 'sh ../back' . a.ini $'x = 2\n'
	assert_equal "$(git rev-list --merges -1 HEAD)" "$(git rev-parse HEAD)"
	assert_stderr 'write-driver: a.ini was changed by Mel Merger at 2026-03-01 14:05 since you read it; look at it and try again'
	run -0 git status --porcelain
	assert_output ''
	no_leavings
}

@test "write: somebody changed another record meanwhile: both stand" {
	run -0 --separate-stderr driver -x 'echo x = theirs >b.ini; git commit -qam theirs' . a.ini $'x = 2\n'
	assert_committed
	run -0 git log --format=%s -2
	assert_output $'sec-test: a.ini\ntheirs'
	run -0 cat a.ini b.ini
	assert_output $'x = 2\nx = theirs'
}

@test "write: the branch was switched meanwhile: the commit goes where HEAD is" {
	run -0 --separate-stderr driver -x 'git switch -q -c other' . a.ini $'x = 2\n'
	assert_committed
	run -0 git log -1 --format='%s %D'
	assert_output 'sec-test: a.ini HEAD -> other'
}

@test "write: a refusal of prepare is exit 1 and leaves nothing" {
	run -1 --separate-stderr driver -x false . a.ini $'x = 2\n'
	assert_stderr "write-driver: 'false' failed"
	no_leavings
}

@test "write: a dry run prints the difference and changes nothing" {
	local one two n before

	before=$(git rev-parse HEAD)
	one=$(echo 'x = 1' | git hash-object --stdin | cut -c 1-7)
	two=$(echo 'x = 2' | git hash-object --stdin | cut -c 1-7)
	n=$(echo 'n = 1' | git hash-object --stdin | cut -c 1-7)
	run -0 --separate-stderr driver -n . a.ini $'x = 2\n' b.ini '' new.ini $'n = 1\n'
	assert_output "diff --git a/a.ini b/a.ini
index $one..$two 100644
--- a/a.ini
+++ b/a.ini
@@ -1 +1 @@
-x = 1
+x = 2
diff --git a/b.ini b/b.ini
deleted file mode 100644
index $one..0000000
--- a/b.ini
+++ /dev/null
@@ -1 +0,0 @@
-x = 1
diff --git a/new.ini b/new.ini
new file mode 100644
index 0000000..$n
--- /dev/null
+++ b/new.ini
@@ -0,0 +1 @@
+n = 1"
	assert_stderr ''
	[ "$(git rev-parse HEAD)" = "$before" ]
	run -0 git status --porcelain
	assert_output ''
	driver -n . a.ini $'x = 2\n' b.ini '' new.ini $'n = 1\n' >../patch
	run -0 git apply --check ../patch
	echo 'x = mine' >a.ini
	run -2 --separate-stderr driver -n . a.ini $'x = 2\n'
	assert_stderr 'write-driver: a.ini has an uncommitted edit; run: git commit -m WHY a.ini, or to drop the edit: git checkout HEAD a.ini'
}

@test "write: hints: not shared yet, and no merge driver in this clone" {
	git config --global --unset merge.sec.driver
	git clone -q . ../clone
	cd ../clone
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr "this clone does not merge records key by key yet; run sec-init in it once
$(git rev-parse --short=10 HEAD) share: git push"
}

@test "write: ten thousand new records are one commit in one pack" {
	run -0 --separate-stderr driver -N 10000 .
	assert_committed
	run -0 bash -c 'git ls-tree -r --name-only HEAD secondments | wc -l; ls .git/objects/pack/*.pack | wc -l'
	assert_output $'10000\n1'
	run -0 git status --porcelain
	assert_output ''
	run -0 bash -c "find secondments -name '*.ini' | wc -l; find secondments -name '.*' | wc -l"
	assert_output $'10000\n0'
	run -0 --separate-stderr driver . secondments/2000/01/2000-01-00000.ini $'x = 2\n'
	assert_committed
}
