#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# Pushes that git allows and few people make: from clones that lack something, with
# refs that change what others mean, into servers that are not set up as one expects,
# and whatever runs into the limits of the hook.

load helper
load receiving

setup() {
	isolate
	begin_server
}

# refused [ARG...]: the push is refused, and what of it is what we told.
refused() {
	run -1 push "$@"
	refute_output --partial 'cannot read'
}

@test "shallow: a clone of the last commit pushes as any other" {
	permit $A
	commit . 'a: permitted'
	git push -q 2>/dev/null
	git clone -q --depth 1 "file://$PWD/../srv.git" ../shallow
	cd ../shallow
	sed -i 's/^post = .*/post = Analyst/' "$(record_path $A)"
	commit . 'a: another post'
	run -0 push
	assert_output ''
	sed -i '/^\[permission\]/,$d' "$(record_path $A)"
	commit . 'a: no permission'
	refused
	assert_output --partial '[evidence-removed]'
	git commit -q --amend -m 'a: no permission' -m 'It was given for somebody else.'
	run -0 push
	assert_output ''
	run -0 git --git-dir=../srv.git rev-parse --is-shallow-repository
	assert_output false
}

@test "shallow: into a new server it is git that refuses, unless it is told not to" {
	git clone -q --depth 1 "file://$PWD/../srv.git" ../shallow
	sec-init --server ../new.git 2>/dev/null
	cd ../shallow
	run -1 git push ../new.git HEAD:main
	assert_output --partial 'shallow update not allowed'
	git --git-dir=../new.git config receive.shallowUpdate true
	run -0 git push -q ../new.git HEAD:main
	damage $A
	commit . 'a: damaged'
	refused ../new.git HEAD:main
	assert_line --index 1 "$(record_path $A):10"
	refused ../new.git HEAD:topic
	git reset -q --hard HEAD~1
	run -0 push ../new.git HEAD:topic
	assert_output ''
}

@test "shallow: a history that does not reach what the server has is refused, with the remedy" {
	before=$(tip)
	git commit -q --allow-empty -m 'one'
	git commit -q --allow-empty -m 'two'
	git clone -q --depth 1 "file://$PWD" ../shallow
	git --git-dir=../srv.git config receive.denyNonFastForwards false
	git --git-dir=../srv.git config receive.shallowUpdate true
	cd ../shallow
	refused --force ../srv.git HEAD:main
	assert_output 'sec-check: refs/heads/main: the history that is pushed does not reach down to what is here, so nobody can say what changed; get the rest of it: git fetch --unshallow'
	assert_equal "$(tip)" "$before"
	git fetch -q --unshallow
	run -0 push ../srv.git HEAD:main
}

@test "partial: a clone without its blobs pushes; what it lacks is told with the remedy" {
	git --git-dir=../srv.git config uploadpack.allowFilter true
	git clone -q --filter=blob:none "file://$PWD/../srv.git" ../partial
	cd ../partial
	sed -i 's/^post = .*/post = Analyst/' "$(record_path $A)"
	commit . 'a: another post'
	run -0 push
	assert_output ''
	damage $A
	commit . 'a: damaged'
	refused
	git clone -q --no-checkout --filter=blob:none "file://$PWD/../srv.git" ../empty
	cd ../empty
	run -2 --separate-stderr sec-list -C . --at HEAD
	assert_stderr --partial 'get the rest: git fetch --refetch --no-filter)'
	git fetch -q --refetch --no-filter
	run -0 --separate-stderr sec-list -C . --at HEAD --format ids
	assert_output $A
}

@test "alternates: of the server, and of the clone" {
	git clone -q --bare --shared ../srv.git ../fork.git
	sec-init --server ../fork.git 2>/dev/null
	git clone -q --shared ../srv.git ../borrower
	cd ../borrower
	for server in ../srv.git ../fork.git; do
		sed -i "s|^post = .*|post = Analyst of $server|" "$(record_path $A)"
		commit . 'a: another post'
		run -0 push $server HEAD
		assert_output ''
		damage $A
		commit . 'a: damaged'
		refused $server HEAD
		assert_line --index 1 "$(record_path $A):10"
		git reset -q --hard HEAD~1
	done
}

@test "SHA-256 is refused in words, by sec-init and by the hook" {
	git init -q --bare --object-format=sha256 ../long.git
	run -2 --separate-stderr sec-init --server ../long.git
	assert_stderr 'sec-init: the repository of ../long.git names its objects by SHA-256, which is not supported; make one with: git init --object-format=sha1'
	cp ../srv.git/hooks/pre-receive ../long.git/hooks/
	git init -q --object-format=sha256 ../sha256
	cp -r policy.ini secondments ../sha256
	commit ../sha256
	cd ../sha256
	refused ../long.git HEAD
	assert_output 'sec-check: the repository of . names its objects by SHA-256, which is not supported; make one with: git init --object-format=sha1'
}

# A replacement would make git see other parents, and take a rewritten history for
# one that goes on.
@test "replacements of commits are refused; nothing else below refs is looked at" {
	permit $A
	commit . 'a: permitted'
	git push -q 2>/dev/null
	before=$(tip)
	git checkout -q -b other HEAD~1
	permit $A
	git commit -q -a --date 2026-01-01T00:00:00Z -m 'a: permitted long ago'
	as_if=$(git commit-tree -p "$before" -m 'it goes on' 'HEAD^{tree}')
	refused origin "$as_if:refs/replace/$(git rev-parse HEAD)"
	assert_output "refs/replace/$(git rev-parse HEAD): refused,
because a replacement shows other commits than those that were
checked, and history could be rewritten behind it"
	refused origin "$as_if:refs/replace/$(git rev-parse HEAD)" +HEAD:main
	run -1 git push -q --force origin HEAD:main
	assert_output --partial 'denying non-fast-forward'
	assert_equal "$(tip)" "$before"
	run -0 push origin HEAD:refs/notes/x
	git --git-dir=../srv.git update-ref "refs/replace/$before" "$before~1"
	git --git-dir=../srv.git config receive.denyDeletes false
	run -0 push origin ":refs/replace/$before"
}

@test "back and forth by force, where git lets it: what goes needs its reason each time" {
	git --git-dir=../srv.git config receive.denyNonFastForwards false
	git branch before
	git commit -q --allow-empty -m 'nothing'
	run -0 push
	run -0 push --force origin before:main
	run -0 push --force origin main
	permit $A
	commit . 'a: permitted'
	git push -q 2>/dev/null
	refused --force origin before:main
	assert_output --partial '[evidence-removed]'
	git checkout -q before
	git commit -q --allow-empty -m 'a: as before'
	refused --force origin before:main
	sed -i 's/^post = .*/post = Analyst/' "$(record_path $A)"
	git commit -q -a -m 'a: as before' -m 'The permission was for somebody else.'
	run -0 push --force origin before:main
	assert_output ''
}

@test "the folder that -C names: in any spelling, and never one that is not there" {
	make_wired_register ../big/hr
	rm -rf ../big/hr/.git
	git init -q ../big
	put_record $A ../big/hr < <(small_record $A)
	commit ../big 'begin'
	cd ../big
	sed -i 's/^manager = .*/manager =/' "hr/$(record_path $A)"
	commit . 'damaged'
	hook=../srv.git/hooks/pre-receive
	git --git-dir=../srv.git update-ref -d refs/heads/main
	for folder in hr hr/ ./hr .//hr//; do
		sed -i "s|--pre-receive.*|--pre-receive -C $folder|" $hook
		refused ../srv.git HEAD:main
		assert_line --index 1 "$(record_path $A):10"
	done
	for folder in / /hr ../hr hr/../hr; do
		sed -i "s|--pre-receive.*|--pre-receive -C $folder|" $hook
		refused ../srv.git HEAD:main
		assert_line --index 0 "sec-check: with --pre-receive, -C names the register's folder as it stands in what is pushed, such as hr, not '$folder'"
	done
	for folder in . staff; do
		sed -i "s|--pre-receive.*|--pre-receive -C $folder|" $hook
		refused ../srv.git HEAD:main
		[ $folder = . ] || assert_line --index 1 staff/policy.ini
		[ $folder != . ] || assert_line --index 1 policy.ini
		assert_output --partial 'of this server names it with -C FOLDER'
	done
	git reset -q --hard HEAD~1
	sed -i "s|--pre-receive.*|--pre-receive -C hr/|" $hook
	run -0 push ../srv.git HEAD:main
	assert_output ''
}

@test "a register may not cease to be one; a branch may be of something else" {
	git rm -q policy.ini
	commit . 'no policy'
	refused
	assert_output 'refs/heads/main: refused
policy.ini
  error: there is no plain file of that name in what is pushed, so it
  is no register [commit-schema]'
	refused origin HEAD:other
	ln -s /etc/passwd policy.ini
	commit . 'a link for a policy'
	refused
	git checkout -q --orphan papers
	git rm -qrf .
	echo 'What we do' >about.txt
	commit . 'papers'
	run -0 push origin papers
	assert_output 'refs/heads/papers: nothing was checked, because there is no policy.ini
in it'
	git checkout -q -b staff
	git checkout -q main~2 -- .
	damage $A
	commit . 'a register here too'
	refused origin staff:papers
	assert_line --index 1 "$(record_path $A):10"
	assert_line "$(judged)"
}

@test "who judged: the branch itself, the server's own, or what is built in" {
	damage $A
	commit . 'a: damaged'
	refused
	assert_line --index 3 "$(judged)"
	refused origin HEAD:topic
	assert_line --index 3 "$(judged)"
	git push -q origin HEAD~1:refs/heads/topic
	printf '[policy]\nlong = 11m\n' >>policy.ini
	commit . 'policy: shorter'
	refused origin HEAD:topic
	assert_line --index 3 "$(judged topic);"
	assert_line --index 4 'those that are pushed count for what comes after'
	sec-init --server ../new.git 2>/dev/null
	refused ../new.git HEAD
	assert_line --index 3 'judged by what is built in, because this server has no register yet;'
	assert_line --index 4 'one with errors from before can begin as a copy: see --server in'
}

@test "a register with errors from before begins on a server as a copy" {
	damage $A
	commit . 'a: damaged'
	git clone -q --bare . ../new.git
	run -0 --separate-stderr sec-init --server ../new.git
	put_record $B < <(small_record $B)
	commit . 'b: new'
	run -0 push ../new.git HEAD
	assert_output ''
	damage $B
	commit . 'b: damaged'
	refused ../new.git HEAD
	assert_line --index 1 "$(record_path $B):10"
	refute_output --partial "$(record_path $A)"
}

@test "a server whose HEAD names a branch that nobody made says so" {
	sec-init --server ../new.git 2>/dev/null
	git --git-dir=../new.git symbolic-ref HEAD refs/heads/master
	told='HEAD of this server names refs/heads/master, which is not there, so
new branches are judged by what is built in; whoever keeps the server
can name the one that is used: git symbolic-ref HEAD refs/heads/NAME'
	run -0 push ../new.git main
	assert_output "$told"
	run -0 push ../new.git main:topic
	assert_output "$told"
	git commit -q --allow-empty -m 'nothing'
	run -0 push ../new.git main
	assert_output ''
	git --git-dir=../new.git symbolic-ref HEAD refs/heads/main
	run -0 push ../new.git main:again
	assert_output ''
	git --git-dir=../new.git symbolic-ref HEAD refs/heads/trunk
	run -0 push ../new.git main:trunk main:other
	assert_output ''
}

# Each file is a schema that is over a limit, or one that leads somewhere else.
hostile() {
	local rule='severity = error\nassert = %s\nmessage = always\nsummary = never content\n'

	case $1 in
	many-files) for i in $(seq 65); do echo '# nothing' >schema/f$i.ini; done ;;
	large-file) head -c 262145 /dev/zero | tr '\0' '#' >schema/x.ini ;;
	many-sections) for i in $(seq 2001); do printf "[rule own$i]\n$rule" yes; done >schema/x.ini ;;
	many-parts) printf "[rule own]\n$rule" "$(printf 'no or %.0s' {1..300})no" >schema/x.ini ;;
	deep) printf "[rule own]\n$rule" "$(printf '(%.0s' {1..40})no$(printf ')%.0s' {1..40})" >schema/x.ini ;;
	repeats) printf "[rule own]\n$rule" 'title ~ "((a{64}){64}){64}"' >schema/x.ini ;;
	circle) printf '[derived a]\nvalue = b\n[derived b]\nvalue = a\n' >schema/x.ini ;;
	laxer) printf '[rule required]\nseverity = off\n' >schema/x.ini ;;
	link) ln -s /etc/passwd schema/x.ini ;;
	linked-folder) rmdir schema && ln -s /etc schema ;;
	leads-out) printf '[policy]\nholidays = ../../etc/passwd\n' >>policy.ini ;;
	leads-on) printf '[policy]\nholidays = days.ini\n' >>policy.ini && ln -s /etc/passwd days.ini ;;
	nul) printf '\0' >>policy.ini ;;
	*) return 1 ;;
	esac
}

@test "a schema over the limits, or one that leads elsewhere, is refused and judges nothing" {
	base=$(tip)
	while IFS=$'\t' read -r kind said; do
		mkdir schema
		hostile "$kind"
		damage $A
		commit . "$kind"
		run -1 timeout 120 git push -q
		assert_equal "$(tip)" "$base"
		echo "$kind: $output"
		assert_line --partial "$said"
		assert_line --partial "error: 'home.manager' is missing"
		assert_line --partial "$(judged)"
		git reset -q --hard "$base"
		rm -rf schema
	done <<-'LIST'
		many-files	a schema has at most 64 files
		large-file	a schema file has at most 256 KiB
		many-sections	a schema has at most 2000 sections
		many-parts	this expression has more than 256 parts
		deep	this expression is nested deeper than 32
		repeats	[commit-schema]
		circle	derived values form a circle
		laxer	its severity may
		link	a symbolic link, where a register has plain files alone
		linked-folder	a symbolic link, where a register has plain files alone
		leads-out	leads out of the register
		leads-on	is a symbolic link in git, not a plain file
		nul	NUL byte
	LIST
}

# two_hundred: as many branches of a tree that takes long to look through.
two_hundred() {
	local kind new

	kind="040000 tree $(git mktree </dev/null)"
	for _ in $(seq 6); do
		kind="040000 tree $(for i in $(seq 0 9); do printf '%s\tf%s\n' "$kind" "$i"; done | git mktree)"
	done
	new=$(printf '%s\tbomb\n100644 blob %s\tpolicy.ini\n' "$kind" "$(git rev-parse HEAD:policy.ini)" | git mktree)
	new=$(git commit-tree -p HEAD -m 'x' "$new")
	printf "create refs/heads/b%d $new\n" {1..200} | git update-ref --stdin
}

@test "limits: a check that takes too long is ended in words, and nothing is taken" {
	two_hundred
	for limit in '-S -t 1' '-t 6'; do # the latter: a second, and five of grace
		sed -i "/^ulimit/d; s/^exec/ulimit $limit\nexec/" ../srv.git/hooks/pre-receive
		run -1 push origin 'refs/heads/b*'
		assert_line --index -2 'sec: the check took all the time that it may take, so what was not'
		assert_line --index -1 'checked is not taken; push less at once'
	done
	run -0 git --git-dir=../srv.git for-each-ref --format='%(refname)'
	assert_output refs/heads/main
	run -0 find ../srv.git/objects -name 'tmp_*' -o -name 'incoming-*'
	assert_output ''
}

@test "limits: a check that takes too much memory is ended in words, and nothing is taken" {
	need_plain 'need all the addresses there are'
	sed -i 's/^exec/ulimit -v 80000\nexec/' ../srv.git/hooks/pre-receive
	sed -i 's/^post = .*/post = Analyst/' "$(record_path $A)"
	commit . 'a: another post'
	run -0 push
	before=$(tip)
	git reset -q --hard "$(head -c 60000000 /dev/zero | tr '\0' 'x' | git commit-tree -p HEAD 'HEAD^{tree}')"
	run -1 push
	assert_line --index 0 --regexp '^sec.*: .*[Oo]ut of memory$'
	assert_equal "$(tip)" "$before"
}

@test "limits: a file with something wrong in each of its lines does not hold up the server" {
	printf 'q\n%.0s' {1..200000} >>"$(record_path $A)"
	commit . 'a: damaged all over'
	run -1 timeout 120 git push -q
	assert_line --partial 'and 199900 more findings'
	git --git-dir=../srv.git config core.hooksPath /nowhere
	git push -q
	git --git-dir=../srv.git config core.hooksPath hooks
	sed -i 's/^post = .*/post = Analyst/' "$(record_path $A)"
	commit . 'a: another post, as bad as before'
	run -0 timeout 120 git push -q
	assert_output ''
}
