# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# sec-log and sec-log --verify over histories that git allows and few have: commits
# that no program of ours made, and repositories that show what was never committed.

load helper

a=2026-01-aaaaa
b=2026-01-bbbbb
c=2026-01-ccccc

setup() {
	isolate
	export GIT_AUTHOR_DATE='2026-11-20T10:00:00Z' GIT_COMMITTER_DATE='2026-11-20T10:00:00Z'
	make_register
}

# put ID TITLE: the record with that title, everything else as it was.
put() {
	[ -e "$(record_path "$1")" ] || small_record "$1" | put_record "$1"
	sed -i "s/^title = .*/title = $2/" "$(record_path "$1")"
}

# save ID TITLE [MESSAGE]: that, committed.
save() {
	put "$1" "$2"
	commit . "${3:-$2}"
}

# write TEXT: moves the branch on to a commit of the work tree with these bytes
# behind tree and parent, as printf makes them, whatever git thinks of it.
write() {
	git add -A
	{
		printf 'tree %s\nparent %s\n' "$(git write-tree)" "$(git rev-parse HEAD)"
		# shellcheck disable=SC2059 # that is what it is for
		printf "$1"
	} >../object
	git update-ref HEAD "$(git hash-object -t commit -w --literally ../object)"
}
someone='author T <t@example.org> 1795168800 +0000\ncommitter T <t@example.org> 1795168800 +0000\n'

# titles: commits that gave a record another title, as id, who, old, new, reason.
titles() {
	run -0 --separate-stderr sec-log --field title -f tsv
	output=$(awk -F '\t' '$5 != "" { print $1 "|" $3 "|" $5 "|" $6 "|" $7 }' <<<"$output")
}

# verified: there is nothing to report.
verified() {
	run -0 --separate-stderr sec-log --verify
	assert_output ''
	assert_stderr --partial 'nothing to report'
}

disguised='sec-log: this is what was committed; refs/replace or grafts make git itself show something else here, which proves nothing (git replace -l lists them)'

# ---- what git can be made to show

@test "refs/replace: what was committed is told, and a forged history is no better for it" {
	local true forged

	save $a One
	save $a Two
	run -0 --separate-stderr sec-log --anchor ../tips.ini
	save $a Three
	true=$(git rev-parse HEAD)
	git checkout -q -b forged HEAD~1
	save $a Forged
	forged=$(git rev-parse HEAD)
	git checkout -q main
	git replace "$true" "$forged"
	run -0 git show -s --format=%s HEAD
	assert_output Forged # the disguise is one
	titles
	assert_output "$a|Test Officer|One|Two|
$a|Test Officer|Two|Three|"
	verified
	assert_stderr_line "$disguised"
	run -0 --separate-stderr sec-list --at HEAD -o title -f tsv
	assert_output Three
	run -0 --separate-stderr sec-log --anchor ../tips.ini # the true one goes on
	git replace -d "$true"
	git checkout -q forged # and that one does not
	git replace "$forged" "$true"
	run -1 --separate-stderr sec-log --anchor ../tips.ini
	assert_output --regexp "^\.\./tips\.ini:11: error: commit ${true:0:10} of 2026-11-20 is no part of this history: [^[:cntrl:]]* \[history-anchor\]$"
}

@test "refs/replace and grafts: a new beginning gets no ancestors by them" {
	local way lie

	save $a One
	run -0 --separate-stderr sec-log --anchor ../tips.ini
	git checkout -q --orphan lie
	save $a Lie
	lie=$(git rev-parse HEAD)
	for way in replace grafts; do
		if [ $way = replace ]; then
			git replace --graft "$lie" main
		else
			git replace -d "$lie"
			mkdir -p .git/info
			echo "$lie $(git rev-parse main)" >.git/info/grafts
		fi
		git merge-base --is-ancestor main HEAD # so git says
		run -1 --separate-stderr sec-log --anchor ../tips.ini
		assert_output --regexp '^\.\./tips\.ini:6: error: commit [0-9a-f]{10} of 2026-11-20 is no part of this history'
		assert_stderr_line 'sec-log: 1 commit, 1 record: 1 error, 0 warnings, 0 notes'
		assert_stderr_line "$disguised"
		run -0 --separate-stderr sec-log $a
		assert_output --partial ' recorded a new secondment of p1048 '
		refute_output --partial One
	done
	rm .git/info/grafts
	verified
	refute_stderr --partial grafts
}

@test "refs/replace: signatures are those of the commits that there are" {
	local unsigned signed

	ssh-keygen -q -t ed25519 -N '' -C officer@example.org -f ../key
	echo "officer@example.org $(cat ../key.pub)" >../allowed
	git config gpg.format ssh
	git config user.signingkey "$(realpath ../key)"
	git config gpg.ssh.allowedSignersFile "$(realpath ../allowed)"
	printf '\n[history]\nsignatures = any\n' >>policy.ini
	git commit -qS -am 'signatures from here on'
	put $a One
	git add -A
	git commit -qm 'One'
	unsigned=$(git rev-parse HEAD)
	git commit -qS --amend --no-edit
	signed=$(git rev-parse HEAD)
	verified
	git update-ref HEAD "$unsigned"
	git replace "$unsigned" "$signed"
	git verify-commit HEAD # so git says
	run -1 --separate-stderr sec-log --verify
	assert_output --regexp "^${unsigned:0:10}: error: [^[:cntrl:]]* \[commit-unsigned\]$"
}

@test "a replaced blob, and parents where git reads none, change nothing" {
	local other tip

	save $a One
	save $a Two
	put $a Fake
	other=$(git hash-object -w "$(record_path $a)")
	git checkout -q -- .
	git replace "$(git rev-parse "HEAD:$(record_path $a)")" "$other"
	run -0 git show "HEAD:$(record_path $a)"
	assert_output --partial 'title = Fake'
	titles
	assert_output "$a|Test Officer|One|Two|"
	run -0 --separate-stderr sec-list --at HEAD -o title -f tsv
	assert_output Two
	git replace -d "$(git rev-parse "HEAD:$(record_path $a)")"

	run -0 --separate-stderr sec-log --anchor ../tips.ini
	tip=$(git rev-parse HEAD)
	git checkout -q --orphan lie
	put $a Lie
	git add -A
	{
		printf 'tree %s\n' "$(git write-tree)"
		# shellcheck disable=SC2059
		printf "$someone"
		printf 'parent %s\n\nlie\n' "$tip"
	} >../object
	git update-ref refs/heads/lie "$(git hash-object -t commit -w --literally ../object)"
	run -1 git merge-base --is-ancestor "$tip" lie # git reads no parent there
	run -1 --separate-stderr sec-log --anchor ../tips.ini
	assert_output --partial 'is no part of this history'
	assert_stderr_line 'sec-log: 1 commit, 1 record: 1 error, 0 warnings, 0 notes'
}

# ---- commits

@test "messages in Latin-1, with and without a word of it, are told as UTF-8" {
	git config i18n.commitEncoding ISO-8859-1
	put $a One
	git add -A
	printf 'caf\xe9\n\nasked for by Andr\xe9\n' >../message
	git -c user.name=$'Ren\xe9 Roy' commit -q -F ../message
	git config --unset i18n.commitEncoding
	put $a Two
	write 'author J\xfcrgen \xc3\x89mile <t@example.org> 1795168800 +0000\ncommitter T <t@example.org> 1795168800 +0000\n\ntwo\n\nstray \xe9 byte\n'
	put $a Three
	write "${someone}encoding EUC-JP\n\nthree\n\n\xc6\xfc\xcb\xdc\n"
	put $a Four # a set that changes what bytes mean as it goes is not believed
	write "${someone}encoding ISO-2022-CN-EXT\n\nfour\n\n\xe9\n"
	run -0 --separate-stderr sec-log $a
	assert_output --partial "René Roy recorded a new secondment of p1048 (Finance
officer): asked for by André."
	assert_output --partial ': 日本.'
	titles
	assert_output "$a|Jürgen Émile|One|Two|stray é byte
$a|T|Two|Three|日本
$a|T|Three|Four|é"
	iconv -f UTF-8 -t UTF-8 <<<"$output" >/dev/null
	run -0 --separate-stderr sec-log --author 'jürgen' -f json
	assert_output --partial '"reason": "stray é byte"'
	verified
}

@test "a message ends where git ends it, at a NUL, and one of a mebibyte is no trouble" {
	touch .git/no-fsck
	save $a One
	put $a Two
	write "$someone"'\nsubject\n\nreason\0hidden\n\nSec-Tool: sec-set\nSec-Record: 2026-01-other\n'
	titles
	assert_output "$a|T|One|Two|reason"
	verified # no trailers, so no false ones
	put $a Three
	git add -A
	{
		printf 'subject\n\n'
		head -c 1048576 /dev/zero | tr '\0' x
	} >../message
	git commit -q -F ../message
	run -0 --separate-stderr sec-log $a
	((${#output} < 2000))
	run -0 --separate-stderr sec-log -f tsv $a
	((${#output} > 1048576)) # programs get all of it
	put $a Four
	printf 'x\n' >other
	git add -A
	git commit -q -F ../message
	run -1 --separate-stderr sec-log --verify
	assert_output --regexp '^[0-9a-f]{10}: error: it changes other together with 2026-01-aaaaa \(2026-11-20 Test Officer: x{160}…\) \[commit-mixed\]$'
}

@test "authors and dates that make no sense are told as far as they go" {
	local line who when

	touch .git/no-fsck
	save $a Start
	while IFS='|' read -r line who when; do
		put $a "$((n += 1))"
		write "$line"'\ncommitter T <t@example.org> 1795168800 +0000\n\nsubject\n'
		run -0 --separate-stderr sec-log --field title -f tsv
		run -0 awk -F '\t' 'END { print $3 "|" $2 }' <<<"$output"
		assert_output "$who|$when"
		run -0 --separate-stderr sec-list --at HEAD -f ids
		assert_output $a
		run -0 --separate-stderr sec-list --at 2026-11-20 -o title -f tsv
		assert_output "$n"
		run -0 --separate-stderr sec-log --verify # a clock is a warning
		refute_output --partial error
	done <<-'AUTHORS'
		author T|T|1970-01-01T00:00:00+00:00
		author ||1970-01-01T00:00:00+00:00
		author <>||1970-01-01T00:00:00+00:00
		xauthor T <t@example.org> 1795168800 +0000||1970-01-01T00:00:00+00:00
		author T <t@example.org|T|1970-01-01T00:00:00+00:00
		author T> <t@example.org> 1795168800 +0000|T>|2026-11-20T10:00:00+00:00
		author T <t@example.org> soon|T|1970-01-01T00:00:00+00:00
		author T <t@example.org> 1795168800 +9999|T|2026-11-20T10:00:00+00:00
		author T <t@example.org> 1795168800 -0175|T|2026-11-20T10:00:00+00:00
		author T <t@example.org> 1795168800 -0330|T|2026-11-20T06:30:00-03:30
		author T <t@example.org> 99999999999999999999 +1400|T|9999-12-31T14:00:00+14:00
		author T <t@example.org> -9999999999999999999 -1400|T|0001-01-01T10:00:00-14:00
	AUTHORS
}

@test "a commit dated before its parents is told after them" {
	save $a One
	GIT_AUTHOR_DATE='2026-10-01T10:00:00Z' GIT_COMMITTER_DATE='2026-10-01T10:00:00Z' save $a Two
	run -0 --separate-stderr sec-log
	assert_output '20 November 2026
  2026-01-aaaaa: One (p1048)
    Test Officer recorded a new secondment of p1048 (Finance officer): One.

1 October 2026
  2026-01-aaaaa: Two (p1048)
    Test Officer changed the title from One to Two: Two.'
	run -0 --separate-stderr sec-log --verify
	assert_output --regexp '^[0-9a-f]{10}: warning: its clock says 2026-10-01, 50 days before that of [0-9a-f]{10}, which came first \(2026-10-01 Test Officer: Two\) \[commit-clock\]$'
}

# ---- shapes

@test "an octopus of three records, one of three keys of the same, and one that forges" {
	local id

	save $a T
	save $b T
	save $c T
	for id in $a $b $c; do
		git switch -qc "on-$id" main
		save "$id" "T-$id"
	done
	git switch -q main
	git merge -q -m octopus on-$a on-$b on-$c
	titles
	sort <<<"$output" >../told
	assert_equal "$(cat ../told)" "$a|Test Officer|T|T-$a|
$b|Test Officer|T|T-$b|
$c|Test Officer|T|T-$c|"
	verified

	octopus "$(record_path $a)" T-$a # what the three did, and no more
	run -0 --separate-stderr sec-log $a -f tsv
	run -0 awk -F '\t' '$5 != "" { print $4, $5, $6 }' <<<"$output"
	sort <<<"$output" >../told
	assert_equal "$(cat ../told)" "home.manager R. Osei Three
person.post Finance officer Two
person.ref p1048 p1
secondment.title T T-$a"
	verified

	octopus "$(record_path $a)" Forged
	run -0 --separate-stderr sec-log $a -f tsv
	run -0 awk -F '\t' 'END { print $4, $5, $6 }' <<<"$output"
	assert_output "secondment.title T-$a Forged"
}

# octopus FILE TITLE: a merge of three that each changed one key of the record, and
# has all of them and that title.
octopus() {
	local merge keys=('s/^ref = .*/ref = p1/' 's/^post = .*/post = Two/' 's/^manager = .*/manager = Three/')

	for i in 0 1 2; do
		git switch -qc "side$i-$2" main
		sed -i "${keys[i]}" "$1"
		git commit -qa --allow-empty -m "side $i"
	done
	git switch -q --detach
	for i in 0 1; do sed -i "${keys[i]}" "$1"; done
	sed -i "s/^title = .*/title = $2/" "$1"
	git add -A
	merge=$(git commit-tree "$(git write-tree)" -p "side0-$2" -p "side1-$2" -p "side2-$2" -m "octopus: $2")
	git reset -q --hard
	git switch -q main
	git merge -q --ff-only "$merge"
}

@test "an empty first commit, and two beginnings that were merged" {
	rm -rf .git
	git init -q .
	git commit -q --allow-empty -m empty
	printf '[register]\nformat = 1\n' >policy.ini
	commit . policy
	save $a One
	git checkout -q --orphan other
	git rm -rqf .
	printf '[register]\nformat = 1\n' >policy.ini
	save $b Two
	git switch -q main
	git merge -q --allow-unrelated-histories -m both other
	run -0 --separate-stderr sec-log -f tsv
	run -0 awk -F '\t' '$4 == "" || $4 == "secondment.title" { print $1, $6 }' <<<"$output"
	sort <<<"$output" >../told
	assert_equal "$(cat ../told)" "$a One
$a added
$b Two
$b added"
	verified
	run -2 --separate-stderr sec-list --at HEAD~3
	assert_stderr 'sec-list: the register has no policy.ini there and then'
}

@test "submodules beside the register are files beside it" {
	git init -q ../other
	git -C ../other commit -q --allow-empty -m one
	save $a One
	git submodule --quiet add "$(realpath ../other)" lib
	commit . 'a submodule'
	git -C lib commit -q --allow-empty -m two
	commit . 'a submodule moves on'
	verified
	git -C lib commit -q --allow-empty -m three
	save $a Two
	titles
	assert_output "$a|Test Officer|One|Two|"
	run -1 --separate-stderr sec-log --verify
	assert_output --regexp '^[0-9a-f]{10}: error: it changes lib together with 2026-01-aaaaa \(2026-11-20 Test Officer: Two\) \[commit-mixed\]$'
}

@test "a register that moves to a folder and back tells what went and came, and --verify each move" {
	save $a One
	mkdir hr
	git mv policy.ini secondments hr
	commit . 'into hr'
	sed -i 's/^title = One/title = Two/' "hr/$(record_path $a)"
	commit . 'in hr'
	# seen from hr, where it begins with the move
	run -0 --separate-stderr sec-log -C hr --field title -f tsv
	run -0 awk -F '\t' '{ print $5 "|" $6 "|" $7 }' <<<"$output"
	assert_output '|One|
One|Two|'
	run -1 --separate-stderr sec-log -C hr --verify
	assert_output --regexp '^[0-9a-f]{10}: error: it changes hr/policy.ini and 2 more files together with 2026-01-aaaaa \(2026-11-20 Test Officer: into hr\) \[commit-mixed\]$'
	git mv hr/policy.ini hr/secondments .
	commit . back
	save $a Three
	run -0 --separate-stderr sec-log --field title -f tsv
	run -0 awk -F '\t' '{ print $5 "|" $6 "|" $7 }' <<<"$output"
	assert_output '|One|
One||
|Two|
Two|Three|'
	run -1 --separate-stderr sec-log --verify
	assert_line --regexp ': error: policy.ini is gone \(2026-11-20 Test Officer: into hr\) \[commit-schema\]$'
	assert_line --regexp ': error: it changes hr/policy.ini and 2 more files together .* back\) \[commit-mixed\]$'
	# a register that comes beside another one that stays is no move
	mkdir -p new
	cp policy.ini new/
	(cd new && small_record $b | put_record $b)
	commit . 'another register'
	run -0 --separate-stderr sec-log -C new --verify
	assert_output ''
}
