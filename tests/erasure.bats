# SPDX-License-Identifier: ISC
# The runbook of examples/erasure, step by step, on a register with two clones: what
# has to go is in no object afterwards, and all else is as it was.

load helper
load erasure

@test "a name that git never had: the row goes, and the search says so" {
	git gc -q
	run -0 --separate-stderr runbook forget -n p1048
	assert_line --index 0 'would take p1048 out of people.ini: 3 lines'
	assert_line --index 2 --regexp '^found in none of [0-9]+ objects: git never had the name, in this clone$'
	run -0 cat people.ini
	assert_line 'name = Ben Okafor'
	run -0 --separate-stderr runbook forget --yes p1048
	assert_line --index 0 'p1048 is taken out of people.ini: 3 lines'
	run -0 cat people.ini
	assert_output '[person p2210]
name = Ana Ferreira'
	run -0 --separate-stderr sec-list -o who -f tsv first
	assert_output 'p1048'
	run -2 --separate-stderr runbook forget --yes p1048
	assert_stderr 'forget: people.ini has nobody with the ref p1048'
}

@test "a name that git has is told with its places" {
	run -1 --separate-stderr runbook forget --yes p2210
	assert_line '  secondments/2026/03/2026-03-first.ini, in 1 version'
	assert_line '  secondments/2026/04/2026-04-7k3qf.ini, in 1 version'
	assert_line '  messages, authors or committers of 1 commit'
	refute_output --partial erreira
	run -0 cat people.ini
	refute_line 'name = Ana Ferreira'
}

@test "nothing happens until the word is typed" {
	cp people.ini ../before
	run -2 --separate-stderr runbook forget p1048 <<<no
	assert_stderr 'Type p1048 to go on: forget: nothing was changed'
	run -0 cmp people.ini ../before
	run -0 --separate-stderr runbook forget p1048 <<<p1048
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git rev-parse HEAD >../tip
	run -2 --separate-stderr runbook redact -m why 2026-04-7k3qf <<<yes
	assert_stderr 'Type REDACT to go on: redact: nothing was changed'
	run -0 --separate-stderr runbook redact -n -m why 2026-04-7k3qf
	assert_output 'would go from every commit, branch, tag and stash:
  every version of secondments/2026/04/2026-04-7k3qf.ini
  what 3 commits said of it
these changed something else too, so what somebody wrote there stays; read it with git show -s:
  '"$(git rev-parse --short=12 HEAD~3)"'
4 of 5 commits get a new name, the others stay as they are
nothing was changed'
	run -0 git rev-parse HEAD
	assert_output "$(cat ../tip)"
}

@test "a record goes from every object, and everything else stays as it was" {
	local ids

	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git branch side HEAD~2
	ids=$(git log --format=%H -- secondments/2026/04)
	git log --format='%an %ae %at %cn %ct' >../who
	git ls-tree -r HEAD >../tree
	git ls-tree -r HEAD~2 | grep -v 7k3qf >../tree2
	git log -p --format=%s -- secondments/2026/03 policy.ini | grep -v '^index' >../rest
	run -0 --separate-stderr runbook redact --yes -m 'asked for, case 14' 2026-04-7k3qf
	assert_line --partial 'none has it'
	assert_stderr ''
	refute_anywhere 'Energy analyst'
	refute_anywhere 'at home'
	refute_anywhere 'Ferreira rang'
	for id in $ids; do
		run git cat-file -e "$id"
		[ "$status" -ne 0 ]
	done
	run -0 git diff-tree -r --name-status --no-commit-id HEAD
	assert_output 'A	redactions.ini
A	redactions/2026-11-21.map'
	run -0 diff ../tree <(git ls-tree -r HEAD^)
	run -0 diff ../tree2 <(git ls-tree -r HEAD~3)
	run -0 diff ../tree2 <(git ls-tree -r side)
	run -0 diff ../who <(git log --format='%an %ae %at %cn %ct' HEAD^)
	run -0 diff ../rest <(git log -p --format=%s HEAD^ -- secondments/2026/03 policy.ini | grep -v '^index')
	run -0 git log --format=%s HEAD^
	assert_output 'redacted
sec-set: 2026-03-first: note:2026-03-04.text
redacted
both taken over
register: begin'
	run -0 --separate-stderr sec-check
	run -0 git status --porcelain
	assert_output ''
	run -0 git reflog --all
	assert_equal "${#lines[@]}" 2
}

@test "the record of it says who, why and what, and finds old commits again" {
	local old new

	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	old=$(git rev-parse HEAD~1)
	runbook redact --yes -m 'asked for, case 14' 2026-04-7k3qf >/dev/null
	new=$(git rev-parse HEAD~2)
	run -0 grep -c . redactions/2026-11-21.map
	assert_output 4
	run -0 grep "^$old " redactions/2026-11-21.map
	assert_output "$old $new"
	run -0 sed 's/[0-9a-f]\{40\}/HASH/' redactions.ini
	assert_output '[redaction 2026-11-21]
by = Test Officer
reason = asked for, case 14
files = secondments/2026/04/2026-04-7k3qf.ini
commits = 3
renamed = 4
old-tip = HASH
new-tip = HASH
map = redactions/2026-11-21.map'
	run -0 git log -1 --format=%B
	assert_output 'redaction: 1 file, 0 texts

asked for, case 14'
	sec-set --delete first -m 'retention passed' >/dev/null 2>&1
	runbook redact --yes -m 'again' 2026-03-first >/dev/null
	run -0 grep -c '^\[redaction' redactions.ini
	assert_output 2
	assert_file_exists redactions/2026-11-21-b.map
}

@test "texts go from records, messages, authors and tags, in any case" {
	git -c user.name='Ana Ferreira' commit -q --allow-empty -m 'her own'
	printf 'ferreira\n' >../texts
	run -0 --separate-stderr runbook redact --yes -m 'asked for' -x ../texts
	assert_stderr ''
	refute_anywhere ferreira
	run -0 grep text secondments/2026/03/2026-03-first.ini secondments/2026/04/2026-04-7k3qf.ini -h
	assert_output 'text = Works beside redacted
text = Called Ana redacted at home'
	run -0 git log --format='%an: %s %b' HEAD^
	assert_line --index 0 'Ana redacted: her own '
	assert_line --partial 'note:2026-03-03.text redacted rang'
	run -0 git tag -l -n audited
	assert_output 'audited         For Ana redacted'
	run -0 git rev-parse 'audited^{}'
	assert_output "$(git rev-parse HEAD~4)"
}

@test "stashes stay, without it; remembered branches of others go" {
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	printf '# one\n' >>policy.ini
	git stash -q
	printf '# two\n' >>policy.ini
	git stash push -q -m second
	runbook redact --yes -m 'asked for' 2026-04-7k3qf >/dev/null
	refute_anywhere 'Energy analyst'
	run -0 git for-each-ref --format='%(refname)'
	assert_output 'refs/heads/main
refs/stash
refs/tags/audited'
	run -0 git stash list --format=%gs
	assert_line --index 0 'On main: second'
	assert_equal "${#lines[@]}" 2
	git stash pop -q
	run -0 tail -n 1 policy.ini
	assert_output '# two'
}

@test "merges, a second branch and packs: the shape of the history stays" {
	git checkout -q -b side HEAD~1
	sec-set 7k3 note:2026-03-05 text='From the side' >/dev/null 2>&1
	git checkout -q main
	git merge -q --no-edit side
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git gc -q
	git log --graph --format=%an >../shape
	runbook redact --yes -m 'asked for' 2026-04-7k3qf >/dev/null
	refute_anywhere 'From the side'
	run -0 diff ../shape <(git log --graph --format=%an HEAD^)
	run -0 git merge-base --is-ancestor side main
}

@test "the other clone and the shared repository, as the runbook has it" {
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git push -q
	git -C ../shared.git config receive.denyNonFastForwards true
	runbook redact --yes -m 'asked for' 2026-04-7k3qf >/dev/null
	run -1 git push -q --force origin --all
	git -C ../shared.git config receive.denyNonFastForwards false
	git push -q --force origin --all
	git push -q --force origin --tags
	git -C ../shared.git config receive.denyNonFastForwards true
	git -C ../shared.git reflog expire --expire=now --all
	git -C ../shared.git gc -q --prune=now
	git -C ../shared.git cat-file --batch-all-objects --batch --buffer >../all
	run grep -aci 'Energy analyst' ../all
	assert_output 0
	rm -rf ../hospital
	git clone -q ../shared.git ../hospital
	cd ../hospital
	refute_anywhere 'Energy analyst'
	run -0 --separate-stderr sec-check
}

@test "it refuses what it could not do whole, and says what to do" {
	refused() {
		run -2 --separate-stderr runbook redact --yes "${@:2}"
		assert_stderr --partial "$1"
		run -0 git rev-parse HEAD
		assert_output "$(cat ../tip)"
	}
	git rev-parse HEAD >../tip
	printf 'ferreira\n' >../texts
	refused 'still stands here: delete it first' -m why 2026-04-7k3qf
	refused "no commit ever had '2026-04-nobod'" -m why 2026-04-nobod
	refused "'../x' is neither" -m why ../x || refused "no commit ever had '../x'" -m why ../x
	refused 'usage: ' 2026-04-7k3qf
	refused 'the reason holds a text that is to go' -m 'for FERREIRA' -x ../texts
	printf 'a\n' >../short
	refused 'found everywhere' -m why -x ../short
	printf '# mine\n' >>policy.ini
	refused 'there is uncommitted work' -m why -x ../texts
	git checkout -q policy.ini
	git worktree add -q ../tree HEAD 2>/dev/null
	refused 'other work trees' -m why -x ../texts
	git worktree remove ../tree
	printf 'pdf\0ferreira' >paper.pdf
	commit . 'a paper'
	git rev-parse HEAD >../tip
	refused 'paper.pdf is no text, so it can only go whole' -m why -x ../texts
	git rm -q paper.pdf
	commit . 'gone again'
	git rev-parse HEAD >../tip
	run -0 --separate-stderr runbook redact --yes -m why -x ../texts paper.pdf
	refute_anywhere ferreira
}

@test "a record that was renamed has to be named by both names" {
	git mv secondments/2026/04/2026-04-7k3qf.ini secondments/2026/04/2026-04-newer.ini
	commit . 'another id'
	git rm -q secondments/2026/04/2026-04-newer.ini
	commit . 'and gone'
	run -2 --separate-stderr runbook redact --yes -m why 2026-04-newer
	assert_stderr 'secondments/2026/04/2026-04-7k3qf.ini
redact: it had another name before or afterwards, which has to be named too'
	run -0 --separate-stderr runbook redact --yes -m why 2026-04-newer 2026-04-7k3qf
	refute_anywhere 'Energy analyst'
}

# signing: from here on commits are signed, and policy asks for it.
signing() {
	ssh-keygen -q -t ed25519 -N '' -f "$HOME/key"
	printf 'officer@example.org %s\n' "$(cut -d ' ' -f 1,2 "$HOME/key.pub")" >"$HOME/signers"
	git config gpg.format ssh
	git config user.signingkey "$HOME/key.pub"
	git config gpg.ssh.allowedSignersFile "$HOME/signers"
	git config commit.gpgsign true
	printf '[policy]\nsignatures = any\n' >>policy.ini
	commit . 'signed from here on'
}

@test "the commit that records it is signed, and --verify and its anchors go on from there" {
	signing
	sec-set first note:2026-03-06 text='Signed' >/dev/null 2>&1
	run -0 --separate-stderr sec-log --verify --anchor ../notebook --since 2026-11-20
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	runbook redact --yes -m 'asked for' 2026-04-7k3qf >/dev/null
	run -0 git verify-commit HEAD
	run -1 git verify-commit HEAD^
	run -0 --separate-stderr sec-log --verify --anchor ../notebook
	refute_output --partial error
	assert_line --regexp '^[0-9a-f]{10}: info: the redaction 2026-11-21 wrote 6 commits anew; signed by officer@example.org .* \[redaction-signed\]$'
	sec-set --delete first -m 'retention passed' >/dev/null 2>&1
	runbook redact --yes -m 'asked for too' 2026-03-first >/dev/null
	run -0 --separate-stderr sec-log --verify --anchor ../notebook
	assert_line --partial 'info: the redaction 2026-11-21 wrote '
	assert_line --partial 'info: the redaction 2026-11-21-b wrote '
	run -0 grep -c '^commit' ../notebook
	assert_output 3
}

@test "a redaction that nobody signed explains nothing to --verify" {
	signing
	sec-set first note:2026-03-06 text='Signed' >/dev/null 2>&1
	sec-log --verify --anchor ../notebook >/dev/null 2>&1
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git config commit.gpgsign false
	runbook redact --yes -m 'asked for' 2026-04-7k3qf >/dev/null
	run -1 --separate-stderr sec-log --verify --anchor ../notebook
	assert_line --regexp 'warning: the redaction 2026-11-21 wrote 6 commits anew, and nobody signed for that .* \[redaction-unsigned\]$'
	assert_line --regexp '^\.\./notebook:[0-9]+: error: commit [0-9a-f]{10} of 2026-03-02 was written anew by the redaction 2026-11-21, which nobody signed \[history-anchor\]$'
	assert_line --partial '[commit-unsigned]'
}

@test "a map that was changed afterwards is answered for by who changed it" {
	signing
	sec-set first note:2026-03-06 text='Signed' >/dev/null 2>&1
	sec-log --verify --anchor ../notebook >/dev/null 2>&1
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	runbook redact --yes -m 'asked for' 2026-04-7k3qf >/dev/null
	git config commit.gpgsign false
	sed -i '$d' redactions/2026-11-21.map
	commit . 'shorter'
	run -1 --separate-stderr sec-log --verify --anchor ../notebook
	assert_line --partial 'warning: the redaction 2026-11-21 wrote 5 commits anew, and nobody signed for that'
}
